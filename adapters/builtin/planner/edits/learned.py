"""A change read by the trained labeller, worked into the picture's slots: what the rules (`operations`) did not understand."""

from collections.abc import Callable, Mapping, Sequence

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.edits.body import Body, Edit, Slots, saying
from adapters.builtin.planner.edits.counts import recounted, taken_from_several
from adapters.builtin.planner.edits.effects import (
    described,
    in_place_of,
    of_part,
    placed,
    with_thing,
)
from adapters.builtin.planner.edits.labeller import read_operations
from adapters.builtin.planner.edits.operations import edit_of
from adapters.builtin.planner.edits.removals import taken_out
from adapters.builtin.planner.edits.spans import Operation
from adapters.builtin.planner.reading import altered_phrases, phrases
from agent.domain.generation import SlotName
from agent.errors import ModelUnavailable
from agent.text.words import tokenise

CERTAIN = -1.5
"""Logarithm of how likely a reading must be, for each of its operations."""


def understood(text: str, base: Slots, language: str, *, words_are_read: bool) -> Edit:
    """The change by the rules. Where they find none the labeller reads, unless what draws reads the author's own words."""
    edit = edit_of(text, base, language)
    if edit.slots or words_are_read:
        return edit
    learned = learned_edit(text, base, language)
    return learned if learned.slots else edit


def learned_edit(text: str, base: Slots, language: str) -> Edit:
    """The change that the text asks for; an empty one where no reading is likely enough, or none of it changes anything."""
    try:
        operations, likely = read_operations(text, language)
    except ModelUnavailable:
        return Edit()
    if likely < CERTAIN * max(1, len(operations)):
        return Edit()
    return Edit(slots=changed_by(operations, base, language))


def changed_by(operations: Sequence[Operation], base: Slots, language: str) -> Slots:
    """What becomes of the slots, each operation applied to what the one before left."""
    changed: Slots = {}
    for operation in operations:
        body = Body(text=_said(operation), base={**base, **changed}, language=language)
        done = _EFFECTS.get(operation.kind)
        changed |= done(body, operation) if done is not None else {}
    return changed


def _said(operation: Operation) -> str:
    return " ".join(said for said in (operation.target, operation.value) if said)


def _removed(body: Body, operation: Operation) -> Slots:
    gone = [phrases.without_article(operation.target, body.language)]
    return taken_from_several(body, gone) or taken_out(body, gone)


def _added(body: Body, operation: Operation) -> Slots:
    """A further thing, with its place where words tie it there."""
    tie = tokenise(operation.where)
    tied = grammar.is_any(tie, 0, body.language, "place_preposition") and len(tie) > 1
    return with_thing(body, f"{operation.value} {operation.where}" if tied else operation.value)


def _replaced(body: Body, operation: Operation) -> Slots:
    """Another thing in its place; of whom the picture is about where none is named."""
    return in_place_of(body, _thing(body, operation.target), operation.value)


def _set(body: Body, operation: Operation) -> Slots:
    thing = _thing(body, operation.target)
    part = phrases.without_article(thing, body.language).lower()
    if part in grammar.word_set("picture_part"):
        return of_part(body, part, operation.value)
    return described(body, thing, operation.value)


def _counted(body: Body, operation: Operation) -> Slots:
    number, thing = operation.value, operation.target
    said = number if thing in number else f"{number} {thing}"
    return recounted(saying(body, said)) or {"subject": altered_phrases.joined(body.subject, said)}


def _moved(body: Body, operation: Operation) -> Slots:
    thing = _thing(body, operation.target)
    bare = phrases.without_article(thing, body.language)
    said = f"the {bare} {operation.value}" if body.language == "en" else f"{bare} {operation.value}"
    return {"composition": altered_phrases.joined(body.base.get("composition", ""), said)}


def _elsewhere(body: Body, operation: Operation) -> Slots:
    return (
        placed(saying(body, operation.value))
        if not body.base.get("setting")
        else {"setting": operation.value}
    )


def _thing(body: Body, target: str) -> str:
    """What is spoken of: whom the picture is about where only a pronoun, or nothing, names it."""
    if target and grammar.spoken("it", body.language).whole(target) is None:
        return target
    return phrases.without_article(phrases.head_of(body.subject, body.language), body.language)


def _into(slot: SlotName) -> Callable[[Body, Operation], Slots]:
    """Its value as it is said: words of that kind may be in no list."""
    return lambda _, operation: {slot: operation.value}


def _unwritten(body: Body, operation: Operation) -> Slots:
    return {"text": "", **taken_out(body, [phrases.without_article(operation.target, body.language)])}


_EFFECTS: Mapping[str, Callable[[Body, Operation], Slots]] = {
    "remove": _removed, "add": _added, "replace": _replaced, "set": _set, "count": _counted, "move": _moved,
    "style": _into("style"), "setting": _elsewhere, "time": _into("time"), "weather": _into("time"), "light": _into("palette"),
    "format": _into("format"), "write": lambda _, operation: {"text": operation.value}, "unwrite": _unwritten,
}  # fmt: skip
