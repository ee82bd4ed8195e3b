"""A model's own file: what is kept of it, and what is not."""

import io
import os
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from adapters.media.file_chunks import Unreadable, without_metadata
from adapters.media.gate import PillowGate
from adapters.media.original_files import OriginalFiles
from agent.errors import BadImage
from agent.rendering.provenance import TERMS, term_in

WORDS = b"Luna by the lake, 17 Rose Street"


def noise(width: int, height: int, mode: str = "RGB") -> Image.Image:
    return Image.frombytes(mode, (width, height), os.urandom(width * height * len(mode)))


def saved(image: Image.Image, kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)  # pyright: ignore[reportArgumentType]
    return out.getvalue()


def told() -> bytes:
    """Exif with a person's words in it."""
    exif = Image.Exif()
    exif[0x010E] = WORDS.decode()
    return exif.tobytes()


def png_with_words(image: Image.Image) -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("prompt", WORDS.decode(), zip=False)
    info.add_itxt("XML:com.adobe.xmp", WORDS.decode())
    return saved(image, "PNG", pnginfo=info, exif=told(), icc_profile=WORDS * 4, compress_level=1)


@pytest.fixture
def files() -> OriginalFiles:
    return OriginalFiles(PillowGate())


@pytest.mark.parametrize(
    ("kind", "mode", "more"),
    [
        ("PNG", "RGB", {}), ("PNG", "RGBA", {}), ("JPEG", "RGB", {"quality": 92}), ("JPEG", "RGB", {"progressive": True}),
        ("JPEG", "CMYK", {}), ("WEBP", "RGB", {"lossless": True}), ("WEBP", "RGBA", {"lossless": True}), ("WEBP", "RGBA", {"quality": 80}),
    ],
)  # fmt: skip
async def test_the_pixels_are_the_very_ones_and_the_words_are_gone(files, kind, mode, more) -> None:
    image = noise(300, 200, mode)
    metadata = {"exif": told(), "icc_profile": WORDS * 4}
    if kind in ("JPEG", "WEBP"):
        metadata["xmp"] = b"<x>" + WORDS + b"</x>"
    if kind == "JPEG":
        metadata["comment"] = WORDS
    sent = png_with_words(image) if kind == "PNG" else saved(image, kind, **more, **metadata)
    assert WORDS in sent or kind == "PNG"

    kept = (await files.keep(sent)).image

    assert WORDS not in kept.data
    with Image.open(io.BytesIO(kept.data)) as after, Image.open(io.BytesIO(sent)) as before:
        assert not {"exif", "xmp", "icc_profile", "comment", "prompt"} & after.info.keys()
        assert (after.mode, after.size, after.format) == (before.mode, before.size, kind)
        assert after.tobytes() == before.tobytes()
        assert kept.media_type == f"image/{kind.lower()}"


@pytest.mark.parametrize(("kind", "more"), [("PNG", {}), ("JPEG", {"quality": 95}), ("WEBP", {})])
async def test_a_file_without_metadata_stays_as_it_is_to_the_byte(files, kind, more) -> None:
    sent = saved(noise(128, 96), kind, **more)

    kept = await files.keep(sent)

    assert kept.image.data == sent
    assert kept.shown is None


async def test_a_4k_picture_with_alpha_survives_and_is_shown_smaller(files) -> None:
    sent = saved(noise(3840, 2160, "RGBA"), "PNG", compress_level=0)

    kept = await files.keep(sent)

    assert kept.image.data == sent
    assert (kept.image.width, kept.image.height) == (3840, 2160)
    assert kept.shown is not None
    assert (kept.shown.width, kept.shown.height) == (2048, 1152)
    with Image.open(io.BytesIO(kept.shown.data)) as shown:
        assert shown.mode == "RGBA"


async def test_what_is_larger_than_is_kept_is_made_as_large_as_is_kept() -> None:
    sent = saved(Image.new("RGB", (3000, 1000)), "PNG")

    kept = await OriginalFiles(PillowGate(), side_max=2_400).keep(sent)

    assert (kept.image.width, kept.image.height) == (2400, 800)
    assert kept.shown is not None
    assert kept.shown.width == 2048


async def test_a_picture_turned_by_its_metadata_is_turned_for_good(files) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    sent = saved(noise(200, 100), "JPEG", exif=exif.tobytes())

    kept = await files.keep(sent)

    assert (kept.image.width, kept.image.height) == (100, 200)


async def test_of_several_frames_one_is_kept(files) -> None:
    frames = [Image.new("RGB", (80, 80), colour) for colour in ("red", "blue")]
    sent = saved(frames[0], "WEBP", save_all=True, append_images=frames[1:])

    kept = await files.keep(sent)

    with Image.open(io.BytesIO(kept.image.data)) as image:
        assert getattr(image, "n_frames", 1) == 1


async def test_the_marks_that_a_machine_drew_it_stay(files) -> None:
    plain = saved(noise(70, 70), "PNG")
    payload = b"jumb" + b"c2pa" * 8
    chunk = (
        struct.pack(">I", len(payload)) + b"caBX" + payload + struct.pack(">I", zlib.crc32(b"caBX" + payload))
    )
    sent = plain[:33] + chunk + plain[33:]

    assert (await files.keep(sent)).image.data == sent


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_what_the_provider_says_of_its_making_stays_without_its_words(files, kind) -> None:
    packet = b"<x:xmpmeta>" + WORDS + TERMS.encode() + b"compositeWithTrainedAlgorithmicMedia</x:xmpmeta>"
    image = noise(2_100, 70)
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", packet.decode())
    sent = saved(image, kind, **({"pnginfo": info} if kind == "PNG" else {"xmp": packet}))

    kept = await files.keep(sent)

    assert kept.shown is not None
    for image in (kept.image, kept.shown):
        assert term_in(image.data) == "compositeWithTrainedAlgorithmicMedia"
        assert WORDS not in image.data


async def test_what_stands_behind_the_end_is_left_out(files) -> None:
    for kind in ("PNG", "JPEG", "WEBP"):
        sent = saved(noise(90, 70), kind)
        assert (await files.keep(sent + WORDS)).image.data == sent


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0\x00\x04ab",
        b"RIFF\x20\0\0\0WEBPVP8 \xff\xff\0\0",
    ],
)
def test_what_is_no_picture_file_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(Unreadable):
        without_metadata(data)


async def test_a_broken_picture_is_no_picture(files) -> None:
    with pytest.raises(BadImage):
        await files.keep(saved(noise(90, 70), "PNG")[:900])


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_no_cut_or_flipped_byte_takes_more_than_a_complaint(kind: str) -> None:
    data = saved(noise(40, 30), kind)
    for at in range(0, len(data), max(1, len(data) // 120)):
        for wrong in (data[:at], data[:at] + b"\xff" + data[at + 1 :], data[:at] + b"\0" + data[at + 1 :]):
            try:
                without_metadata(wrong)
            except Unreadable:
                continue


@pytest.mark.parametrize("said", ["algorithmicMedia", "compositeSynthetic", "digitalCapture"])
async def test_a_file_that_denies_that_a_model_drew_it_is_not_believed(files, said: str) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", f"{TERMS}{said}")

    kept = await files.keep(saved(noise(32, 32), "PNG", pnginfo=info))

    assert term_in(kept.image.data) is None, "so that it is marked as what it is"
