"""Things that a description names: new ones, ones named before, and how each stands to the last."""

from dataclasses import replace
from typing import cast

from adapters.builtin.sketch.figures.costumes import costume_of
from adapters.builtin.sketch.figures.figures import bare
from adapters.builtin.sketch.reading.belongings import held_with, is_held, worn_with
from adapters.builtin.sketch.reading.one_of_several import parted
from adapters.builtin.sketch.reading.phrases import Mark
from adapters.builtin.sketch.reading.scene_draft import Reading, actor_of, can_act
from adapters.builtin.sketch.reading.vocabulary import phrases
from adapters.builtin.sketch.scene import THINGS_MAX, Relation, Thing


def take_name(state: Reading, mark: Mark) -> None:
    """A character that has been described before."""
    known = int(mark.text.strip("qx"))
    if known >= len(state.things):
        return
    _again(state, known)
    state.colour, state.size, state.count, state.relations, state.definite = None, 1.0, 0, (), False
    state.dressed = None


def take_thing(state: Reading, mark: Mark) -> None:
    char = mark.get("thing")
    if state.unplaced and not state.denied:
        state.missing.append(f"{state.unplaced} {mark.text}")
        state.unplaced = ""
    if state.denied:
        state.avoid.add(bare(char))
    elif (known := _meant(state, char)) is not None:
        _again(state, known)
    elif state.doing and not state.relations and (i := actor_of(state)) is not None:
        held = tuple(char if one == state.doing else one for one in state.things[i].held)
        state.things[i] = replace(state.things[i], held=held)
    elif (i := _always_held(state, char)) is not None:
        state.things[i] = replace(state.things[i], held=(char,))
    elif is_held(state, char):
        i = actor_of(state)
        assert i is not None
        state.things[i] = replace(state.things[i], held=held_with(state.things[i].held, char))
    elif len(state.things) < THINGS_MAX:
        _add(state, mark, char)
    else:
        state.missing.append(mark.text)
    state.colour, state.size, state.count, state.relations, state.definite = None, 1.0, 0, (), False
    state.dressed, state.doing = None, ""


def _always_held(state: Reading, char: str) -> int | None:
    """Whose hands have it without its being said: a footballer's ball is not a second one."""
    i = actor_of(state)
    costume = costume_of(state.things[i].char) if i is not None else None
    return i if costume and char in costume.held and i is not None and not state.things[i].held else None


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
        thing = replace(thing, worn=worn_with(thing.worn, item))
    elif state.dressed and state.relations:
        pass
    elif state.relations and state.has_last and state.last != known and not state.things[state.last].anchor:
        state.things[state.last] = _related(
            state.things[state.last], state.relations, thing, said=state.related
        )
    state.things[known] = thing
    state.last = known


def _add(state: Reading, mark: Mark, char: str) -> None:
    many = phrases("crowd").get(mark.text, "")
    count = int(many) if many and state.count < 2 else state.count or (3 if mark.plural else 1)
    char = (
        _STAR if char == "stars" and state.count > 1 else char
    )  # those that are counted are drawn one by one
    number = sum(thing.char == char for thing in state.things)
    thing = Thing(
        key=f"{bare(char)}{number + 1 if number else ''}", char=char, word=mark.text, count=count,
        colour=state.colour, size=state.size, later=state.adding,
    )  # fmt: skip
    if state.colour is not None:
        thing = replace(thing, said=(("colour", f"{state.tint} {mark.text}"),), second=state.second)
    if state.hair is not None and can_act(char):
        thing, state.hair = replace(thing, hair=state.hair), None
    if state.costume:
        worn = tuple((kind, None) for kind in state.costume.split("+"))
        thing, state.costume = replace(thing, worn=worn), ""
    if state.loose and can_act(char):
        thing = replace(thing, worn=(*thing.worn, *state.loose))
        state.loose.clear()
    between = "between" in state.relations
    if state.has_last and state.relations and not between:
        thing = _bound(state, thing)
    elif state.has_last and between:
        state.things[state.last] = replace(state.things[state.last], side="middle", relation="", anchor="")
        thing = replace(thing, side="left")
    if state.between:
        thing, state.between = replace(thing, side="right", relation="", anchor=""), False
    state.things.append(thing)
    state.last = len(state.things) - 1
    state.between = between and not parted(state)


_STAR = "⭐"


def _bound(state: Reading, thing: Thing) -> Thing:
    """Relates a new thing to what came before. "A under B": A is the one that is under."""
    last = state.things[state.last]
    relation = next((r for r in state.relations if r not in ("as", "wear", "hold")), "beside")
    if relation == "beside":
        return replace(thing, relation="beside", anchor=last.key)
    state.things[state.last] = _related(last, (relation,), thing, said=state.related)
    companion = next(
        (i for i, one in enumerate(state.things) if last.relation == "beside" and one.key == last.anchor),
        None,
    )
    if relation in ("in", "on") and companion is not None:
        # "A dog and a cat in a boat": both are in it.
        state.things[companion] = _related(state.things[companion], (relation,), thing)
    return thing


def _related(thing: Thing, relations: tuple[str, ...], to: Thing, *, said: str = "") -> Thing:
    relation = next((r for r in relations if r not in ("as", "wear", "hold")), "beside")
    if thing.relation not in ("", "beside"):
        return thing
    words = (("place", f"{said} {to.word}"),) if said else ()
    return replace(thing, relation=cast(Relation, relation), anchor=to.key, said=(*thing.said, *words))


def _meant(state: Reading, char: str) -> int | None:
    """Index of the thing already there that "the cat" means."""
    if not state.definite:
        return None
    return next((i for i, thing in enumerate(state.things) if bare(thing.char) == bare(char)), None)
