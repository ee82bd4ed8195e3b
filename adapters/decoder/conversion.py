"""Decoded pixels of any kind to RGB or RGBA of the size that is kept, band by band: what is large is in memory once, as decoded."""

import math
from typing import cast

from PIL import Image, ImageChops

BAND_ROWS = 16
"""Rows of the result that are made at a time."""
_REACH = 4
"""Source rows that a resized row draws on, on each side, for each step of the reduction (Lanczos takes 3)."""
_CLEAR = ("RGBA", "LA", "PA", "La", "RGBa")


def converted(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """RGB, or RGBA where the ground shows through somewhere. What is that already is not copied."""
    clear = image.mode in _CLEAR or "transparency" in image.info
    if image.mode == "RGB" and not clear and image.size == size:
        return image
    pixels = Image.new("RGBA" if clear else "RGB", size)
    for top in range(0, size[1], BAND_ROWS):
        bottom = min(top + BAND_ROWS, size[1])
        pixels.paste(_band(image, size, top, bottom, pixels.mode), (0, top))
    if clear and pixels.getchannel("A").getextrema() == (255, 255):
        return pixels.convert("RGB")
    return pixels


def _band(image: Image.Image, size: tuple[int, int], top: int, bottom: int, mode: str) -> Image.Image:
    step = image.height / size[1]
    reach = math.ceil(step * _REACH)
    first = max(0, math.floor(top * step) - reach)
    last = min(image.height, math.ceil(bottom * step) + reach)
    rows = _true_colours(image.crop((0, first, image.width, last)), mode)
    wanted = (size[0], bottom - top)
    box = (0.0, top * step - first, float(image.width), min(bottom * step - first, float(rows.height)))
    return rows.resize(wanted, Image.Resampling.LANCZOS, box=box)


def _true_colours(rows: Image.Image, mode: str) -> Image.Image:
    if rows.mode.startswith("I"):
        return _from_16_bits(rows.convert("I"), rows.info.get("transparency"), mode)
    key = rows.info.get("transparency")
    if isinstance(key, tuple):
        levels = cast(tuple[int, ...], key)
        if max(levels) > 255:  # of 16 bits, while Pillow reads colours as 8
            rows.info["transparency"] = tuple(level >> 8 for level in levels)
    return rows.convert(mode)


def _from_16_bits(grey: Image.Image, key: int | None, mode: str) -> Image.Image:
    """Pillow's own conversion cuts off at 255, which is white."""
    colours = grey.point(lambda level: level * (1 / 256) + 0).convert("L").convert(mode)
    if key is not None:
        above = grey.point(lambda level: level * 1 + -key).convert("L")
        below = grey.point(lambda level: level * -1 + key).convert("L")
        colours.putalpha(ImageChops.lighter(above, below).point([0] + [255] * 255))
    return colours
