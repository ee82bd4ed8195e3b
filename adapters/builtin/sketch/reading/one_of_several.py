"""One of several alike: "two boats, the left one green", "three cats, one of them black", "a lamp between two chairs"."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from adapters.builtin.sketch.colour import Rgb
from adapters.builtin.sketch.figures.figures import bare
from adapters.builtin.sketch.reading.phrases import Mark
from adapters.builtin.sketch.reading.scene_draft import Reading
from adapters.builtin.sketch.reading.vocabulary import colour_words
from adapters.builtin.sketch.scene import Side, Thing

PARTED_MAX = 5
"""More are told apart by nobody."""
_SIDES: tuple[Side, ...] = ("left", "middle", "right")


def take_side(state: Reading, mark: Mark) -> None:
    """Says where the thing named last is; of several, which one is meant from here on."""
    side = cast(Side, mark.get("side"))
    if not state.has_last:
        return
    copies = parted(state)
    if copies:
        state.last = copies[{"left": 0, "middle": len(copies) // 2, "right": -1}[side]]
    else:
        state.things[state.last] = replace(state.things[state.last], side=side)
    state.count = 0


def one_of(state: Reading, mark: Mark) -> bool:
    """ "Two cats, one black and one white": the next of them that has no colour yet takes this one. False where there is none."""
    colour: Rgb = colour_words()[mark.get("colour")]
    for i in parted(state):
        if state.things[i].colour is None:
            state.things[i] = replace(state.things[i], colour=colour)
            state.last, state.count, state.relations = i, 0, ()
            return True
    return False


def parted(state: Reading) -> Sequence[int]:
    """Indices of the copies of what was named last, as things of their own from left to right; none where it is one alone."""
    if state.has_last and state.last in state.group:
        return state.group
    thing = state.things[state.last] if state.has_last else None
    if thing is None or not 1 < thing.count <= PARTED_MAX:
        return ()
    state.group = _part(state.things, state.last)
    return state.group


def _part(things: list[Thing], at: int) -> tuple[int, ...]:
    thing = things[at]
    number = sum(bare(other.char) == bare(thing.char) for other in things)
    found = [at]
    for n in range(1, thing.count):
        found.append(len(things))
        things.append(replace(thing, key=f"{bare(thing.char)}{number + n}", count=1))
    for n, i in enumerate(found):
        share = n / (thing.count - 1)
        side: Side = "" if thing.count > len(_SIDES) else _SIDES[round(share * 2)]
        across = None if side else 0.14 + 0.72 * share
        things[i] = replace(things[i], count=1, side=side, across=across, share=0.8 / thing.count)
    return tuple(found)
