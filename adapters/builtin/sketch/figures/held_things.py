"""What a figure has in its hands, and the hands over it."""

from adapters.builtin.sketch.colour import Rgb, rgb
from adapters.builtin.sketch.figures.clothes import Head
from adapters.builtin.sketch.figures.looks import Tone, painted
from adapters.builtin.sketch.figures.pen import Pen

_WIDE = frozenset("📖📰🪧🗺🎹💻📦🎁🧺🍕🎂📚🖼🥁🎨🐈🐕🐇🧸⚽🏀🎃💐🐱🐶")
"""Held before the chest with both hands."""
_STRUNG = frozenset("🎸🎻🪕🎷🏹")
_OVERHEAD = frozenset("☂🎈🚩🏴🪁🪂⚔") | {"🏴‍☠"}


def is_overhead(thing: str) -> bool:
    """Held up at the end of a raised arm."""
    return thing.replace("\ufe0f", "") in _OVERHEAD or thing == "fishing"


def hold(pen: Pen, thing: str, head: Head, hand: Rgb, tone: Tone, *, second: bool) -> None:
    """Draws the thing and the hands that hold it. `thing` is an emoji, or "fishing" for a rod with its line."""
    x, y = head.centre, head.bottom
    if thing == "fishing":
        _rod(pen, x + 240, y + 20, hand)
        return
    cut = painted(thing, tone)
    if cut is None:
        return
    bare = thing.replace("\ufe0f", "")
    if is_overhead(thing):
        width = 380 if bare == "☂" else 230
        height = width / cut.aspect
        pen.stick(cut, x + 250 - width * 0.5, y + 30 - height, width)
        pen.ellipse(x + 248, y + 20, 42, 42, hand)
    elif bare in _STRUNG:
        pen.stick(cut, x - 210, y - 10, 430)
        pen.ellipse(x - 90, y + 200, 42, 42, hand)
        pen.ellipse(x + 110, y + 90, 42, 42, hand)
    elif bare in _WIDE and not second:
        width = 390.0 if cut.aspect > 0.9 else 300.0
        height = pen.stick(cut, x - width / 2, y + 60, width)
        for side in (-1, 1):
            pen.ellipse(x + side * (width / 2 - 6), y + 60 + height * 0.58, 42, 46, hand)
    else:
        _in_hand(pen, cut.aspect, thing, head, hand, tone, -1 if second else 1)


def _in_hand(pen: Pen, aspect: float, thing: str, head: Head, hand: Rgb, tone: Tone, side: int) -> None:
    cut = painted(thing, tone)
    assert cut is not None
    long = aspect < 0.75 or thing.replace("\ufe0f", "") in "🗡🪄🏏🎣🧹🔱🖌"
    width = 250.0 if long else 215.0
    height = width / aspect
    x, y = head.centre + side * 130, head.bottom + 150
    pen.stick(cut, x - width / 2 + side * 40, y - height * (0.8 if long else 0.72), width)
    pen.ellipse(x + side * 16, y + 8, 44, 40, hand)


def _rod(pen: Pen, x: float, y: float, hand: Rgb) -> None:
    pen.limb([(x - 50, y + 70), (x + 60, y - 190), (x + 210, y - 380)], rgb("#9a6a3c"), 22)
    pen.stroke([(x + 212, y - 380), (x + 226, y - 100), (x + 222, y + 250)], 6, curved=True)
    pen.ellipse(x + 222, y + 258, 20, 24, rgb("#e2483f"))
    pen.ellipse(x, y, 42, 42, hand)
