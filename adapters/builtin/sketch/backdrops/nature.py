"""Places outdoors."""

from adapters.builtin.sketch.backdrops.view import (
    View,
    band,
    glyphs_at,
    haze,
    hills,
    peaks,
    tufts,
    waves,
)
from adapters.builtin.sketch.colour import darker, lighter, rgb
from adapters.builtin.sketch.figures.pen import Pen


def meadow(pen: Pen, view: View) -> None:
    hills(pen, view, view.horizon, 70, haze(rgb("#9ccb7a"), view, 0.3))
    if view.allows("🌳", "tree"):
        spots = [
            (view.width * view.rng.uniform(0.02, 0.98), view.horizon + 12, view.rng.uniform(70, 110))
            for _ in range(5)
        ]
        glyphs_at(pen, "🌳", spots, faded=0.25, into=view.light.sky[2])
    hills(pen, view, view.horizon + 70, 50, rgb("#86bf5d"), waves=1.4)
    tufts(pen, view, view.horizon + 110, rgb("#6aa748"))


def park(pen: Pen, view: View) -> None:
    band(pen, view, view.horizon, rgb("#93c76b"))
    _trees(pen, view, "🌳", view.horizon + 30, (190, 270), 5, faded=0.15)
    mid = view.width * 0.5
    pen.shape([(mid - 50, view.horizon + 20), (mid + 50, view.horizon + 20), (mid + 420, 1020),
        (mid - 420, 1020)], rgb("#e3d3b0"))  # fmt: skip
    tufts(pen, view, view.horizon + 90, rgb("#71ab4e"), 18)


def garden(pen: Pen, view: View) -> None:
    hills(pen, view, view.horizon - 20, 40, haze(rgb("#7fb569"), view, 0.2))
    x = -20.0
    while x < view.width:
        pen.shape([(x, view.horizon - 60), (x + 32, view.horizon - 100), (x + 64, view.horizon - 60),
            (x + 64, view.horizon + 60), (x, view.horizon + 60)], rgb("#f6efe0"))  # fmt: skip
        x += 78
    band(pen, view, view.horizon + 50, rgb("#86bf5d"))
    for n, char in enumerate("🌷🌻🌹🌷🌻🌹🌷🌻🌹🌷"):
        if view.allows(char, "flower"):
            glyphs_at(pen, char, [(view.width * (n + 0.5) / 10, view.horizon + 92 + (n % 2) * 26, 110)])
    tufts(pen, view, view.horizon + 120, rgb("#6aa748"))


def forest(pen: Pen, view: View) -> None:
    band(pen, view, view.horizon, haze(rgb("#5d9a66"), view, 0.45), outline=False)
    if view.allows("🌲", "🌳", "tree"):
        _trees(pen, view, "🌲", view.horizon + 30, (230, 330), 9, faded=0.5)
        _trees(pen, view, "🌲", view.horizon + 70, (360, 470), 6, faded=0.2)
    hills(pen, view, view.horizon + 90, 26, rgb("#5f9a57"))
    if view.allows("🌲", "🌳", "tree"):
        for x in (0.02, 0.98):
            glyphs_at(pen, "🌲", [(view.width * x, 900, 760)])
    tufts(pen, view, view.horizon + 140, rgb("#478247"))
    if view.allows("🍄"):
        glyphs_at(pen, "🍄", [(view.width * 0.14, 950, 62), (view.width * 0.87, 965, 74)])


def jungle(pen: Pen, view: View) -> None:
    band(pen, view, 0, haze(rgb("#3f8a5a"), view, 0.35), outline=False)
    _trees(pen, view, "🌳", view.horizon + 30, (330, 460), 6, faded=0.45)
    _trees(pen, view, "🌴", view.horizon + 80, (430, 600), 5, faded=0.1)
    hills(pen, view, view.horizon + 90, 30, rgb("#4d8f4a"))
    for side, lean in ((0.0, 1), (view.width, -1)):
        for n in range(5):
            y = 120 + n * 190
            pen.shape([(side, y), (side + lean * 150, y - 60), (side + lean * 250, y + 30),
                (side + lean * 140, y + 50)], rgb("#2f7a45"), curved=True)  # fmt: skip
    tufts(pen, view, view.horizon + 130, rgb("#2f7040"), 40)


def beach(pen: Pen, view: View) -> None:
    band(pen, view, view.horizon, haze(rgb("#2f8fc0"), view, 0.15))
    waves(pen, view, view.horizon + 8, view.horizon + 150, lighter(rgb("#2f8fc0"), 0.6))
    hills(pen, view, view.horizon + 170, 26, rgb("#f7f2e4"), waves=1.2)
    hills(pen, view, view.horizon + 186, 26, rgb("#efd9a2"), waves=1.2)
    for _ in range(30):
        x, y = view.rng.uniform(0, view.width), view.rng.uniform(view.horizon + 220, 990)
        pen.ellipse(x, y, 4, 2.5, rgb("#d9bd80"), outline=False)


def sea(pen: Pen, view: View) -> None:
    deep = rgb("#2a7fb0")
    band(pen, view, view.horizon, haze(deep, view, 0.25))
    waves(pen, view, view.horizon + 10, view.horizon + 130, lighter(deep, 0.55))
    for n, tone in enumerate((0.0, 0.1, 0.22)):
        hills(pen, view, view.horizon + 150 + n * 105, 30, darker(deep, tone), waves=3.4)


