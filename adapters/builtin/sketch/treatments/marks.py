"""What sets one treatment's pictures apart, in numbers, and which treatment a picture looks like. Pictures to go by show their style; a
sketch cannot paint as they do, but it can take the treatment that leaves the most similar marks."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from adapters.builtin.language.lexicon import DATA

SIDE = 320
"""Pixels of the longer side that most marks are taken at."""
MARKS = (
    "chroma", "saturation", "white", "black", "light", "contrast", "edges", "calm", "dark_lines", "light_lines", "grain", "colours",
    "one_hue", "blocks",
)  # fmt: skip
FILE = DATA / "treatment_marks.toml"
"""Means over sketches of each treatment, and the spread within one; written by `python -m benchmarks.treatment_marks`."""
ONE_MARK_MAX = 4.0
FAR = 2.6
"""Spreads, per mark. What is further from every treatment is like none: a photograph, most often."""
_BLOCK_PIXELS = range(3, 33)
Numbers = NDArray[np.float64]


def treatment_like(pictures: Sequence[Image.Image]) -> str:
    """The treatment whose marks these have in common; "" where it is none."""
    drawn = [picture for picture in pictures if _shows_something(picture)]
    if not drawn:
        return ""
    spread, means = _known()
    found = np.mean([marks_of(picture) for picture in drawn], axis=0)
    away = {name: distance(found, mean, spread) for name, mean in means.items()}
    name = min(away, key=lambda one: away[one])
    return name if away[name] <= FAR else ""


def distance(found: Numbers, mean: Numbers, spread: Numbers) -> float:
    """In spreads, per mark. One mark that is quite otherwise decides nothing alone: a grid of another width, a frame."""
    return float(np.sqrt((np.clip((found - mean) / spread, -ONE_MARK_MAX, ONE_MARK_MAX) ** 2).mean()))


def _shows_something(picture: Image.Image) -> bool:
    """An even ground alone is of no style."""
    dark, light = picture.convert("L").resize((64, 64), Image.Resampling.BOX).getextrema()
    assert isinstance(dark, int | float)
    assert isinstance(light, int | float)
    return light - dark > 12


def marks_of(picture: Image.Image) -> Numbers:
    """(len(MARKS),), most of them shares of the picture."""
    image = picture.convert("RGB")
    scale = SIDE / max(image.size)
    size = (max(16, round(image.width * scale)), max(16, round(image.height * scale)))
    small = image.resize(size, Image.Resampling.BOX)
    pixels = np.asarray(small, dtype=float) / 255
    light = pixels @ np.array([0.299, 0.587, 0.114])
    chroma = pixels.max(-1) - pixels.min(-1)
    saturation = chroma / np.maximum(pixels.max(-1), 0.05) * (pixels.max(-1) > 0.08)
    step = np.maximum(np.abs(np.diff(light, axis=1))[:-1], np.abs(np.diff(light, axis=0))[:, :-1])
    grey = _grey(small)
    beside, close = (_grey(small.filter(ImageFilter.BoxBlur(radius))) for radius in (4, 1))
    calm = step < 0.06
    grain = float((grey - close)[:-1, :-1][calm].std()) if calm.any() else 0.0
    return np.array([
        chroma.mean(), saturation.mean(), (light > 0.9).mean(), (light < 0.12).mean(), light.mean(), light.std(), (step > 0.12).mean(),
        (step < 0.012).mean(), (beside - grey > 0.18).mean(), (grey - beside > 0.18).mean(), grain * 10, _variety(pixels),
        _one_hue(pixels, chroma), _blocks(_grey(image)),
    ], dtype=float)  # fmt: skip


@cache
def _known() -> tuple[Numbers, Mapping[str, Numbers]]:
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return np.array(read["spread"], dtype=float), {
        name: np.array(mean, dtype=float) for name, mean in read["means"].items()
    }


def _grey(image: Image.Image) -> Numbers:
    return np.asarray(image.convert("L"), dtype=float) / 255


def _variety(pixels: Numbers) -> float:
    """How many colours, and how evenly: 0 one, 1 all of 512."""
    steps = (pixels * 7.99).astype(int)
    counts = np.bincount((steps @ np.array([64, 8, 1])).ravel(), minlength=512)
    shares = counts[counts > 0] / counts.sum()
    return float(-(shares * np.log2(shares)).sum() / 9)


def _one_hue(pixels: Numbers, chroma: Numbers) -> float:
    """Whether all colours are one: 0 none or many, 1 one."""
    red, green, blue = pixels[..., 0], pixels[..., 1], pixels[..., 2]
    angle = np.arctan2(np.sqrt(3) * (green - blue), 2 * red - green - blue)
    drawn = np.hypot((chroma * np.cos(angle)).sum(), (chroma * np.sin(angle)).sum()) / (chroma.sum() + 1e-9)
    return float(drawn * min(1.0, chroma.mean() * 8))


def _blocks(grey: Numbers) -> float:
    """How far its edges lie on a grid, as those of large pixels do: 0 anywhere, 1 all."""
    best = 0.0
    for axis in (0, 1):
        edges = np.abs(np.diff(grey, axis=axis)).mean(1 - axis)
        if edges.sum() < 1e-6:
            continue
        for width in _BLOCK_PIXELS:
            if width * 6 > len(edges):
                break
            share = max(edges[offset::width].sum() for offset in range(width)) / edges.sum()
            best = max(best, float((share - 1 / width) / (1 - 1 / width)))
    return best
