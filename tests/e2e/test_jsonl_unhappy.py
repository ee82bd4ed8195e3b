"""What people and accidents do to the process: bad lines, bad pictures, SIGKILL in the middle of a turn."""

import io
import signal
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from simulators.fresh_machine import ROOT, clean_environment
from tests.e2e.processes.jsonl_process import JsonlChat, slot
from tests.e2e.processes.machine import Machine
from tests.patience import START_SECONDS

pytestmark = pytest.mark.e2e

GARBAGE = (
    b"", b"not json", b"[1, 2", b"42", b'{"type":"dance"}', b'{"type":"message"}', b"\xff\xfe\x00", b"null",
    b'{"type":"message","id":"g1","channel":"art","author":"","text":"hi"}', b"[" * 100_000,
)  # fmt: skip


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


def draws_a_fox(chat: JsonlChat) -> None:
    """The next good line works."""
    assert chat.say("draw a fox")["kind"] == "image"


def test_each_garbage_line_is_an_error_and_the_next_good_line_works(shared_chat: JsonlChat) -> None:
    for garbage in GARBAGE:
        shared_chat.send(garbage)
    draws_a_fox(shared_chat)

    errors = [line for line in shared_chat.lines if line["type"] == "error"]
    assert len(errors) == len(GARBAGE)
    assert [error["text"].split(" ")[:2] for error in errors] == [
        ["Line", str(n)] for n, _ in enumerate(GARBAGE, 1)
    ]
    assert all(20 < len(error["text"]) < 300 for error in errors)


@pytest.mark.parametrize("name", ["empty.png", "huge.png", "text.png", "cut.png", "nowhere.png"])
def test_a_picture_that_cannot_be_used_is_named(shared_chat: JsonlChat, tmp_path: Path, name: str) -> None:
    files = {
        "empty.png": b"",
        "huge.png": huge_png(10_000, 6_000),
        "text.png": b"only text, whatever its name",
    }
    if name in files:
        (tmp_path / name).write_bytes(files[name])
    elif name == "cut.png":
        (tmp_path / name).write_bytes(png(300, 300)[:200])

    answer = shared_chat.say("make this a poster", images=[str(tmp_path / name)])

    # Where a picture was drawn before, it is not the one that was meant; where none was, it is asked for. Either way the file is named.
    assert answer["kind"] in ("error", "text", "question"), answer
    assert not answer["images"], answer
    assert name in answer["text"], answer


def test_a_good_picture_beside_a_bad_one_is_used_and_the_bad_one_named(
    shared_chat: JsonlChat, tmp_path: Path
) -> None:
    (tmp_path / "good.png").write_bytes(png(300, 300))

    answer = shared_chat.say(
        "make this a poster", images=[str(tmp_path / "good.png"), str(tmp_path / "no.png")]
    )

    assert answer["kind"] == "image", answer
    assert "no.png" in answer["text"], answer


def test_a_text_that_is_far_too_long_is_said_to_be(shared_chat: JsonlChat) -> None:
    long = shared_chat.say("x" * 100_000)

    assert long["type"] == "error"
    assert "100,000" in long["text"]
    draws_a_fox(shared_chat)


def test_what_is_named_and_does_not_exist_is_said_not_to(shared_chat: JsonlChat) -> None:
    drawn = shared_chat.say("draw a fox")
    lost = shared_chat.say("make it night", reply_to="b999999")
    line = shared_chat.say("make it night", reply_to="never-sent")
    button = shared_chat.press(drawn, "v1:again:forged")
    message = shared_chat.press({**drawn, "id": "b999999"}, "Again")
    elsewhere = shared_chat.press(drawn, "Again", channel="posters")
    command = shared_chat.say("/dance")

    for answer in (lost, line, button, message, elsewhere):
        assert answer["type"] == "error", answer
        assert len(answer["text"]) > 20
    assert "/help" in command["text"]
    draws_a_fox(shared_chat)


def test_a_line_sent_twice_is_answered_once(shared_chat: JsonlChat) -> None:
    first = shared_chat.say("draw a fox", id="same")
    shared_chat.send_message("draw a fox", id="same")
    shared_chat.send({"type": "wait"})
    draws_a_fox(shared_chat)

    assert first["kind"] == "image"
    assert len([reply for reply in shared_chat.replies if reply["in_reply_to"] == "same"]) == 1


