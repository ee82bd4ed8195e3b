"""Places made by people: streets, rooms, halls."""

from collections.abc import Sequence

from PIL import Image, ImageDraw

from adapters.builtin.sketch.backdrops.view import View, band, glyphs_at, haze, hills
from adapters.builtin.sketch.colour import Rgb, darker, lighter, mixed, rgb
from adapters.builtin.sketch.figures.handmade import handmade
from adapters.builtin.sketch.figures.pen import Pen, Point
from adapters.builtin.sketch.sky import gradient

_LIT = rgb("#ffe08a")


def city(pen: Pen, view: View) -> None:
    _skyline(pen, view, view.horizon, (260, 470), haze(rgb("#93a5bd"), view, 0.35))
    _skyline(pen, view, view.horizon + 30, (150, 330), haze(rgb("#6f819d"), view, 0.1))
    band(pen, view, view.horizon + 30, rgb("#8f9aa6"))
    band(pen, view, view.horizon + 110, rgb("#6a717d"))
    _dashes(pen, view, view.horizon + 190)


def street(pen: Pen, view: View) -> None:
    x, n = -30.0, 0
    tones = [rgb(c) for c in ("#d98e6a", "#e3c48f", "#93aebf", "#c97f7f", "#a9b98a", "#cfa9c4")]
    while x < view.width:
        wide = view.rng.uniform(210, 290)
        _house(pen, view, x, view.horizon + 60, wide, view.rng.uniform(430, 560), tones[n % len(tones)])
        x, n = x + wide, n + 1
    band(pen, view, view.horizon + 60, rgb("#c9c2b6"))
    band(pen, view, view.horizon + 150, rgb("#6f7380"))
    _dashes(pen, view, view.horizon + 230)


def castle(pen: Pen, view: View) -> None:
    """A throne hall."""
    _wall(pen, view, rgb("#8d8798"))
    for row in range(7):
        for n in range(round(view.width / 130) + 1):
            x = n * 130 - (row % 2) * 65
            pen.stroke([(x, row * 100), (x, row * 100 + 100)], 3)
        pen.stroke([(0, row * 100), (view.width, row * 100)], 3)
    for share in (0.14, 0.86):
        x = view.width * share
        pen.shape([(x - 70, 90), (x + 70, 90), (x + 70, 430), (x, 500), (x - 70, 430)], rgb("#a3272f"))
        pen.ellipse(x, 250, 36, 36, rgb("#f0c24a"))
    _arch(pen, view, view.width * 0.5, 80, 220, 420)
    _floor(pen, view, rgb("#b3a898"))
    mid = view.width * 0.5
    pen.shape(
        [(mid - 110, view.horizon), (mid + 110, view.horizon), (mid + 260, 1010), (mid - 260, 1010)],
        rgb("#a3272f"),
    )


def room(pen: Pen, view: View) -> None:
    _wall(pen, view, rgb("#e9d8bd"))
    x = -20.0
    while x < view.width:
        pen.box(x, -10, 30, view.horizon + 20, rgb("#e2cfb0"), outline=False)
        x += 90
    _window(pen, view, view.width * 0.74, 110, 230, 300)
    if view.width > 700 and view.allows("🖼"):
        glyphs_at(pen, "🖼", [(view.width * 0.2, 330, 190)])
    _floor(pen, view, rgb("#b98a5c"))
    _rug(pen, view, rgb("#b5535a"))


def kitchen(pen: Pen, view: View) -> None:
    _wall(pen, view, rgb("#f1e7d3"))
    _window(pen, view, view.width * 0.5, 90, 250, 260)
    for share in (0.13, 0.87):
        x = view.width * share
        pen.box(x - 120, 60, 240, 240, rgb("#8fb3a6"), round_=8)
        pen.stroke([(x, 66), (x, 294)], 5)
    top = view.horizon - 150
    for n in range(round(view.width / 60) + 1):
        pen.box(n * 60, top - 66, 56, 60, rgb("#dfeae6") if n % 2 else rgb("#c6dbd4"))
    pen.box(-20, top, view.width + 40, 40, rgb("#c99a68"))
    pen.box(-20, top + 40, view.width + 40, view.horizon - top, rgb("#8fb3a6"))
    for n in range(round(view.width / 180) + 1):
        pen.stroke([(n * 180, top + 46), (n * 180, view.horizon)], 5)
    glyphs_at(pen, "🫖", [(view.width * 0.16, top + 6, 86)])
    glyphs_at(pen, "🪴", [(view.width * 0.84, top + 6, 110)])
    _floor(pen, view, rgb("#d9c3a0"), tiles=True)


