"""Styles of pen, knife, chalk and pencil."""

from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from adapters.builtin.sketch.painting import Painting
from adapters.builtin.sketch.treatments.palette import Palette, gradient_mapped, toned
from adapters.builtin.sketch.treatments.surface import (
    blank,
    bordered,
    edges,
    grained,
    grown,
    hard,
    hatched,
    inked,
    noise,
    scaled,
    stripes,
    vignetted,
    wobbled,
)


def _tone(p: Painting, contrast: float = 1.2) -> Image.Image:
    return ImageEnhance.Contrast(p.fill.convert("L").filter(ImageFilter.GaussianBlur(1.4))).enhance(contrast)


def _thick(p: Painting, size: int = 3) -> Image.Image:
    return grown(hard(p.ink, 105), size // 2).filter(ImageFilter.GaussianBlur(0.7))


def woodcut(p: Painting, palette: Palette) -> Image.Image:
    """Cut with a gouge: black and paper, shade in swelling lines; a palette adds its second colour."""
    dark, paper = (palette[0], palette[-1]) if palette else ((20, 18, 20), (240, 228, 204))
    unit = max(p.fill.width / 1024, 0.4)
    tone = _tone(p, 1.3).point([min(255, round(v * 1.12) + 12) for v in range(256)])
    sky = hatched(tone, stripes(p.fill.size, 15 * unit, 0.05, wave=5 * unit, wave_length=300 * unit))
    form = hatched(tone, stripes(p.fill.size, 11 * unit, 0.9, wave=3 * unit, wave_length=140 * unit))
    cut = Image.composite(form, sky, p.near)
    done = blank(p.fill.size, paper)
    if palette:
        colour = toned(p.fill, palette, strength=1.0)
        done = Image.composite(colour, done, p.near)
    done = inked(done, hard(cut, 110).filter(ImageFilter.GaussianBlur(0.8)), dark)
    halo = ImageChops.subtract(grown(p.near, 4), p.near)
    done = inked(done, hard(halo, 128), paper)
    done = inked(done, wobbled(_thick(p), p.seed, 2 * unit, 24), dark)
    return bordered(grained(bordered(done, 0.04, dark), p.seed, 0.2, 2), 0.03, paper)


def engraving(p: Painting, palette: Palette) -> Image.Image:
    """Fine crossed lines on old paper."""
    dark, paper = (palette[0], palette[-1]) if palette else ((42, 32, 26), (238, 226, 198))
    unit = max(p.fill.width / 1024, 0.5)
    tone = _tone(p, 1.15)
    one = hatched(
        tone.point([min(255, v + 26) for v in range(256)]),
        stripes(p.fill.size, 6.5 * unit, 0.35, wave=3, wave_length=200),
    )
    two = hatched(tone.point([min(255, v + 96) for v in range(256)]), stripes(p.fill.size, 6.5 * unit, -0.75))
    done = inked(blank(p.fill.size, paper), scaled(ImageChops.lighter(one, two), 0.85), dark)
    if palette:
        done = ImageChops.multiply(
            done, Image.blend(blank(p.fill.size, (255, 255, 255)), toned(p.fill, palette), 0.55)
        )
    return grained(inked(done, p.ink, dark), p.seed, 0.25, 2)


def ink(p: Painting, palette: Palette) -> Image.Image:
    """Pen and ink: lines, solid blacks, one pale wash."""
    dark, paper = (palette[0], palette[-1]) if palette else ((22, 22, 30), (252, 250, 244))
    tone = _tone(p)
    wash = tone.point([0 if v > 150 else 60 if v > 92 else 120 for v in range(256)]).filter(
        ImageFilter.GaussianBlur(2)
    )
    done = inked(blank(p.fill.size, paper), wobbled(wash, p.seed, 6, 60), (90, 96, 116), 0.8)
    black = tone.point([255 if v < 48 else 0 for v in range(256)])
    hatch = hatched(
        tone.point([min(255, v + 84) for v in range(256)]),
        stripes(p.fill.size, max(p.fill.width / 130, 4), 0.8),
    )
    done = inked(done, scaled(hatch, 0.7), dark)
    done = inked(done, black, dark)
    return inked(done, wobbled(_thick(p), p.seed, 2.4, 40), dark)


def pencil(p: Painting, palette: Palette) -> Image.Image:
    """Graphite: soft shade in strokes, lines drawn twice."""
    dark, paper = (palette[0], palette[-1]) if palette else ((58, 56, 62), (250, 248, 243))
    tone = _tone(p, 1.1)
    strokes = stripes(p.fill.size, max(p.fill.width / 190, 3), 0.95, wave=2, wave_length=90)
    shade = hatched(tone.point([min(255, v + 66) for v in range(256)]), strokes)
    smudge = tone.point([max(0, 190 - v) for v in range(256)]).filter(ImageFilter.GaussianBlur(5))
    grit = noise(p.fill.size, 2, p.seed).point([min(255, round(v * 1.6)) for v in range(256)])
    done = inked(blank(p.fill.size, paper), scaled(smudge, 0.4), dark)
    done = inked(done, ImageChops.multiply(scaled(shade, 0.62), grit), dark)
    for n in range(2):
        lines = wobbled(ImageChops.lighter(p.ink, scaled(edges(p.fill, 60), 0.4)), p.seed + n, 3.5, 60)
        done = inked(done, ImageChops.multiply(lines, grit), dark, 0.75)
    return done


def chalk(p: Painting, palette: Palette) -> Image.Image:
    """Chalk on a blackboard, with its dust."""
    board = palette[0] if palette else (38, 54, 48)
    done = grained(blank(p.fill.size, board), p.seed, 0.3, 40)
    dust = noise(p.fill.size, 2, p.seed + 1).point([min(255, max(0, (v - 84) * 3)) for v in range(256)])
    colour = Image.blend(toned(p.fill, palette), blank(p.fill.size, (255, 255, 255)), 0.2)
    smear = ImageChops.multiply(
        hatched(
            _tone(p).point([255 - v // 2 for v in range(256)]),
            stripes(p.fill.size, max(p.fill.width / 120, 4), 0.7),
        ),
        dust,
    )
    tint = Image.composite(scaled(dust, 0.9), scaled(smear, 0.5), p.near)
    done.paste(colour, (0, 0), tint)
    lines = ImageChops.lighter(wobbled(_thick(p), p.seed, 2.5, 36), scaled(edges(p.fill, 70), 0.3))
    return inked(
        done,
        ImageChops.multiply(lines, dust.point([min(255, v + 70) for v in range(256)])),
        (246, 244, 234),
        0.95,
    )


def blueprint(p: Painting, palette: Palette) -> Image.Image:
    """White lines and a grid on blue."""
    paper = grained(blank(p.fill.size, palette[1] if len(palette) > 1 else (26, 74, 142)), p.seed, 0.16, 3)
    grid = Image.new("L", p.fill.size, 0)
    step = max(min(p.fill.size) // 40, 8)
    for n, x in enumerate(range(0, p.fill.width, step)):
        grid.paste(120 if n % 5 == 0 else 56, (x, 0, x + 1, p.fill.height))
    for n, y in enumerate(range(0, p.fill.height, step)):
        grid.paste(120 if n % 5 == 0 else 56, (0, y, p.fill.width, y + 1))
    shade = hatched(
        _tone(p).point([min(255, v + 80) for v in range(256)]),
        stripes(p.fill.size, max(p.fill.width / 110, 4), 0.8),
    )
    done = inked(paper, grid, (170, 205, 240), 0.7)
    done = inked(done, ImageChops.multiply(scaled(shade, 0.5), p.near), (200, 222, 246))
    lines = ImageChops.lighter(p.ink, scaled(edges(p.fill, 50), 0.5))
    return inked(done, lines, (238, 246, 255))


def sepia(p: Painting, palette: Palette) -> Image.Image:
    tones = palette or ((38, 24, 14), (112, 78, 46), (196, 158, 108), (246, 232, 204))
    done = gradient_mapped(inked(p.fill, p.ink, (20, 14, 10), 0.7).filter(ImageFilter.GaussianBlur(1)), tones)
    done = grained(vignetted(done, 0.6, (50, 30, 14)), p.seed, 0.45, 2)
    return bordered(done, 0.045, (244, 236, 214))
