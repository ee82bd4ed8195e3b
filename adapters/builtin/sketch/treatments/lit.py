"""Styles of light: screens, glass, film."""

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from adapters.builtin.sketch.painting import Painting
from adapters.builtin.sketch.sky import glow
from adapters.builtin.sketch.treatments.palette import Palette, gradient_mapped, toned
from adapters.builtin.sketch.treatments.strokes import cells
from adapters.builtin.sketch.treatments.surface import (
    INK,
    blank,
    bordered,
    brightened,
    grained,
    grown,
    hard,
    inked,
    noise,
    posterised,
    scaled,
    shifted,
    stripes,
    vignetted,
)


def noir(p: Painting, palette: Palette) -> Image.Image:
    """Black and white, hard light, blinds."""
    grey = ImageEnhance.Contrast(p.fill.convert("L").convert("RGB")).enhance(1.45)
    tones = palette or ((4, 4, 8), (40, 42, 50), (150, 152, 158), (248, 246, 238))
    back = gradient_mapped(brightened(grey, 0.8), tones)
    slats = stripes(p.fill.size, p.fill.height / 13, 0.22).point(
        [min(255, max(0, (v - 110) * 4)) for v in range(256)]
    )
    back.paste((4, 4, 8), (0, 0, *back.size), scaled(slats, 0.6))
    done = back
    done.paste(gradient_mapped(ImageEnhance.Contrast(grey).enhance(1.25), tones), (0, 0), p.near)
    done = vignetted(inked(done, p.ink, (4, 4, 8)), 0.8, (2, 2, 4))
    for x, y, r in p.lit:
        _lighten(done, x, y, r * 0.8)
    return grained(done, p.seed, 0.5, 1)


def _lighten(image: Image.Image, x: float, y: float, radius: float) -> None:
    glow(image, x, y, radius, (244, 242, 232), 0.5)


def neon(p: Painting, palette: Palette) -> Image.Image:
    """Glowing tubes in the dark."""
    tones = palette or ((10, 6, 24), (120, 30, 160), (255, 45, 149), (0, 229, 255), (255, 240, 90))
    dark = gradient_mapped(p.fill, ((6, 4, 18), (18, 10, 46), (44, 22, 88)))
    dark.paste(
        gradient_mapped(p.fill, ((8, 4, 24), (64, 22, 112), (176, 84, 214))), (0, 0), scaled(p.near, 0.8)
    )
    vivid = ImageEnhance.Color(toned(brightened(p.fill, 1.2), tones[1:], strength=1.0)).enhance(2.0)
    vivid = brightened(vivid, 1.3)
    near = ImageChops.multiply(p.ink, p.near)
    line = ImageChops.lighter(hard(near, 100), scaled(p.ink, 0.32))
    tube = Image.composite(vivid, blank(vivid.size, (0, 0, 0)), line)
    wide = brightened(tube.filter(ImageFilter.BoxBlur(max(p.fill.width / 56, 2))), 2.4)
    close = brightened(tube.filter(ImageFilter.BoxBlur(max(p.fill.width / 300, 1))), 1.7)
    done = ImageChops.screen(ImageChops.screen(dark, wide), close)
    core = scaled(line.filter(ImageFilter.BoxBlur(1)).point([0] * 200 + [255] * 56), 0.55)
    return inked(done, core, (255, 255, 255))


def vaporwave(p: Painting, palette: Palette) -> Image.Image:
    """Pink to cyan, a striped sun, a grid, scan lines."""
    tones = palette or ((36, 12, 78), (112, 40, 160), (240, 90, 180), (255, 160, 200), (120, 230, 255))
    base = toned(inked(p.fill, p.ink, (44, 14, 84), 0.9), tones, strength=0.92)
    back = gradient_mapped(
        Image.linear_gradient("L").resize(p.fill.size), (tones[0], tones[1], tones[2], tones[-1])
    )
    open_sky = ImageChops.invert(ImageChops.lighter(p.land, p.near))
    base.paste(back, (0, 0), scaled(open_sky, 0.75))
    if p.photograph:
        return _scanned(base, 4, 46)
    behind = ImageChops.invert(p.near)
    base.paste(
        (255, 214, 120),
        (0, 0, *base.size),
        ImageChops.multiply(_striped_sun(p.fill.size), scaled(behind, 0.9)),
    )
    grid = ImageChops.multiply(_floor_grid(p), behind)
    base.paste(tones[-1], (0, 0, *base.size), scaled(grid, 0.7))
    return _scanned(base, 4, 46)


def _striped_sun(size: tuple[int, int]) -> Image.Image:
    sheet = Image.new("L", size, 0)
    draw = ImageDraw.Draw(sheet)
    r = min(size) * 0.24
    x, y = size[0] / 2, size[1] * 0.36
    draw.ellipse([x - r, y - r, x + r, y + r], fill=255)
    for n in range(6):
        top = y + r * (0.05 + n * 0.16)
        draw.rectangle([x - r, top, x + r, top + r * 0.03 * (n + 1)], fill=0)
    return sheet