def lake(pen: Pen, view: View) -> None:
    peaks(pen, view, view.horizon, 230, haze(rgb("#7f93ad"), view, 0.3))
    hills(pen, view, view.horizon + 8, 30, haze(rgb("#6fa567"), view, 0.2))
    _trees(pen, view, "🌲", view.horizon + 20, (70, 110), 12, faded=0.25)
    band(pen, view, view.horizon + 24, rgb("#5ba4c9"))
    waves(pen, view, view.horizon + 34, 860, lighter(rgb("#5ba4c9"), 0.55), 7)
    hills(pen, view, 900, 40, rgb("#83b85f"), waves=1.2)
    tufts(pen, view, 915, rgb("#5f9a48"), 20)


def mountains(pen: Pen, view: View) -> None:
    peaks(pen, view, view.horizon, 430, haze(rgb("#8d9cb8"), view, 0.4))
    peaks(pen, view, view.horizon + 30, 300, haze(rgb("#6f7f9c"), view, 0.15), every=380)
    hills(pen, view, view.horizon + 50, 40, rgb("#6f9f62"))
    _trees(pen, view, "🌲", view.horizon + 84, (90, 140), 9, faded=0.15)
    hills(pen, view, view.horizon + 120, 30, rgb("#82b365"), waves=1.3)
    tufts(pen, view, view.horizon + 150, rgb("#639a4c"))


def volcano(pen: Pen, view: View) -> None:
    mid, y = view.width * 0.5, view.horizon
    pen.shape(
        [(mid - 430, y + 40), (mid - 90, y - 400), (mid + 90, y - 400), (mid + 430, y + 40)], rgb("#5b4550")
    )
    pen.shape([(mid - 90, y - 400), (mid + 90, y - 400), (mid + 70, y - 250), (mid + 20, y - 330), (mid,
        y - 130), (mid - 40, y - 320), (mid - 66, y - 240)], rgb("#f0652e"), curved=True)  # fmt: skip
    for n, (dx, r) in enumerate(((0, 70), (-60, 90), (60, 100), (0, 120))):
        pen.ellipse(mid + dx, y - 440 - n * 60, r, r * 0.7, rgb("#6d6070"))
    band(pen, view, y + 20, rgb("#43333c"))
    for _ in range(6):
        x, top = view.rng.uniform(0, view.width), view.rng.uniform(y + 60, 960)
        pen.shape(
            [(x, top), (x + 120, top + 10), (x + 150, top + 26), (x + 20, top + 22)],
            rgb("#f28a2e"),
            outline=False,
        )


def desert(pen: Pen, view: View) -> None:
    hills(pen, view, view.horizon, 110, haze(rgb("#e0b06a"), view, 0.3), waves=1.6)
    hills(pen, view, view.horizon + 60, 80, rgb("#e8bf7c"), waves=1.3)
    hills(pen, view, view.horizon + 150, 60, rgb("#efcd8f"), waves=1.1)
    if view.allows("🌵"):
        glyphs_at(
            pen,
            "🌵",
            [(view.width * 0.1, view.horizon + 150, 150), (view.width * 0.9, view.horizon + 190, 210)],
        )


def snow(pen: Pen, view: View) -> None:
    peaks(pen, view, view.horizon, 240, haze(rgb("#9db3cd"), view, 0.35))
    hills(pen, view, view.horizon + 20, 40, rgb("#dfeaf4"))
    if view.allows("🌲", "🌳", "tree"):
        _trees(pen, view, "🌲", view.horizon + 50, (130, 200), 7, faded=0.45)
    hills(pen, view, view.horizon + 90, 46, rgb("#f3f8fc"), waves=1.3)
    for _ in range(12):
        x, y = view.rng.uniform(0, view.width), view.rng.uniform(view.horizon + 150, 980)
        pen.shape([(x, y), (x + 40, y - 6), (x + 80, y)], rgb("#cfdfec"), outline=False)


def graveyard(pen: Pen, view: View) -> None:
    hills(pen, view, view.horizon, 60, haze(rgb("#6d7f6a"), view, 0.3))
    spots = [
        (view.width * (n + 0.5) / 6, view.horizon + 60 + (n % 2) * 40, 120 + (n % 2) * 40) for n in range(6)
    ]
    hills(pen, view, view.horizon + 30, 30, rgb("#6b8a5e"), waves=1.5)
    glyphs_at(pen, "🪦", spots)
    x = view.width * 0.9
    pen.limb(
        [(x, view.horizon + 130), (x - 10, view.horizon - 60), (x - 60, view.horizon - 190)],
        rgb("#4a3c3a"),
        34,
    )
    pen.limb([(x - 10, view.horizon - 60), (x + 60, view.horizon - 170)], rgb("#4a3c3a"), 20, curved=False)
    tufts(pen, view, view.horizon + 80, rgb("#4f6f48"))


def _trees(
    pen: Pen, view: View, char: str, base: float, tall: tuple[float, float], count: int, *, faded: float
) -> None:
    if not view.allows("🌳", "🌲", "tree", char):
        return
    number = max(3, round(count * view.width / 1000))
    spots = [
        (view.width * (n + view.rng.uniform(0.15, 0.85)) / number, base + view.rng.uniform(-8, 14), view.rng.uniform(*tall))
        for n in range(number)
    ]  # fmt: skip
    glyphs_at(pen, char, sorted(spots, key=lambda s: s[1]), faded=faded, into=view.light.sky[2])
