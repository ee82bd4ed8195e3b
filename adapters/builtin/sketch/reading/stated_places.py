"""Where somebody is said to be: by a thing that a setting names, or where no layout has room for them."""

from collections.abc import Sequence

from adapters.builtin.sketch.reading.phrases import marks_of
from adapters.builtin.sketch.reading.vocabulary import is_listed, roof_of
from adapters.builtin.sketch.scene import Thing


def is_place_by_a_thing(words: str) -> bool:
    """Whether a setting says what somebody is under, behind or in, and not where the scene is: "under a table", "in a bowl"."""
    marks = [mark for mark in marks_of(words) if mark.get("relation") or not _PASSED & mark.means.keys()]
    if len(marks) < 2 or not (relation := marks[0].get("relation")):
        return False
    noun = next((mark for mark in marks[1:] if {"thing", "setting"} & mark.means.keys()), None)
    if noun is None or not noun.get("thing") or is_listed("role", "far", noun.get("thing")):
        return False
    return bool(_CLOSE & set(relation.split())) or not noun.get("setting")


_CLOSE = frozenset({"under", "behind", "beside", "front", "between"})
_PASSED = frozenset({"stop", "definite", "colour", "size", "number", "modifier"})


def placed_nowhere(things: Sequence[Thing]) -> Sequence[str]:
    """Who is said to be under something that leaves no room there: they stand beside it."""
    chars = {thing.key: thing.char for thing in things}
    low = [
        thing
        for thing in things
        if thing.relation == "under"
        and (over := chars.get(thing.anchor))
        and roof_of(over) is None
        and not any(is_listed("role", role, over) for role in ("sky", "far"))
    ]
    return [words["place"] for thing in low if "place" in (words := dict(thing.said))]
