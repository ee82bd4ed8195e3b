"""From a thing to its cut-out: a figure, a glyph in its colours, a drawing made by hand, a dressed animal."""

from dataclasses import replace

from adapters.builtin.sketch.figures.clothes import Head, wear
from adapters.builtin.sketch.figures.cutouts import Cutout
from adapters.builtin.sketch.figures.figures import FACE_OF, Figure, bare, figure, is_head
from adapters.builtin.sketch.figures.handmade import handmade
from adapters.builtin.sketch.figures.looks import Tone, painted, tone_of
from adapters.builtin.sketch.figures.pen import Pen
from adapters.builtin.sketch.kept_drawings import DRAWN
from adapters.builtin.sketch.reading.vocabulary import height_of
from adapters.builtin.sketch.scene import Thing

_COSTUMES = {
    "knight": ("🧑", (("armour", None), ("helmet", None)), ("🗡️",)),
    "pirate": ("🧑", (("pirate hat", None), ("eyepatch", None)), ("🗡️",)),
}
"""Drawings that are a person in costume: head, what it wears, what it holds unless something else is asked for."""


def portrayed(thing: Thing, number: int, seed: int, *, seated: bool = False) -> Cutout | None:
    """The thing's `number`th copy, `seated` to be set into or astride something; None when there is no picture of it."""
    tone = tone_of(f"{seed}/{thing.key}/{number}")
    if thing.hair is not None:
        tone = replace(tone, hair=thing.hair)
    if costume := _COSTUMES.get(thing.char):
        head, worn, held = costume
        return figure(
            Figure(head=head, tone=tone, colour=thing.colour, worn=_merged(worn, thing.worn), held=thing.held or held, seated=seated)
        )  # fmt: skip
    if cut := handmade(thing.char, thing.colour):
        return cut
    char = thing.char
    face = FACE_OF.get(bare(char))
    if is_head(char) or (face and (thing.worn or thing.held)):
        return figure(
            Figure(head=face or char, tone=tone, colour=thing.colour or _coat(char), worn=thing.worn, held=thing.held, seated=seated)
        )  # fmt: skip
    if thing.worn or thing.held:
        return _dressed(thing, tone)
    cut = painted(char, tone, thing.colour)
    return cut.thinned() if cut and height_of(char) >= 140 else cut


def _coat(char: str) -> tuple[int, int, int] | None:
    return (58, 56, 66) if bare(char) == "🐈‍⬛" else None


def _merged(
    worn: tuple[tuple[str, tuple[int, int, int] | None], ...], more: tuple[tuple[str, tuple[int, int, int] | None], ...]
) -> tuple[tuple[str, tuple[int, int, int] | None], ...]:  # fmt: skip
    named = {kind for kind, _ in more}
    return (*(one for one in worn if one[0] not in named), *more)


_HEADS = {
    "🐧": (0.5, 0.0, 0.52, 0.36), "🦉": (0.5, 0.02, 0.74, 0.52), "👻": (0.5, 0.0, 0.6, 0.45), "⛄": (0.5, 0.05, 0.5, 0.35),
    "🐘": (0.3, 0.02, 0.4, 0.4), "🦆": (0.25, 0.02, 0.3, 0.3), "🐥": (0.5, 0.02, 0.6, 0.5), "🐢": (0.18, 0.2, 0.26, 0.3),
    "🐉": (0.3, 0.02, 0.34, 0.28), "🦖": (0.3, 0.02, 0.4, 0.3), "🐿": (0.3, 0.08, 0.34, 0.36), "👶": (0.5, 0.02, 0.7, 0.6),
    "🦸": (0.5, 0.05, 0.4, 0.4), "🧚": (0.5, 0.05, 0.3, 0.25), "🧜": (0.5, 0.05, 0.3, 0.25), "🦔": (0.25, 0.2, 0.4, 0.5),
}  # fmt: skip
"""Where the head is in a glyph of a whole body: centre, top, width, height as shares."""


@DRAWN.kept
def _dressed(thing: Thing, tone: Tone) -> Cutout | None:
    cut = painted(thing.char, tone, thing.colour)
    if cut is None:
        return None
    pen = Pen(1000, 1200, line=10)
    width = 640.0 if cut.aspect > 0.8 else 800 * cut.aspect
    height = width / cut.aspect
    x, y = 480 - width / 2, 1180 - height
    pen.stick(cut, x, y, width)
    cx, top, wide, tall = _HEADS.get(bare(thing.char), (0.5, 0.02, 0.5, 0.4))
    head = Head(
        x=x + (cx - wide / 2) * width, y=y + top * height, width=wide * width, height=tall * height, kind=bare(thing.char)
    )  # fmt: skip
    for kind, colour in thing.worn:
        wear(pen, head, kind, colour)
    for held in thing.held[:1]:
        if item := painted(held, tone):
            pen.stick(item, x + width * 0.62, y + height * 0.5, 230)
    return pen.cutout()
