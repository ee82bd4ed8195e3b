"""Files that are dear, or dangerous, to open: each costs little, harms nothing, and is answered in a sentence."""

import asyncio
import io
import sys
import warnings
from collections.abc import AsyncIterator

import pytest
from PIL import Image, ImageFile, PngImagePlugin

from adapters.child_processes import lane as lanes
from adapters.child_processes.protocol import Job, Task
from adapters.decoder.opening import PNG_CHUNKS_MAX, pixels_alone
from adapters.decoder.tasks import answered
from adapters.media import Decoders, PillowGate
from adapters.media.decoders import READ_SECONDS
from adapters.media.gate import CHEAP, DEAR, Allowance
from agent.domain.generation import ImageData
from agent.errors import BadImage
from agent.limits import IMAGE_PIXELS_MAX
from simulators import hostile_pictures as hostile
from tests.patience import PATIENCE_SECONDS


@pytest.fixture
async def decoders() -> AsyncIterator[Decoders]:
    own = Decoders()
    yield own
    own.close()


@pytest.fixture
def gate(decoders: Decoders) -> PillowGate:
    return PillowGate(decoders)


def opened(image: ImageData) -> Image.Image:
    found = Image.open(io.BytesIO(image.data))
    found.load()
    return found


# --- refused by what their headers say ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(hostile.many_layers(), "layers", id="two thousand layers of 36 megapixels"),
        pytest.param(hostile.many_layers(300, 300, 200), "layers", id="two hundred layers of a small one"),
        pytest.param(hostile.many_layers(layers=100), "layers", id="a hundred layers of a large one"),
        pytest.param(hostile.many_layers(padding=3_000), "pieces", id="a frame header behind comments"),
        pytest.param(hostile.many_layers(layers=3, width=65_000), "megapixels", id="a wide one"),
        pytest.param(hostile.one_colour_webp(16_000, 2_480), "memory", id="34 bytes of WebP"),
        pytest.param(hostile.one_colour_webp(16_000, 16_000), "megapixels", id="34 bytes of more WebP"),
    ],
)
async def test_what_would_cost_too_much_is_refused_before_anything_is_decoded(
    data: bytes, words: str, gate: PillowGate, decoders: Decoders
) -> None:
    with pytest.raises(BadImage, match=words) as caught:
        await gate.admit(data, name="holiday.jpg")

    assert "holiday.jpg" in str(caught.value)
    assert not decoders.pids


@pytest.mark.parametrize(
    "data", [b"BM" + b"\0" * 60, b"%PDF-1.7", b"II*\0" + b"\0" * 60, b"RIFF\0\0\0\0WAVE", b"\0"]
)
async def test_a_file_of_another_kind_reaches_no_decoder(
    data: bytes, gate: PillowGate, decoders: Decoders
) -> None:
    with pytest.raises(BadImage, match="I can look at PNG"):
        await gate.admit(data, name="holiday.jpg")

    assert not decoders.pids


def test_a_png_of_very_many_pieces_is_walked_no_further() -> None:
    pieces = hostile.chunk(b"tEXt", b"") * (PNG_CHUNKS_MAX + 1)
    with pytest.raises(BadImage, match="too many pieces"):
        pixels_alone(hostile.png(4, 4, extra=pieces))


@pytest.mark.parametrize("options", [{"progressive": True}, {"progressive": True, "subsampling": 0}, {}])
async def test_large_photographs_are_not_taken_for_bombs(
    options: dict[str, object], gate: PillowGate
) -> None:
    image = await gate.admit(hostile.honest(4_900, 3_700, **options))

    assert max(image.width, image.height) == 2_048


# --- taken for what they show ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(hostile.gif_frames(), id="GIF of 10,000 frames"),
        pytest.param(hostile.webp_frames(), id="WebP of 5,000 frames"),
        pytest.param(hostile.png_frames(), id="PNG of 10,000 frames"),
        pytest.param(hostile.text_bomb(), id="PNG whose comments unpack to two gigabytes"),
    ],
)
async def test_what_hangs_on_a_picture_is_never_unpacked(data: bytes, gate: PillowGate) -> None:
    image = await gate.admit(data)

    assert (image.width, image.height) == (96, 64)


def test_a_png_keeps_its_pixels_alone() -> None:
    assert pixels_alone(hostile.text_bomb()) == hostile.png(96, 64)
    assert len(pixels_alone(hostile.png_frames())) < 1_000


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
async def test_a_photograph_whose_exif_is_cut_off_is_a_photograph(kind: str, gate: PillowGate) -> None:
    image = await gate.admit(hostile.broken_exif(kind))

    assert (image.width, image.height) == (640, 480)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
async def test_exif_that_nobody_can_read_costs_no_picture(kind: str, gate: PillowGate) -> None:
    image = await gate.admit(hostile.unreadable_exif(kind))

    assert (image.width, image.height) == (640, 480)


