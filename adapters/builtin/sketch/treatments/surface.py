"""Papers, grains, edges and lines that treatments are built from."""

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from adapters.builtin.sketch.colour import Rgb
from adapters.builtin.sketch.kept_drawings import DRAWN

INK: Rgb = (34, 28, 46)


@DRAWN.kept
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
    grey = image.convert("L").filter(ImageFilter.BoxBlur(1))
    across = ImageChops.difference(grey, ImageChops.offset(grey, 2, 0))
    down = ImageChops.difference(grey, ImageChops.offset(grey, 0, 2))
    strong = ImageChops.lighter(across, down)
    strong.paste(0, (0, 0, image.width, 2))
    strong.paste(0, (0, 0, 2, image.height))
    return strong.point([min(255, max(0, (v - level // 2) * 255 // level)) for v in range(256)])


def grown(mask: Image.Image, pixels: int) -> Image.Image:
    """The mask's shapes, wider by so many pixels on every side."""
    return mask.filter(ImageFilter.BoxBlur(pixels)).point([0] * 8 + [255] * 248)


def grained(image: Image.Image, seed: int, share: float, grain: int = 2) -> Image.Image:
    """Grain laid over: share 0..1."""
    spots = noise(image.size, grain, seed).point([round(128 + (v - 128) * share) for v in range(256)])
    return ImageChops.overlay(image, Image.merge("RGB", (spots, spots, spots)))


def wobbled(image: Image.Image, seed: int, reach: float, grain: int = 90) -> Image.Image:
    """The picture as through uneven glass; reach in pixels."""
    width, height = image.size
    dx, dy = (
        (np.asarray(noise(image.size, max(grain, 2), seed + n), dtype=np.int16) - 128)
        * max(round(reach * 2), 1)
        >> 8
        for n in (0, 1)
    )
    x = np.arange(width, dtype=np.int32)[None, :] + dx
    y = np.arange(height, dtype=np.int32)[:, None] + dy
    np.clip(x, 0, width - 1, out=x)
    np.clip(y, 0, height - 1, out=y)
    y *= width
    y += x
    pixels = np.asarray(image).reshape(width * height, -1)
    return Image.fromarray(pixels.take(y.ravel(), axis=0).reshape(np.asarray(image).shape))


def vignetted(image: Image.Image, share: float, colour: Rgb = (10, 8, 16)) -> Image.Image:
    falloff = Image.radial_gradient("L").resize(image.size)
    mask = falloff.point([round(max(0, v - 90) * share * 255 / 165) for v in range(256)])
    done = image.copy()
    done.paste(colour, (0, 0, *image.size), mask)
    return done


def posterised(image: Image.Image, colours: int) -> Image.Image:
    small = image.resize((max(image.width // 3, 1), max(image.height // 3, 1)))
    palette = small.quantize(colours, Image.Quantize.MAXCOVERAGE)
    return image.quantize(palette=palette, dither=Image.Dither.NONE).convert("RGB")


def stripes(
    size: tuple[int, int], pitch: float, angle: float, *, wave: float = 0.0, wave_length: float = 160.0
) -> Image.Image:
    """Parallel ridges, 0..255, `pitch` pixels apart; `wave` pixels of sway make them look cut by hand."""
    width, height = size
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    along = columns * np.cos(angle) + rows * np.sin(angle)
    across = -columns * np.sin(angle) + rows * np.cos(angle)
    across += wave * np.sin(along / wave_length * 6.28)
    phase = (across / pitch) % 1.0
    return Image.fromarray((np.abs(phase * 2 - 1) * 255).astype(np.uint8))


def hatched(tone: Image.Image, pattern: Image.Image) -> Image.Image:
    """255 where the tone (L) is darker than the pattern: lines that swell with the shade."""
    return ImageChops.subtract(pattern, tone).point([min(255, v * 9) for v in range(256)])


def dots(size: tuple[int, int], step: int) -> Image.Image:
    """A halftone screen, 0..255, points at 45 degrees."""
    width, height = size
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    a, b = (columns + rows) / step * 3.1416, (columns - rows) / step * 3.1416
    return Image.fromarray(((np.sin(a) * np.sin(b) + 1) * 127).astype(np.uint8))


def shifted(image: Image.Image, dx: int, dy: int) -> Image.Image:
    return ImageChops.offset(image, dx, dy)


def blank(size: tuple[int, int], colour: Rgb) -> Image.Image:
    return Image.new("RGB", size, colour)


def bordered(image: Image.Image, share: float, colour: Rgb) -> Image.Image:
    """A plain margin, a share of the shorter side, over the edge of the picture."""
    width, height = image.size
    margin = max(round(min(width, height) * share), 1)
    done = blank(image.size, colour)
    done.paste(image.crop((margin, margin, width - margin, height - margin)), (margin, margin))
    return done


def brightened(layer: Image.Image, times: float) -> Image.Image:
    return layer.point([min(255, round(v * times)) for v in range(256)] * len(layer.getbands()))
