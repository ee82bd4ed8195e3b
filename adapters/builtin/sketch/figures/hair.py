"""Hair that falls, is tied or braided, and what grows on a face: put behind a head or on it."""

from collections.abc import Callable, Mapping
from math import cos, sin, tau

from adapters.builtin.sketch.colour import Rgb, darker, lighter, rgb
from adapters.builtin.sketch.figures.clothes import Head
from adapters.builtin.sketch.figures.pen import Pen


def hair_behind(pen: Pen, head: Head, kind: str, hair: Rgb) -> None:
    """What is seen on both sides of the head and below; nothing for hair that has no part behind."""
    if draw := _BEHIND.get(kind):
        draw(pen, head, hair)


def on_face(pen: Pen, head: Head, kind: str, colour: Rgb) -> bool:
    """Puts it on the face; whether there is a drawing of it. `colour` is that of the hair where nothing else is said."""
    draw = _ON_FACE.get(kind)
    if draw:
        draw(pen, head, colour)
    return draw is not None


def _long(pen: Pen, head: Head, hair: Rgb) -> None:
    x, y, w, h = head.centre, head.y, head.width, head.height
    pen.shape(
        [(x - w * 0.44, y + h * 0.2), (x, y + h * 0.02), (x + w * 0.44, y + h * 0.2), (x + w * 0.6, y + h * 0.8),
         (x + w * 0.56, y + h * 1.42), (x + w * 0.3, y + h * 1.36), (x - w * 0.3, y + h * 1.36), (x - w * 0.56, y + h * 1.42),
         (x - w * 0.6, y + h * 0.8)], hair, curved=True,
    )  # fmt: skip


def _braids(pen: Pen, head: Head, hair: Rgb) -> None:
    for side in (-1, 1):
        for n in range(4):
            pen.ellipse(
                head.centre + side * head.width * (0.5 + 0.02 * n), head.y + head.height * (0.72 + 0.2 * n), 44 - n * 4, 48, hair
            )  # fmt: skip
        pen.ellipse(
            head.centre + side * head.width * 0.57, head.y + head.height * 1.44, 26, 18, rgb("#d9483b")
        )


def _ponytail(pen: Pen, head: Head, hair: Rgb) -> None:
    x, y, w, h = head.centre, head.y, head.width, head.height
    pen.shape(
        [(x + w * 0.2, y + h * 0.04), (x + w * 0.56, y - h * 0.06), (x + w * 0.82, y + h * 0.4), (x + w * 0.74, y + h * 1.0),
         (x + w * 0.6, y + h * 0.6), (x + w * 0.44, y + h * 0.3)], hair, curved=True,
    )  # fmt: skip


def _bun(pen: Pen, head: Head, hair: Rgb) -> None:
    pen.ellipse(head.centre, head.y - head.height * 0.06, head.width * 0.2, head.width * 0.18, hair)


def _curls(pen: Pen, head: Head, hair: Rgb) -> None:
    x, y = head.centre, head.y + head.height * 0.42
    for n in range(15):
        angle = tau * (0.45 + 0.6 * n / 14)
        pen.ellipse(
            x + cos(angle) * head.width * 0.5, y + sin(angle) * head.height * 0.48, head.width * 0.15, head.width * 0.15, hair
        )  # fmt: skip


def _moustache(pen: Pen, head: Head, hair: Rgb) -> None:
    x, y, w = head.centre, head.y + head.height * 0.66, head.width
    for side in (-1, 1):
        pen.shape(
            [(x, y), (x + side * w * 0.12, y - w * 0.05), (x + side * w * 0.27, y + w * 0.03), (x + side * w * 0.14, y + w * 0.07)],
            hair, curved=True,
        )  # fmt: skip


def _freckles(pen: Pen, head: Head, hair: Rgb) -> None:
    x, y, w = head.centre, head.y + head.height * 0.62, head.width
    for side in (-1, 1):
        for dx, dy in ((0.2, 0.0), (0.27, 0.03), (0.24, -0.04), (0.16, -0.03)):
            pen.ellipse(x + side * w * dx, y + w * dy, 7, 7, darker(rgb("#c98a5a"), 0.15), outline=False)


def _mask(pen: Pen, head: Head, colour: Rgb) -> None:
    x, y, w = head.centre, head.y + head.height * 0.5, head.width
    pen.shape(
        [(x - w * 0.46, y - w * 0.1), (x, y - w * 0.08), (x + w * 0.46, y - w * 0.1), (x + w * 0.36, y + w * 0.11),
         (x + w * 0.1, y + w * 0.08), (x, y + w * 0.03), (x - w * 0.1, y + w * 0.08), (x - w * 0.36, y + w * 0.11)],
        colour, curved=True,
    )  # fmt: skip
    for side in (-1, 1):
        pen.ellipse(x + side * w * 0.18, y, w * 0.08, w * 0.06, rgb("#ffffff"))
        pen.ellipse(x + side * w * 0.18, y, w * 0.032, w * 0.04, rgb("#24202c"), outline=False)


def _eyes(pen: Pen, head: Head, colour: Rgb) -> None:
    x, y, w = head.centre, head.y + head.height * head.eyes, head.width
    for side in (-1, 1):
        pen.ellipse(x + side * w * 0.18, y, w * 0.075, w * 0.085, lighter(colour, 0.12))
        pen.ellipse(x + side * w * 0.18, y, w * 0.034, w * 0.048, rgb("#1d1a24"), outline=False)


_BEHIND: Mapping[str, Callable[[Pen, Head, Rgb], None]] = {
    "long hair": _long, "braids": _braids, "ponytail": _ponytail, "bun": _bun, "curly hair": _curls,
}  # fmt: skip
_ON_FACE: Mapping[str, Callable[[Pen, Head, Rgb], None]] = {
    "moustache": _moustache, "freckles": _freckles, "mask": _mask, "eyes": _eyes,
}  # fmt: skip
HAIR = frozenset(_BEHIND)
FACE = frozenset(_ON_FACE)