def test_cancel_stops_what_is_under_way(shared_chat: JsonlChat) -> None:
    drawing = shared_chat.send_message("four variants of a dragon over a castle", author="iris")
    while (line := shared_chat.next_line()) is not None and line["type"] != "progress":
        pass
    note = shared_chat.send_message("/cancel", author="iris")
    answers = {line["in_reply_to"]: line for line in (shared_chat.until(note), shared_chat.until(drawing))}

    assert answers[note]["text"] == "Cancelled."
    assert (answers[drawing]["kind"], answers[drawing]["text"]) == ("error", "Cancelled.")


@pytest.fixture(scope="module")
def spare_machine(shared_machine: Machine) -> Iterator[Machine]:
    """For the tests that start and end runs of their own, one after another, on one data folder."""
    spare = Machine(shared_machine.home / "spare")
    spare.home.mkdir()
    yield spare
    spare.clear()


@pytest.mark.parametrize(
    "point", ["render", "stored"]
)  # every point is tried without a process in test_turn_runner
def test_a_killed_turn_is_finished_once_at_the_next_start(spare_machine: Machine, point: str) -> None:
    first = spare_machine.start(ATELIER_CRASH_AT=point)
    said = first.send_message("three variants of a fox reading under a lamp", id=f"killed at {point}")
    first.dies()
    assert first.replies == []

    second = spare_machine.start()
    second.send_message(
        "three variants of a fox reading under a lamp", id=said
    )  # nobody knows whether it arrived
    answer = second.until(said)
    after = second.say("draw a dog")
    assert second.close() == 0

    assert answer["kind"] == "image"
    assert len(set(answer["images"])) == 3
    assert "fox" in slot(answer, "subject")
    assert after["kind"] == "image"
    assert len([reply for reply in second.replies if reply["in_reply_to"] == said]) == 1


def test_lines_from_a_file_are_answered_and_the_process_ends_by_itself(spare_machine: Machine) -> None:
    script = spare_machine.home / "script.jsonl"
    script.write_text(
        '{"type":"message","id":"m1","channel":"art","author":"ana","text":"remember I like watercolour"}\n'
        '{"type":"message","id":"m2","channel":"art","author":"ana","text":"draw a fox"}'
    )
    with script.open("rb") as lines:
        ended = subprocess.run(
            [sys.executable, "-m", "bot", "chat", "--jsonl", "--data-dir", str(spare_machine.data)],
            cwd=ROOT, env=clean_environment(spare_machine.home), stdin=lines, capture_output=True, check=False,
            timeout=START_SECONDS,
        )  # fmt: skip

    assert ended.returncode == 0, ended.stderr
    assert b'"in_reply_to":"m2"' in ended.stdout
    assert b"watercolour" in ended.stdout.splitlines()[-1]
    assert not (spare_machine.data / "postgres" / "postmaster.pid").exists(), "the database was left running"


def test_a_second_chat_on_the_same_folder_is_refused_and_a_terminated_one_leaves_nothing(
    spare_machine: Machine,
) -> None:
    first = spare_machine.start()
    draws_a_fox(first)
    second = spare_machine.start()
    while second.next_line() is not None:
        pass
    assert second.process.wait(timeout=START_SECONDS) == 2
    assert "ATELIER_DATA_DIR" in second.stderr()

    first.process.send_signal(signal.SIGTERM)
    assert first.process.wait(timeout=START_SECONDS) == 128 + signal.SIGTERM
    assert not (spare_machine.data / "postgres" / "postmaster.pid").exists(), "the database was left running"


def test_when_nobody_reads_it_ends_and_the_next_run_tells_what_was_not_read(spare_machine: Machine) -> None:
    line = b'{"type":"message","id":"unread","channel":"art","author":"ana","text":"draw an owl"}\n'
    first = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat", "--jsonl", "--data-dir", str(spare_machine.data)],
        cwd=ROOT, env=clean_environment(spare_machine.home), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert first.stdin is not None
    assert first.stdout is not None
    first.stdout.close()
    first.stdin.write(line)
    first.stdin.flush()
    assert first.wait(timeout=START_SECONDS) == 1
    first.stdin.close()

    second = spare_machine.start()
    answer = second.until("unread")

    assert "owl" in slot(answer, "subject")
    assert second.close() == 0