def _floor_grid(p: Painting) -> Image.Image:
    sheet = Image.new("L", p.fill.size, 0)
    draw = ImageDraw.Draw(sheet)
    width, height = p.fill.size
    top = p.horizon
    for n in range(-14, 15):
        draw.line(
            [width / 2 + n * width * 0.06, top, width / 2 + n * width * 0.26, height],
            fill=255,
            width=max(width // 500, 1),
        )
    for n in range(10):
        y = top + (height - top) * (n / 10) ** 1.8
        draw.line([0, y, width, y], fill=255, width=max(width // 500, 1))
    return sheet


def _scanned(image: Image.Image, pitch: int, depth: int) -> Image.Image:
    rows = np.zeros((image.height, 1), dtype=np.uint8)
    rows[::pitch] = depth
    rows[1::pitch] = depth
    image.paste(
        (0, 0, 20), (0, 0, *image.size), Image.fromarray(rows).resize(image.size, Image.Resampling.NEAREST)
    )
    return image


def glitch(p: Painting, palette: Palette) -> Image.Image:
    """Torn rows, split colours, scan lines."""
    base = inked(toned(p.fill, palette), p.ink, INK)
    rng = np.random.default_rng(p.seed)
    array = np.asarray(base).copy()
    for _ in range(16):
        top = int(rng.integers(0, base.height))
        tall = int(rng.integers(max(base.height // 120, 1), max(base.height // 14, 2)))
        array[top : top + tall] = np.roll(
            array[top : top + tall], int(rng.integers(-base.width // 9, base.width // 9 + 1)), axis=1
        )
    red, green, blue = Image.fromarray(array).split()
    step = max(base.width // 80, 2)
    done = Image.merge("RGB", (shifted(red, step, 0), green, shifted(blue, -step, step // 3)))
    return _scanned(ImageEnhance.Color(done).enhance(1.5), 5, 62)


def stained_glass(p: Painting, palette: Palette) -> Image.Image:
    """Pieces of coloured glass in lead, lit from behind."""
    base = ImageEnhance.Color(posterised(toned(p.fill, palette), 22)).enhance(1.7)
    tones, joints = cells(p.fill.size, max(min(p.fill.size) // 11, 8), p.seed)
    lit = ImageChops.overlay(base, Image.merge("RGB", (tones, tones, tones)))
    ripple = noise(p.fill.size, max(p.fill.width // 90, 2), p.seed + 2).point(
        [round(128 + (v - 128) * 0.4) for v in range(256)]
    )
    lit = ImageChops.overlay(lit, Image.merge("RGB", (ripple, ripple, ripple)))
    outside = ImageChops.multiply(joints, ImageChops.invert(scaled(p.near, 0.82)))
    lead = ImageChops.lighter(outside, grown(hard(p.ink, 120), 2))
    rim = ImageChops.subtract(grown(p.near, 3), p.near)
    done = inked(lit, ImageChops.lighter(lead, rim), (22, 20, 26))
    return bordered(done, 0.03, (22, 20, 26))


def mosaic(p: Painting, palette: Palette) -> Image.Image:
    """Small stones in mortar."""
    tile = max(min(p.fill.size) // 110, 4)
    base = inked(ImageEnhance.Color(toned(p.fill, palette)).enhance(1.3), p.ink, (40, 30, 40), 0.9)
    size = (max(p.fill.width // tile, 1), max(p.fill.height // tile, 1))
    small = base.resize(size, Image.Resampling.BOX)
    tones = noise(size, 1, p.seed).point([round(128 + (v - 128) * 0.42) for v in range(256)])
    small = ImageChops.overlay(small, Image.merge("RGB", (tones, tones, tones)))
    large = small.resize(p.fill.size, Image.Resampling.NEAREST)
    mortar = Image.new("L", (tile, tile), 0)
    edge = max(tile // 6, 1)
    mortar.paste(235, (0, 0, tile, edge))
    mortar.paste(235, (0, 0, edge, tile))
    strip = Image.new("L", (p.fill.width, tile))
    for x in range(0, p.fill.width, tile):
        strip.paste(mortar, (x, 0))
    sheet = Image.new("L", p.fill.size)
    for y in range(0, p.fill.height, tile):
        sheet.paste(strip, (0, y))
    return inked(large, sheet, (212, 202, 184))


def vintage(p: Painting, palette: Palette) -> Image.Image:
    """A faded print with a light leak."""
    base = inked(toned(p.fill, palette), p.ink, (70, 52, 56), 0.6).filter(ImageFilter.GaussianBlur(0.8))
    faded = ImageEnhance.Color(base).enhance(0.72).point(
        [40 + v * 200 // 255 for v in range(256)] + [34 + v * 196 // 255 for v in range(256)] + [48 + v * 158 // 255 for v in range(256)]
    )  # fmt: skip
    leak = (
        Image.radial_gradient("L")
        .resize((p.fill.width, p.fill.height * 2))
        .crop((0, 0, p.fill.width, p.fill.height))
    )
    warm = shifted(leak, p.fill.width // 2, 0).point([max(0, 150 - v) for v in range(256)])
    faded.paste((255, 150, 70), (0, 0, *faded.size), scaled(warm, 0.75))
    done = grained(vignetted(faded, 0.55, (48, 26, 30)), p.seed, 0.4, 2)
    return bordered(done, 0.05, (246, 241, 230))


def cinema(p: Painting, palette: Palette) -> Image.Image:
    """Teal shadows, orange light, bloom, black bars."""
    base = inked(toned(p.fill, palette), p.ink, (14, 26, 40), 0.55)
    warm = [min(255, round(v * 1.1)) for v in range(256)]
    even, cold = [round(v * 0.97) for v in range(256)], [min(255, 34 + v * 190 // 255) for v in range(256)]
    graded = base.point(warm + even + cold)
    deep = ImageEnhance.Contrast(graded).enhance(1.25)
    bloom = brightened(deep.filter(ImageFilter.BoxBlur(max(p.fill.width / 40, 2))), 0.55)
    done = vignetted(ImageChops.screen(brightened(deep, 0.86), brightened(bloom, 0.5)), 0.8, (4, 10, 18))
    if p.fill.width / p.fill.height < 2.2:
        bar = round(p.fill.height * 0.085)
        done.paste((0, 0, 0), (0, 0, p.fill.width, bar))
        done.paste((0, 0, 0), (0, p.fill.height - bar, p.fill.width, p.fill.height))
    return grained(done, p.seed, 0.22, 1)


def graffiti(p: Painting, palette: Palette) -> Image.Image:
    """Spray paint on bricks."""
    tones = palette or (
        (30, 20, 50),
        (255, 60, 120),
        (255, 200, 40),
        (40, 200, 220),
        (130, 90, 240),
        (250, 250, 250),
    )
    wall = _bricks(p)
    colour = ImageEnhance.Color(posterised(toned(p.fill, tones, strength=0.6), 16)).enhance(1.8)
    haze = noise(p.fill.size, max(p.fill.width // 10, 4), p.seed).point(
        [min(255, max(0, (v - 60) * 2)) for v in range(256)]
    )
    mist = ImageChops.multiply(
        haze, noise(p.fill.size, 2, p.seed + 1).point([min(255, v * 2) for v in range(256)])
    )
    wall.paste(colour, (0, 0), scaled(mist, 0.6))
    reach = max(p.fill.width // 70, 3) | 1
    halo = p.near.filter(ImageFilter.BoxBlur(reach)).point([0] * 20 + [255] * 236)
    wall.paste(tones[1], (0, 0, *wall.size), scaled(halo.filter(ImageFilter.GaussianBlur(reach)), 0.85))
    wall.paste((252, 250, 246), (0, 0, *wall.size), halo)
    wall.paste((252, 250, 246), (0, 0, *wall.size), _drips(p, halo))
    wall.paste(colour, (0, 0), p.near)
    return inked(wall, ImageChops.multiply(grown(hard(p.ink, 110), 1), p.near), (20, 14, 30))


def _bricks(p: Painting) -> Image.Image:
    wall = grained(blank(p.fill.size, (150, 92, 78)), p.seed, 0.5, 3)
    draw = ImageDraw.Draw(wall)
    tall = max(min(p.fill.size) // 22, 6)
    broad = max(tall // 9, 1)
    for row in range(p.fill.height // tall + 1):
        y = row * tall
        draw.line([0, y, p.fill.width, y], fill=(186, 170, 158), width=broad)
        for x in range(-(row % 2) * round(tall * 1.2), p.fill.width, round(tall * 2.4)):
            draw.line([x, y, x, y + tall], fill=(186, 170, 158), width=broad)
    return wall


def _drips(p: Painting, halo: Image.Image) -> Image.Image:
    """Paint running down from the lower edge of what was sprayed."""
    sheet = Image.new("L", halo.size, 0)
    draw = ImageDraw.Draw(sheet)
    array = np.asarray(halo)
    rng = np.random.default_rng(p.seed)
    columns = np.flatnonzero(array.any(axis=0))
    starts: list[int] = rng.permutation(columns)[:14].tolist()
    for x in starts:
        y = int(np.flatnonzero(array[:, x]).max())
        broad = max(p.fill.width // 130, 2)
        draw.line([x, y - 4, x, y + int(rng.integers(20, 90)) * p.fill.height // 1000], fill=255, width=broad)
    return sheet
