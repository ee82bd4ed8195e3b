"""Marks to things: who is there, how many, in which colours, wearing and holding what, and where to one another."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.builtin.sketch.reading.belongings import (
    take_act,
    take_colour,
    take_colour_behind,
    take_costume,
    take_feature,
    take_hair,
    take_worn,
    wear_loose,
)
from adapters.builtin.sketch.reading.named_things import take_name, take_thing
from adapters.builtin.sketch.reading.one_of_several import one_of, take_side
from adapters.builtin.sketch.reading.phrases import Mark, marks_of, owner_of
from adapters.builtin.sketch.reading.scene_draft import Reading, actor_of
from adapters.builtin.sketch.reading.vocabulary import group
from adapters.builtin.sketch.reading.word_senses import kind_of

_ROMANCE = frozenset(
    "el la los las un una unos unas con de del le les une des du avec o os um uma com do da".split()  # noqa: SIM905
)
_GERMAN = frozenset({"der", "das", "ein", "eine", "einen", "einem", "einer", "und", "mit", "dem", "den"})


def read(text: str, into: Reading | None = None) -> Reading:
    """Reads a description; with `into`, as the continuation of what was read before."""
    state = into or Reading()
    marks = marks_of(text)
    state.romance = any(mark.text in _ROMANCE for mark in marks) and " the " not in f" {text.casefold()} "
    state.german = any(mark.text in _GERMAN for mark in marks)
    for i, mark in enumerate(marks):
        if _is_verb(marks, i):
            state.verbs.append(mark.text)
            state.relations = ("hold",)  # what it is done with is in their hands, where hands can hold it
            continue
        after = marks[i + 1] if i + 1 < len(marks) else None
        owner = owner_of(mark) if after and after.get("feature") else mark
        _take(state, owner, after if owner is mark else None)
    _settle_unknown(state)
    wear_loose(state)
    return state


def _is_verb(marks: Sequence[Mark], at: int) -> bool:
    """Whether it says what one of several figures does, whatever thing it may name besides: "Luna hugs Rex, Mia waves". Right behind a name
    stands no thing without a small word between them."""
    several = sum(bool(mark.get("name")) for mark in marks) > 1
    return (
        several
        and at > 0
        and bool(marks[at - 1].get("name"))
        and marks[at].means.keys() <= {"thing", "setting", "doing"}
    )


def _take(state: Reading, mark: Mark, after: Mark | None) -> None:
    kind = kind_of(state, mark, after)
    if after is not None and _is_pattern(state, kind, after):
        state.missing.append(f"{mark.text} {after.text}")
        return
    if not kind and _is_done(state, mark):
        return  # "a cat sneezes": no thing
    if kind == "modifier" and mark.text.endswith("ing"):
        _settle_unknown(state)  # "a skeleton playing": the noun is over
    if kind not in ("", "modifier"):
        modifies = kind in ("thing", "worn", "setting", "hair") and not state.romance and " " not in mark.text
        modified = state.romance and bool(state.things) and not state.relations
        state.unknown = [] if modifies or modified else state.unknown
        _settle_unknown(state)
    if kind == "colour" and state.count == 1 and _ends(after) and one_of(state, mark):
        pass
    elif kind == "colour" and _is_behind(state, after):
        take_colour_behind(state, mark)
    else:
        _TAKERS[kind](state, mark)
    if kind != "thing" and (
        kind in ("break", "setting", "relation", "name") or mark.text in group("unplaced")
    ):
        state.unplaced = mark.text if mark.text in group("unplaced") and state.has_last else ""
    if kind in ("", "modifier", "size"):
        state.described.append(mark.text)
    elif kind not in ("colour", "definite"):
        state.described.clear()
    state.pointed = kind == "side" or (state.pointed and kind in ("stop", "definite", "colour", "modifier"))
    state.broken = kind == "break"
    state.acting = kind in ("thing", "name", "worn", "hair", "feature") and actor_of(state) is not None


def _is_behind(state: Reading, after: Mark | None) -> bool:
    """ "Make the cup blue", "a hat in blue": a colour behind a thing, with nothing left that it could belong to."""
    if after is not None and not after.get("break"):
        return False
    waiting = state.relations or state.count or state.broken or state.colour is not None
    return "in" in state.relations or (state.has_last and not waiting)


def _ends(after: Mark | None) -> bool:
    """No noun follows that a colour could belong to."""
    return after is None or bool(
        after.get("break") or after.get("relation") or after.get("stop") or after.get("number")
    )


def _is_pattern(state: Reading, kind: str, after: Mark) -> bool:
    """Whether a thing only says how a part looks, right before the part: "a rainbow mane", "cat ears"."""
    part = bool({"hair", "feature"} & after.means.keys())
    return (
        kind == "thing" and part and not (state.romance or state.german or state.denied) and not state.count
    )


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


def _state(state: Reading, mark: Mark) -> None:
    if state.has_last:
        name = mark.get("state")
        last = state.things[state.last]
        state.things[state.last] = (
            replace(last, asleep=True) if name == "asleep" else replace(last, aloft=True)
        )
    if mark.get("relation"):
        _relation(state, mark)


def _size(state: Reading, mark: Mark) -> None:
    state.size = 1.5 if mark.get("size") == "big" else 0.62


def _number(state: Reading, mark: Mark) -> None:
    state.count = max(int(mark.get("number")), 0)


def _relation(state: Reading, mark: Mark) -> None:
    found = tuple(mark.get("relation").split())
    if found == ("no",) or "no" in found:
        state.denied = True
        return
    state.adding = state.adding or (state.broken and "hold" in found and bool(state.things))
    state.relations, state.related = found, mark.text


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


def _setting(state: Reading, mark: Mark) -> None:
    if not state.backdrop:
        state.backdrop = mark.get("setting")
    state.relations, state.colour, state.size, state.count = (), None, 1.0, 0


_TAKERS = {
    "break": _break, "feature": take_feature, "name": take_name, "act": take_act, "costume": take_costume, "state": _state,
    "colour": take_colour, "size": _size, "number": _number, "side": take_side, "relation": _relation, "definite": _definite,
    "stop": _nothing, "doing": _nothing, "modifier": _nothing, "": _unknown, "hair": take_hair, "worn": take_worn,
    "setting": _setting, "thing": take_thing, "time": _passing, "look": _nothing,
}  # fmt: skip
