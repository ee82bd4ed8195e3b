"""Hats that have no glyph, and everything that is put on a figure, by its kind."""

from collections.abc import Callable, Mapping

from adapters.builtin.sketch.colour import Rgb, darker, lighter, rgb
from adapters.builtin.sketch.figures.clothes import RING, WORN_ON_HEAD, Head, wear
from adapters.builtin.sketch.figures.garments import GARMENTS
from adapters.builtin.sketch.figures.hair import FACE, HAIR, on_face
from adapters.builtin.sketch.figures.pen import Pen


def put_on(pen: Pen, head: Head, kind: str, colour: Rgb | None, hair: Rgb) -> None:
    """Anything that belongs to a head or a neck; the rest of what a figure wears is part of its body."""
    if draw := _HATS.get(kind):
        draw(pen, head, colour)
    elif not on_face(pen, head, kind, colour or hair):
        wear(pen, head, kind, colour)


def _party_hat(pen: Pen, head: Head, colour: Rgb | None) -> None:
    paper = colour or rgb("#e2557f")
    x, y, w = head.centre, head.skull + head.height * 0.06, head.width
    pen.shape([(x - w * 0.24, y), (x, y - w * 0.6), (x + w * 0.24, y)], paper)
    for dx, dy in ((-0.08, 0.1), (0.08, 0.16), (0.0, 0.3)):
        pen.ellipse(x + dx * w, y - dy * w, w * 0.035, w * 0.035, lighter(paper, 0.7), outline=False)
    pen.ellipse(x, y - w * 0.61, w * 0.075, w * 0.075, rgb("#f6c945"))


def _hard_hat(pen: Pen, head: Head, colour: Rgb | None) -> None:
    shell = colour or rgb("#f0c24a")
    x, y, w = head.centre, head.skull + head.height * 0.2, head.width
    pen.shape(
        [(x - w * 0.42, y), (x - w * 0.36, y - w * 0.26), (x, y - w * 0.4), (x + w * 0.36, y - w * 0.26), (x + w * 0.42, y)],
        shell, curved=True,
    )  # fmt: skip
    pen.box(x - w * 0.06, y - w * 0.42, w * 0.12, w * 0.34, darker(shell, 0.1), round_=14)
    pen.box(x - w * 0.52, y - w * 0.05, w * 1.04, w * 0.1, shell, round_=18)


def _graduate_hat(pen: Pen, head: Head, colour: Rgb | None) -> None:
    cloth = colour or rgb("#33333f")
    x, y, w = head.centre, head.skull + head.height * 0.14, head.width
    pen.box(x - w * 0.3, y - w * 0.14, w * 0.6, w * 0.16, cloth)
    pen.shape([(x - w * 0.56, y - w * 0.18), (x, y - w * 0.34), (x + w * 0.56, y - w * 0.18), (x, y - w * 0.06)], cloth)  # fmt: skip
    pen.stroke([(x, y - w * 0.2), (x + w * 0.36, y - w * 0.12), (x + w * 0.38, y + w * 0.06)], 10)
    pen.ellipse(x + w * 0.38, y + w * 0.08, 14, 20, rgb("#f0c24a"))


def _horned_helmet(pen: Pen, head: Head, colour: Rgb | None) -> None:
    x, y, w = head.centre, head.skull + head.height * 0.22, head.width
    for side in (-1, 1):
        pen.shape(
            [(x + side * w * 0.36, y - w * 0.1), (x + side * w * 0.62, y - w * 0.2), (x + side * w * 0.64, y - w * 0.5),
             (x + side * w * 0.5, y - w * 0.3), (x + side * w * 0.34, y - w * 0.24)], rgb("#f3ead6"), curved=True,
        )  # fmt: skip
    _hard_hat(pen, head, colour or rgb("#a9b2bf"))


def _halo(pen: Pen, head: Head, colour: Rgb | None) -> None:
    gold = colour or rgb("#f6c945")
    x, y, w = head.centre, head.y - head.height * 0.12, head.width
    points = [(x + w * 0.3 * a, y + w * 0.08 * b) for a, b in RING]
    pen.limb(points, gold, 20)


def _veil(pen: Pen, head: Head, colour: Rgb | None) -> None:
    cloth = colour or rgb("#fbfaf5")
    x, y, w, h = head.centre, head.skull, head.width, head.height
    for side in (-1, 1):
        pen.shape(
            [(x, y - h * 0.02), (x + side * w * 0.4, y + h * 0.1), (x + side * w * 0.66, y + h * 1.3), (x + side * w * 0.46, y + h * 1.26),
             (x + side * w * 0.4, y + h * 0.5), (x + side * w * 0.2, y + h * 0.16)], cloth, curved=True,
        )  # fmt: skip


def _bow_tie(pen: Pen, head: Head, colour: Rgb | None) -> None:
    silk = colour or rgb("#d9483b")
    x, y = head.centre, head.bottom + 6
    for side in (-1, 1):
        pen.shape([(x, y), (x + side * 92, y - 48), (x + side * 92, y + 48)], silk)
    pen.ellipse(x, y, 24, 26, darker(silk, 0.12))


def _space_helmet(pen: Pen, head: Head, colour: Rgb | None) -> None:
    x, y, w, h = head.centre, head.y + head.height * 0.46, head.width, head.height
    ring = [(x + w * 0.62 * a, y + h * 0.66 * b) for a, b in RING]
    pen.limb(ring, colour or rgb("#eef1f5"), 30)


_HATS: Mapping[str, Callable[[Pen, Head, Rgb | None], None]] = {
    "party hat": _party_hat, "hard hat": _hard_hat, "graduate hat": _graduate_hat, "horned helmet": _horned_helmet, "halo": _halo,
    "veil": _veil, "bow tie": _bow_tie, "space helmet": _space_helmet,
}  # fmt: skip
ON_HEAD = frozenset(_HATS) | WORN_ON_HEAD
"""Whatever sits on a head, the head of an animal drawn whole included."""
WEARABLE = ON_HEAD | HAIR | FACE | GARMENTS | {"bald"}
"""All that a figure can be seen to wear."""
_TROUSERED = frozenset({"trousers", "shoes", "tail", "bald"})
"""What needs legs and a scalp like ours."""
WORN_BY_ANIMALS = WEARABLE - _TROUSERED
