"""Marks to things: who is there, how many, in which colours, wearing and holding what, and where to one another."""

from dataclasses import replace
from typing import cast

from adapters.builtin.sketch.colour import Rgb
from adapters.builtin.sketch.figures.figures import bare
from adapters.builtin.sketch.reading.phrases import Mark, marks_of
from adapters.builtin.sketch.reading.scene_draft import Reading, actor_of, can_act
from adapters.builtin.sketch.reading.vocabulary import colour_words
from adapters.builtin.sketch.reading.word_senses import kind_of
from adapters.builtin.sketch.scene import THINGS_MAX, Relation, Side, Thing

_HELD = frozenset(
    "📖📚📰🗺🎹💻📦🎁🧺🍕🎂🥁🎨🧸⚽🏀🎃💐🎸🎻🪕🎷🏹☂🎈🚩🏴🪁⚔🗡🪄🏏🎣🧹🔱🖌☕🍎🍦🍷🍺🍔🌹🌷🌻🎤🎺📷📱🛡🔑🔮🕯🏮🔦🍩🍪🍌🍓🥕🍭🍿🎮"
) | {"🏴‍☠", "fishing"}
"""What a figure takes into its hands when it stands "with" it."""

_ROMANCE = frozenset(
    [
        "el",
        "la",
        "los",
        "las",
        "un",
        "una",
        "unos",
        "unas",
        "con",
        "de",
        "del",
        "le",
        "les",
        "une",
        "des",
        "du",
        "avec",
        "o",
        "os",
        "um",
        "uma",
        "com",
        "do",
        "da",
    ]
)


_GERMAN = frozenset({"der", "das", "ein", "eine", "einen", "einem", "einer", "und", "mit", "dem", "den"})


def read(text: str, into: Reading | None = None) -> Reading:
    """Reads a description; with `into`, as the continuation of what was read before."""
    state = into or Reading()
    marks = marks_of(text)
    state.romance = any(mark.text in _ROMANCE for mark in marks) and " the " not in f" {text.casefold()} "
    state.german = any(mark.text in _GERMAN for mark in marks)
    for i, mark in enumerate(marks):
        _take(state, mark, marks[i + 1] if i + 1 < len(marks) else None)
    _settle_unknown(state)
    _wear_loose(state)
    return state


def _take(state: Reading, mark: Mark, after: Mark | None) -> None:
    kind = kind_of(state, mark, after)
    if not kind and _is_done(state, mark):
        return  # "a cat sneezes": no thing
    if kind == "modifier" and mark.text.endswith("ing"):
        _settle_unknown(state)  # "a skeleton playing": the noun is over
    if kind not in ("", "modifier"):
        modifies = kind in ("thing", "worn", "setting", "hair") and not state.romance and " " not in mark.text
        modified = state.romance and bool(state.things) and not state.relations
        state.unknown = [] if modifies or modified else state.unknown
        _settle_unknown(state)
    _TAKERS[kind](state, mark)
    state.broken = kind == "break"
    state.acting = kind in ("thing", "name", "worn", "hair", "feature") and actor_of(state) is not None


_VERB_CHARS_MIN = 4


def _is_done(state: Reading, mark: Mark) -> bool:
    """Whether an unknown word right after somebody says what that one does: English verbs end in s after one and in anything after
    several; in the Romance languages and German no noun follows another without a small word between them."""
    if not state.acting or len(mark.text) < _VERB_CHARS_MIN or not mark.text.isalpha():
        return False
    several = state.has_last and state.things[state.last].count > 1
    verb = mark.text.endswith("s") and not mark.text.endswith("ss")
    return state.romance or state.german or (several and not verb) or (verb and not several)


def _break(state: Reading, mark: Mark) -> None:
    _settle_unknown(state)
    state.broken = True
    state.relations, state.definite, state.denied = (), False, False
    state.colour, state.size, state.count, state.dressed, state.doing = None, 1.0, 0, None, ""


def _act(state: Reading, mark: Mark) -> None:
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
    state.things[i] = replace(state.things[i], held=_with(state.things[i].held, held))
    state.relations = ()
    state.doing = held if held in _OPEN_ACTS else ""


_OPEN_ACTS = ("🍎", "☕", "📖", "🎨", "📷")
"""Held by default by who eats, drinks, reads, paints, takes pictures."""


def _state(state: Reading, mark: Mark) -> None:
    if state.has_last:
        name = mark.get("state")
        last = state.things[state.last]
        state.things[state.last] = (
            replace(last, asleep=True) if name == "asleep" else replace(last, aloft=True)
        )
    if mark.get("relation"):
        _relation(state, mark)


