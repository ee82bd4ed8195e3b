"""Papers, grains, edges and lines that treatments are built from."""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from adapters.offline.drawing.colour import Rgb

SURFACES_KEPT_MAX = 12


@lru_cache(maxsize=SURFACES_KEPT_MAX)
def noise(size: tuple[int, int], grain: int, seed: int) -> Image.Image:
    """Grey noise of mean 128; `grain` is the size of its spots in pixels."""
    rng = np.random.default_rng(seed)
    shape = (max(size[1] // grain + 2, 2), max(size[0] // grain + 2, 2))
    small = Image.fromarray(rng.integers(0, 256, shape, dtype=np.uint8))
    return small.resize(size, Image.Resampling.BICUBIC)


def scaled(layer: Image.Image, share: float) -> Image.Image:
    """A mask at a share of its strength."""
    return layer.point([min(255, round(v * share)) for v in range(256)])


def hard(layer: Image.Image, level: int) -> Image.Image:
    return layer.point([0] * level + [255] * (256 - level))


def inked(image: Image.Image, ink: Image.Image, colour: Rgb, share: float = 1.0) -> Image.Image:
    """The picture with its lines drawn in."""
    done = image.copy()
    done.paste(colour, (0, 0, *image.size), ink if share == 1.0 else scaled(ink, share))
    return done


def edges(image: Image.Image, level: int = 26) -> Image.Image:
    """Lines where colours meet, 255 on the line."""
    small = image.convert("L").filter(ImageFilter.GaussianBlur(1.2))
    grown, shrunk = small.filter(ImageFilter.MaxFilter(3)), small.filter(ImageFilter.MinFilter(3))
    return ImageChops.subtract(grown, shrunk).point(
        [min(255, max(0, (v - level // 2) * 255 // level)) for v in range(256)]
    )


def grained(image: Image.Image, seed: int, share: float, grain: int = 2) -> Image.Image:
    """Grain laid over: share 0..1."""
    spots = noise(image.size, grain, seed).point([round(128 + (v - 128) * share) for v in range(256)])
    return ImageChops.overlay(image, Image.merge("RGB", (spots, spots, spots)))


def wobbled(image: Image.Image, seed: int, reach: float, grain: int = 90) -> Image.Image:
    """The picture as through uneven glass; reach in pixels."""
    width, height = image.size
    dx = np.asarray(noise(image.size, grain, seed), dtype=np.float32) / 128 - 1
    dy = np.asarray(noise(image.size, grain, seed + 1), dtype=np.float32) / 128 - 1
    rows, columns = np.mgrid[0:height, 0:width]
    x = np.clip(columns + (dx * reach).astype(np.int32), 0, width - 1)
    y = np.clip(rows + (dy * reach).astype(np.int32), 0, height - 1)
    return Image.fromarray(np.asarray(image)[y, x])


def vignetted(image: Image.Image, share: float, colour: Rgb = (10, 8, 16)) -> Image.Image:
    falloff = Image.radial_gradient("L").resize(image.size)
    mask = falloff.point([round(max(0, v - 90) * share * 255 / 165) for v in range(256)])
    done = image.copy()
    done.paste(colour, (0, 0, *image.size), mask)
    return done


def posterised(image: Image.Image, colours: int) -> Image.Image:
    small = image.resize((max(image.width // 3, 1), max(image.height // 3, 1)))
    palette = small.quantize(colours, Image.Quantize.MEDIANCUT)
    return image.quantize(palette=palette, dither=Image.Dither.NONE).convert("RGB")
