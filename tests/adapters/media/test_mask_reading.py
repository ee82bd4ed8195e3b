"""What the gate takes for a mask, and what it makes of it."""

import io

import pytest
from PIL import Image, ImageDraw, ImageFilter

from adapters.media import PillowGate
from agent.domain.generation import ImageData

SIZE = (300, 200)
BOX = (50, 50, 150, 150)


@pytest.fixture
def gate() -> PillowGate:
    return PillowGate()


def file(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def photo(size: tuple[int, int] = SIZE) -> Image.Image:
    return Image.effect_noise(size, 60).convert("RGB")


def black_and_white(size: tuple[int, int] = SIZE, box: tuple[int, int, int, int] = BOX) -> Image.Image:
    mask = Image.new("RGB", size)
    ImageDraw.Draw(mask).rectangle(box, fill="white")
    return mask


def erased(mode: str = "RGBA", box: tuple[int, int, int, int] = BOX) -> Image.Image:
    picture = photo().convert(mode)
    hole = Image.new("L", SIZE, 255)
    ImageDraw.Draw(hole).rectangle(box, fill=0)
    picture.putalpha(hole)
    return picture


async def admitted(gate: PillowGate, image: Image.Image, kind: str = "PNG", **options: object) -> ImageData:
    return await gate.admit(file(image, kind, **options))


def opened(mask: ImageData | None) -> Image.Image:
    assert mask is not None
    assert mask.media_type == "image/png"
    image = Image.open(io.BytesIO(mask.data))
    assert image.mode == "RGBA"
    assert image.size == (mask.width, mask.height)
    return image


CHANGES, STAYS = (255, 255, 255, 0), (0, 0, 0, 255)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_the_white_part_of_a_black_and_white_picture_may_change(gate: PillowGate, kind: str) -> None:
    base = await admitted(gate, photo())

    mask = opened(await gate.mask(await admitted(gate, black_and_white(), kind), base=base))

    assert mask.size == SIZE
    assert mask.getpixel((100, 100)) == CHANGES
    assert mask.getpixel((250, 20)) == STAYS


async def test_or_its_black_part_where_that_was_said(gate: PillowGate) -> None:
    base = await admitted(gate, photo())

    mask = opened(await gate.mask(await admitted(gate, black_and_white()), base=base, dark=True))

    assert mask.getpixel((100, 100)) == STAYS
    assert mask.getpixel((250, 20)) == CHANGES


async def test_an_erased_part_may_change(gate: PillowGate) -> None:
    picture = await admitted(gate, erased())

    mask = opened(await gate.mask(picture, base=picture))

    assert mask.getpixel((100, 100)) == CHANGES
    assert mask.getpixel((250, 20)) == STAYS


async def test_a_copy_with_an_erased_part_is_a_mask_of_the_whole_photo(gate: PillowGate) -> None:
    base = await admitted(gate, photo(), "JPEG")

    mask = opened(await gate.mask(await admitted(gate, erased()), base=base))

    assert mask.getpixel((100, 100)) == CHANGES


async def test_a_mask_of_another_size_is_brought_to_its_picture(gate: PillowGate) -> None:
    base = await admitted(gate, photo((900, 600)))

    mask = opened(await gate.mask(await admitted(gate, black_and_white()), base=base))

    assert mask.size == (900, 600)
    assert mask.getpixel((300, 300)) == CHANGES
    assert mask.getcolors(maxcolors=2) is not None


async def test_a_soft_brush_is_a_mask_too(gate: PillowGate) -> None:
    base = await admitted(gate, photo())
    soft = black_and_white().filter(ImageFilter.GaussianBlur(1))

    assert await gate.mask(await admitted(gate, soft, "JPEG", quality=70), base=base) is not None


@pytest.mark.parametrize(
    "image",
    [photo(), Image.new("RGB", SIZE), Image.new("RGB", SIZE, "white"), Image.new("RGB", SIZE, "red"),
     black_and_white(box=(5, 5, 9, 9)), black_and_white((200, 200)), Image.linear_gradient("L").resize(SIZE).convert("RGB"),
     erased(box=(5, 5, 9, 9)), Image.new("RGBA", SIZE, (0, 0, 0, 0))],
    ids=["photo", "black", "white", "red", "speck", "another shape", "gradient", "a speck erased", "all erased"],
)  # fmt: skip
async def test_what_is_no_mask(gate: PillowGate, image: Image.Image) -> None:
    base = await admitted(gate, photo())

    assert await gate.mask(await admitted(gate, image), base=base) is None


async def test_a_drawing_in_black_and_white_is_not_its_own_mask(gate: PillowGate) -> None:
    drawing = await admitted(gate, black_and_white())

    assert await gate.mask(drawing, base=drawing) is None
