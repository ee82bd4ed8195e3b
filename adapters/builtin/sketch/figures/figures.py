"""Figures: a head from the font gets a body, hands, something to hold and something to wear."""

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.builtin.sketch.colour import Rgb, darker, lighter, rgb
from adapters.builtin.sketch.figures.clothes import Head, cloak
from adapters.builtin.sketch.figures.cutouts import Cutout
from adapters.builtin.sketch.figures.garments import behind_body, on_body, tail_below
from adapters.builtin.sketch.figures.hair import hair_behind
from adapters.builtin.sketch.figures.headgear import put_on
from adapters.builtin.sketch.figures.held_things import hold, is_overhead
from adapters.builtin.sketch.figures.looks import Tone, body_colour, painted, second_colour
from adapters.builtin.sketch.figures.pen import Pen, Point
from adapters.builtin.sketch.kept_drawings import DRAWN

WIDTH, HEIGHT, CENTRE = 1000, 1300, 500
_HEAD_WIDTH, _HEAD_TOP = 450, 310

ANIMAL_HEADS = frozenset("🦊🐻🐼🐨🦁🐸🐺🐹🦄🦝🐯🐱🐶🐭🐰🐮🐷🐵🐔🐲🐗🐴🦓") | {"🐻‍❄"}
PEOPLE_HEADS = frozenset("👧👦👩👨🧑👴👵🧒🧓🧝🧙🧛🧟🥷🤠👽🤖🤡🎅👹🕵🧔👱👮💂👷👳🧕👲🤶") | {
    f"{one}\u200d{more}" for one in "🧑👩👨" for more in "🚀🍳🦰🦱🦲🦳"
}
FACE_OF: Mapping[str, str] = {
    "🐈": "🐱", "🐈‍⬛": "🐱", "🐕": "🐶", "🐁": "🐭", "🐀": "🐭", "🐇": "🐰", "🐄": "🐮", "🐖": "🐷", "🐒": "🐵", "🐅": "🐯",
    "🐎": "🐴", "🐓": "🐔", "🐩": "🐶",
}  # fmt: skip
"""Animals with a glyph of their whole body: when they do something, they are drawn as a face with a body."""
_CLOTHES: Mapping[str, str] = {
    "🧙": "#5b4db3", "🎅": "#d63a34", "🧑‍🍳": "#f7f5ee", "🕵": "#a98a62", "🥷": "#33334a",
    "🤖": "#98a9bb", "👽": "#b9c3d6", "🤡": "#f5c842", "👹": "#7a4a8a", "🧛": "#2d2433", "🧟": "#6d7a5a", "🤠": "#a5683a",
    "🧝": "#4f8f5a", "🧑‍🚀": "#eef1f5",
}  # fmt: skip
ALREADY: Mapping[str, str] = {
    "🧙": "wizard hat",
    "🎅": "santa hat",
    "🤠": "hat",
    "🕵": "hat",
}
"""What a head from the font wears of itself."""
_ROBED = frozenset("🧙🧛👵")
_TAILS: Mapping[str, tuple[Point, ...]] = {
    "🦊": ((-60, 0), (-250, 40), (-330, -90), (-300, -210), (-200, -120), (-120, -60)),
    "🐺": ((-60, 0), (-230, 30), (-300, -90), (-260, -190), (-180, -100), (-110, -60)),
    "🦝": ((-60, 0), (-240, 30), (-310, -80), (-270, -180), (-190, -100), (-110, -60)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Everything a figure is drawn from; also its key where it is kept."""

    head: str
    tone: Tone
    colour: Rgb | None = None
    worn: tuple[tuple[str, Rgb | None], ...] = ()
    """What it wears (see `wearing`), with its colour."""
    held: tuple[str, ...] = ()
    """Emoji or drawings in its hands."""
    printed: bool = False
    """What it wears is there to be read: words go on the chest."""
    seated: bool = False
    """Drawn to the hip, to be set on or into something."""


def bare(char: str) -> str:
    return char.replace("\ufe0f", "")


def is_head(char: str) -> bool:
    """Whether the glyph shows a head only."""
    return bare(char) in ANIMAL_HEADS or bare(char) in PEOPLE_HEADS


@DRAWN.kept
def figure(spec: Figure) -> Cutout | None:
    """The figure as a cut-out; None when the font lacks its head."""
    glyph = painted(spec.head, spec.tone, None if _is_person(spec.head) else spec.colour)
    if glyph is None:
        return None
    pen = Pen(WIDTH, HEIGHT, line=10)
    width = _HEAD_WIDTH if glyph.aspect < 1.25 else _HEAD_WIDTH * 1.12
    head = Head(
        x=CENTRE - width / 2, y=_HEAD_TOP, width=width, height=width / glyph.aspect, kind=bare(spec.head)
    )
    _body(pen, spec, head)
    if spec.printed:
        pen.letter(CENTRE - 112, head.bottom + 34, CENTRE + 112, head.bottom + 190)
    pen.stick(glyph, head.x, head.y, head.width)
    for kind, colour in spec.worn:
        if kind in ALREADY.get(bare(spec.head), ""):
            continue
        put_on(pen, head, kind, colour, spec.tone.hair)
    for number, thing in enumerate(spec.held[:2]):
        hold(pen, thing, head, _limb_colour(spec), spec.tone, second=number > 0)
    body = (386 if _is_person(spec.head) else 364) - (100 if spec.seated else 0)
    return pen.cutout(stature=head.height + body)


def cloth_of(char: str) -> Rgb | None:
    """What those wear who are known by it."""
    code = _CLOTHES.get(bare(char))
    return rgb(code) if code else None


def _is_person(char: str) -> bool:
    return bare(char) in PEOPLE_HEADS


def _limb_colour(spec: Figure) -> Rgb:
    """Of hands and paws."""
    kind = bare(spec.head)
    if kind in {"🤖", "🧑‍🚀", "🥷", "👹", "👽", "🧟"}:
        return {"🤖": rgb("#7d8ea1"), "🧑‍🚀": rgb("#f4f6f9"), "👹": rgb("#d9483b"), "👽": rgb("#a8d79a"), "🧟": rgb("#9dbb7f")}.get(
            kind, spec.tone.skin
        )  # fmt: skip
    return spec.tone.skin if _is_person(spec.head) else body_colour(spec.head, spec.tone, spec.colour)


def _body(pen: Pen, spec: Figure, head: Head) -> None:
    cloaked = next((colour for kind, colour in spec.worn if kind == "cloak"), ...)
    if cloaked is not ...:
        cloak(pen, head, cloaked or rgb("#b3323a"))
    for worn, colour in spec.worn:
        behind_body(pen, head, worn, colour)
        if worn != "curly hair" or "🦱" not in head.kind:
            hair_behind(pen, head, worn, colour or spec.tone.hair)
    if _is_person(spec.head):
        _person(pen, spec, head)
    else:
        _animal(pen, spec, head)


def _person(pen: Pen, spec: Figure, head: Head) -> None:
    kind = bare(spec.head)
    worn = {name: colour for name, colour in spec.worn}
    cloth = spec.colour or rgb(_CLOTHES[kind]) if kind in _CLOTHES else spec.colour or spec.tone.cloth
    robed = kind in _ROBED or "dress" in worn
    cloth = worn.get("dress") or worn.get("shirt") or (rgb("#aab6c4") if "armour" in worn else cloth)
    cloth = spec.tone.skin if "tail" in worn else cloth
    top, hem = head.bottom - 50, head.bottom + 230
    if not spec.seated and not robed and "tail" not in worn:
        trousers = darker(cloth, 0.35) if kind not in {"🧑‍🚀", "🤖", "🧝"} else darker(cloth, 0.12)
        trousers = spec.tone.skin if "skirt" in worn else worn.get("trousers") or trousers
        for side in (-1, 1):
            pen.limb([(CENTRE + side * 62, hem - 40), (CENTRE + side * 66, hem + 105)], trousers, 84)
            pen.ellipse(CENTRE + side * 78, hem + 120, 66, 36, worn.get("shoes") or rgb("#4a3a38"))
    wide = 205 if robed else 150
    low = hem + (130 if robed and not spec.seated else 0)
    pen.shape(
        [(CENTRE - 105, top), (CENTRE - 140, top + 90), (CENTRE - wide, low - 20), (CENTRE, low + 12),
         (CENTRE + wide, low - 20), (CENTRE + 140, top + 90), (CENTRE + 105, top)], cloth, curved=True,
    )  # fmt: skip
    _details(pen, kind, worn, head, cloth)
    if "tail" in worn:
        scales = worn["tail"] or rgb("#2f9f96")
        tail_below(pen, head, scales)
        pen.box(CENTRE - 116, head.bottom + 24, 232, 52, scales, round_=24)
    for name, colour in spec.worn:
        on_body(pen, head, name, colour)
    _arms(pen, spec, head, cloth, shoulder=118)


def _details(pen: Pen, kind: str, worn: Mapping[str, Rgb | None], head: Head, cloth: Rgb) -> None:
    """Buttons, belts and panels that tell clothes apart."""
    y = head.bottom
    if kind == "🤖":
        pen.box(CENTRE - 70, y + 60, 140, 90, rgb("#dbe4ec"), round_=14)
        for n, colour in enumerate(("#e05a4a", "#f4c844", "#5aa657")):
            pen.ellipse(CENTRE - 40 + n * 40, y + 105, 13, 13, rgb(colour))
    elif kind == "🧑‍🚀":
        pen.box(CENTRE - 66, y + 60, 132, 84, rgb("#c9d6e4"), round_=14)
        pen.ellipse(CENTRE - 26, y + 102, 15, 15, rgb("#d63a34"))
        pen.ellipse(CENTRE + 26, y + 102, 15, 15, rgb("#3f7fd0"))
    elif kind in {"🎅", "🤠", "🧝"} or "armour" in worn:
        pen.box(CENTRE - 150, y + 150, 300, 40, darker(cloth, 0.45))
        pen.box(CENTRE - 30, y + 143, 60, 54, rgb("#f0c24a"), round_=8)
    elif kind in {"🧑‍🍳", "🤡", "🕵"}:
        for n in range(3):
            pen.ellipse(CENTRE, y + 50 + n * 62, 12, 12, darker(cloth, 0.5))


def _animal(pen: Pen, spec: Figure, head: Head) -> None:
    fur = body_colour(spec.head, spec.tone, spec.colour)
    second = second_colour(spec.head, spec.tone)
    kind = bare(spec.head)
    shirt = next((colour for name, colour in spec.worn if name in ("shirt", "dress")), None)
    top, low = head.bottom - 60, head.bottom + (330 if not spec.seated else 250)
    _tail(pen, kind, fur, second, low)
    pen.shape(
        [(CENTRE - 110, top), (CENTRE - 180, top + 150), (CENTRE - 205, low - 90), (CENTRE - 120, low),
         (CENTRE + 120, low), (CENTRE + 205, low - 90), (CENTRE + 180, top + 150), (CENTRE + 110, top)],
        shirt or fur, curved=True,
    )  # fmt: skip
    if shirt is None:
        belly = lighter(fur, 0.62) if kind != "🐼" else rgb("#fbf8f2")
        pen.ellipse(CENTRE, low - 150, 112, 138, belly, outline=False)
    for name, colour in spec.worn:
        on_body(pen, head, name, colour)
    paw = second if kind in {"🐼", "🦊", "🐺", "🦝"} else fur
    for side in (-1, 1):
        pen.ellipse(CENTRE + side * 120, low - 12, 92, 46, paw)
    _arms(pen, spec, head, second if kind == "🐼" else fur, shoulder=128)


def _tail(pen: Pen, kind: str, fur: Rgb, second: Rgb, low: float) -> None:
    if bushy := _TAILS.get(kind):
        points = [(CENTRE - 90 + x, low - 40 + y) for x, y in bushy]
        pen.shape(points, fur, curved=True)
        tip = [(CENTRE - 90 + x, low - 40 + y) for x, y in ((-308, -120), (-262, -140), (-226, -128),
            (-240, -176), (-298, -208), (-325, -160))]  # fmt: skip
        pen.shape(tip, rgb("#fff3e0") if kind == "🦊" else second, curved=True)
    elif kind in {"🐱", "🐯", "🦁", "🐵", "🐭"}:
        x = CENTRE - 150
        pen.limb([(x, low - 30), (x - 130, low - 40), (x - 170, low - 170), (x - 120, low - 250)], fur, 44)
        if kind == "🦁":
            pen.ellipse(x - 120, low - 260, 48, 52, second)


def _arms(pen: Pen, spec: Figure, head: Head, sleeve: Rgb, *, shoulder: float) -> None:
    """Arms that end where the hands will be; the hands themselves are drawn over what they hold."""
    y = head.bottom
    thing = spec.held[0] if spec.held else ""
    hand = _limb_colour(spec)
    for side in (-1, 1):
        start = (CENTRE + side * shoulder, y + 30)
        raised = bool(thing) and is_overhead(thing) and side > 0
        if thing and not is_overhead(thing):
            path = [start, (CENTRE + side * (shoulder + 70), y + 110), (CENTRE + side * 120, y + 150)]
        elif raised:
            path = [
                start,
                (CENTRE + side * (shoulder + 80), y + 70),
                (CENTRE + side * (shoulder + 120), y + 20),
            ]
        else:
            path = [
                start,
                (CENTRE + side * (shoulder + 62), y + 100),
                (CENTRE + side * (shoulder + 58), y + 170),
            ]
        pen.limb(path, sleeve, 66)
        pen.ellipse(*path[-1], 40, 40, hand)