def _costume(state: Reading, mark: Mark) -> None:
    i = actor_of(state)
    if ("as" in state.relations or state.names_on) and i is not None:
        for kind in mark.get("costume").split("+"):
            state.things[i] = replace(
                state.things[i], worn=_with_worn(state.things[i].worn, (kind, state.colour))
            )
        state.relations, state.colour = (), None
    else:
        state.costume = mark.get("costume")


def _colour(state: Reading, mark: Mark) -> None:
    colour = colour_words()[mark.get("colour")]
    follows = state.has_last and not state.relations and not state.count
    if state.romance and state.dressed and not state.relations:
        i, (kind, _) = state.dressed
        state.things[i] = replace(state.things[i], worn=_with_worn(state.things[i].worn, (kind, colour)))
    elif state.romance and follows and state.things[state.last].colour is None:
        state.things[state.last] = replace(state.things[state.last], colour=colour)
    else:
        state.colour = colour


def _size(state: Reading, mark: Mark) -> None:
    state.size = 1.5 if mark.get("size") == "big" else 0.62


def _number(state: Reading, mark: Mark) -> None:
    state.count = max(int(mark.get("number")), 0)


def _side(state: Reading, mark: Mark) -> None:
    side = cast(Side, mark.get("side"))
    if state.has_last:
        state.things[state.last] = replace(state.things[state.last], side=side)


def _relation(state: Reading, mark: Mark) -> None:
    found = tuple(mark.get("relation").split())
    if found == ("no",) or "no" in found:
        state.denied = True
        return
    state.adding = state.adding or (state.broken and "hold" in found and bool(state.things))
    state.relations = found


def _definite(state: Reading, mark: Mark) -> None:
    state.definite = True


def _nothing(state: Reading, mark: Mark) -> None:
    return


def _passing(state: Reading, mark: Mark) -> None:
    """Hours and weathers are read elsewhere; here they only end a phrase."""
    state.relations, state.colour, state.size, state.count = (), None, 1.0, 0


def _unknown(state: Reading, mark: Mark) -> None:
    state.unknown.append(mark.text)


def _settle_unknown(state: Reading) -> None:
    """What was not understood is named, unless it only described something."""
    if state.unknown and not state.denied:
        phrase = " ".join(state.unknown)
        if not phrase.isdecimal() and len(phrase) > 1 and phrase not in state.missing:
            state.missing.append(phrase)
    state.unknown = []


def _hair(state: Reading, mark: Mark) -> None:
    i = actor_of(state)
    if mark.text == "haired" or i is None:
        state.hair = state.colour
    elif state.colour is not None:
        state.things[i] = replace(state.things[i], hair=state.colour)
    state.colour = None


def _worn(state: Reading, mark: Mark) -> None:
    item = (mark.get("worn"), state.colour)
    i = actor_of(state)
    if i is None:
        state.loose.append(item)
    else:
        state.things[i] = replace(state.things[i], worn=_with_worn(state.things[i].worn, item))
        state.dressed = (i, item)
    state.colour, state.size, state.count, state.relations = None, 1.0, 0, ()


def _feature(state: Reading, mark: Mark) -> None:
    state.colour, state.size, state.unknown = None, 1.0, []


def _name(state: Reading, mark: Mark) -> None:
    """A character that has been described before."""
    known = int(mark.text.strip("qx"))
    if known >= len(state.things):
        return
    _again(state, known)
    state.colour, state.size, state.count, state.relations, state.definite = None, 1.0, 0, (), False
    state.dressed = None


def _setting(state: Reading, mark: Mark) -> None:
    if not state.backdrop:
        state.backdrop = mark.get("setting")
    state.relations, state.colour, state.size, state.count = (), None, 1.0, 0


def _thing(state: Reading, mark: Mark) -> None:
    char = mark.get("thing")
    if state.denied:
        state.avoid.add(bare(char))
    elif (known := _meant(state, char)) is not None:
        _again(state, known)
    elif state.doing and not state.relations and (i := actor_of(state)) is not None:
        held = tuple(char if one == state.doing else one for one in state.things[i].held)
        state.things[i] = replace(state.things[i], held=held)
    elif _is_held(state, char):
        i = actor_of(state)
        assert i is not None
        state.things[i] = replace(state.things[i], held=_with(state.things[i].held, char))
    elif len(state.things) < THINGS_MAX:
        _add(state, mark, char)
    else:
        state.missing.append(mark.text)
    state.colour, state.size, state.count, state.relations, state.definite = None, 1.0, 0, (), False
    state.dressed, state.doing = None, ""


