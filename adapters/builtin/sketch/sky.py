"""The sky: its gradient, sun or moon, stars, clouds, aurora."""

from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from adapters.builtin.sketch.colour import Rgb, mixed
from adapters.builtin.sketch.figures.pen import Pen
from adapters.builtin.sketch.light import Light


def gradient(size: tuple[int, int], stops: tuple[Rgb, ...], *, until: float = 1.0) -> Image.Image:
    """From top to bottom through the colours, the last one reached at `until` (share of the height)."""
    width, height = size
    at = np.linspace(0, 1, height) / max(until, 0.01)
    marks = np.linspace(0, 1, len(stops))
    columns = [np.interp(at, marks, [stop[c] for stop in stops]) for c in range(3)]
    column = np.stack(columns, axis=1).astype(np.uint8)
    return Image.fromarray(np.repeat(column[:, None, :], width, axis=1), "RGB")


def paint_sky(pen: Pen, light: Light, horizon: float, rng: Random, avoid: frozenset[str]) -> None:
    """Fills the whole sheet."""
    pen.fill.paste(gradient(pen.fill.size, light.sky, until=horizon / pen.height))
    pen.mask.paste(255, (0, 0, *pen.mask.size))
    if light.stars and "⭐" not in avoid:
        stars(pen, horizon, rng)
    x = pen.width * rng.choice((0.2, 0.26, 0.74, 0.8))
    y = horizon * light.height
    if light.shining == "moon" and not avoid & {"moon", "🌙"}:
        moon(pen, x, max(y, 110), 70)
    elif light.shining == "sun" and not avoid & {"sun", "☀"}:
        sun(pen, x, y, 74)


def rainbow(pen: Pen, horizon: float) -> None:
    """A bow across the sky, behind everything."""
    arc = Image.new("RGB", pen.fill.size)
    mask = Image.new("L", pen.fill.size, 0)
    tint, shape = ImageDraw.Draw(arc), ImageDraw.Draw(mask)
    s, x, y = pen.scale, pen.width / 2, horizon + 60
    outer = min(pen.width * 0.56, horizon * 1.02)
    broad = outer * 0.045
    for n, tone in enumerate(_BOW):
        r = outer - n * broad
        box = [(x - r) * s, (y - r) * s, (x + r) * s, (y + r) * s]
        tint.ellipse(box, fill=tone)
        shape.ellipse(box, fill=205)
    inner = outer - len(_BOW) * broad
    shape.ellipse([(x - inner) * s, (y - inner) * s, (x + inner) * s, (y + inner) * s], fill=0)
    pen.fill.paste(arc, (0, 0), mask.filter(ImageFilter.BoxBlur(1.5 * s)))


_BOW = (
    (226, 72, 64),
    (246, 148, 62),
    (248, 214, 76),
    (108, 186, 92),
    (74, 152, 222),
    (94, 96, 200),
    (150, 92, 196),
)


def stars(pen: Pen, low: float, rng: Random, count: int = 90) -> None:
    draw = ImageDraw.Draw(pen.fill)
    s = pen.scale
    for _ in range(round(count * pen.width / 1000)):
        x, y = rng.random() * pen.width * s, rng.random() ** 1.3 * low * 0.92 * s
        r = rng.choice((1.1, 1.4, 1.8, 2.6)) * s
        draw.ellipse(
            [x - r, y - r, x + r, y + r], fill=rng.choice(((255, 255, 240), (220, 230, 255), (255, 240, 200)))
        )


