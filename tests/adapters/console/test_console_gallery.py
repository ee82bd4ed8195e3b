"""Files: attached ones are read or the reason is told, the bot's are kept under readable names and go when forgotten."""

import os
from pathlib import Path

import pytest

from adapters.console.gallery import Gallery, read_image
from agent.domain.conversation import MessageId
from agent.limits import IMAGE_BYTES_MAX
from agent.ports import PictureFile

B3, B4 = MessageId("b3"), MessageId("b4")


def png(alt: str, data: bytes = b"png") -> PictureFile:
    return PictureFile(data=data, media_type="image/png", name="atelier-1.png", alt=alt)


def test_an_attached_file_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(b"whatever")

    image = read_image(str(tmp_path / "photo.png"))

    assert (image.name, image.data, image.problem) == ("photo.png", b"whatever", "")


@pytest.mark.parametrize(
    "name", ["nowhere.png", "folder", "pipe", "locked\x00.png", "x" * 5_000 + ".png", ""]
)
def test_what_cannot_be_read_is_told_by_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")

    image = read_image(f"{tmp_path}/{name}")

    assert image.data == b""
    assert image.problem.startswith("I could not read ")
    assert name[:20] in image.problem


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.png").open("wb") as file:
        file.truncate(IMAGE_BYTES_MAX + 1)

    assert "larger than" in read_image(str(tmp_path / "huge.png")).problem


def test_pictures_are_saved_under_readable_names(tmp_path: Path) -> None:
    gallery = Gallery(tmp_path)

    saved = gallery.save(B3, [png("A fox, under a lamp!"), png("雪の中の狐"), png("")], pictures=3)

    assert [path.name for path in saved] == [
        "b3_a-fox-under-a-lamp.png",
        "b3-2_雪の中の狐.png",
        "b3-3_picture.png",
    ]
    assert all(path.read_bytes() == b"png" for path in saved)


@pytest.mark.parametrize("alt", ["../../etc/passwd", "/etc/passwd", "a\x00b\nc", "é" * 500, "..", "-", "_"])
def test_a_description_cannot_lead_out_of_the_folder(tmp_path: Path, alt: str) -> None:
    (saved,) = Gallery(tmp_path).save(B3, [png(alt)], pictures=1)

    assert saved.parent == tmp_path / "pictures"
    assert len(saved.name.encode()) < 100


def test_saving_again_overwrites_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    gallery = Gallery(tmp_path)
    gallery.save(B3, [png("fox", b"old")], pictures=1)

    (saved,) = gallery.save(B3, [png("fox", b"new")], pictures=1)

    assert saved.read_bytes() == b"new"
    assert [path.name for path in (tmp_path / "pictures").iterdir()] == ["b3_fox.png"]


def test_an_export_is_kept_apart_from_the_pictures(tmp_path: Path) -> None:
    zipped = PictureFile(data=b"zip", media_type="application/zip", name="atelier-1.zip")

    (saved,) = Gallery(tmp_path).save(B3, [zipped], pictures=0)

    assert saved == tmp_path / "exports" / "b3_everything.zip"


def test_a_picture_handed_out_as_a_file_is_named_for_what_it_shows(tmp_path: Path) -> None:
    (saved,) = Gallery(tmp_path).save(B3, [png("a fox")], pictures=0)

    assert saved == tmp_path / "exports" / "b3_a-fox.png"


def test_what_the_store_no_longer_has_goes_and_the_rest_stays(tmp_path: Path) -> None:
    gallery = Gallery(tmp_path)
    gallery.save(B3, [png("fox"), png("owl")], pictures=2)
    gallery.save(B4, [png("cat")], pictures=1)
    (tmp_path / "pictures" / "mine.png").write_bytes(b"put here by a person")

    here = gallery.posted()
    gone = gallery.keep_only(here, {(B3, 1), (B4, 0)})

    assert here == {(B3, 0), (B3, 1), (B4, 0)}
    assert gone == 1
    names = {path.name for path in (tmp_path / "pictures").iterdir()}
    assert names == {"b3-2_owl.png", "b4_cat.png", "mine.png"}
    assert [path.name for path in gallery.of("b3")] == ["b3-2_owl.png"]


def test_a_removed_message_takes_its_own_pictures_along_only(tmp_path: Path) -> None:
    gallery = Gallery(tmp_path)
    gallery.save(B3, [png("fox")], pictures=1)
    gallery.save(MessageId("b33"), [png("owl")], pictures=1)

    gallery.remove("b3")
    gallery.remove("b99")

    assert [path.name for path in (tmp_path / "pictures").iterdir()] == ["b33_owl.png"]


def test_a_sheet_goes_with_the_first_picture_on_it_that_goes(tmp_path: Path) -> None:
    gallery = Gallery(tmp_path)
    sheet = PictureFile(data=b"jpg", media_type="image/jpeg", name="atelier-1.jpg", alt="Ink: 1 sea", shows=3)
    (path,) = gallery.save(B3, [sheet], pictures=1)
    (other,) = gallery.save(B4, [png("a fox")], pictures=1)

    assert path.name == "b3-1to3_ink-1-sea.jpg"
    assert gallery.of(B3) == [path]
    assert gallery.posted() == {(B3, 0), (B3, 1), (B3, 2), (B4, 0)}

    assert gallery.keep_only(gallery.posted(), gallery.posted()) == 0
    assert gallery.keep_only(gallery.posted(), {(B3, 0), (B3, 2), (B4, 0)}) == 1
    assert not path.exists()
    assert other.exists()
