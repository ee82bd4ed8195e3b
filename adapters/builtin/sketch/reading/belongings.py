"""What figures wear and hold, their hair and colours: from the marks of a description to what is drawn on somebody."""

from dataclasses import replace

from adapters.builtin.sketch.colour import Rgb
from adapters.builtin.sketch.figures.figures import bare
from adapters.builtin.sketch.reading.phrases import Mark
from adapters.builtin.sketch.reading.scene_draft import Reading, actor_of, can_act
from adapters.builtin.sketch.reading.vocabulary import colour_words, group, height_of, phrases
from adapters.builtin.sketch.scene import Thing

_HELD = frozenset(
    "📖📚📰🪧🩺🥊🪓🪥💼🥤🍷🧃🍔🍟🌭🌮🍰🧁🎺🎷🗺🎹💻📦🎁🧺🍕🎂🥁🎨🧸⚽🏀🎃💐🎸🎻🪕🎷🏹☂🎈🚩🏴🪁⚔🗡🪄🏏🎣🧹🔱🖌☕🍎🍦🍷🍺🍔🌹🌷🌻🎤🎺📷📱🛡🔑🔮🕯🏮🔦🍩🍪🍌🍓🥕🍭🍿🎮"
) | {"🏴‍☠", "fishing"}
"""What a figure takes into its hands when it stands "with" it."""


def take_act(state: Reading, mark: Mark) -> None:
    i = actor_of(state)
    held = mark.get("act")
    if i is None:
        state.unknown = []
        if state.has_last and not held.isascii():
            state.things.append(
                Thing(
                    key=bare(held),
                    char=held,
                    word=mark.text,
                    relation="beside",
                    anchor=state.things[state.last].key,
                )
            )
        return
    state.things[i] = replace(state.things[i], held=held_with(state.things[i].held, held))
    state.relations = ()
    state.doing = held if held in OPEN_ACTS else ""


OPEN_ACTS = ("🍎", "☕", "📖", "🎨", "📷")
"""Held by default by who eats, drinks, reads, paints, takes pictures."""


def take_costume(state: Reading, mark: Mark) -> None:
    i = actor_of(state)
    if ("as" in state.relations or state.names_on) and i is not None:
        for kind in mark.get("costume").split("+"):
            state.things[i] = replace(
                state.things[i], worn=worn_with(state.things[i].worn, (kind, state.colour))
            )
        state.relations, state.colour = (), None
    else:
        state.costume = mark.get("costume")


def take_hair(state: Reading, mark: Mark) -> None:
    i = actor_of(state)
    styles = [(phrases("hairstyle")[word], None) for word in state.described if word in phrases("hairstyle")]
    if mark.text == "haired" or i is None:
        state.hair = state.colour
        state.loose += styles
    else:
        for style in styles:
            _put_on(state, i, style)
        if state.colour is not None:
            state.things[i] = replace(state.things[i], hair=state.colour)
    state.colour = None


def take_feature(state: Reading, mark: Mark) -> None:
    """A part of a body: with a colour it is drawn as such where the figure has it ("a purple tail"), and named where it has not."""
    i, kind = actor_of(state), phrases("part").get(mark.text, "")
    if kind and i is not None and state.colour is None and state.romance:
        state.dressed = (i, (kind, None))  # the colour comes behind: "ojos verdes"
    if state.colour is not None and state.has_last and state.tint not in mark.text:
        said = f"{state.tint} {mark.text}"
        if kind and i is not None:
            state.things[i] = replace(state.things[i], said=(*state.things[i].said, (kind, said)))
            _put_on(state, i, (kind, state.colour))
        else:
            state.missing.append(said)
    state.colour, state.size, state.unknown = None, 1.0, []