async def test_grey_of_16_bits_stays_grey(gate: PillowGate) -> None:
    row = b"".join((value * 256).to_bytes(2, "big") for value in range(256))
    image = await gate.admit(hostile.png(256, 4, colours=hostile.GREY, depth=16, row=row))

    assert [opened(image).getpixel((value, 2)) for value in (0, 64, 255)] == [
        (0,) * 3, (64,) * 3, (255,) * 3,
    ]  # fmt: skip


async def test_the_grey_of_16_bits_that_is_clear_stays_clear(gate: PillowGate) -> None:
    row = b"".join(value.to_bytes(2, "big") for value in (0x1234, 0x1235, 0xFFFF, 0))
    key = hostile.chunk(b"tRNS", (0x1234).to_bytes(2, "big"))

    image = await gate.admit(hostile.png(4, 4, colours=hostile.GREY, depth=16, row=row, extra=key))

    assert [opened(image).getpixel((x, 1))[3] for x in range(4)] == [0, 255, 255, 255]


async def test_a_large_picture_comes_out_without_seams(gate: PillowGate) -> None:
    whole = Image.effect_noise((2_500, 2_300), 60).convert("RGB")
    out = io.BytesIO()
    whole.save(out, "PNG", compress_level=1)

    found = opened(await gate.admit(out.getvalue())).convert("L")

    expected = whole.resize(found.size, Image.Resampling.LANCZOS).convert("L")
    rows = [_row_difference(found, expected, row) for row in range(0, found.height, 8)]
    assert max(rows) < 2 * sum(rows) / len(rows)


def _row_difference(one: Image.Image, other: Image.Image, row: int) -> float:
    box = (0, row, one.width, row + 1)
    a, b = one.crop(box).tobytes(), other.crop(box).tobytes()
    return sum(abs(x - y) for x, y in zip(a, b, strict=True)) / one.width


# --- and the rest of the process ---------------------------------------------------------------------------------


async def test_nothing_of_the_whole_process_is_touched(gate: PillowGate) -> None:
    before = (list(warnings.filters), Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES)

    for _ in range(3):
        await asyncio.gather(*(gate.admit(hostile.honest()) for _ in range(6)))

    assert (list(warnings.filters), Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES) == before
    assert (await gate.admit(hostile.broken_exif())).width == 640


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the kernel limits no address space")
async def test_a_header_that_lies_gets_no_more_memory_than_it_asked_for(gate: PillowGate) -> None:
    with pytest.raises(BadImage, match="memory"):
        await gate.admit(hostile.lying_header(), name="tiny.png")

    assert (await gate.admit(hostile.honest())).width == 640


@pytest.mark.parametrize("task", ["admit", "mask", "thumbnail", "sticker"])
def test_a_header_that_lies_is_found_out_before_memory_is_filled(
    task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked: list[tuple[int, int]] = []

    def load(self: PngImagePlugin.PngImageFile) -> None:
        unpacked.append(self.size)

    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", load)
    said = Job(
        task=task, data=hostile.lying_header(), shown="It", kind="PNG", memory_bytes=CHEAP.memory_bytes, side=64,
        size=(7_000, 5_000),
    )  # fmt: skip

    assert "memory" in answered(said).problem
    assert unpacked == []


async def test_the_largest_pictures_come_through_whole_one_after_another(
    gate: PillowGate, decoders: Decoders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "WAIT_SECONDS", 3 * PATIENCE_SECONDS)
    assert IMAGE_PIXELS_MAX > 7_300 * 5_460
    data = hostile.deep(colours=hostile.GREY)

    images = await asyncio.gather(*(gate.admit(data) for _ in range(3)))

    assert {(image.width, image.height) for image in images} == {(2_048, 1_532)}
    assert len(decoders.pids) == 1, "two of them would take twice the memory"


async def test_a_cheap_picture_waits_for_no_dear_one(gate: PillowGate) -> None:
    order: list[str] = []
    dear = hostile.png(3_600, 3_000, colours=hostile.COLOUR_CLEAR)

    async def admitted(data: bytes, name: str) -> None:
        await gate.admit(data)
        order.append(name)

    await gate.admit(hostile.honest())  # both kinds of decoder are there
    await gate.admit(dear)
    await asyncio.gather(*(admitted(dear, "dear") for _ in range(4)), admitted(hostile.honest(), "cheap"))

    assert order[0] == "cheap"


@pytest.mark.parametrize("allowed", [CHEAP, DEAR])
def test_the_clock_ends_nobody_who_is_only_served_last(allowed: Allowance) -> None:
    assert 6 * allowed.cpu_seconds <= READ_SECONDS < lanes.WAIT_SECONDS
