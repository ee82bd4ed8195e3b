"""Flat and graphic styles."""

from math import cos, pi, sin

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from adapters.builtin.sketch.colour import darker, lighter, luminance, mixed
from adapters.builtin.sketch.painting import Painting
from adapters.builtin.sketch.treatments.palette import Palette, gradient_mapped, toned
from adapters.builtin.sketch.treatments.surface import (
    INK,
    blank,
    bordered,
    dots,
    edges,
    grained,
    grown,
    hard,
    hatched,
    inked,
    posterised,
    scaled,
    shifted,
)


def flat(p: Painting, palette: Palette) -> Image.Image:
    return inked(toned(p.fill, palette), p.ink, INK)


def comic(p: Painting, palette: Palette) -> Image.Image:
    """Strong colours, halftone shade, thick lines."""
    base = ImageEnhance.Color(posterised(toned(p.fill, palette), 20)).enhance(1.55)
    shade = (
        base.convert("L").filter(ImageFilter.GaussianBlur(6)).point([min(255, v + 62) for v in range(256)])
    )
    screen = hatched(shade, dots(p.fill.size, max(p.fill.width // 60, 6)))
    base.paste((52, 34, 92), (0, 0, *base.size), scaled(screen, 0.42))
    thick = grown(hard(p.ink, 110), 1).filter(ImageFilter.GaussianBlur(0.7))
    return bordered(inked(base, thick, (16, 12, 22)), 0.014, (16, 12, 22))


def manga(p: Painting, palette: Palette) -> Image.Image:
    """Black, white and screentone."""
    grey = ImageEnhance.Contrast(p.fill.convert("L")).enhance(1.35).filter(ImageFilter.GaussianBlur(1))
    tone = grey.point([255 if v > 168 else 205 if v > 120 else 150 if v > 66 else 0 for v in range(256)])
    screen = hatched(tone, dots(p.fill.size, max(p.fill.width // 110, 5)))
    ink = palette[0] if palette else (18, 18, 22)
    done = inked(blank(p.fill.size, palette[-1] if palette else (253, 252, 249)), screen, ink)
    return inked(done, hard(p.ink, 90).filter(ImageFilter.GaussianBlur(0.6)), ink)


def minimal(p: Painting, palette: Palette) -> Image.Image:
    """Few flat shapes without lines on a calm ground."""
    tones = palette or ()
    ground = gradient_mapped(
        p.fill.convert("L").filter(ImageFilter.BoxBlur(p.fill.width / 50)), _calm(p, tones)
    )
    ground = posterised(ground, 4)
    things = posterised(toned(p.fill, tones), 14)
    done = ground.copy()
    done.paste(things, (0, 0), p.near)
    return inked(done, ImageChops.multiply(p.ink, p.near), darker(INK, 0.2), 0.28)


def _calm(p: Painting, palette: Palette) -> Palette:
    if palette:
        return (mixed(palette[len(palette) // 2], palette[-1], 0.4), palette[-1])
    sky = p.fill.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert isinstance(sky, tuple)
    tone = (int(sky[0]), int(sky[1]), int(sky[2]))
    return (darker(tone, 0.35), lighter(tone, 0.25)) if p.dark else (lighter(tone, 0.45), lighter(tone, 0.82))


def screenprint(p: Painting, palette: Palette) -> Image.Image:
    """A handful of inks, printed a little out of register."""
    tones = palette or ((24, 42, 66), (196, 72, 48), (232, 150, 70), (92, 140, 140), (244, 226, 190))
    base = toned(p.fill.filter(ImageFilter.GaussianBlur(1)), tones, strength=1.0)
    inks = Image.new("P", (1, 1))
    inks.putpalette([channel for tone in tones for channel in tone])
    flatly = base.quantize(palette=inks, dither=Image.Dither.NONE).convert("RGB")
    dark = min(tones, key=luminance)
    step = max(p.fill.width // 340, 2)
    done = inked(flatly, shifted(p.ink, step, step), dark, 0.9)
    return bordered(grained(done, p.seed, 0.3, 2), 0.045, max(tones, key=luminance))


def papercut(p: Painting, palette: Palette) -> Image.Image:
    """Layers of card, each with its shadow on the one behind."""
    base = posterised(toned(p.fill, palette), 18)
    reach = max(p.fill.width // 90, 3)
    done = base.copy()
    for layer in (p.land, p.near):
        shade = shifted(layer, reach // 2, -reach // 2).filter(ImageFilter.GaussianBlur(reach))
        outside = ImageChops.subtract(shade, layer)
        done.paste((30, 20, 50), (0, 0, *done.size), scaled(outside, 0.62))
        done.paste(base, (0, 0), layer)
        rim = ImageChops.subtract(layer, shifted(layer, 2, 2))
        done.paste((255, 255, 255), (0, 0, *done.size), scaled(rim, 0.5))
    inner = ImageChops.multiply(p.ink, p.near).filter(ImageFilter.GaussianBlur(1))
    done = inked(done, shifted(inner, 1, 2), (34, 24, 54), 0.42)
    return grained(done, p.seed, 0.24, 2)


def silhouette(p: Painting, palette: Palette) -> Image.Image:
    """Black against a glowing sky."""
    stops = palette or (
        ((12, 16, 44), (60, 60, 130), (170, 150, 200))
        if p.dark
        else ((64, 42, 92), (226, 96, 72), (255, 206, 120))
    )
    mid = stops[1 : max(len(stops) - 1, 2)] or stops
    column = Image.linear_gradient("L").resize(p.fill.size)
    done = gradient_mapped(column, (mid[0], *mid, stops[-1]))
    if p.photograph:
        return gradient_mapped(
            hard(p.fill.convert("L").filter(ImageFilter.BoxBlur(3)), 96).filter(ImageFilter.BoxBlur(1)),
            (darker(stops[0], 0.75), mid[-1], stops[-1]),
        )
    back = darker(mixed(stops[0], mid[0], 0.45), 0.1)
    relief = p.fill.convert("L").filter(ImageFilter.BoxBlur(2))
    depths = gradient_mapped(relief, (darker(stops[0], 0.5), back, mixed(back, mid[-1], 0.55)))
    indoors = p.land.getextrema() == (255, 255)
    done.paste(posterised(depths, 5), (0, 0), scaled(p.land, 0.55) if indoors else p.land)
    black = darker(stops[0], 0.75)
    done.paste(black, (0, 0, *done.size), p.near)
    lights = ImageChops.multiply(p.near, p.ink)
    return inked(done, lights, mixed(black, stops[-1], 0.42), 0.55)


def pixel(p: Painting, palette: Palette) -> Image.Image:
    base = inked(p.fill, p.ink, INK)
    cell = max(min(p.fill.size) // 100, 2)
    small = base.resize((max(p.fill.width // cell, 1), max(p.fill.height // cell, 1)), Image.Resampling.BOX)
    small = ImageEnhance.Color(ImageEnhance.Contrast(small).enhance(1.12)).enhance(1.25)
    if palette:
        inks = Image.new("P", (1, 1))
        inks.putpalette([channel for tone in palette for channel in tone])
        small = toned(small, palette, strength=0.75).quantize(palette=inks, dither=Image.Dither.NONE)
    else:
        small = small.quantize(32, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    return small.convert("RGB").resize(p.fill.size, Image.Resampling.NEAREST)


def deco(p: Painting, palette: Palette) -> Image.Image:
    """Night blue, gold lines, rays and a stepped frame."""
    tones = palette or ((10, 22, 40), (22, 62, 82), (58, 120, 122), (201, 160, 84), (244, 228, 190))
    base = posterised(toned(p.fill, tones, strength=0.95), 12)
    gold = mixed(tones[-2], (232, 190, 96), 0.5)
    rays = _rays(p.fill.size)
    sky = ImageChops.subtract(Image.new("L", p.fill.size, 255), ImageChops.lighter(p.land, p.near))
    base.paste(gold, (0, 0, *base.size), scaled(ImageChops.multiply(rays, sky), 0.3))
    done = inked(base, p.ink, tones[0])
    rim = ImageChops.subtract(grown(p.near, 2), p.near)
    done.paste(gold, (0, 0, *done.size), rim)
    return _framed(done, gold, tones[0])


def _rays(size: tuple[int, int]) -> Image.Image:
    sheet = Image.new("L", size, 0)
    draw = ImageDraw.Draw(sheet)
    x, y, far = size[0] / 2, size[1] * 0.62, size[0] + size[1]
    for n in range(0, 40, 2):
        a, b = pi + n * pi / 40, pi + (n + 1) * pi / 40
        draw.polygon(
            [(x, y), (x + far * cos(a), y + far * sin(a)), (x + far * cos(b), y + far * sin(b))], fill=255
        )
    return sheet


def _framed(image: Image.Image, line: tuple[int, int, int], ground: tuple[int, int, int]) -> Image.Image:
    side = min(image.size)
    done = bordered(image, 0.05, ground)
    draw = ImageDraw.Draw(done)
    for share, broad in ((0.018, 0.004), (0.03, 0.008), (0.046, 0.004)):
        inset = side * share
        draw.rectangle(
            [inset, inset, done.width - inset, done.height - inset],
            outline=line,
            width=max(round(side * broad), 1),
        )
    return done


def line(p: Painting, palette: Palette) -> Image.Image:
    """Lines only, as in a colouring book."""
    lines = hard(ImageChops.lighter(p.ink, scaled(edges(p.fill, 70), 0.5)), 105).filter(
        ImageFilter.GaussianBlur(0.7)
    )
    return inked(
        blank(p.fill.size, palette[-1] if palette else (255, 255, 255)),
        lines,
        palette[0] if palette else (24, 24, 30),
    )
