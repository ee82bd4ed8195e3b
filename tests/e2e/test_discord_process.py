"""The whole process on Discord: mentions, a question, buttons, commands and a thread, with a kill in the middle."""

from typing import Any

import asyncpg
import pytest

from simulators.discord.shapes import CHANNEL, HIDDEN, TOKEN, texts
from tests.e2e.processes.bot_process import nothing_is_lost_or_doubled, the_log_is_clean
from tests.e2e.processes.discord_process import DiscordBotProcess, discord_bot, labels
from tests.e2e.processes.web_process import empty_home
from tests.patience import until_seen
from tests.worlds.painted import painted

pytestmark = pytest.mark.e2e

Message = dict[str, Any]


async def test_an_evening_on_discord(dsn: str) -> None:
    with empty_home() as home:
        async with discord_bot(home, DATABASE_URL=dsn, ATELIER_LOG="INFO") as bot:
            await it_publishes_its_commands(bot)
            picture = await a_mention_is_answered_with_a_picture(bot)
            await a_reply_changes_that_picture(bot, picture)
            await a_reply_to_a_photo_of_somebody_else(bot)
            await a_kill_loses_neither_the_question_nor_what_was_written_meanwhile(bot, dsn)
            await an_old_button_still_works(bot, picture)
            await a_command_is_answered_in_place(bot)
            await memory_is_shown_to_its_owner_alone(bot)
            await a_question_is_answered_by_the_askers_next_words(bot)
            assert await bot.stop() == 0, bot.said()

        await nothing_is_lost_or_doubled(dsn)
        the_log_is_clean(home, token=TOKEN, words="bicycle")


async def it_publishes_its_commands(bot: DiscordBotProcess) -> None:
    """Beside its session: a bot can be talked to before they are there."""
    commands = await bot.until(lambda: bot.server.commands)

    assert {"imagine", "memory", "Refine image"} <= {command["name"] for command in commands}


async def a_mention_is_answered_with_a_picture(bot: DiscordBotProcess) -> Message:
    said = await bot.server.say("ana", "draw a red fox under a lamp")

    picture = await bot.picture(1)

    assert picture["message_reference"]["message_id"] == said["id"]
    assert {"Again", "Refine", "Why?", "Delete"} <= set(labels(picture))
    assert "fox" in texts(picture)
    assert len(bot.server.files[picture["attachments"][0]["id"]]) > 1_000
    assert len(bot.server.posted()) == 1, "the working message became the picture"
    return picture


async def a_reply_changes_that_picture(bot: DiscordBotProcess, picture: Message) -> None:
    await bot.server.say("ben", "make it night", reply_to=picture["id"])

    changed = await bot.picture(2)

    assert "fox" in texts(changed)
    assert "night" in texts(changed)


async def a_reply_to_a_photo_of_somebody_else(bot: DiscordBotProcess) -> None:
    theirs = await bot.server.say("ben", "my cat", mention=False, files=[("cat.png", painted("cat").data)])
    await bot.server.say("ana", "as a watercolour", reply_to=theirs["id"])

    await bot.picture(3)


async def a_kill_loses_neither_the_question_nor_what_was_written_meanwhile(
    bot: DiscordBotProcess, dsn: str
) -> None:
    chat = bot.server.private_chat("ana")
    await bot.server.say("ana", "draw an owl on a branch", where=chat, mention=False)
    await bot.picture(1, where=chat)
    await bot.server.say("ben", "draw something for me")
    question = await bot.question()
    await marks_are_saved(dsn, 2)
    await bot.kill()
    await bot.server.say("ana", "draw a boat on a lake")
    await bot.server.say("ana", "draw a mountain", where=chat, mention=False)
    await bot.start()

    await bot.server.press("ana", question["id"], labels(question)[0])  # not hers to answer
    await bot.server.press("ben", question["id"], labels(question)[0])

    await bot.picture(5)
    await bot.picture(2, where=chat)
    await bot.until(
        lambda: labels(bot.server.messages[CHANNEL][question["id"]]) == []
    )  # it cannot be answered again


async def marks_are_saved(dsn: str, channels: int) -> None:
    """How far was read is saved every few seconds."""
    connection = await asyncpg.connect(dsn)
    try:
        await until_seen(
            lambda: connection.fetchval("select count(*) >= $1 from watermarks", channels), "saved marks"
        )
    finally:
        await connection.close()


async def an_old_button_still_works(bot: DiscordBotProcess, picture: Message) -> None:
    await bot.server.press("ben", picture["id"], "Again")
    await bot.picture(6)
    event = await bot.server.press("ana", picture["id"], "Why?")

    told = await bot.until(lambda: bot.server.callbacks.get(event["token"]))

    assert told[0]["flags"] & HIDDEN
    assert "fox" in texts(told[0])


async def a_command_is_answered_in_place(bot: DiscordBotProcess) -> None:
    event = await bot.server.slash("ana", "imagine", prompt="a red bicycle by a river", format="wide 16:9")

    picture = await bot.picture(7)

    assert picture["id"] == bot.server.forms[event["token"]]["original"]
    assert "bicycle" in texts(picture)


async def memory_is_shown_to_its_owner_alone(bot: DiscordBotProcess) -> None:
    first = await bot.server.slash("ana", "remember", what="I like watercolour")
    await bot.until(lambda: "watercolour" in answer(bot, first))
    listed = await bot.server.slash("ana", "memory list")
    await bot.until(lambda: "watercolour" in answer(bot, listed))

    for event in (first, listed):
        assert bot.server.messages[CHANNEL][bot.server.forms[event["token"]]["original"]]["flags"] & HIDDEN


async def a_question_is_answered_by_the_askers_next_words(bot: DiscordBotProcess) -> None:
    """Neither named nor replied to."""
    await bot.server.say("ana", "draw something for me")
    question = await bot.question()
    await bot.server.say("ben", "a dog", mention=False)  # it was not ben who was asked
    await bot.server.say("ana", "a green dragon", mention=False)

    picture = await bot.picture(8)

    assert "dragon" in texts(picture)
    assert picture["id"] != question["id"]


def answer(bot: DiscordBotProcess, event: Message) -> str:
    """The words of the deferred answer."""
    original = bot.server.forms.get(event["token"], {}).get("original")
    return texts(bot.server.messages[CHANNEL][original]) if original in bot.server.messages[CHANNEL] else ""
