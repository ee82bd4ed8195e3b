"""Every treatment by its name in data/styles.toml."""

from collections.abc import Callable, Mapping, Sequence

from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from adapters.offline.drawing.colour import Rgb
from adapters.offline.drawing.painting import Painting
from adapters.offline.drawing.treatments.palette import gradient_mapped, toned
from adapters.offline.drawing.treatments.surface import (
    edges,
    grained,
    hard,
    inked,
    noise,
    posterised,
    scaled,
    vignetted,
    wobbled,
)

_INK: Rgb = (34, 28, 46)
Palette = Sequence[Rgb]
Treatment = Callable[[Painting, Palette], Image.Image]


def treated(painting: Painting, name: str, palette: Palette) -> Image.Image:
    return TREATMENTS.get(name, _flat)(painting, palette)


def _flat(p: Painting, palette: Palette) -> Image.Image:
    return inked(toned(p.fill, palette), p.ink, _INK)


def _watercolour(p: Painting, palette: Palette) -> Image.Image:
    soft = wobbled(toned(p.fill, palette), p.seed, p.fill.width / 110)
    blooms = noise(p.fill.size, max(p.fill.width // 14, 8), p.seed + 3)
    wet = Image.composite(
        ImageEnhance.Brightness(soft).enhance(1.12), ImageEnhance.Brightness(soft).enhance(0.94), blooms
    )
    washed = Image.blend(wet, Image.new("RGB", wet.size, (255, 252, 244)), 0.2)
    rim = edges(soft, 60).filter(ImageFilter.GaussianBlur(1.5))
    done = inked(washed, rim, (70, 60, 90), 0.34)
    done = inked(done, wobbled(p.ink, p.seed, 3, 40), (60, 48, 66), 0.42)
    border = _ragged(p)
    done.paste((253, 250, 242), (0, 0, *done.size), border)
    return grained(done, p.seed, 0.22, 2)


def _ragged(p: Painting) -> Image.Image:
    """The paper that the brush did not reach."""
    width, height = p.fill.size
    margin = min(width, height) // 26
    inside = Image.new("L", p.fill.size, 255)
    inside.paste(0, (margin, margin, width - margin, height - margin))
    rough = wobbled(inside, p.seed + 9, margin * 0.8, max(width // 24, 6))
    return rough.filter(ImageFilter.GaussianBlur(2))


def _pastel(p: Painting, palette: Palette) -> Image.Image:
    light = Image.blend(toned(p.fill, palette), Image.new("RGB", p.fill.size, (255, 248, 242)), 0.3)
    return grained(inked(light, p.ink, (120, 96, 120), 0.75), p.seed, 0.25, 3)


def _pixel(p: Painting, palette: Palette) -> Image.Image:
    flat = inked(toned(p.fill, palette), p.ink, _INK)
    cell = max(min(p.fill.size) // 128, 2)
    small = flat.resize((p.fill.width // cell, p.fill.height // cell), Image.Resampling.BOX)
    small = ImageEnhance.Color(small).enhance(1.2)
    small = small.quantize(24, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB")
    return small.resize(p.fill.size, Image.Resampling.NEAREST)


def _noir(p: Painting, palette: Palette) -> Image.Image:
    grey = ImageEnhance.Contrast(p.fill.convert("L").convert("RGB")).enhance(1.5)
    done = gradient_mapped(grey, palette or ((6, 6, 10), (40, 42, 50), (128, 130, 136), (238, 236, 228)))
    done = inked(done, p.ink, (4, 4, 8))
    for x, y, r in p.lit or ((p.fill.width * 0.5, p.fill.height * 0.45, p.fill.height * 0.6),):
        spot = Image.radial_gradient("L").resize((round(r * 2.4), round(r * 2.4)))
        dim = Image.new("L", done.size, 205)
        dim.paste(spot.point([min(205, v) for v in range(256)]), (round(x - r * 1.2), round(y - r * 1.2)))
        done.paste((4, 4, 8), (0, 0, *done.size), scaled(dim, 0.8))
    return grained(done, p.seed, 0.4, 1)


def _neon(p: Painting, palette: Palette) -> Image.Image:
    tones = palette or ((10, 6, 24), (255, 45, 149), (0, 229, 255), (255, 240, 90))
    dark = gradient_mapped(p.fill, ((6, 4, 18), (18, 10, 44), (40, 18, 80)))
    colour = ImageEnhance.Color(ImageEnhance.Brightness(toned(p.fill, tones)).enhance(1.25)).enhance(2.4)
    line = ImageChops.lighter(scaled(p.ink, 1.2), scaled(edges(p.fill, 40), 0.6))
    glow = Image.composite(colour, Image.new("RGB", colour.size, 0), line)
    wide = glow.filter(ImageFilter.BoxBlur(p.fill.width / 60)).point(
        [min(255, v * 2) for v in range(256)] * 3
    )
    core = glow.filter(ImageFilter.BoxBlur(2)).point([min(255, round(v * 1.5)) for v in range(256)] * 3)
    return ImageChops.screen(ImageChops.screen(dark, wide), core)


def _blueprint(p: Painting, palette: Palette) -> Image.Image:
    paper = grained(Image.new("RGB", p.fill.size, palette[1] if palette else (24, 72, 140)), p.seed, 0.18, 3)
    step = max(p.fill.width // 40, 8)
    grid = Image.new("L", p.fill.size, 0)
    for x in range(0, p.fill.width, step):
        grid.paste(70 if x % (step * 5) else 120, (x, 0, x + 1, p.fill.height))
    for y in range(0, p.fill.height, step):
        grid.paste(70 if y % (step * 5) else 120, (0, y, p.fill.width, y + 1))
    lines = ImageChops.lighter(p.ink, scaled(edges(p.fill, 30), 0.8))
    return inked(inked(paper, grid, (150, 190, 235), 0.6), lines, (235, 244, 255))


def _comic(p: Painting, palette: Palette) -> Image.Image:
    flat = ImageEnhance.Color(posterised(toned(p.fill, palette), 20)).enhance(1.5)
    dots = _dots(p.fill.size, max(p.fill.width // 110, 4))
    shade = flat.convert("L").point([min(255, max(0, (150 - v) * 3)) for v in range(256)])
    flat.paste((40, 30, 60), (0, 0, *flat.size), ImageChops.multiply(dots, scaled(shade, 0.5)))
    thick = hard(p.ink.filter(ImageFilter.MaxFilter(3)), 120).filter(ImageFilter.GaussianBlur(0.7))
    return inked(flat, thick, (16, 12, 22))


def _dots(size: tuple[int, int], step: int) -> Image.Image:
    tile = Image.new("L", (step * 2, step * 2), 0)
    from PIL import ImageDraw

    draw = ImageDraw.Draw(tile)
    r = step * 0.42
    for x, y in ((step / 2, step / 2), (step * 1.5, step * 1.5)):
        draw.ellipse([x - r, y - r, x + r, y + r], fill=255)
    sheet = Image.new("L", size)
    for x in range(0, size[0], step * 2):
        sheet.paste(tile, (x, 0))
    strip = sheet.crop((0, 0, size[0], step * 2))
    for y in range(0, size[1], step * 2):
        sheet.paste(strip, (0, y))
    return sheet


def _sepia(p: Painting, palette: Palette) -> Image.Image:
    tones = palette or ((38, 24, 14), (112, 78, 46), (196, 158, 108), (246, 232, 204))
    done = gradient_mapped(inked(p.fill, p.ink, _INK, 0.8), tones)
    return grained(vignetted(done, 0.5, (50, 30, 14)), p.seed, 0.4, 2)


TREATMENTS: Mapping[str, Treatment] = {
    "flat": _flat, "watercolour": _watercolour, "pastel": _pastel, "pixel": _pixel, "noir": _noir, "neon": _neon,
    "blueprint": _blueprint, "comic": _comic, "sepia": _sepia,
}  # fmt: skip
