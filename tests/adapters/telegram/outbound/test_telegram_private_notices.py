"""What is nobody else's business is said in the private chat, or not at all."""

import pytest

from simulators.telegram.world import JSON, World
from tests.patience import until
from tests.worlds.telegram_bench import Bench, bench

SENTENCE = "Not you."


def answers_alone(telegram: Bench) -> None:
    telegram.intake.note, telegram.intake.alone = SENTENCE, True


def sent_to(world: World, chat: int) -> list[JSON]:
    return [call for call in world.called("sendMessage") if int(call["chat_id"]) == chat]


@pytest.mark.parametrize("is_known", [True, False], ids=["wrote to the bot", "never wrote to the bot"])
async def test_in_a_group_nobody_else_reads_it(world: World, is_known: bool) -> None:
    ben, club = world.person(8, "Ben"), world.group()
    mailbox = world.private(ben)
    mailbox.blocked = "" if is_known else "bot can't initiate conversation with a user"
    async with bench(world) as telegram:
        answers_alone(telegram)
        world.says(ben, club, "@atelier_bot draw a fox")
        await telegram.heard()
        await until(lambda: sent_to(world, 8))
        await telegram.confirmed()

    assert world.posted(club) == []
    posted = [message["text"] for message in world.posted(mailbox)]
    assert [text.splitlines()[0] for text in posted] == [SENTENCE] * is_known


async def test_in_a_private_chat_it_is_an_answer(world: World) -> None:
    ben = world.person(8, "Ben")
    async with bench(world) as telegram:
        answers_alone(telegram)
        said = world.says(ben, world.private(ben), "draw a fox")
        await until(lambda: world.posted(world.private(ben)))

    (posted,) = world.posted(world.private(ben))
    assert posted["reply_to_message"]["message_id"] == said["message"]["message_id"]


async def test_who_writes_as_the_group_is_told_nothing(world: World) -> None:
    ben, club = world.person(8, "Ben"), world.group()
    nobody = world.person(1087968824, "Group", is_bot=True, username="GroupAnonymousBot")
    async with bench(world) as telegram:
        answers_alone(telegram)
        world.says(nobody, club, "@atelier_bot draw a fox", sender_chat=club.shown())
        await telegram.heard()
        world.says(ben, world.private(ben), "and I?")
        await until(lambda: world.posted(world.private(ben)))

    assert world.posted(club) == []
    assert not sent_to(world, club.id)
