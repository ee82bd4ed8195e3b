"""Several pictures on one, numbered, with their labels: a board at a glance. Made when it is shown and never kept, so that what is
forgotten is on no sheet."""

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from PIL import Image, ImageDraw, ImageOps

from adapters.builtin.sketch.lettering import font_for, printable, script_of
from agent.domain.images import GONE, ImageData
from agent.errors import BadImage
from agent.ports import PixelGate
from agent.rendering.provenance import marked, term_in

TILES_MAX = 8
TILE_SIDE, GAP, CAPTION = 400, 24, 52
"""Pixels: of one picture at its longest, between two, and below one for its number and label."""
PAPER, MAT, INK, FAINT = (255, 255, 255), (238, 238, 236), (34, 34, 38), (176, 176, 174)
LETTER_PIXELS = 30
QUALITY = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One picture of a sheet."""

    image: ImageData
    """GONE, and one that cannot be read any more, leave their place empty and crossed out."""
    label: str = ""


async def contact_sheet(gate: PixelGate, tiles: Sequence[Tile]) -> ImageData:
    """The first TILES_MAX as one JPEG, left to right, row by row, each whole. It says that it was generated as far as any of them does."""
    tiles = tiles[:TILES_MAX]
    small = await asyncio.gather(*(_small(gate, tile) for tile in tiles))
    sheet = await asyncio.to_thread(_drawn, small)
    terms = [term for tile in tiles if (term := term_in(tile.image.data)) is not None]
    return marked(sheet, _of_the_whole(terms)) if terms else sheet


async def _small(gate: PixelGate, tile: Tile) -> Tile:
    """Read by a decoder, as every file is, and no larger than it is shown."""
    if not tile.image.data:
        return tile
    try:
        return replace(tile, image=await gate.thumbnail(tile.image, side=TILE_SIDE))
    except BadImage:
        return replace(tile, image=GONE)


def _of_the_whole(terms: Sequence[str]) -> str:
    """Drawn ones and what people brought stand side by side: a composite, of a trained model's work where one of them is."""
    trained = any(term.lower().endswith("trainedalgorithmicmedia") for term in terms)
    return "compositeWithTrainedAlgorithmicMedia" if trained else "compositeSynthetic"


def _drawn(tiles: Sequence[Tile]) -> ImageData:
    columns = len(tiles) if len(tiles) <= 3 else ceil(len(tiles) / 2)
    rows = ceil(len(tiles) / columns)
    size = (columns * (TILE_SIDE + GAP) + GAP, rows * (TILE_SIDE + CAPTION + GAP) + GAP)
    sheet = Image.new("RGB", size, PAPER)
    for number, tile in enumerate(tiles):
        row, column = divmod(number, columns)
        left, top = GAP + column * (TILE_SIDE + GAP), GAP + row * (TILE_SIDE + CAPTION + GAP)
        sheet.paste(_pictured(tile.image), (left, top))
        _captioned(sheet, (left, top + TILE_SIDE), number + 1, tile.label)
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=QUALITY)
    return ImageData(data=out.getvalue(), media_type="image/jpeg", width=sheet.width, height=sheet.height)


def _pictured(image: ImageData) -> Image.Image:
    if image.data:
        with Image.open(io.BytesIO(image.data)) as opened:
            return ImageOps.pad(opened.convert("RGB"), (TILE_SIDE, TILE_SIDE), color=MAT)
    empty = Image.new("RGB", (TILE_SIDE, TILE_SIDE), MAT)
    draw = ImageDraw.Draw(empty)
    draw.line((0, 0, TILE_SIDE, TILE_SIDE), fill=FAINT, width=3)
    draw.line((0, TILE_SIDE, TILE_SIDE, 0), fill=FAINT, width=3)
    return empty


def _captioned(sheet: Image.Image, corner: tuple[int, int], number: int, label: str) -> None:
    """The number, and as much of the label as there is room for; what no font has is left out, for it stands in words beside the sheet."""
    left, middle = corner[0], corner[1] + CAPTION // 2 + 4
    draw, plain = ImageDraw.Draw(sheet), font_for("", LETTER_PIXELS)
    draw.text((left, middle), str(number), font=plain, fill=INK, anchor="lm")
    words = printable(label).strip()
    font = font_for(script_of(words), LETTER_PIXELS)
    room = TILE_SIDE - plain.getlength("0  ")
    if font.getlength(words) > room:
        while words and font.getlength(f"{words}…") > room:
            words = words[:-1]
        words = f"{words.rstrip()}…"
    draw.text((left + plain.getlength("0  "), middle), words, font=font, fill=INK, anchor="lm")
