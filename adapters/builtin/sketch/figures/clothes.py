"""Hats, glasses, beards, scarves and cloaks, put on a head."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from adapters.builtin.sketch.colour import Rgb, darker, lighter, rgb
from adapters.builtin.sketch.figures.looks import painted, tone_of
from adapters.builtin.sketch.figures.pen import Pen

_TONE = tone_of("worn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where the head is on the canvas, in units."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    """The head's emoji."""

    @property
    def centre(self) -> float:
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def skull(self) -> float:
        """Where the skull begins, below the tips of the ears."""
        return self.y + self.height * _SKULL.get(self.kind, 0.0)

    @property
    def eyes(self) -> float:
        """How far down they are, a share of the height."""
        return _EYES.get(self.kind, 0.5)


def wear(pen: Pen, head: Head, kind: str, colour: Rgb | None) -> None:
    """Puts it on; what has no drawing here (a dress is part of the body) is left to others."""
    if kind in _GLYPH_HATS:
        char, share, sink = _GLYPH_HATS[kind]
        _glyph_hat(pen, head, char, share, sink, colour)
    elif kind in _DRAWN:
        _DRAWN[kind](pen, head, colour)


_GLYPH_HATS: Mapping[str, tuple[str, float, float]] = {
    "hat": ("🎩", 0.86, 0.2), "crown": ("👑", 0.62, 0.14), "cap": ("🧢", 0.84, 0.24), "sunhat": ("👒", 1.0, 0.26),
    "bow": ("🎀", 0.5, 0.3),
}  # fmt: skip
"""Kind -> glyph, width as a share of the head, how far it sinks into the head as a share of the head's height."""
_EYES: Mapping[str, float] = {"🦊": 0.53, "🐱": 0.5, "🐶": 0.48, "🐰": 0.62, "🐻": 0.46, "🧑": 0.5, "👧": 0.5,
    "🤖": 0.48, "🧙": 0.62}  # fmt: skip
_SKULL: Mapping[str, float] = {"🦊": 0.26, "🐰": 0.4, "🐺": 0.24, "🐱": 0.16, "🦝": 0.12, "🐴": 0.1, "🦄": 0.18,
    "🤖": 0.2, "🐮": 0.1}  # fmt: skip
"""Top of the skull below the tips of the ears, as a share of the head's height."""


def _glyph_hat(pen: Pen, head: Head, char: str, share: float, sink: float, colour: Rgb | None) -> None:
    hat = painted(char, _TONE, colour)
    if hat is None:
        return
    width = head.width * share
    skull = head.y + head.height * (_SKULL.get(head.kind, 0.0) + sink)
    if char == "🧢":
        hat = hat.mirrored()
    pen.stick(hat, head.centre - width / 2, skull - width / hat.aspect, width)


def _wizard_hat(pen: Pen, head: Head, colour: Rgb | None) -> None:
    cloth = colour or rgb("#5b4db3")
    y, w = head.y + head.height * (_SKULL.get(head.kind, 0.0) + 0.16), head.width
    x = head.centre
    pen.shape([(x - w * 0.34, y), (x - w * 0.06, y - w * 0.62), (x + w * 0.16, y - w * 0.66),
        (x + w * 0.12, y - w * 0.5), (x + w * 0.34, y)], cloth)  # fmt: skip
    pen.box(x - w * 0.33, y - w * 0.11, w * 0.66, w * 0.1, rgb("#f0c24a"))
    pen.ellipse(x, y, w * 0.5, w * 0.085, cloth)


