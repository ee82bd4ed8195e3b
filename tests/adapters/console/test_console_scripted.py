"""The scripted chat over fakes: lines in their order, errors that name their line, presses by message, lines sent again."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.console import jsonl_chat
from adapters.console.inbound import event_key
from adapters.console.jsonl_lines import MessageLine
from agent.domain.conversation import MessageId
from tests.adapters.console.console_world import FOX, Script, address, message, picture_reply, posted, press
from tests.fakes.builders import PLACE
from tests.patience import PATIENCE_SECONDS


@pytest.fixture
def script(tmp_path: Path) -> Script:
    return Script(tmp_path)


@pytest.fixture
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl_chat, "STORE_TRIES", (0.0, 0.0))


async def test_lines_are_handed_in_in_their_order_without_waiting_for_answers(script: Script) -> None:
    said = await script.run(message("one", id="m1"), message("two", id="m2", author="bob", channel="posters"))

    assert [incoming.text for incoming in script.intake.messages] == ["one", "two"]
    assert [incoming.author.id for incoming in script.intake.messages] == ["console:ana", "console:bob"]
    assert said == []


async def test_a_bad_line_is_an_error_and_the_next_good_line_works(script: Script) -> None:
    said = await script.run(b"not json", {"type": "dance", "id": "m9"}, message())

    assert [(line["type"], line["in_reply_to"]) for line in said] == [("error", None), ("error", "m9")]
    assert said[0]["text"].startswith("Line 1 ")
    assert said[1]["text"].startswith("Line 2 ")
    assert len(script.intake.messages) == 1


async def test_wait_lets_nothing_in_until_nothing_is_in_flight(script: Script) -> None:
    script.turn_status.busy()
    running = asyncio.create_task(script.run(message("one"), {"type": "wait"}, message("two", id="m2")))
    await asyncio.wait_for(script.turn_status.asked.wait(), timeout=PATIENCE_SECONDS)

    before = [incoming.text for incoming in script.intake.messages]
    script.turn_status.rest()
    await running

    assert before == ["one"]
    assert [incoming.text for incoming in script.intake.messages] == ["one", "two"]


async def test_what_intake_refuses_is_an_error_and_what_it_notes_is_a_reply(script: Script) -> None:
    script.intake.note = "Cancelled."
    said = await script.run(message("/cancel", id="m1"))
    script.intake.is_error = True
    said = await script.run(message("", id="m2"))

    assert (said[0]["type"], said[0]["kind"], said[0]["text"]) == ("reply", "text", "Cancelled.")
    assert (said[1]["type"], said[1]["in_reply_to"]) == ("error", "m2")


async def test_attached_files_are_read_and_missing_ones_told_to_intake(
    script: Script, tmp_path: Path
) -> None:
    (tmp_path / "cat.png").write_bytes(b"a cat")

    await script.run(message(images=[str(tmp_path / "cat.png"), str(tmp_path / "no.png")]))

    images = script.intake.messages[0].images
    assert (images[0].name, images[0].data) == ("cat.png", b"a cat")
    assert "no.png" in images[1].problem


async def test_a_press_is_handed_in_at_the_place_of_its_message(script: Script) -> None:
    thread = replace(PLACE, thread="night")
    on = script.board.add(posted(place=thread))

    await script.run(press(on.id))

    assert script.intake.presses[0].place == thread
    assert script.intake.presses[0].message == on.id


@pytest.mark.parametrize("on", ["b99", "u1", "m1", "nonsense", "b" + "9" * 40])
async def test_a_press_on_no_message_of_the_bot_is_an_error(script: Script, on: str) -> None:
    script.board.add(posted())

    said = await script.run(press(on))

    assert (said[0]["type"], said[0]["in_reply_to"]) == ("error", "p1")
    assert on[:20] in said[0]["text"]
    assert script.intake.presses == []


async def test_a_press_on_a_message_for_somebody_else_is_an_error(script: Script) -> None:
    from agent.domain.conversation import AuthorId

    on = script.board.add(posted(), only_for=AuthorId("console:bob"))

    assert (await script.run(press(on.id)))[0]["type"] == "error"


async def test_a_line_sent_again_in_the_same_run_is_told_once(script: Script) -> None:
    await script.run(message())
    turn = f"turn-{script.intake.messages[0].event_id}"
    await script.outbound.deliver(address(turn=turn), "b3", picture_reply(), [FOX])
    script.turn_status.replies[script.intake.messages[0].event_id] = (MessageId("b3"), picture_reply())

    said = await script.run(message())

    assert len(said) == 1


async def test_a_line_sent_again_in_a_later_run_gets_the_stored_reply_with_its_picture(
    script: Script,
) -> None:
    line = MessageLine.model_validate({**message(), "images": []})
    await script.run(message())
    script.turn_status.replies[event_key(line)] = (MessageId("b3"), picture_reply())
    (saved,) = script.gallery.save(MessageId("b3"), [FOX], pictures=1)

    said = await script.run(message())

    assert len(said) == 1
    assert (said[0]["type"], said[0]["id"], said[0]["in_reply_to"]) == ("reply", "b3", "m1")
    assert said[0]["images"] == [str(saved)]


async def test_a_line_sent_again_whose_turn_is_under_way_is_told_by_its_turn(script: Script) -> None:
    script.turn_status.busy()
    running = asyncio.create_task(script.run(message(), message()))
    await asyncio.wait_for(script.turn_status.asked.wait(), timeout=PATIENCE_SECONDS)
    turn = f"turn-{script.intake.messages[0].event_id}"
    await script.outbound.deliver(address(turn=turn), "b3", picture_reply(), [FOX])
    script.turn_status.rest()

    assert [line["id"] for line in await running] == ["b3"]


async def test_a_line_sent_again_whose_answer_was_forgotten_is_told_so(script: Script) -> None:
    said = await script.run(message(), message())

    assert said[0]["type"] == "error"
    assert "not kept any more" in said[0]["text"]


@pytest.mark.usefixtures("no_waits")
async def test_a_store_that_is_away_for_a_moment_is_waited_for(script: Script) -> None:
    script.intake.down = 2

    assert await script.run(message()) == []
    assert len(script.intake.messages) == 1


@pytest.mark.usefixtures("no_waits")
async def test_a_store_that_stays_away_is_told_and_the_next_line_is_tried(script: Script) -> None:
    script.intake.down = 3

    said = await script.run(message("one", id="m1"), message("two", id="m2"))

    assert [(line["type"], line["in_reply_to"]) for line in said] == [("error", "m1")]
    assert [incoming.text for incoming in script.intake.messages] == ["two"]
