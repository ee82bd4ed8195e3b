"""Buttons: pressed once and twice, by their owner and by others, before and after a restart, forged and out of date."""

import asyncio

import discord
import pytest

from agent.domain.conversation import Button, Place, Reply, TurnId
from agent.domain.incoming import Accepted, IncomingPress
from tests.worlds.discord_world import World, labels, new_client, picture_reply, question_reply, texts
from tests.worlds.painted import painted

PNG = painted("a photo", size=(64, 64)).data


async def posted(world: World, reply: Reply) -> discord.Message:
    await world.ana.send(world.channel, f"<@{world.me.id}> draw a fox")
    number = await world.deliver(world.heard, reply)
    return next(message for message in world.history() if str(message.id) == number)


async def test_a_press_is_handed_in_with_who_where_and_which(world: World) -> None:
    message = await posted(world, picture_reply())

    result = await world.ben.click(message, label="Again")

    assert result.acknowledged
    assert world.pressed.button == f"v1:again:{'k' * 21}0"
    assert world.pressed.message == str(message.id)
    assert world.pressed.author.id == f"discord:{world.ben.id}"
    assert world.pressed.place.channel_key == f"discord:{world.guild.id}/{world.channel.id}"


async def test_an_old_button_works_after_a_restart(world: World) -> None:
    message = await posted(world, picture_reply())
    await world.env.restart_bot(new_client(world.intake, world.desk, world.read_positions))
    await world.env.advance_time(90 * 86_400)

    result = await world.ana.click(message, label="Vary")

    assert result.acknowledged
    assert world.pressed.button.startswith("v1:vary:")


@pytest.mark.parametrize("label", ["Again", "Vary", "Why?", "Remember style", "Delete"])
async def test_every_plain_button_is_taken_silently(world: World, label: str) -> None:
    message = await posted(world, picture_reply())

    result = await world.ana.click(message, label=label)

    assert result.acknowledged
    assert result.modal is None
    assert len(world.intake.presses) == 1
    assert len(world.history()) == 2, "nothing is posted but what the turn says"


async def test_refine_asks_in_a_form_with_the_last_words_and_an_upload(world: World) -> None:
    message = await posted(world, picture_reply())

    shown = await world.ben.click(message, label="Refine")
    assert shown.modal is not None
    assert "Now: a fox" in str(shown.modal)
    assert world.intake.presses == []
    await world.ben.submit_modal(shown, {"words": "add a red scarf", "files": [("scarf.png", PNG)]})

    assert (world.pressed.button, world.pressed.message) == (f"v1:refine:{'k' * 21}1", str(message.id))
    assert world.pressed.text == "add a red scarf"
    assert [image.data for image in world.pressed.images] == [PNG]
    assert world.pressed.author.id == f"discord:{world.ben.id}", (
        "somebody else's Refine makes a turn of their own"
    )


async def test_remember_character_asks_for_the_name(world: World) -> None:
    message = await posted(world, picture_reply())

    shown = await world.ana.click(message, label="Remember character")
    await world.ana.submit_modal(shown, {"words": "Luna"})

    assert world.pressed.button.startswith("v1:remember_character:")
    assert world.pressed.text == "Luna"


async def test_an_answer_by_button_closes_the_question_for_the_eye(world: World) -> None:
    message = await posted(world, question_reply())
    assert labels(message) == ["Luna the elf", "Luna the cat", "Surprise me"]

    await world.ana.click(message, label="Luna the elf")

    now = next(each for each in world.history() if each.id == message.id)
    assert world.pressed.button.startswith("v1:answer:")
    assert labels(now) == []
    assert texts(now).endswith("-# ana: **Luna the elf**")


async def test_a_refused_answer_leaves_the_question_open(world: World) -> None:
    message = await posted(world, question_reply())
    world.intake.note, world.intake.is_error = "That button is not yours.", True

    result = await world.ben.click(message, label="Luna the cat")

    now = next(each for each in world.history() if each.id == message.id)
    assert len(labels(now)) == 3
    assert [(texts(each.message), each.ephemeral) for each in result.followups] == [
        ("That button is not yours.", True)
    ]


async def test_a_double_click_is_answered_each_time_and_taken_as_often_as_the_intake_says(
    world: World,
) -> None:
    message = await posted(world, question_reply())
    once = Once(world)
    world.client._interacting._intake = once

    results = [await world.ana.click(message, custom_id=question_reply().buttons[0].id)]
    restored = await world.deliver(world.heard, question_reply(), message=str(message.id))
    message = next(each for each in world.history() if str(each.id) == restored)
    results += [await world.ana.click(message, label="Luna the elf")]

    assert all(result.acknowledged for result in results)
    assert once.presses == 2
    assert len(world.history()) == 2