def _again(state: Reading, known: int) -> None:
    """A thing named before: it takes what was said of it now, or what was put on it."""
    thing = state.things[known]
    if state.colour is not None:
        thing = replace(thing, colour=state.colour)
    if state.dressed and state.relations and state.dressed[0] != known:
        i, item = state.dressed
        state.things[i] = replace(
            state.things[i], worn=tuple(one for one in state.things[i].worn if one != item)
        )
        thing = replace(thing, worn=_with_worn(thing.worn, item))
    elif state.dressed and state.relations:
        pass
    elif state.relations and state.has_last and state.last != known and not state.things[state.last].anchor:
        state.things[state.last] = _related(state.things[state.last], state.relations, thing)
    state.things[known] = thing
    state.last = known


def _add(state: Reading, mark: Mark, char: str) -> None:
    count = state.count or (3 if mark.plural else 1)
    number = sum(thing.char == char for thing in state.things)
    thing = Thing(
        key=f"{bare(char)}{number + 1 if number else ''}", char=char, word=mark.text, count=count,
        colour=state.colour, size=state.size, later=state.adding,
    )  # fmt: skip
    if state.hair is not None and can_act(char):
        thing, state.hair = replace(thing, hair=state.hair), None
    if state.costume:
        worn = tuple((kind, None) for kind in state.costume.split("+"))
        thing, state.costume = replace(thing, worn=worn), ""
    if state.loose and can_act(char):
        thing = replace(thing, worn=(*thing.worn, *state.loose))
        state.loose.clear()
    if state.has_last and state.relations:
        thing = _bound(state, thing)
    state.things.append(thing)
    state.last = len(state.things) - 1


def _bound(state: Reading, thing: Thing) -> Thing:
    """Relates a new thing to what came before. "A under B": A is the one that is under."""
    last = state.things[state.last]
    relation = next((r for r in state.relations if r not in ("as", "wear", "hold")), "beside")
    if relation == "beside":
        return replace(thing, relation="beside", anchor=last.key)
    state.things[state.last] = _related(last, (relation,), thing)
    companion = next(
        (i for i, one in enumerate(state.things) if last.relation == "beside" and one.key == last.anchor),
        None,
    )
    if relation in ("in", "on") and companion is not None:
        # "A dog and a cat in a boat": both are in it.
        state.things[companion] = _related(state.things[companion], (relation,), thing)
    return thing


def _related(thing: Thing, relations: tuple[str, ...], to: Thing) -> Thing:
    relation = next((r for r in relations if r not in ("as", "wear", "hold")), "beside")
    if thing.relation not in ("", "beside"):
        return thing
    return replace(thing, relation=cast(Relation, relation), anchor=to.key)


def _is_held(state: Reading, char: str) -> bool:
    if bare(char) not in _HELD or actor_of(state) is None:
        return False
    if state.has_last and can_act(state.things[state.last].char):
        return "hold" in state.relations
    return False


def _meant(state: Reading, char: str) -> int | None:
    """Index of the thing already there that "the cat" means."""
    if not state.definite:
        return None
    return next((i for i, thing in enumerate(state.things) if bare(thing.char) == bare(char)), None)


def _wear_loose(state: Reading) -> None:
    """A hat that nobody wears stands for itself."""
    chars = {"hat": "🎩", "crown": "👑", "cap": "🧢", "sunhat": "👒", "bow": "🎀", "glasses": "👓", "sunglasses": "🕶️",
             "scarf": "🧣", "dress": "👗", "shirt": "👕", "helmet": "⛑️"}  # fmt: skip
    for kind, colour in state.loose:
        if char := chars.get(kind):
            state.things.append(Thing(key=bare(char), char=char, word=kind, colour=colour))
        else:
            state.missing.append(kind)
    state.loose.clear()


def _with(held: tuple[str, ...], thing: str) -> tuple[str, ...]:
    return held if thing in held else (*held, thing)[:2]


def _with_worn(
    worn: tuple[tuple[str, Rgb | None], ...], item: tuple[str, Rgb | None]
) -> tuple[tuple[str, Rgb | None], ...]:
    return (*(one for one in worn if one[0] != item[0]), item)


_TAKERS = {
    "break": _break,
    "feature": _feature,
    "name": _name, "act": _act, "costume": _costume, "state": _state, "colour": _colour, "size": _size, "number": _number, "side": _side,
    "relation": _relation, "definite": _definite, "stop": _nothing, "doing": _nothing, "modifier": _nothing, "": _unknown, "hair": _hair,
    "worn": _worn, "setting": _setting, "thing": _thing, "time": _passing, "look": _nothing,
}  # fmt: skip