def take_worn(state: Reading, mark: Mark) -> None:
    item = (mark.get("worn"), state.colour)
    i = actor_of(state)
    patterned = any(word in group("striped") for word in state.described)
    if i is not None and mark.text in group("printed"):
        state.things[i] = replace(state.things[i], said=(*state.things[i].said, ("shirt", mark.text)))
    for one in (item, *((("stripes", None),) if patterned and item[0] == "shirt" else ())):
        if i is None:
            state.loose.append(one)
        else:
            _put_on(state, i, one)
            state.dressed = (i, item)
    state.colour, state.size, state.count, state.relations = None, 1.0, 0, ()


def _put_on(state: Reading, i: int, item: tuple[str, Rgb | None]) -> None:
    state.things[i] = replace(state.things[i], worn=worn_with(state.things[i].worn, item))


def _fits_hands(char: str) -> bool:
    return bare(char) in _HELD or (height_of(char) <= _HELD_HEIGHT_MAX and bare(char) not in _ALIVE)


_HELD_HEIGHT_MAX = 42
_ALIVE = frozenset("🐝🐌🕷🐞🐜🪲🦗🐛🐁🐹🐥🐤🐣🦋🐚🐦🐸🐿🦔🐢🦇🐀🐭🦀🐓🐔🦐🦞🌼🍄🌷🌸") | {"🐦‍⬛"}
"""Small, but nothing to be held unless it is said."""


def is_held(state: Reading, char: str) -> bool:
    if not _fits_hands(char) or actor_of(state) is None:
        return False
    if state.has_last and can_act(state.things[state.last].char):
        return "hold" in state.relations
    return False


def wear_loose(state: Reading) -> None:
    """A hat that nobody wears stands for itself."""
    chars = {"hat": "🎩", "crown": "👑", "cap": "🧢", "sunhat": "👒", "bow": "🎀", "glasses": "👓", "sunglasses": "🕶️",
             "scarf": "🧣", "dress": "👗", "shirt": "👕", "helmet": "⛑️", "shoes": "👟", "trousers": "👖", "skirt": "👗", "tie": "👔",
             "backpack": "🎒", "bow tie": "🎀", "mask": "🎭"}  # fmt: skip
    for kind, colour in state.loose:
        if kind == "stripes":
            continue
        if char := chars.get(kind):
            state.things.append(Thing(key=bare(char), char=char, word=kind, colour=colour))
        else:
            state.missing.append(kind)
    state.loose.clear()


def held_with(held: tuple[str, ...], thing: str) -> tuple[str, ...]:
    return held if thing in held else (*held, thing)[:2]


def worn_with(
    worn: tuple[tuple[str, Rgb | None], ...], item: tuple[str, Rgb | None]
) -> tuple[tuple[str, Rgb | None], ...]:
    return (*(one for one in worn if one[0] != item[0]), item)


def take_colour(state: Reading, mark: Mark) -> None:
    colour = colour_words()[mark.get("colour")]
    if state.colour is not None and not state.romance:
        state.second = colour
        return
    state.tint, state.second = mark.text, None
    if state.pointed:
        _colour_last(state, colour)
        return
    follows = state.has_last and not state.relations and not state.count
    if (
        state.romance
        and not state.relations
        and (state.dressed or (follows and state.things[state.last].colour is None))
    ):
        _colour_last(state, colour)
    else:
        state.colour = colour


def take_colour_behind(state: Reading, mark: Mark) -> None:
    """ "a hat in blue", "ein Auto in Gelb"."""
    state.tint = mark.text
    _colour_last(state, colour_words()[mark.get("colour")])
    state.relations = ()


def _colour_last(state: Reading, colour: Rgb) -> None:
    """What was named last, worn or standing for itself, has that colour."""
    if state.dressed:
        i, (kind, _) = state.dressed
        state.things[i] = replace(state.things[i], worn=worn_with(state.things[i].worn, (kind, colour)))
    elif state.has_last:
        last = state.things[state.last]
        said = (*(one for one in last.said if one[0] != "colour"), ("colour", f"{state.tint} {last.word}"))
        state.things[state.last] = replace(last, colour=colour, said=said)
