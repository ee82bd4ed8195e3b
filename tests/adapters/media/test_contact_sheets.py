"""A contact sheet: every picture in its place, whole, with its number and label; nothing claims to be generated that is not."""

import io

import pytest
from PIL import Image

from adapters.media import PillowGate
from adapters.media.contact_sheets import GAP, TILE_SIDE, TILES_MAX, Tile, contact_sheet
from agent.domain.images import GONE, ImageData
from agent.rendering.provenance import marked, term_in

RED, BLUE = (200, 30, 30), (30, 30, 200)
STEP = TILE_SIDE + GAP


@pytest.fixture(scope="module")
def gate() -> PillowGate:
    return PillowGate()


def plain(colour: tuple[int, int, int], size: tuple[int, int] = (64, 64)) -> ImageData:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return ImageData(data=out.getvalue(), media_type="image/png", width=size[0], height=size[1])


def opened(sheet: ImageData) -> Image.Image:
    image = Image.open(io.BytesIO(sheet.data)).convert("RGB")
    assert image.size == (sheet.width, sheet.height)
    return image


def is_like(found: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(a - b) < 24 for a, b in zip(found, colour, strict=True))


def inked(sheet: Image.Image, left: int, right: int) -> int:
    """Dark pixels of the captions of the first row between two columns."""
    strip = sheet.crop((left, GAP + TILE_SIDE, right, GAP + TILE_SIDE + 52)).convert("L")
    return sum(strip.histogram()[:100])


@pytest.mark.parametrize(
    ("count", "columns", "rows"),
    [(1, 1, 1), (2, 2, 1), (3, 3, 1), (4, 2, 2), (5, 3, 2), (6, 3, 2), (7, 4, 2), (8, 4, 2), (11, 4, 2)],
)
async def test_up_to_eight_stand_in_their_order(
    gate: PillowGate, count: int, columns: int, rows: int
) -> None:
    tiles = [Tile(image=plain(RED if n % 2 else BLUE)) for n in range(count)]

    sheet = opened(await contact_sheet(gate, tiles))

    assert sheet.size == (columns * STEP + GAP, rows * (STEP + 52) + GAP)
    for number in range(min(count, TILES_MAX)):
        row, column = divmod(number, columns)
        middle = (GAP + column * STEP + TILE_SIDE // 2, GAP + row * (STEP + 52) + TILE_SIDE // 2)
        assert is_like(sheet.getpixel(middle), RED if number % 2 else BLUE), number


async def test_a_wide_picture_is_shown_whole(gate: PillowGate) -> None:
    wide = Image.new("RGB", (900, 300), BLUE)
    wide.paste(RED, (0, 0, 60, 300))
    out = io.BytesIO()
    wide.save(out, "PNG")

    sheet = opened(
        await contact_sheet(
            gate, [Tile(image=ImageData(data=out.getvalue(), media_type="image/png", width=900, height=300))]
        )
    )

    assert is_like(sheet.getpixel((GAP + 8, GAP + TILE_SIDE // 2)), RED)
    assert is_like(sheet.getpixel((GAP + TILE_SIDE - 8, GAP + TILE_SIDE // 2)), BLUE)


async def test_labels_stand_beside_the_numbers_in_the_scripts_there_are_letters_for(gate: PillowGate) -> None:
    labels = ("", "sea at night", "منارة", "灯台", "x" * 300)
    found = [opened(await contact_sheet(gate, [Tile(image=plain(RED), label=label)])) for label in labels]
    numbers = [inked(sheet, GAP, GAP + 24) for sheet in found]
    words = [inked(sheet, GAP + 24, GAP + TILE_SIDE) for sheet in found]
    beyond = [inked(sheet, GAP + TILE_SIDE + 1, sheet.width) for sheet in found]

    assert min(numbers) > 40
    assert (words[0], words[3]) == (0, 0), (
        "no letters of this script are in the house: no boxes stand for them"
    )
    assert min(words[1], words[2]) > 300
    assert beyond == [0] * 5, "what is too long is cut"


@pytest.mark.parametrize(
    "broken", [GONE, ImageData(data=b"not a picture", media_type="image/png", width=9, height=9)]
)
async def test_what_is_gone_or_broken_keeps_its_place_and_its_number(
    gate: PillowGate, broken: ImageData
) -> None:
    sheet = opened(await contact_sheet(gate, [Tile(image=broken), Tile(image=plain(RED))]))

    assert is_like(sheet.getpixel((GAP + 40, GAP + TILE_SIDE // 2)), (238, 238, 236))
    assert is_like(sheet.getpixel((GAP + STEP + TILE_SIDE // 2, GAP + TILE_SIDE // 2)), RED)
    assert inked(sheet, GAP, GAP + 24) > 40


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ((None, None), None),
        (("trainedAlgorithmicMedia", None), "compositeWithTrainedAlgorithmicMedia"),
        (("compositeWithTrainedAlgorithmicMedia",), "compositeWithTrainedAlgorithmicMedia"),
        (("algorithmicMedia", None), "compositeSynthetic"),
    ],
)
async def test_it_says_that_it_is_generated_where_one_of_them_is(
    gate: PillowGate, terms: tuple[str | None, ...], told: str | None
) -> None:
    pictures = [plain(RED) if term is None else marked(plain(RED), term) for term in terms]

    sheet = await contact_sheet(gate, [Tile(image=picture) for picture in pictures])

    assert term_in(sheet.data) == told