def cafe(pen: Pen, view: View) -> None:
    _wall(pen, view, rgb("#c98f6b"))
    _window(pen, view, view.width * 0.3, 120, 340, 330)
    pen.box(view.width * 0.62, 130, view.width * 0.28, 190, rgb("#33403b"), round_=8)
    for n in range(3):
        pen.box(
            view.width * 0.65, 165 + n * 46, view.width * (0.2 - n * 0.04), 10, rgb("#f1ead8"), outline=False
        )
    for share in (0.25, 0.5, 0.75):
        x = view.width * share
        pen.stroke([(x, 0), (x, 60)], 6)
        pen.shape([(x - 50, 100), (x - 20, 56), (x + 20, 56), (x + 50, 100)], rgb("#3b4a44"))
        pen.ellipse(x, 104, 22, 12, _LIT)
    _floor(pen, view, rgb("#8a5f42"))


def library(pen: Pen, view: View) -> None:
    _wall(pen, view, rgb("#6d4a35"))
    shelf = handmade("bookshelf")
    assert shelf is not None
    tall = view.horizon - 30
    wide, x = tall * shelf.aspect * 0.82, -30.0
    while x < view.width:
        pen.stick(shelf.resized(round(wide), round(tall)), x, 24, wide)
        x += wide + 8
    _floor(pen, view, rgb("#8f5f3c"))
    _rug(pen, view, rgb("#7a2f3a"))


def classroom(pen: Pen, view: View) -> None:
    _wall(pen, view, rgb("#e8e0c9"))
    pen.box(view.width * 0.15, 90, view.width * 0.7, 360, rgb("#8a5f3c"), round_=10)
    pen.box(view.width * 0.15 + 22, 112, view.width * 0.7 - 44, 316, rgb("#2f5a48"))
    for n, share in enumerate((0.3, 0.45, 0.36)):
        pen.box(view.width * 0.22, 170 + n * 70, view.width * share, 12, rgb("#dfe8dc"), outline=False)
    _floor(pen, view, rgb("#c79f6d"))


def office(pen: Pen, view: View) -> None:
    _wall(pen, view, rgb("#dfe5ea"))
    _window(pen, view, view.width * 0.3, 80, 420, 330)
    pen.box(view.width * 0.68, 140, view.width * 0.22, 24, rgb("#a97a4c"))
    glyphs_at(pen, "📚", [(view.width * 0.75, 142, 90)])
    glyphs_at(pen, "🪴", [(view.width * 0.86, 142, 110)])
    _floor(pen, view, rgb("#a4abb5"))


def stage(pen: Pen, view: View) -> None:
    _wall(pen, view, rgb("#3a2440"))
    for side, lean in ((0.0, 1), (view.width, -1)):
        for n in range(3):
            x = side + lean * n * 60
            pen.shape([(x, -10), (x + lean * 80, -10), (x + lean * 50, 400), (x + lean * 74,
                view.horizon + 20), (x, view.horizon + 20)], rgb("#a3272f") if n % 2 else rgb("#b83a3f"))  # fmt: skip
    _floor(pen, view, rgb("#8a5a38"))
    for share in (0.3, 0.7):
        x = view.width * share
        beam = [(x, -20), (x - 200 + share * 400 - 160, 930), (x - 200 + share * 400 + 160, 930)]
        _beam(pen, beam)


def stadium(pen: Pen, view: View) -> None:
    pen.shape([(-20, view.horizon - 230), (view.width + 20, view.horizon - 230), (view.width + 20,
        view.horizon), (-20, view.horizon)], rgb("#7f8ca3"))  # fmt: skip
    tones = [rgb(c) for c in ("#e2553f", "#f4c95a", "#f7f2e6", "#3f7fd0", "#3a3a4a")]
    for row in range(6):
        x = 10.0 + (row % 2) * 14
        while x < view.width:
            pen.ellipse(x, view.horizon - 205 + row * 34, 11, 11, view.rng.choice(tones), outline=False)
            x += 28
    pen.box(-20, view.horizon - 24, view.width + 40, 40, rgb("#f1ede0"))
    band(pen, view, view.horizon + 14, rgb("#5fa84e"))
    for n in range(4):
        if n % 2:
            pen.box(-20, view.horizon + 20 + n * 90, view.width + 40, 90, rgb("#69b457"), outline=False)
    pen.box(-20, view.horizon + 120, view.width + 40, 8, rgb("#f7f5ea"), outline=False)


def _beam(pen: Pen, points: Sequence[Point]) -> None:
    light = Image.new("L", pen.fill.size, 0)
    ImageDraw.Draw(light).polygon([(x * pen.scale, y * pen.scale) for x, y in points], fill=70)
    pen.fill.paste((255, 240, 190), (0, 0, *pen.fill.size), light)


def _wall(pen: Pen, view: View, colour: Rgb) -> None:
    pen.box(-40, -40, view.width + 80, view.horizon + 60, colour, outline=False)


def _floor(pen: Pen, view: View, colour: Rgb, *, tiles: bool = False) -> None:
    band(pen, view, view.horizon, colour)
    pen.box(-40, view.horizon - 16, view.width + 80, 22, lighter(colour, 0.35))
    mid = view.width / 2
    for n in range(-9, 10):
        pen.stroke([(mid + n * view.width * 0.11, view.horizon + 8), (mid + n * view.width * 0.2, 1010)], 2.5)
    if tiles:
        for n in range(1, 6):
            y = view.horizon + (1000 - view.horizon) * (n / 6) ** 1.5
            pen.stroke([(0, y), (view.width, y)], 2.5)


