"""Photographs of telephones: read where the extra `heic` is installed, and kindly refused where it is not."""

import struct

import pillow_heif
import pytest
from PIL import Image

from adapters.decoder import heif
from agent.errors import BadImage
from tests.adapters.media.made_pictures import GATE, is_red, opened, picture, saved

pillow_heif.register_heif_opener()


def photograph(width: int = 640, height: int = 480, **how: object) -> bytes:
    return saved(picture(width, height), "HEIF", quality=80, **how)


async def test_a_photograph_is_read() -> None:
    found = await GATE.admit(photograph(), name="IMG_1.heic")

    shown = opened(found)
    assert (found.media_type, shown.size) == ("image/jpeg", (640, 480))
    assert is_red(shown.getpixel((20, 20)))
    assert not is_red(shown.getpixel((600, 440)))


async def test_one_of_tiles_as_telephones_write_it_is_read_within_the_limits() -> None:
    """4032 x 3024: what most of them take."""
    found = await GATE.admit(photograph(4032, 3024, tile_size=512), name="IMG_2.heic")

    assert (found.width, found.height) == (2048, 1536)


async def test_a_turned_one_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    found = await GATE.admit(photograph(exif=exif.tobytes()), name="IMG_3.heic")

    assert (found.width, found.height) == (480, 640)
    assert is_red(opened(found).getpixel((460, 20)))


async def test_nothing_of_the_file_but_its_pixels_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010F] = "a telephone of Ana's"
    found = await GATE.admit(photograph(exif=exif.tobytes(), xmp=b"<x>Ana</x>"), name="IMG_4.heic")

    assert b"Ana" not in found.data


async def test_a_size_that_would_cost_too_much_is_refused_before_it_is_read() -> None:
    data = photograph()
    at = data.rfind(b"ispe") + 8
    vast = data[:at] + struct.pack(">II", 5_000, 5_000) + data[at + 8 :]

    with pytest.raises(BadImage, match="5000 x 5000"):
        await GATE.admit(vast, name="IMG_5.heic")


@pytest.mark.parametrize("kept", [24, 300, 600])
async def test_a_damaged_one_is_said_to_be(kept: int) -> None:
    with pytest.raises(BadImage, match=r"IMG_6\.heic"):
        await GATE.admit(photograph()[:kept], name="IMG_6.heic")


async def test_without_the_extra_it_is_named_with_what_would_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heif, "IS_READABLE", False)

    with pytest.raises(BadImage, match="is a HEIC photo") as caught:
        await GATE.admit(photograph(), name="IMG_7.heic")

    assert "as JPEG" in str(caught.value)