def _pirate_hat(pen: Pen, head: Head, colour: Rgb | None) -> None:
    cloth = colour or rgb("#2b2933")
    y, w, x = head.y + head.height * (_SKULL.get(head.kind, 0.0) + 0.22), head.width, head.centre
    pen.shape(
        [(x - w * 0.58, y - w * 0.02), (x - w * 0.42, y - w * 0.26), (x - w * 0.2, y - w * 0.28), (x, y - w * 0.46),
         (x + w * 0.2, y - w * 0.28), (x + w * 0.42, y - w * 0.26), (x + w * 0.58, y - w * 0.02), (x, y - w * 0.1)],
        cloth, curved=True,
    )  # fmt: skip
    bone = rgb("#f6f1e4")
    pen.limb([(x - w * 0.1, y - w * 0.15), (x + w * 0.1, y - w * 0.25)], bone, w * 0.035)
    pen.limb([(x + w * 0.1, y - w * 0.15), (x - w * 0.1, y - w * 0.25)], bone, w * 0.035)
    pen.ellipse(x, y - w * 0.23, w * 0.075, w * 0.07, bone)
    for side in (-1, 1):
        pen.ellipse(x + side * w * 0.028, y - w * 0.235, w * 0.016, w * 0.018, cloth, outline=False)


def _santa_hat(pen: Pen, head: Head, colour: Rgb | None) -> None:
    y, w, x = head.y + head.height * (_SKULL.get(head.kind, 0.0) + 0.16), head.width, head.centre
    pen.shape([(x - w * 0.36, y - 10), (x - w * 0.2, y - w * 0.38), (x + w * 0.2, y - w * 0.44),
        (x + w * 0.52, y - w * 0.12), (x + w * 0.36, y - 10)], colour or rgb("#d63a34"), curved=True)  # fmt: skip
    pen.ellipse(x + w * 0.53, y - w * 0.1, w * 0.08, w * 0.08, rgb("#fdfaf5"))
    pen.box(x - w * 0.42, y - w * 0.09, w * 0.84, w * 0.15, rgb("#fdfaf5"), round_=w * 0.07)


def _helmet(pen: Pen, head: Head, colour: Rgb | None) -> None:
    steel = colour or rgb("#b4bfcc")
    y, w, x, h = head.y, head.width, head.centre, head.height
    pen.shape([(x + 10, y - h * 0.1), (x + w * 0.1, y - h * 0.32), (x + w * 0.34, y - h * 0.3),
        (x + w * 0.18, y - h * 0.16)], rgb("#d63a34"), curved=True)  # fmt: skip
    pen.shape([(x - w * 0.5, y + h * 0.42), (x - w * 0.46, y + h * 0.08), (x, y - h * 0.12),
        (x + w * 0.46, y + h * 0.08), (x + w * 0.5, y + h * 0.42), (x + w * 0.2, y + h * 0.3),
        (x - w * 0.2, y + h * 0.3)], steel, curved=True)  # fmt: skip
    pen.box(x - w * 0.5, y + h * 0.3, w * 0.12, h * 0.52, steel, round_=12)
    pen.box(x + w * 0.38, y + h * 0.3, w * 0.12, h * 0.52, steel, round_=12)
    pen.box(x - w * 0.5, y + h * 0.24, w, h * 0.12, lighter(steel, 0.4), round_=12)


def _lenses(pen: Pen, head: Head, glass: Rgb, frame: Rgb) -> None:
    y = head.y + head.height * _EYES.get(head.kind, 0.5)
    r = head.width * 0.13
    for side in (-1, 1):
        pen.ellipse(head.centre + side * r * 1.35, y, r * 1.15, r, glass)
    pen.stroke([(head.centre - r * 0.3, y - 4), (head.centre + r * 0.3, y - 4)], 10)
    for side in (-1, 1):
        pen.stroke(
            [(head.centre + side * r * 2.4, y - 6), (head.centre + side * head.width * 0.43, y - 16)], 10
        )
    del frame


def _glasses(pen: Pen, head: Head, colour: Rgb | None) -> None:
    y = head.y + head.height * _EYES.get(head.kind, 0.5)
    r = head.width * 0.125
    for side in (-1, 1):
        ring = [(head.centre + side * r * 1.4 + r * 1.1 * a, y + r * b) for a, b in RING]
        pen.stroke(ring, 11, curved=True)
    pen.stroke([(head.centre - r * 0.35, y - 4), (head.centre + r * 0.35, y - 4)], 10)


