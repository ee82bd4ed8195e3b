"""The lines of the scripted chat: what may come in, what is said of what may not, and what goes out."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console.jsonl_lines import (
    BadLine,
    MessageLine,
    PressLine,
    WaitLine,
    error_line,
    parse_line,
    progress_line,
)
from adapters.console.jsonl_replies import note_line, reply_line
from agent.domain.conversation import Button, ImageId, Reply, TurnId
from agent.domain.generation import Evidence, GenerationContext, Reference

MESSAGE = {"type": "message", "id": "m1", "channel": "art", "author": "ana", "text": "draw a fox"}


def raw(**fields: object) -> bytes:
    return json.dumps({**MESSAGE, **fields}).encode()


def refusal(line: bytes) -> BadLine:
    with pytest.raises(BadLine) as refused:
        parse_line(line, number=7)
    assert len(str(refused.value)) > 20
    return refused.value


def test_the_line_of_the_contract_is_read_whole() -> None:
    line = parse_line(
        b'{"type":"message","id":"m1","community":"guild","channel":"art","thread":null,"author":"ana","text":"hi",'
        b'"images":["path.png"],"reply_to":"b3","private":false}',
        number=1,
    )

    assert line == MessageLine(
        type="message", id="m1", community="guild", channel="art", author="ana", text="hi", images=["path.png"],
        reply_to="b3",
    )  # fmt: skip


def test_a_press_needs_no_community_and_a_wait_nothing_at_all() -> None:
    press = parse_line(
        b'{"type":"press","id":"m2","author":"ana","channel":"art","message":"b3","button":"v1:again:x"}',
        number=1,
    )

    assert press == PressLine(
        type="press", id="m2", author="ana", channel="art", message="b3", button="v1:again:x"
    )
    assert parse_line(b'{"type":"wait"}', number=1) == WaitLine(type="wait")


def test_whoever_drives_a_script_is_a_moderator_unless_the_line_says_otherwise() -> None:
    plain, not_one = parse_line(raw(), number=1), parse_line(raw(moderator=False), number=1)

    assert isinstance(plain, MessageLine)
    assert plain.moderator
    assert plain.community == "guild"
    assert isinstance(not_one, MessageLine)
    assert not not_one.moderator


def test_fields_that_are_not_ours_are_ignored() -> None:
    assert parse_line(raw(mood="cheerful"), number=1) == parse_line(raw(), number=1)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"", "empty"),
        (b"   ", "empty"),
        (b"not json", "not JSON"),
        (b"[1, 2", "not JSON"),
        (b"42", "is 42"),
        (b"null", "is null"),
        (b'["message"]', '["message"]'),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"{}", "type"),
        (b'{"type":"dance"}', '"dance"'),
        (b'{"type":{"a":1}}', "unknown type"),
        (b'{"type":"message"}', "“id” is missing"),
        (b"[" * 100_000, "not JSON"),
        (b'{"type":"wait","x":' + b"9" * 5_000 + b"}", "not JSON"),
        (b"x" * 4_000_001, "longer than"),
        (raw(author=""), "author"),
        (raw(author="a\nb"), "author"),
        (raw(author=7), "author"),
        (raw(text=None), "text"),
        (raw(images="a.png"), "images"),
        (raw(images=[1]), "images.0"),
        (raw(private="no"), "private"),
        (raw(id="x" * 101), "id"),
    ],
)
def test_a_bad_line_is_named_with_its_number_and_what_is_wrong(line: bytes, said: str) -> None:
    error = refusal(line)

    assert "Line 7" in str(error)
    assert said in str(error)
    assert len(str(error)) < 300


def test_an_error_names_the_line_where_its_id_can_be_read() -> None:
    assert refusal(raw(author=7)).line_id == "m1"
    assert refusal(b'{"type":"dance","id":"m9"}').line_id == "m9"
    assert refusal(raw(id=5)).line_id is None
    assert refusal(b"nonsense").line_id is None


def test_half_a_surrogate_pair_becomes_a_question_mark() -> None:
    line = parse_line(
        rb'{"type":"message","id":"m\ud800","channel":"art","author":"ana","text":"a \ud83e fox"}', number=1
    )

    assert isinstance(line, MessageLine)
    assert (line.id, line.text) == ("m?", "a ? fox")


JSON = st.recursive(st.none() | st.booleans() | st.text() | st.integers(), st.lists)


@given(st.one_of(st.binary(), JSON.map(json.dumps).map(str.encode)))
def test_whatever_comes_in_is_a_line_or_an_error(line: bytes) -> None:
    told: BadLine | None = None
    try:
        parse_line(line, number=1)
    except BadLine as error:
        told = error

    assert told is None or error_line(str(told), in_reply_to=told.line_id).encoded().count(b"\n") == 1


# --- out -----------------------------------------------------------------------------------------------------------

CONTEXT = GenerationContext(
    slots={
        "style": Evidence(
            value="watercolour", method="recall", source="memory: prefers watercolour", confidence=0.9
        )
    },
    prompt="a fox, watercolour",
)


def test_a_reply_has_every_field_of_the_contract(tmp_path: Path) -> None:
    reply = Reply(
        kind="image", text="**a fox**", images=(ImageId("i"),), buttons=(Button(id="v1:again:x", action="again", label="Again"),),
        context=CONTEXT, memories=("prefers watercolour",), assumptions=("setting: a wood",),
    )  # fmt: skip

    line = reply_line(
        reply, message="b3", turn=TurnId("t"), in_reply_to="m1", images=[tmp_path / "b3_a-fox.png"]
    )

    assert json.loads(line.encoded()) == {
        "type": "reply",
        "id": "b3",
        "in_reply_to": "m1",
        "turn": "t",
        "kind": "image",
        "text": "**a fox**",
        "images": [str(tmp_path / "b3_a-fox.png")],
        "files": [],
        "buttons": [{"id": "v1:again:x", "label": "Again"}],
        "context": {
            "prompt": "a fox, watercolour",
            "slots": {
                "style": {
                    "value": "watercolour", "method": "recall", "source": "memory: prefers watercolour", "confidence": 0.9,
                }
            },
            "memories": ["prefers watercolour"],
            "assumptions": ["setting: a wood"],
        },
    }  # fmt: skip


def test_pictures_that_are_referred_to_are_named_in_their_slot() -> None:
    said = Reference(image="i", role="subject", label="cat")
    known = Reference(image="j", role="character", label="Luna")
    base = Reference(image="k", role="base", label="the picture")

    def named(*references: Reference) -> object:
        reply = Reply(kind="image", text="", context=replace(CONTEXT, references=references))
        line = reply_line(reply, message="b3", turn=TurnId("t"), in_reply_to="m1", images=[])
        slots = json.loads(line.encoded())["context"]["slots"]
        return (
            (slots["references"]["value"], slots["references"]["method"]) if "references" in slots else None
        )

    assert named(base, said) == ("cat", "said")
    assert named(known) == ("Luna", "recall")
    assert named(said, known) == ("cat, Luna", "said")
    assert named(base) is None


def test_what_was_only_said_has_no_context() -> None:
    line = reply_line(
        Reply(kind="text", text="Noted."), message="b3", turn=TurnId("t"), in_reply_to="m1", images=[]
    )

    assert json.loads(line.encoded())["context"] is None


def test_every_line_is_one_line_of_utf8() -> None:
    lines = [progress_line("t", "plan", "zwei\nZeilen \u2028 狐"), note_line("Cancelled.", in_reply_to="m1")]

    for line in lines:
        assert line.encoded().count(b"\n") == 1
        assert line.encoded().endswith(b"\n")
    assert json.loads(lines[0].encoded()) == {
        "type": "progress",
        "turn": "t",
        "step": "plan",
        "text": "zwei\nZeilen \u2028 狐",
    }
    assert json.loads(lines[1].encoded())["id"] is None
