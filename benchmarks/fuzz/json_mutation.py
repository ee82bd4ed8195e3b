"""Ways to break a JSON document that leave it JSON: other values, other shapes, what is missing, what nobody expects."""

import copy
import json
import random
from collections.abc import Sequence
from typing import Any, cast

_CONTAINERS: Sequence[Any] = json.loads(
    '[[], {}, [[]], [null], {"": null}, [{}, {}, {}], {"id": {"id": "1"}}]'
)
ODD: Sequence[Any] = (
    None, True, False, 0, -1, 1.5, 2**31, 2**63, 10**40, 1e308, "", " ", "0", "-1", "9" * 40, "x" * 5_000, "\u0000", "\ud800", "\u202e",
    "🦊" * 300, "../../etc/passwd", "http://127.0.0.1:1/", "2026-13-45T99:99:99Z", "<@900>", "@everyone", *_CONTAINERS,
)  # fmt: skip
DEPTHS = (5, 40, 100)
"""Of nested lists; four of the deepest still are copied within Python's own limit of recursion."""
STEPS_MAX = 4
GROWS_MAX = 200
"""What is longer is not repeated."""


def mutated(document: Any, dice: random.Random) -> Any:
    """A copy, broken in none to four places."""
    root: list[Any] = [copy.deepcopy(document)]
    for _ in range(dice.randint(0, STEPS_MAX)):
        places = list(_places(root))
        holder, key = dice.choice(places)
        dice.choice(_WAYS)(holder, key, dice, places)
    return root[0]


def _places(node: Any) -> "list[tuple[Any, Any]]":
    """Every holder and key in it, the outermost first. (Not by recursion: what is broken may be deep.)"""
    found = [(node, key) for key in _keys(node)]
    for holder, key in found:
        found += [(holder[key], within) for within in _keys(holder[key])]
    return found


def _keys(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return list(cast(dict[str, Any], node))
    return list(range(len(cast(list[Any], node)))) if isinstance(node, list) else []


def _odd(holder: Any, key: Any, dice: random.Random, places: Any) -> None:
    holder[key] = _any_odd(dice)


def _any_odd(dice: random.Random) -> Any:
    """Of its own: a container that is put into one document is broken there further, and must not be so in the next."""
    return copy.deepcopy(dice.choice(ODD))


def _deep(holder: Any, key: Any, dice: random.Random, places: Any) -> None:
    for _ in range(dice.choice(DEPTHS)):
        holder[key] = [holder[key]]


def _foreign(holder: Any, key: Any, dice: random.Random, places: Any) -> None:
    """What stands elsewhere."""
    other, there = dice.choice(places)
    holder[key] = copy.deepcopy(other[there])


def _missing(holder: Any, key: Any, dice: random.Random, places: Any) -> None:
    if key in _keys(holder) and isinstance(key, str):
        del holder[key]
    else:
        holder[key] = None


def _more(holder: Any, key: Any, dice: random.Random, places: Any) -> None:
    match holder[key]:
        case list() if len(holder[key]) < GROWS_MAX:
            holder[key] = holder[key] * 20
        case str() as text if len(text) < GROWS_MAX:
            holder[key] = text * dice.choice((2, 50))
        case dict():
            holder[key]["surprise"] = _any_odd(dice)
        case _:
            holder[key] = [holder[key]]


_WAYS = (_odd, _odd, _odd, _foreign, _missing, _more, _deep)