def _sunglasses(pen: Pen, head: Head, colour: Rgb | None) -> None:
    _lenses(pen, head, colour or rgb("#2b2a33"), rgb("#2b2a33"))


def _eyepatch(pen: Pen, head: Head, colour: Rgb | None) -> None:
    y = head.y + head.height * _EYES.get(head.kind, 0.5)
    pen.stroke(
        [(head.x + head.width * 0.1, y + 20), (head.centre + head.width * 0.42, y - head.height * 0.2)], 12
    )
    pen.ellipse(head.centre + head.width * 0.15, y, head.width * 0.1, head.width * 0.1, rgb("#2b2933"))


def _scarf(pen: Pen, head: Head, colour: Rgb | None) -> None:
    wool = colour or rgb("#d9483b")
    y, w, x = head.bottom - 18, head.width, head.centre
    pen.shape([(x + w * 0.1, y), (x + w * 0.3, y), (x + w * 0.34, y + 190), (x + w * 0.14, y + 200)], wool)
    for n in range(3):
        pen.stroke([(x + w * 0.16 + n * w * 0.07, y + 198), (x + w * 0.16 + n * w * 0.07, y + 222)], 9)
    pen.box(x - w * 0.42, y - 34, w * 0.84, 76, wool, round_=38)
    for n in (-1, 0, 1):
        pen.box(x + n * w * 0.24 - 14, y - 28, 28, 64, lighter(wool, 0.55), outline=False)


def _beard(pen: Pen, head: Head, colour: Rgb | None) -> None:
    """Below the mouth, from cheek to cheek."""
    y, w, h, x = head.y, head.width, head.height, head.centre
    pen.shape([(x - w * 0.38, y + h * 0.62), (x - w * 0.2, y + h * 0.78), (x + w * 0.2, y + h * 0.78),
        (x + w * 0.38, y + h * 0.62), (x + w * 0.27, y + h * 1.0), (x, y + h * 1.18), (x - w * 0.27, y + h * 1.0)],
        colour or _TONE.hair, curved=True)  # fmt: skip


def cloak(pen: Pen, head: Head, colour: Rgb) -> None:
    """The part of a cloak behind the body; `wear` adds the collar."""
    y, x = head.bottom, head.centre
    pen.shape([(x - 110, y - 70), (x - 230, y + 110), (x - 300, y + 350), (x - 120, y + 330), (x,
        y + 352), (x + 120, y + 330), (x + 300, y + 350), (x + 230, y + 110), (x + 110, y - 70)], colour,
        curved=True)  # fmt: skip


def _collar(pen: Pen, head: Head, colour: Rgb | None) -> None:
    cloth = darker(colour or rgb("#b3323a"), 0.08)
    y, x = head.bottom - 14, head.centre
    for side in (-1, 1):
        pen.shape([(x, y + 6), (x + side * 150, y - 12), (x + side * 232, y + 150), (x + side * 150,
            y + 190), (x + side * 96, y + 70)], cloth, curved=True)  # fmt: skip
    pen.ellipse(x, y + 16, 30, 30, rgb("#f0c24a"))


RING = tuple((a, b) for a, b in ((1, 0), (0.7, 0.7), (0, 1), (-0.7, 0.7), (-1, 0), (-0.7, -0.7), (0, -1),
    (0.7, -0.7), (1, 0)))  # fmt: skip
_DRAWN: Mapping[str, Callable[[Pen, Head, Rgb | None], None]] = {
    "wizard hat": _wizard_hat, "pirate hat": _pirate_hat, "santa hat": _santa_hat, "helmet": _helmet, "glasses": _glasses,
    "sunglasses": _sunglasses, "beard": _beard, "eyepatch": _eyepatch, "scarf": _scarf, "cloak": _collar,
}  # fmt: skip
WORN_ON_HEAD = frozenset(_GLYPH_HATS) | frozenset(_DRAWN)
"""Cloaks included, for the sake of their collar."""
