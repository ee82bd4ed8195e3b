"""Several figures by name, from left to right as the plan lays them out; whoever does something to the next one stands close."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from adapters.builtin.language.lexicon import normalised
from adapters.builtin.sketch.scene import Thing
from agent.domain.cast import Figure, Layout
from agent.text.words import shares_word

APART_MAX, ROOM = 0.44, 0.68
"""Shares of the width: between two neighbours, and between the first and the last."""
CLOSE = 0.62
"""Of the usual distance."""
_ELSEWHERE = ("on", "in", "under", "behind", "front", "above")


def side_by_side(things: Sequence[Thing], layout: Layout, keys: Mapping[str, str]) -> tuple[Thing, ...]:
    """The things with the figures' places; `keys`: which thing each figure is, by name. Where the request says who is on which side, that
    holds. Whoever rides takes what they ride along."""
    at = {thing.key: number for number, thing in enumerate(things)}
    figures = [one for one in layout.figures if keys.get(normalised(one.name)) in at]
    shown = [at[keys[normalised(one.name)]] for one in figures]
    if len(figures) < 2 or layout.sides_told or any(things[number].count > 1 for number in shown):
        return tuple(things)
    placed = list(things)
    for number, x in zip(shown, _places(figures), strict=True):
        thing = things[number]
        carrier = at.get(thing.anchor, number) if thing.relation in _ELSEWHERE else number
        if thing.side or things[carrier].side or (carrier != number and carrier in shown):
            continue
        placed[carrier] = replace(placed[carrier], across=x, share=_unit(len(figures)))
        if carrier == number:
            placed[number] = replace(placed[number], relation="", anchor="")
    return tuple(placed)


def _unit(count: int) -> float:
    return min(APART_MAX, ROOM / (count - 1))


def _places(figures: Sequence[Figure]) -> Sequence[float]:
    """Of each figure's foot, a share of the width."""
    usual = _unit(len(figures))
    steps = [usual * (CLOSE if _is_close(one, other) else 1.0) for one, other in pairwise(figures)]
    first = 0.5 - sum(steps) / 2
    return [first + sum(steps[:number]) for number in range(len(figures))]


def _is_close(one: Figure, other: Figure) -> bool:
    """One of them does something to the other."""
    return shares_word(other.name, one.act) or shares_word(one.name, other.act)