def _rug(pen: Pen, view: View, colour: Rgb) -> None:
    y = (view.horizon + 1000) / 2 + 40
    pen.ellipse(view.width / 2, y, view.width * 0.4, 90, colour)
    pen.ellipse(view.width / 2, y, view.width * 0.34, 70, lighter(colour, 0.25))


def _window(pen: Pen, view: View, x: float, y: float, wide: float, tall: float) -> None:
    """A window with the sky of the hour in it. x is its middle."""
    frame = rgb("#f7efe0")
    pen.box(x - wide / 2 - 18, y - 18, wide + 36, tall + 36, frame)
    pen.box(x - wide / 2, y, wide, tall, view.light.sky[1])
    s = pen.scale
    pane = gradient((max(round(wide * s) - 8, 1), max(round(tall * s) - 8, 1)), view.light.sky)
    pen.fill.paste(pane, (round((x - wide / 2) * s) + 4, round(y * s) + 4))
    if view.light.shining == "moon":
        pen.ellipse(x + wide * 0.22, y + tall * 0.25, 26, 26, rgb("#fbf3cf"))
    elif not view.light.dark:
        pen.ellipse(x - wide * 0.2, y + tall * 0.3, 50, 18, rgb("#ffffff"), outline=False)
        pen.ellipse(x - wide * 0.1, y + tall * 0.26, 40, 24, rgb("#ffffff"), outline=False)
    pen.box(x - 7, y, 14, tall, frame)
    pen.box(x - wide / 2, y + tall / 2 - 7, wide, 14, frame)
    pen.box(x - wide / 2 - 34, y + tall + 14, wide + 68, 24, darker(frame, 0.08))


def _arch(pen: Pen, view: View, x: float, y: float, wide: float, tall: float) -> None:
    pen.shape([(x - wide / 2, y + tall), (x - wide / 2, y + wide * 0.4), (x, y), (x + wide / 2,
        y + wide * 0.4), (x + wide / 2, y + tall)], view.light.sky[1])  # fmt: skip
    pen.stroke([(x, y), (x, y + tall)], 8)
    for n in (1, 2):
        pen.stroke([(x - wide / 2, y + tall * n / 3 + 40), (x + wide / 2, y + tall * n / 3 + 40)], 8)


def _skyline(pen: Pen, view: View, base: float, tall: tuple[float, float], colour: Rgb) -> None:
    x = -40.0
    while x < view.width:
        wide, high = view.rng.uniform(80, 150), view.rng.uniform(*tall)
        tone = mixed(colour, (255, 255, 255), view.rng.uniform(0.0, 0.14))
        pen.box(x, base - high, wide, high + 60, tone)
        pane = _LIT if view.light.dark else lighter(tone, 0.45)
        rows, columns = int(high // 46), int(wide // 34)
        for row in range(rows):
            for column in range(columns):
                if view.rng.random() < 0.62:
                    pen.box(x + 12 + column * 33, base - high + 18 + row * 44, 17, 24, pane, outline=False)
        x += wide - 4


def _house(pen: Pen, view: View, x: float, base: float, wide: float, high: float, colour: Rgb) -> None:
    pen.box(x, base - high, wide, high, haze(colour, view, 0.12))
    pen.box(x - 6, base - high - 18, wide + 12, 30, darker(colour, 0.3))
    pane = _LIT if view.light.dark else rgb("#bfe0ee")
    for row in range(2):
        for n in (0.28, 0.72):
            pen.box(x + wide * n - 30, base - high + 50 + row * 130, 60, 84, pane)
    pen.box(x + wide * 0.36, base - 130, wide * 0.28, 130, darker(colour, 0.5), round_=6)
    stripes = (rgb("#f7f2e6"), rgb("#c9503f"))
    for n in range(6):
        pen.box(x + 14 + n * (wide - 28) / 6, base - 176, (wide - 28) / 6, 44, stripes[n % 2])


def _dashes(pen: Pen, view: View, y: float) -> None:
    x = -20.0
    while x < view.width:
        pen.box(x, y, 90, 12, rgb("#f4e9c8"), outline=False)
        x += 190


def table(pen: Pen, view: View) -> None:
    _wall(pen, view, mixed(rgb("#d9c4a4"), view.light.sky[1], 0.18))
    hills(pen, view, view.horizon - 60, 20, mixed(rgb("#cdb391"), view.light.sky[1], 0.2), waves=1)
    band(pen, view, view.horizon, rgb("#b07a48"))
    for n in range(1, 5):
        y = view.horizon + (1000 - view.horizon) * (n / 5) ** 1.4
        pen.stroke([(0, y), (view.width, y)], 3)
