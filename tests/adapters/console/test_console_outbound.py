"""Posting to a console: pictures as files, each reply shown once, and what was forgotten gone from the folder."""

from pathlib import Path

import pytest

from agent.domain.conversation import ImageId, MessageId, Reply
from agent.errors import PlatformUnavailable
from agent.ports import PictureFile
from tests.adapters.console.console_world import FOX, Script, address, picture_reply

NOTED = Reply(kind="text", text="Forgotten.")


@pytest.fixture
def script(tmp_path: Path) -> Script:
    return Script(tmp_path)


async def test_progress_is_a_line_with_its_step(script: Script) -> None:
    message = await script.outbound.open(address(), "plan: thinking")
    await script.outbound.progress(address(), message, "render: drawing: the second time")
    await script.outbound.progress(address(), message, "no step")

    assert message == "b3"
    assert [(line["step"], line["text"]) for line in script.sink.lines] == [
        ("plan", "thinking"), ("render", "drawing: the second time"), ("plan", "no step"),
    ]  # fmt: skip


async def test_a_picture_is_saved_before_it_is_told(script: Script) -> None:
    await script.outbound.deliver(address(), "b3", picture_reply(), [FOX])

    (line,) = script.sink.lines
    assert line["in_reply_to"] == "m1"
    assert line["images"] == [str(path) for path in script.gallery.of("b3")]
    assert [path.read_bytes() for path in script.gallery.of("b3")] == [b"a fox"]


async def test_an_export_is_a_file_and_no_picture(script: Script) -> None:
    reply = Reply(kind="text", text="Everything:", files=(ImageId("zip"),))
    zipped = PictureFile(data=b"zip", media_type="application/zip", name="atelier-1.zip")

    await script.outbound.deliver(address(), "b3", reply, [zipped])

    assert script.sink.lines[0]["images"] == []
    assert Path(script.sink.lines[0]["files"][0]).name == "b3_everything.zip"


async def test_a_reply_delivered_twice_is_told_once(script: Script) -> None:
    for _ in range(2):
        assert await script.outbound.deliver(address(), "b3", picture_reply(), [FOX]) == "b3"

    assert len(script.sink.lines) == 1


async def test_what_nobody_read_is_not_counted_as_told(script: Script) -> None:
    script.sink.closed = True
    with pytest.raises(PlatformUnavailable):
        await script.outbound.deliver(address(), "b3", picture_reply(), [FOX])
    assert script.screen.answered == set()

    script.sink.closed = False
    await script.outbound.deliver(address(), "b3", picture_reply(), [FOX])

    assert len(script.sink.lines) == 1


async def test_a_folder_that_cannot_be_written_is_tried_again_later(script: Script, tmp_path: Path) -> None:
    (tmp_path / "pictures").write_text("in the way")

    with pytest.raises(PlatformUnavailable):
        await script.outbound.deliver(address(), "b3", picture_reply(), [FOX])

    assert script.sink.lines == []


async def test_what_was_forgotten_goes_from_the_folder_with_the_next_words(
    script: Script, tmp_path: Path
) -> None:
    await script.outbound.deliver(address("b3"), "b3", picture_reply(), [FOX])
    await script.outbound.deliver(address("b4", turn="turn-2"), "b4", picture_reply(), [FOX])
    script.kept = {(MessageId("b4"), 0)}

    await script.outbound.deliver(address("b5", turn="turn-3"), "b5", NOTED, [])

    assert [path.name for path in (tmp_path / "pictures").iterdir()] == ["b4_a-fox.png"]


async def test_a_removed_message_takes_its_picture_along(script: Script, tmp_path: Path) -> None:
    await script.outbound.deliver(address(), "b3", picture_reply(), [FOX])

    await script.outbound.remove(address(), "b3")

    assert list((tmp_path / "pictures").iterdir()) == []
