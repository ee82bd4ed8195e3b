"""Places beyond streets and fields: space, under water, in the sky, caves; and no place at all."""

from PIL import Image, ImageDraw, ImageFilter

from adapters.builtin.sketch.backdrops.view import View, band, glyphs_at, hills
from adapters.builtin.sketch.colour import Rgb, darker, lighter, mixed, rgb
from adapters.builtin.sketch.figures.pen import Pen
from adapters.builtin.sketch.sky import cloud, gradient, stars


def _fill(pen: Pen, *stops: Rgb) -> None:
    pen.fill.paste(gradient(pen.fill.size, stops))
    pen.mask.paste(255, (0, 0, *pen.mask.size))


def space(pen: Pen, view: View) -> None:
    _fill(pen, rgb("#0a0f2e"), rgb("#1d1b52"), rgb("#3a1f5f"))
    _nebula(pen, view)
    stars(pen, 1080, view.rng, 170)
    if view.allows("🪐"):
        x = view.width * view.rng.choice((0.14, 0.86))
        glyphs_at(pen, "🪐", [(x, 330, 200)])
    x = view.width * view.rng.uniform(0.25, 0.75)
    pen.ellipse(x, 1270, 620, 430, rgb("#4a3f8f"))
    pen.ellipse(x - 120, 980, 120, 40, rgb("#5a4fa3"), outline=False)
    pen.ellipse(x + 190, 940, 70, 22, rgb("#5a4fa3"), outline=False)


def _nebula(pen: Pen, view: View) -> None:
    mist = Image.new("RGB", pen.fill.size, (0, 0, 0))
    shape = Image.new("L", pen.fill.size, 0)
    tint, light = ImageDraw.Draw(mist), ImageDraw.Draw(shape)
    for tone in ((120, 60, 190), (220, 80, 150), (60, 120, 220), (160, 70, 200)):
        x, y = view.rng.uniform(0, view.width) * pen.scale, view.rng.uniform(50, 800) * pen.scale
        r = view.rng.uniform(120, 260) * pen.scale
        tint.ellipse([x - r * 1.6, y - r, x + r * 1.6, y + r], fill=tone)
        light.ellipse([x - r * 1.2, y - r * 0.7, x + r * 1.2, y + r * 0.7], fill=120)
    soft = ImageFilter.BoxBlur(80 * pen.scale)
    pen.fill.paste(mist.filter(soft), (0, 0), shape.filter(soft))


def moon(pen: Pen, view: View) -> None:
    _fill(pen, rgb("#070a1e"), rgb("#141a3c"), rgb("#232a55"))
    stars(pen, view.horizon, view.rng, 150)
    if view.allows("🌍"):
        glyphs_at(pen, "🌍", [(view.width * view.rng.choice((0.2, 0.8)), 300, 180)])
    _craters(pen, view, rgb("#c3c6d2"))


def mars(pen: Pen, view: View) -> None:
    _fill(pen, rgb("#b5624a"), rgb("#dd9a6c"), rgb("#f3c795"))
    hills(pen, view, view.horizon - 20, 130, rgb("#b0583c"), waves=1.4)
    _craters(pen, view, rgb("#c46a42"))


def _craters(pen: Pen, view: View, soil: Rgb) -> None:
    hills(pen, view, view.horizon, 30, soil, waves=1.2)
    for n in range(7):
        y = view.horizon + 50 + n * 48
        x, r = view.rng.uniform(0, view.width), 26 + n * 9
        pen.ellipse(x, y, r * 1.7, r * 0.5, darker(soil, 0.14))
        pen.ellipse(x, y + r * 0.13, r * 1.4, r * 0.33, darker(soil, 0.24), outline=False)


def underwater(pen: Pen, view: View) -> None:
    _fill(pen, rgb("#5cc3dc"), rgb("#2a86b8"), rgb("#14507f"))
    rays = Image.new("L", pen.fill.size, 0)
    draw = ImageDraw.Draw(rays)
    for n in range(5):
        x = view.width * (n + 0.4) / 5 * pen.scale
        draw.polygon([(x, 0), (x + 60 * pen.scale, 0), (x - 60 * pen.scale, 800 * pen.scale),
            (x - 190 * pen.scale, 800 * pen.scale)], fill=46)  # fmt: skip
    pen.fill.paste((255, 255, 255), (0, 0, *pen.fill.size), rays.filter(ImageFilter.BoxBlur(10 * pen.scale)))
    hills(pen, view, 860, 60, rgb("#d9c28f"), waves=1.6)
    for n in range(round(9 * view.width / 1000) + 2):
        x = view.width * (n + view.rng.uniform(0, 1)) / 9
        tall = view.rng.uniform(130, 300)
        tone = view.rng.choice((rgb("#2f8f6a"), rgb("#3fa078"), rgb("#276f5c")))
        pen.limb(
            [(x, 900), (x + 24, 900 - tall * 0.35), (x - 16, 900 - tall * 0.7), (x + 10, 900 - tall)],
            tone,
            22,
        )
    if view.allows("🪸"):
        glyphs_at(pen, "🪸", [(view.width * 0.12, 930, 170), (view.width * 0.87, 945, 200)])
    for _ in range(16):
        x, y, r = view.rng.uniform(0, view.width), view.rng.uniform(60, 800), view.rng.uniform(6, 17)
        pen.ellipse(x, y, r, r, lighter(rgb("#7fd0e6"), 0.4))


def sky(pen: Pen, view: View) -> None:
    tone = mixed((255, 255, 255), view.light.sky[1], 0.6 if view.light.dark else 0.1)
    for n in range(round(7 * view.width / 1000) + 3):
        y = 260 + (n % 3) * 210
        cloud(pen, view.width * (n + 0.3) / 7, y + view.rng.uniform(-60, 60), view.rng.uniform(150, 260),
            mixed(tone, view.light.sky[1], 0.25))  # fmt: skip
    for n in range(round(6 * view.width / 1000) + 2):
        cloud(pen, view.width * n / 6, 960 + (n % 2) * 30, 330, tone)


def cave(pen: Pen, view: View) -> None:
    _fill(pen, rgb("#3b3246"), rgb("#5a4c5f"), rgb("#7a6a72"))
    mid = view.width / 2
    pen.ellipse(
        mid, view.horizon - 150, view.width * 0.26, 250, mixed(view.light.sky[2], rgb("#fff3cf"), 0.4)
    )
    band(pen, view, view.horizon, rgb("#5f5262"))
    hills(pen, view, view.horizon + 60, 30, rgb("#6d5f6d"))
    x = -30.0
    while x < view.width:
        wide, tall = view.rng.uniform(70, 140), view.rng.uniform(110, 330)
        away = abs(x + wide / 2 - mid) / view.width
        pen.shape([(x, -10), (x + wide, -10), (x + wide / 2, tall * (0.35 + away * 1.6))], rgb("#463b50"))
        x += wide * 0.86
    for side, lean in ((0.0, 1), (view.width, -1)):
        pen.shape(
            [(side, 300), (side + lean * 110, 600), (side + lean * 190, 1010), (side, 1010)], rgb("#3b3246")
        )
    glyphs_at(pen, "💎", [(view.width * 0.15, 930, 74), (view.width * 0.86, 900, 60)])


def plain(pen: Pen, view: View) -> None:
    tone = mixed(rgb("#f4efe6"), view.light.sky[2], 0.35 if not view.light.dark else 0.85)
    _fill(pen, lighter(tone, 0.3), tone)
    pen.ellipse(view.width / 2, 905, view.width * 0.42, 46, darker(tone, 0.1), outline=False)
