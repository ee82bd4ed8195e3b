"""From lines to what intake takes in: places that cannot be mistaken for each other, and events that are the same event."""

from dataclasses import replace

import pytest

from adapters.console import places
from adapters.console.inbound import event_key, replied_key, to_message, to_press
from adapters.console.jsonl_lines import BadLine, MessageLine, PressLine
from agent.domain.conversation import Button, MessageId, Reply
from agent.ports import BoardMessage
from tests.fakes.builders import NOW

LINE = MessageLine(type="message", id="m1", channel="art", author="ana", text="draw a fox")
PRESS = PressLine(type="press", id="m2", author="ana", channel="art", message="b3", button="v1:again:x")


def on(**changes: object) -> BoardMessage:
    message = to_message(LINE, [])
    reply = Reply(kind="image", text="", buttons=(Button(id="v1:again:x", action="again", label="Again"),))
    posted = BoardMessage(id=MessageId("b3"), place=message.place, author=None, text="", at=NOW, reply=reply)
    return replace(posted, **changes)


def test_a_message_line_becomes_a_message() -> None:
    message = to_message(LINE, [])

    assert message.author.id == "console:ana"
    assert message.author.may_manage
    assert message.place.channel_key == "console:guild/art"
    assert message.message == "line:m1"
    assert message.handle == {"line": "m1"}


def test_without_a_community_a_place_is_nobody_elses_channel_of_that_name() -> None:
    alone = to_message(LINE.model_copy(update={"community": None}), []).place

    assert alone.community_key is None
    assert alone.channel_key != "console:guild/art"


def test_a_private_place_is_its_authors_own() -> None:
    private = LINE.model_copy(update={"private": True, "channel": "dm"})
    ana = to_message(private, []).place
    bob = to_message(private.model_copy(update={"author": "bob"}), []).place

    assert ana.private
    assert ana.community_key is None
    assert ana.channel_key != bob.channel_key
    assert places.shown_channel(ana) == "dm"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"channel": "art#t"}, {"channel": "art", "thread": "t"}),
        ({"channel": "art~console:bob"}, {"channel": "art", "author": "bob"}),
        ({"community": "a/b", "channel": "c"}, {"community": "a", "channel": "b/c"}),
        ({"channel": "dm@bob"}, {"channel": "dm", "author": "bob", "private": True}),
        ({"community": "@", "channel": "dm@ana"}, {"channel": "dm", "private": True}),
        ({"channel": "art%23"}, {"channel": "art#"}),
    ],
)
def test_no_name_reaches_into_another_place(one: dict[str, object], other: dict[str, object]) -> None:
    first, second = (to_message(LINE.model_copy(update=names), []) for names in (one, other))

    assert first.place.conversation(first.author.id) != second.place.conversation(second.author.id)
    assert first.place.channel_key != second.place.channel_key or first.place.thread != second.place.thread


def test_the_same_line_is_the_same_event_and_another_text_under_its_id_is_not() -> None:
    again = LINE.model_copy()
    reworded = LINE.model_copy(update={"text": "draw a cat"})
    by_bob = LINE.model_copy(update={"author": "bob"})

    assert event_key(again) == event_key(LINE)
    assert len({event_key(line) for line in (LINE, reworded, by_bob, PRESS)}) == 4
    assert len(event_key(LINE.model_copy(update={"id": "x" * 100}))) <= 200


def test_a_reply_names_a_message_of_the_bot_or_an_earlier_line() -> None:
    assert replied_key("b3") == "b3"
    assert replied_key("m1") == "line:m1"
    assert replied_key("b3x") == "line:b3x"
    assert replied_key(None) is None


def test_a_press_happens_where_its_message_is() -> None:
    thread = replace(to_message(LINE, []).place, thread="night")

    press = to_press(PRESS, [], on(place=thread))

    assert press.place == thread
    assert (press.message, press.button, press.handle) == ("b3", "v1:again:x", {"line": "m2"})


@pytest.mark.parametrize(
    "changes", [{"channel": "posters"}, {"community": "another"}, {"button": "v1:again:y"}, {"button": ""}]
)
def test_a_press_that_names_another_place_or_button_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(BadLine) as refused:
        to_press(PRESS.model_copy(update=changes), [], on())

    assert refused.value.line_id == "m2"
    assert "b3" in str(refused.value)


def test_a_message_that_carries_no_buttons_cannot_be_pressed() -> None:
    with pytest.raises(BadLine):
        to_press(PRESS, [], on(reply=None))
