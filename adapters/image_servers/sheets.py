"""Several small pictures in one, for models that are known to read such a sheet and take fewer pictures than there are."""

import asyncio
import io
from collections.abc import Sequence
from dataclasses import replace
from math import ceil, sqrt

from PIL import Image, ImageOps

from agent.domain.generation import ImageData, Reference, RenderRequest

PARTS_MAX = 9
"""On one sheet: smaller ones lose their faces."""
CELL_SIDE, GAP = 512, 16
"""Pixels of one part and between two."""
PAPER = (255, 255, 255)


async def on_one_sheet(request: RenderRequest, *, references_max: int) -> RenderRequest:
    """The request with the pictures that the model has no place for on a sheet, which takes the last place. A picture that is to be
    changed is never on it: the result takes that one's layout."""
    listed = request.references
    alone = references_max - 1
    changes = bool(listed) and listed[0][0].role == "base"
    if len(listed) <= references_max or alone < int(changes) or request.hd:
        return request
    parts, beyond = listed[alone : alone + PARTS_MAX], listed[alone + PARTS_MAX :]
    image = await asyncio.to_thread(_sheet, [image for _, image in parts])
    shown = tuple(reference for reference, _ in parts)
    return replace(
        request,
        references=(*listed[:alone], (Reference(image="", role="composition", label="a sheet"), image)),
        sheet=shown,
        left_out=(*(reference for reference, _ in beyond), *request.left_out),
    )


def _sheet(images: Sequence[ImageData]) -> ImageData:
    """Left to right, row by row, each whole. Opened one by one: together they may be many megapixels."""
    columns = ceil(sqrt(len(images)))
    rows = ceil(len(images) / columns)
    width, height = (count * (CELL_SIDE + GAP) + GAP for count in (columns, rows))
    sheet = Image.new("RGB", (width, height), PAPER)
    for place, data in enumerate(images):
        row, column = divmod(place, columns)
        with Image.open(io.BytesIO(data.data)) as opened:
            opened.draft("RGB", (CELL_SIDE, CELL_SIDE))
            part = ImageOps.pad(opened.convert("RGB"), (CELL_SIDE, CELL_SIDE), color=PAPER)
        sheet.paste(part, (GAP + column * (CELL_SIDE + GAP), GAP + row * (CELL_SIDE + GAP)))
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return ImageData(data=out.getvalue(), media_type="image/png", width=width, height=height)
