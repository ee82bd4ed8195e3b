"""What people and accidents do to the process: bad lines, bad pictures, SIGKILL in the middle of a turn."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from tests.e2e.jsonl_process import JsonlChat, slot

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]


def png(width: int, height: int, colour: str = "orange") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A PNG of that size whose pixels compress to almost nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width + 1) * height), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_bad_input_gets_a_clear_answer_and_the_next_good_line_works(tmp_path: Path) -> None:
    files = {
        "empty.png": b"",
        "huge.png": huge_png(10_000, 6_000),
        "text.png": b"this is only text, whatever it is called",
        "cut.png": png(300, 300)[:200],
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    chat = JsonlChat(tmp_path / "data", home=tmp_path)

    for garbage in (b"", b"not json", b"[1, 2", b"42", b'{"type":"dance"}', b'{"type":"message"}', b"\xff\xfe\x00", b"null"):
        chat.send(garbage)
    chat.send({"type": "press", "id": "x1", "author": "ana", "channel": "art", "message": "b999", "button": "v1:no:such"})
    assert chat.until("x1")["type"] == "error"
    for name in files:
        answer = chat.say("make this a poster", images=[str(tmp_path / name)])
        assert answer["type"] == "error", answer
        assert name in answer["text"], answer
    missing = chat.say("make this a poster", images=[str(tmp_path / "nowhere.png")])
    assert missing["type"] == "error"
    assert "nowhere.png" in missing["text"]
    long = chat.say("draw " + "a very long fox " * 6_250)
    assert long["type"] == "error"
    assert "100" in long["text"]
    lost = chat.say("make it night", reply_to="b999999")
    assert lost["type"] == "error"
    unknown = chat.say("/dance")
    assert "/draw" in unknown["text"]
    good = chat.say("draw a fox")

    assert good["kind"] == "image"
    assert chat.close() == 0
    errors = [line for line in chat.lines if line["type"] == "error"]
    assert all(len(error["text"]) > 20 for error in errors)
    assert "Traceback" not in chat.stderr()


def test_a_line_sent_twice_is_answered_once(tmp_path: Path) -> None:
    chat = JsonlChat(tmp_path / "data", home=tmp_path)
    first = chat.say("draw a fox", id="same")
    chat.send(
        {"type": "message", "id": "same", "community": "guild", "channel": "art", "thread": None, "author": "ana",
         "text": "draw a fox", "images": [], "reply_to": None, "private": False}
    )  # fmt: skip
    chat.send({"type": "wait"})

    assert chat.close() == 0
    assert first["kind"] == "image"
    assert len([reply for reply in chat.replies if reply["in_reply_to"] == "same"]) == 1


@pytest.mark.parametrize("step", ["plan", "render", "evaluate"])
def test_a_killed_turn_is_finished_once_at_the_next_start(tmp_path: Path, step: str) -> None:
    first = JsonlChat(tmp_path / "data", home=tmp_path)
    first.say("draw a cat")
    first.send(
        {"type": "message", "id": "killed", "community": "guild", "channel": "art", "thread": None, "author": "ana",
         "text": "three variants of a fox reading under a lamp", "images": [], "reply_to": None, "private": False}
    )  # fmt: skip
    while (line := first.next_line()) is not None and not (line["type"] == "progress" and line["step"] == step):
        assert line["type"] != "reply", f"the turn was over before it could be killed at {step}"
    first.kill()

    second = JsonlChat(tmp_path / "data", home=tmp_path)
    answer = second.until("killed")
    second.send({"type": "wait"})
    after = second.say("draw a dog")

    assert second.close() == 0
    assert answer["kind"] == "image"
    assert "fox" in slot(answer, "subject")
    assert after["kind"] == "image"
    assert len([reply for reply in second.replies if reply["in_reply_to"] == "killed"]) == 1
