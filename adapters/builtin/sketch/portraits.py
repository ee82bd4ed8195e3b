"""From a thing to its cut-out: a figure, a glyph in its colours, a drawing made by hand, a dressed animal."""

from dataclasses import replace

from adapters.builtin.sketch.figures.clothes import Head
from adapters.builtin.sketch.figures.costumes import costume_of
from adapters.builtin.sketch.figures.cutouts import Cutout
from adapters.builtin.sketch.figures.figures import (
    ALREADY,
    FACE_OF,
    PEOPLE_HEADS,
    Figure,
    bare,
    cloth_of,
    figure,
    is_head,
)
from adapters.builtin.sketch.figures.handmade import handmade
from adapters.builtin.sketch.figures.headgear import ON_HEAD, WEARABLE, WORN_BY_ANIMALS, put_on
from adapters.builtin.sketch.figures.looks import Tone, painted, tone_of
from adapters.builtin.sketch.figures.pen import Pen
from adapters.builtin.sketch.kept_drawings import DRAWN
from adapters.builtin.sketch.reading.vocabulary import height_of
from adapters.builtin.sketch.scene import Thing


def portrayed(thing: Thing, number: int, seed: int, *, seated: bool = False) -> Cutout | None:
    """The thing's `number`th copy, `seated` to be set into or astride something; None when there is no picture of it."""
    tone = tone_of(f"{seed}/{thing.key}/{number}")
    if thing.hair is not None:
        tone = replace(tone, hair=thing.hair)
    if costume := costume_of(thing.char):
        worn = _merged(costume.worn, thing.worn)
        return figure(
            Figure(
                head=_headed(costume.head, worn), tone=tone, colour=thing.colour, worn=worn, held=thing.held or costume.held,
                printed=_is_printed(thing), seated=seated,
            )
        )  # fmt: skip
    if cut := handmade(thing.char, thing.colour):
        return cut
    char = thing.char
    face = FACE_OF.get(bare(char))
    if is_head(char):
        char, worn = _with_hat(char, thing.worn)
        thing = replace(
            thing, worn=worn, colour=thing.colour or (cloth_of(thing.char) if char != thing.char else None)
        )
    if is_head(char) or (face and (thing.worn or thing.held)):
        return figure(
            Figure(
                head=_headed(face or char, thing.worn), tone=tone, colour=thing.colour or _coat(char), worn=thing.worn,
                held=thing.held, printed=_is_printed(thing), seated=seated,
            )
        )  # fmt: skip
    if thing.worn or thing.held:
        return _dressed(thing, tone)
    cut = painted(char, tone, thing.colour, thing.second)
    return cut.thinned() if cut and height_of(char) >= 140 else cut


def _is_printed(thing: Thing) -> bool:
    return any(kind == "shirt" for kind, _ in thing.said)


def unshown(thing: Thing) -> tuple[str, ...]:
    """Of what it was said to wear, to hold and to have: what its drawing has no place for, in its author's words where they are known."""
    if thing.photo is not None:
        return ()
    face = FACE_OF.get(bare(thing.char))
    if costume_of(thing.char) or bare(thing.char) in PEOPLE_HEADS:
        wearable = WEARABLE
    elif is_head(thing.char) or face:
        wearable = WORN_BY_ANIMALS
    else:
        wearable = frozenset[str]() if handmade(thing.char) else ON_HEAD
    words = dict(thing.said)
    worn = tuple(words.get(kind, kind) for kind, _ in thing.worn if kind not in wearable)
    return (*worn, *(("hair",) if thing.hair is not None and wearable is not WEARABLE else ()))


def _with_hat(
    head: str, worn: tuple[tuple[str, tuple[int, int, int] | None], ...]
) -> tuple[str, tuple[tuple[str, tuple[int, int, int] | None], ...]]:
    """A head whose glyph has a hat of its own gives way to a plain one where that hat is to have a colour."""
    own = ALREADY.get(bare(head), "")
    colour = next((colour for kind, colour in worn if colour and own and kind in own), None)
    if colour is None:
        return head, worn
    return "🧑", (*(one for one in worn if one[0] not in own), (own, colour))


def _headed(head: str, worn: tuple[tuple[str, tuple[int, int, int] | None], ...]) -> str:
    """The head whose glyph has the hair that is asked for."""
    kinds = {kind for kind, _ in worn}
    grown = "👨" if bare(head) in {"👨", "👦", "👴"} else "👩"
    if bare(head) in _PLAIN_HEADS and kinds & {"bald", "curly hair"}:
        return f"{grown if 'bald' not in kinds else '👨'}\u200d{'🦲' if 'bald' in kinds else '🦱'}"
    return head


_PLAIN_HEADS = frozenset("🧑👩👨👧👦🧒👴👵")


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
    "🦒": (0.2, 0.03, 0.3, 0.2), "🦌": (0.24, 0.16, 0.34, 0.24), "🦙": (0.24, 0.04, 0.3, 0.24), "🐐": (0.3, 0.1, 0.36, 0.34),
    "🦔": (0.25, 0.2, 0.4, 0.5),
}  # fmt: skip
"""Where the head is in a glyph of a whole body: centre, top, width, height as shares."""


@DRAWN.kept
def _dressed(thing: Thing, tone: Tone) -> Cutout | None:
    cut = painted(thing.char, tone, thing.colour, thing.second)
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
        put_on(pen, head, kind, colour, tone.hair)
    for held in thing.held[:1]:
        if item := painted(held, tone):
            pen.stick(item, x + width * 0.62, y + height * 0.5, 230)
    return pen.cutout()
