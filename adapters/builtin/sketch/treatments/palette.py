"""Pulls a picture's colours towards a palette."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from PIL import Image, ImageFilter

from adapters.builtin.sketch.colour import Rgb

Palette = Sequence[Rgb]
"""Dark to light; empty: natural colours."""
_STEPS = 17
_TABLES_KEPT_MAX = 48


def toned(image: Image.Image, palette: Sequence[Rgb], *, strength: float = 0.86) -> Image.Image:
    """The picture in the palette's colours; light stays light and dark stays dark."""
    if not palette:
        return image
    return image.filter(_table(tuple(palette), strength))


@lru_cache(maxsize=_TABLES_KEPT_MAX)
def _table(palette: tuple[Rgb, ...], strength: float) -> ImageFilter.Color3DLUT:
    axis = np.linspace(0, 1, _STEPS)
    blue, green, red = np.meshgrid(axis, axis, axis, indexing="ij")
    colours = np.stack([red, green, blue], axis=-1).reshape(-1, 3)
    tones = np.array(palette, dtype=float) / 255
    light, tone_light = _luma(colours), _luma(tones)
    chroma, tone_chroma = colours - light[:, None], tones - tone_light[:, None]
    # Likeness of hue counts as much as likeness of lightness, so that red things stay the palette's red.
    distance = 2.6 * (light[:, None] - tone_light) ** 2 + ((chroma[:, None, :] - tone_chroma) ** 2).sum(-1)
    weight = np.exp(-distance / 0.028)
    weight /= weight.sum(1, keepdims=True) + 1e-12
    near = weight @ tones
    mixed = colours * (1 - strength) + near * strength
    return ImageFilter.Color3DLUT(_STEPS, mixed.astype(np.float32).ravel())


def _luma(colours: "np.ndarray") -> "np.ndarray":
    return colours @ np.array([0.299, 0.587, 0.114])


def gradient_mapped(image: Image.Image, stops: Sequence[Rgb]) -> Image.Image:
    """By lightness alone: dark becomes the first colour, light the last."""
    marks = np.linspace(0, 255, len(stops))
    grey = image.convert("L")
    tables = [
        np.interp(np.arange(256), marks, [stop[c] for stop in stops]).astype(np.uint8).tolist()
        for c in range(3)
    ]
    return Image.merge("RGB", [grey.point(table) for table in tables])
