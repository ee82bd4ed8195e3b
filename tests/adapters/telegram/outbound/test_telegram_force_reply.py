"""Reply fields: asking in a group, and refining in words."""

from simulators.telegram.world import JSON, Chat, World
from tests.adapters.telegram.outbound.posted_messages import labels, shown
from tests.patience import until
from tests.worlds.telegram_bench import Bench, address_in, bench, button, picture_file, reply
from tests.worlds.telegram_bench import address as address_of


async def test_a_question_in_a_group_opens_the_askers_reply_field(world: World, ann: JSON) -> None:
    club = world.group()
    async with bench(world) as telegram:
        asked = world.says(ann, club, "@atelier_bot draw him")["message"]["message_id"]
        heard = await telegram.heard()
        address = address_in(club, reply_to=asked)
        options = (button("answer", "The fox", 1), button("surprise", "Surprise me", 2))
        question = await telegram.outbound.deliver(
            address, None, reply("Who?", kind="question", buttons=options), []
        )
        await telegram.restarted().deliver(
            address, question, reply("Who?", kind="question", buttons=options), []
        )
        first, prompt = shown(world, club)
        assert labels(first) == ["The fox", "Surprise me"]
        assert club.reply_fields[prompt["message_id"]] == {
            "force_reply": True, "selective": True, "input_field_placeholder": "Your answer",
        }  # fmt: skip
        assert prompt["entities"][0]["type"] == "text_mention"

        world.says(ann, club, "the owl", reply_to=prompt["message_id"])
        answer = await telegram.heard(2)
        await until(lambda: len(shown(world, club)) == 1)

    assert heard.text == "draw him"
    assert (answer.text, answer.reply_to) == ("the owl", question)


async def test_the_prompt_goes_when_a_button_answers(world: World, ann: JSON) -> None:
    club = world.group()
    async with bench(world) as telegram:
        options = (button("answer", "The fox", 1),)
        question = await telegram.outbound.deliver(
            address_in(club), None, reply("Who?", kind="question", buttons=options), []
        )
        world.presses(world.person(8, "Bob"), club, int(question), "The fox")
        await telegram.pressed()
        await telegram.confirmed()
        assert len(shown(world, club)) == 2, "it is not his to answer"
        world.presses(ann, club, int(question), "The fox")
        await until(lambda: len(shown(world, club)) == 1)


async def test_a_bot_that_hears_everything_needs_no_prompt(world: World, telegram: Bench, club: Chat) -> None:
    world.me["can_read_all_group_messages"] = True

    await telegram.outbound.deliver(
        address_in(club), None, reply("Who?", kind="question", buttons=(button("answer", "The fox"),)), []
    )

    assert len(shown(world, club)) == 1


async def test_refine_asks_in_words_and_the_answer_is_a_reply_to_it(world: World, ann: JSON) -> None:
    club = world.group()
    async with bench(world) as telegram:
        picture = await telegram.outbound.deliver(
            address_in(club),
            None,
            reply(images=("a",), buttons=(button("refine", "Refine"),)),
            [picture_file()],
        )
        world.presses(ann, club, int(picture), "Refine")
        press = await telegram.pressed()
        asked = await telegram.outbound.deliver(
            address_of(press, nonce="t2-0"), None, reply("What should change?"), []
        )
        (_, prompt) = shown(world, club)
        world.says(ann, club, "make it night", reply_to=prompt["message_id"])
        answer = await telegram.heard()

    assert press.handle == {"pressed": "refine"}
    assert prompt["text"] == "Ann: What should change?"
    assert club.reply_fields[prompt["message_id"]]["selective"]
    assert prompt["reply_to_message"]["message_id"] == int(picture)
    assert answer.reply_to == asked
