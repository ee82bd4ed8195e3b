"""Styles of brush, crayon and clay."""

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageFont

from adapters.builtin.sketch.colour import darker
from adapters.builtin.sketch.figures.cutouts import FONTS
from adapters.builtin.sketch.painting import Painting
from adapters.builtin.sketch.treatments.palette import Palette, toned
from adapters.builtin.sketch.treatments.strokes import brushed, dabbed, faceted
from adapters.builtin.sketch.treatments.surface import (
    blank,
    brightened,
    edges,
    grained,
    inked,
    noise,
    posterised,
    scaled,
    stripes,
    wobbled,
)


def watercolour(p: Painting, palette: Palette) -> Image.Image:
    """Washes that bloom and pool at their edges, white paper around them."""
    soft = wobbled(toned(p.fill, palette), p.seed, p.fill.width / 120)
    blooms = noise(p.fill.size, max(p.fill.width // 14, 8), p.seed + 3)
    wet = Image.composite(brightened(soft, 1.13), brightened(soft, 0.92), blooms)
    washed = Image.blend(wet, blank(wet.size, (255, 252, 244)), 0.16)
    rim = edges(soft.filter(ImageFilter.GaussianBlur(1)), 60).filter(ImageFilter.GaussianBlur(1.6))
    done = inked(washed, rim, (70, 60, 100), 0.36)
    done = inked(done, wobbled(p.ink, p.seed, 3, 40).filter(ImageFilter.GaussianBlur(1)), (70, 56, 76), 0.4)
    done.paste((253, 250, 243), (0, 0, *done.size), _unpainted(p))
    return grained(done, p.seed, 0.26, 2)


def _unpainted(p: Painting) -> Image.Image:
    """The paper that the brush did not reach."""
    width, height = p.fill.size
    margin = max(min(width, height) // 34, 2)
    inside = Image.new("L", p.fill.size, 255)
    inside.paste(0, (margin, margin, width - margin, height - margin))
    rough = wobbled(inside, p.seed + 9, margin * 0.8, max(width // 40, 6))
    return rough.filter(ImageFilter.GaussianBlur(2))


def pastel(p: Painting, palette: Palette) -> Image.Image:
    """Chalky and light."""
    light = Image.blend(toned(p.fill, palette), blank(p.fill.size, (255, 246, 242)), 0.38)
    done = inked(light, p.ink, (136, 108, 132), 0.7)
    speckle = noise(p.fill.size, 2, p.seed).point([min(255, max(0, (v - 150) * 3)) for v in range(256)])
    done.paste((255, 252, 248), (0, 0, *done.size), scaled(speckle, 0.3))
    return done


def oil(p: Painting, palette: Palette) -> Image.Image:
    """Thick strokes along the forms, varnish, canvas."""
    base = ImageEnhance.Color(inked(toned(p.fill, palette), p.ink, (40, 26, 30), 0.75)).enhance(1.25)
    unit = max(p.fill.width / 1024, 0.35)
    broad = brushed(base, length=34 * unit, width=11 * unit, seed=p.seed, jitter=13, cover=3)
    fine = brushed(broad, length=18 * unit, width=5 * unit, seed=p.seed + 1, jitter=10, cover=0.0)
    detail = brushed(base, length=16 * unit, width=5 * unit, seed=p.seed + 2, jitter=9, cover=1.2)
    fine.paste(detail, (0, 0), p.near.filter(ImageFilter.GaussianBlur(3)))
    return _relief(fine, 0.5)


def _relief(image: Image.Image, share: float) -> Image.Image:
    """The light catching the paint's own ridges."""
    bumps = image.convert("L").filter(ImageFilter.EMBOSS)
    bumps = bumps.point([round(128 + max(-60, min(60, v - 128)) * share) for v in range(256)])
    return ImageChops.overlay(image, Image.merge("RGB", (bumps, bumps, bumps)))


def impressionism(p: Painting, palette: Palette) -> Image.Image:
    """Short strokes of broken colour, larger where nothing stands."""
    base = ImageEnhance.Color(inked(toned(p.fill, palette), p.ink, (66, 60, 104), 0.6)).enhance(1.4)
    unit = max(p.fill.width / 1024, 0.35)
    done = brushed(base, length=24 * unit, width=9 * unit, seed=p.seed, jitter=22, cover=2.4)
    done = Image.blend(done, dabbed(base, radius=7 * unit, seed=p.seed + 3, jitter=18, cover=1.2), 0.3)
    detail = brushed(base, length=11 * unit, width=5 * unit, seed=p.seed + 1, jitter=14, cover=1.6)
    done.paste(detail, (0, 0), p.near.filter(ImageFilter.BoxBlur(4 * unit)))
    return Image.blend(done, blank(done.size, (255, 248, 232)), 0.06)


def crayon(p: Painting, palette: Palette) -> Image.Image:
    """Wax that skips over the paper's grain."""
    base = ImageEnhance.Color(toned(p.fill, palette)).enhance(1.35)
    rng_angle = 0.6
    rows = stripes(p.fill.size, max(p.fill.width / 95, 3), rng_angle, wave=5, wave_length=120)
    grain = ImageChops.add(scaled(noise(p.fill.size, 2, p.seed), 0.72), scaled(rows, 0.4))
    covered = grain.point([min(255, max(0, (v - 74) * 4)) for v in range(256)])
    done = blank(p.fill.size, (253, 249, 240))
    done.paste(base, (0, 0), covered)
    rough = ImageChops.multiply(
        wobbled(p.ink, p.seed, 5, 30),
        noise(p.fill.size, 3, p.seed + 2).point([min(255, v * 2) for v in range(256)]),
    )
    return inked(done, rough, (50, 40, 58), 0.9)


def clay(p: Painting, palette: Palette) -> Image.Image:
    """Rounded, matt, softly lit from the upper left; grooves instead of lines."""
    unit = max(p.fill.width / 1024, 0.3)
    base = toned(p.fill, palette)
    back = base.filter(ImageFilter.BoxBlur(5 * unit))
    back.paste(base, (0, 0), p.near)
    grooves = ImageChops.subtract(Image.new("L", base.size, 255), p.ink)
    rounded = ImageChops.multiply(ImageChops.lighter(p.near, Image.new("L", base.size, 150)), grooves)
    tall = np.asarray(
        rounded.filter(ImageFilter.BoxBlur(7 * unit)).filter(ImageFilter.BoxBlur(5 * unit)), dtype=np.float32
    )
    down, across = np.gradient(tall)
    bump = Image.fromarray(np.clip(128 + (down + across) * 9 * unit, 40, 226).astype(np.uint8))
    done = ImageChops.overlay(back, Image.merge("RGB", (bump, bump, bump)))
    done = inked(done, p.ink.filter(ImageFilter.BoxBlur(unit)), (70, 40, 62), 0.42)
    gleam = bump.point([min(255, max(0, (v - 186) * 6)) for v in range(256)])
    done.paste((255, 255, 250), (0, 0, *done.size), scaled(gleam, 0.4))
    return ImageEnhance.Color(done).enhance(1.2)


def ukiyo(p: Painting, palette: Palette) -> Image.Image:
    """Flat muted inks, a graded sky, paper, a red seal."""
    tones = palette or (
        (28, 38, 66),
        (52, 86, 122),
        (120, 150, 156),
        (186, 92, 66),
        (214, 178, 120),
        (242, 230, 202),
    )
    base = posterised(toned(p.fill, tones, strength=0.9), 14)
    band = Image.linear_gradient("L").resize(p.fill.size).point([max(0, 190 - v * 4) for v in range(256)])
    sky = ImageChops.subtract(band, ImageChops.lighter(scaled(p.near, 1.0), p.land))
    base.paste(tones[1], (0, 0, *base.size), sky)
    done = inked(base, p.ink, darker(tones[0], 0.1), 0.9)
    done = Image.blend(done, ImageChops.multiply(done, blank(done.size, (250, 238, 212))), 0.8)
    return grained(_sealed(done), p.seed, 0.3, 2)


def _sealed(image: Image.Image) -> Image.Image:
    side = round(min(image.size) * 0.07)
    x, y = image.width - side * 2, image.height - round(side * 2.2)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle([x, y, x + side, y + side * 1.25], side * 0.12, fill=(176, 42, 36))
    font = ImageFont.truetype(str(FONTS / "NotoSansSymbols[wght].ttf"), max(side // 2, 6))
    draw.text((x + side / 2, y + side * 0.62), "☼", font=font, fill=(246, 230, 206), anchor="mm")
    return image


def low_poly(p: Painting, palette: Palette) -> Image.Image:
    """Facets."""
    base = ImageEnhance.Color(inked(toned(p.fill, palette), p.ink, (44, 34, 56), 0.45)).enhance(1.15)
    return faceted(base, p.ink, cell=max(p.fill.width // 52, 6), seed=p.seed)