class Once:
    """An intake to which every press of a button is the same event."""

    def __init__(self, world: World) -> None:
        self.presses = 0
        self.message = world.intake.message

    async def deleted(self, place: Place, message: str) -> None:
        """Nobody deletes here."""

    async def press(self, incoming: IncomingPress) -> Accepted:
        self.presses += 1
        return Accepted(turn=TurnId("t"), duplicate=self.presses > 1)


@pytest.mark.parametrize(
    "forged",
    [
        "v1:again",
        "v2:again:" + "k" * 22,
        "v1:../../x:" + "k" * 22,
        "x" * 100,
        "v1:again:" + "é" * 22,
        "f1:button:1:",
    ],
)
async def test_a_forged_button_is_refused_kindly(world: World, forged: str) -> None:
    message = await posted(world, picture_reply())
    stored = world.env.backend.get_message(world.channel.id, message.id)
    stored.components[-1]["components"][0]["custom_id"] = forged

    result = await world.ana.click(message, custom_id=forged)

    assert world.intake.presses == []
    assert [texts(each.message) for each in result.followups] == ["I do not know that button (any more)."]


async def test_cancel_on_the_working_message_stops_the_pressers_own_turns(world: World) -> None:
    await world.ana.send(world.channel, f"<@{world.me.id}> draw a fox")
    opened = await world.open(world.heard)
    message = next(each for each in world.history() if str(each.id) == opened)
    world.intake.note = "There is nothing under way to cancel."

    result = await world.ben.click(message, label="Cancel")

    assert world.heard.command is not None
    assert world.heard.command.name == "cancel"
    assert world.heard.author.id == f"discord:{world.ben.id}"
    assert [texts(each.message) for each in result.followups] == [world.intake.note]


async def test_why_is_told_to_the_presser_alone_with_buttons_that_work(world: World) -> None:
    message = await posted(world, picture_reply())
    result = await world.ben.click(message, label="Why?")
    forget = Button(id=f"v1:forget:{'f' * 22}", action="forget", label="Forget “ink”")
    reply = Reply(kind="text", text="I remembered ink.", only_for_author=True, buttons=(forget,))

    await world.deliver(world.pressed, reply)

    whisper = result.followups[0]
    assert whisper.ephemeral
    assert "I remembered ink" in texts(whisper.message)
    assert all(each.id != whisper.id for each in world.channel.history(viewer=world.ana))
    pressed = await world.ben.click(whisper.message, label="Forget “ink”")
    await world.deliver(world.pressed, Reply(kind="text", text="Forgotten.", only_for_author=True))
    assert pressed.followups[0].ephemeral


async def test_what_follows_from_a_private_picture_stays_private(world: World) -> None:
    result = await world.ana.slash(world.channel, "imagine", prompt="a fox", private=True)
    opened = await world.open(world.heard)
    await world.deliver(world.heard, picture_reply(), message=opened)
    assert result.response is not None

    shown = await world.ana.click(result.response.message, label="Refine")
    await world.ana.submit_modal(shown, {"words": "at night"})
    again = await world.open(world.pressed)
    await world.deliver(world.pressed, picture_reply(), message=again)

    assert world.channel.history(viewer=world.ben) == []


async def test_delete_takes_the_picture_away(world: World) -> None:
    message = await posted(world, picture_reply())
    await world.ana.click(message, label="Delete")
    from tests.worlds.discord_world import address

    with world.env._bot_scope():
        await world.outbound.remove(address(world.pressed), str(message.id))
        await world.outbound.remove(address(world.pressed), str(message.id))  # gone already is fine
    await world.env.settle()

    assert message.id not in [each.id for each in world.history()]


async def test_a_press_outlives_a_slow_store(world: World) -> None:
    message = await posted(world, picture_reply())
    world.intake.down = 3

    result = await world.ana.click(message, label="Again")

    assert result.acknowledged
    assert len(world.intake.presses) == 1


async def test_the_answer_comes_before_the_store_is_asked(world: World) -> None:
    message = await posted(world, picture_reply())
    order: list[str] = []
    real_answer, real_press = world.client.rest.answer, world.intake.press

    async def answer(*given: object) -> None:
        order.append("answered")
        await real_answer(*given)  # pyright: ignore[reportArgumentType]

    async def press(incoming: IncomingPress) -> Accepted:
        order.append("stored")
        await asyncio.sleep(0)
        return await real_press(incoming)

    world.client.rest.answer = answer  # type: ignore[method-assign]
    world.client._interacting._intake = type("Slow", (), {"press": staticmethod(press)})()
    await world.ana.click(message, label="Again")

    assert order == ["answered", "stored"]