def glow(image: Image.Image, x: float, y: float, radius: float, colour: Rgb, strength: float) -> None:
    """Adds light around a point (pixels); strength 0..1. What is there is lit, not covered."""
    left, top = max(round(x - radius), 0), max(round(y - radius), 0)
    right, low = min(round(x + radius), image.width), min(round(y + radius), image.height)
    if right - left < 2 or low - top < 2:
        return
    share = 256 / (2 * radius)
    spread = ((left, x - radius), (top, y - radius), (right, x - radius), (low, y - radius))
    part = tuple(min(max((edge - start) * share, 0.0), 256.0) for edge, start in spread)
    falloff = Image.radial_gradient("L").point(
        [max(0, round((255 - min(v * 1.42, 255)) * strength)) for v in range(256)]
    )
    halo = falloff.resize(
        (right - left, low - top), Image.Resampling.BILINEAR, (part[0], part[1], part[2], part[3])
    )
    light = Image.merge("RGB", [halo.point([v * c // 255 for v in range(256)]) for c in colour])
    image.paste(ImageChops.screen(image.crop((left, top, right, low)), light), (left, top))


def sun(pen: Pen, x: float, y: float, radius: float) -> None:
    s = pen.scale
    glow(pen.fill, x * s, y * s, radius * 4.2 * s, (255, 236, 170), 0.75)
    pen.ellipse(x, y, radius, radius, (255, 226, 130))


def moon(pen: Pen, x: float, y: float, radius: float) -> None:
    s = pen.scale
    glow(pen.fill, x * s, y * s, radius * 3.6 * s, (200, 214, 255), 0.55)
    pen.ellipse(x, y, radius, radius, (250, 244, 214))
    for dx, dy, r in ((-0.3, -0.25, 0.2), (0.32, -0.1, 0.13), (0.05, 0.4, 0.24), (-0.42, 0.3, 0.1)):
        pen.ellipse(x + dx * radius, y + dy * radius, r * radius, r * radius, (232, 222, 184), outline=False)


def clouds(pen: Pen, light: Light, horizon: float, rng: Random, count: int, *, heavy: bool = False) -> None:
    tone = mixed((255, 255, 255), light.sky[1], 0.72 if light.dark else 0.12)
    if heavy:
        tone = mixed(tone, (96, 104, 122), 0.55)
    for n in range(count):
        wide = rng.uniform(150, 260) * (1.3 if heavy else 1)
        cloud(
            pen, pen.width * (n + rng.uniform(0.2, 0.8)) / count, horizon * rng.uniform(0.1, 0.42), wide, tone
        )


def cloud(pen: Pen, x: float, y: float, wide: float, tone: Rgb) -> None:
    """One cloud: puffs on a flat base, outlined as one."""
    puffs = ((-0.34, 0.0, 0.2), (-0.1, -0.12, 0.27), (0.18, -0.07, 0.23), (0.37, 0.02, 0.16))
    for dx, dy, r in puffs:
        pen.ellipse(x + dx * wide, y + dy * wide, r * wide, r * wide * 0.78, tone)
    pen.box(x - wide * 0.46, y, wide * 0.92, wide * 0.17, tone, round_=wide * 0.08)
    for dx, dy, r in puffs:
        pen.ellipse(x + dx * wide, y + dy * wide, r * wide - 5, r * wide * 0.78 - 5, tone, outline=False)
    pen.box(x - wide * 0.4, y - wide * 0.04, wide * 0.8, wide * 0.16, tone, outline=False, round_=wide * 0.07)


def aurora(pen: Pen, horizon: float, rng: Random) -> None:
    veil = Image.new("RGB", pen.fill.size, (0, 0, 0))
    light = Image.new("L", pen.fill.size, 0)
    tint, shape = ImageDraw.Draw(veil), ImageDraw.Draw(light)
    s, width = pen.scale, pen.width
    for colour, high in (((90, 255, 170), 0.2), ((120, 200, 255), 0.12), ((200, 120, 255), 0.28)):
        phase = rng.random() * 6
        for x in range(0, round(width), 6):
            y = horizon * (
                high + 0.12 * float(np.sin(x / 170 + phase)) + 0.05 * float(np.sin(x / 61 + phase))
            )
            tall = horizon * (0.28 + 0.1 * float(np.sin(x / 43)))
            box = [x * s, y * s, (x + 7) * s, (y + tall) * s]
            tint.rectangle(box, fill=colour)
            shape.rectangle(box, fill=130)
    soft = ImageFilter.GaussianBlur(22 * s)
    pen.fill.paste(
        veil.filter(soft).point([min(255, v * 2) for v in range(256)] * 3), (0, 0), light.filter(soft)
    )
