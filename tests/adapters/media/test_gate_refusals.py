"""What is no picture for us, is too much, or is damaged is refused by name."""

import random
import struct
import zlib

import pytest
from PIL import Image

from agent.errors import BadImage
from agent.limits import IMAGE_BYTES_MAX, IMAGE_SIDE_MAX
from tests.adapters.media.made_pictures import GATE, picture, saved


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"hello, I am text", "not a picture"),
        (b"\x00" * 64, "not a picture"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04....", "a zip file"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><image href='http://127.0.0.1/'/></svg>",
            "an SVG drawing",
        ),
        (b"  <?xml version='1.0'?><svg/>", "an SVG drawing"),
        (b"\x00\x00\x00\x18ftypmp42", "a video"),
        (b"\x00\x00\x00\x1cftypavif", "AVIF"),
        (b"\xff\x0a\xfa\x1f", "JPEG XL"),
        (b"8BPS\x00\x01", "a Photoshop file"),
        (b"\x00\x00\x01\x00\x01\x00", "an icon file"),
        (b"#!/bin/sh\nrm -rf /", "not a picture"),
    ],
)
async def test_what_is_no_picture_is_named_with_what_would_work(data: bytes, words: str) -> None:
    with pytest.raises(BadImage, match=words) as caught:
        await GATE.admit(data, name="thing.png")

    assert "thing.png" in str(caught.value)


@pytest.mark.parametrize(
    "kind",
    ["TIFF", "BMP", "ICO", "TGA", "PPM", "PCX", "SGI", "DDS", "EPS", "PDF", "ICNS", "JPEG2000", "AVIF"],
)
async def test_formats_that_nobody_needs_are_refused_unparsed(kind: str) -> None:
    mode = "RGB"
    data = saved(picture(64, 64, mode=mode), kind)

    with pytest.raises(BadImage, match="PNG, JPEG, WebP and GIF"):
        await GATE.admit(data)


async def test_a_file_over_the_limit_is_not_even_opened() -> None:
    with pytest.raises(BadImage, match="20 MB at most"):
        await GATE.admit(saved(picture()) + bytes(IMAGE_BYTES_MAX), name="huge.png")


def _png(width: int, height: int, rows: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("width", "height"),
    [(7_000, 6_000), (30_000, 30_000), (60_000, 1_000), (2**31 - 1, 1), (2**31 - 1, 2**31 - 1)],
)
async def test_a_bomb_is_refused_by_its_header(width: int, height: int) -> None:
    with pytest.raises(BadImage, match=r"pixels|damaged"):
        await GATE.admit(_png(width, height, bytes(1_000_000)), name="bomb.png")


async def test_a_gif_whose_canvas_is_a_bomb_is_refused() -> None:
    data = bytearray(saved(picture(), "GIF"))
    data[6:10] = struct.pack("<HH", 65_535, 65_535)

    with pytest.raises(BadImage):
        await GATE.admit(bytes(data))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
async def test_half_a_file_is_damaged_and_nothing_else(kind: str, share: float) -> None:
    noisy = Image.effect_noise((200, 150), 80).convert("RGB")
    data = saved(noisy, kind)

    said = await _taken_or_refused(data[: int(len(data) * share)])

    assert "half.png" in said or (kind == "GIF" and said == "taken in")


async def _taken_or_refused(data: bytes) -> str:
    """ "taken in", within the limits, or the kind refusal."""
    try:
        image = await GATE.admit(data, name="half.png")
    except BadImage as error:
        return str(error)
    return "taken in" if max(image.width, image.height) <= IMAGE_SIDE_MAX else "too large"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
async def test_whatever_is_flipped_in_a_file_it_is_read_or_kindly_refused(kind: str) -> None:
    data = saved(picture(), kind)
    dice = random.Random(kind)

    for _ in range(60):
        broken = bytearray(data)
        for _ in range(dice.randrange(1, 12)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        said = await _taken_or_refused(bytes(broken))
        assert said == "taken in" or "half.png" in said


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "a\r\nX-Evil: 1.png",
        "<b>@everyone</b>.png",
        "C:\\x\\y.png",
        "x" * 500,
        "",
        "\u202egnp.exe",
        "水.png",
    ],
)
async def test_a_name_is_repeated_harmlessly(name: str) -> None:
    with pytest.raises(BadImage) as caught:
        await GATE.admit(b"no picture", name=name)

    said = str(caught.value)
    assert not set(said) & set("\r\n<>@/\\\u202e")
    assert len(said) < 250
