"""What comes into the picture at hand and what goes: "add a red hat", "remove the tree", "bigger moon", "more trees", "less rain"."""

import re

from adapters.builtin.planner_rules import grammar, recounting, subjects
from adapters.builtin.planner_rules.edits import Body, Edit, Slots, described, named, whole
from adapters.builtin.planner_rules.grammar import frame
from adapters.builtin.planner_rules.reading import read
from adapters.builtin.planner_rules.tokens import tokenise
from agent.domain.generation import SlotName

_ADDED: tuple[SlotName, ...] = ("style", "palette", "time", "text", "format", "exclude", "composition")
_AND = frame("and_also")


def compared(body: Body) -> Edit | None:
    """ "bigger moon", "more trees", "less rain", "darker"."""
    match = frame("compared").match(body.text)
    if match is None:
        return None
    how = match["how"].lower()
    what = subjects.without_article(match["what"].strip(), body.language)
    if frame("words_part").fullmatch(what):
        return Edit(slots={"composition": subjects.joined(body.base.get("composition", ""), f"{how} text")})
    if not what:
        return whole(body.with_text(how))
    if how not in ("more", "less", "fewer"):
        return described(body, what, how)
    if how != "more":
        lessened = whole(body.with_text(what))
        return (
            removed(body.with_text(f"remove {what}"))
            if lessened and lessened.slots.keys() & {"time"}
            else Edit(slots={"subject": subjects.joined(body.subject, f"{how} {what}")})
        )
    if (found := named(what, body.language)) and "setting" not in found:
        return Edit(slots=found)
    if grammar.things().all(tokenise(what)):
        return Edit(slots={"subject": subjects.joined(body.subject, f"with more {what}")})
    return Edit(slots={"composition": subjects.joined(body.base.get("composition", ""), f"more {what}")})


def removed(body: Body) -> Edit | None:
    match = frame("remove").match(body.text)
    if match is None or not re.search(r"\w", match["what"]):
        return None
    bare = subjects.without_article(frame("from_it").sub("", match["what"].strip()), body.language)
    if re.fullmatch(r"(?:it|this|that|them|everything|all)", bare, re.IGNORECASE) or _is_a_scene(body):
        return None
    if frame("words_part").fullmatch(bare):
        return Edit(slots={"text": ""})
    if frame("background_part").fullmatch(bare):
        return Edit(slots={"setting": "plain background"})
    slots: Slots = {}
    gone = [subjects.without_article(one, body.language) for one in _AND.split(bare) if one.strip()]
    emptied: tuple[SlotName, ...] = ("setting", "time", "style", "palette", "composition", "count")
    for name in emptied:
        if body.base.get(name) and any(subjects.shares_word(one, body.base[name]) for one in gone):
            slots[name] = ""
    if "count" in slots:
        slots["count"] = recounting.without(body.base["count"], gone)
    kept = body.subject
    for one in gone:
        kept = subjects.without_thing(kept, one, body.language) or kept
    if kept != body.subject:
        slots["subject"] = kept
    return Edit(slots={**slots, "exclude": subjects.joined(body.base.get("exclude", ""), *gone)})


def _is_a_scene(body: Body) -> bool:
    """ "no people please, a busy street at night": what is left out of a picture of its own."""
    reading = read(body.text, body.language)
    return bool(reading.excluded and reading.subject)


def added(body: Body) -> Edit | None:
    match = frame("add").match(body.text)
    if match is None:
        return None
    what = _without_receiver(match["what"].strip(), body)
    reading = read(what, body.language)
    slots: Slots = {name: value for name, value in reading.slots().items() if name in _ADDED}
    if reading.printed and frame("words_part").search(reading.subject):
        return Edit(slots=slots)
    bare = subjects.without_article(reading.subject, body.language)
    weather = grammar.times(body.language).whole(bare)
    if weather is not None and weather.kind == "weather":
        slots["time"] = bare
    elif reading.subject and reading.subject != slots.get("time"):
        with_it = re.sub(r"^(?:with|mit|con|avec|com)\s+", "", reading.subject, flags=re.IGNORECASE)
        slots["subject"] = (
            subjects.joined(body.subject, f"{_WITH[body.language]}{with_it}") if body.subject else with_it
        )
        if reading.count:
            slots["count"] = subjects.joined(body.base.get("count", ""), reading.count)
    if "time" in slots and body.base.get("time"):
        slots["time"] = subjects.joined(body.base["time"], slots["time"])
    return Edit(slots=slots) if slots else None


_WITH = {"en": "with ", "es": "con ", "de": "mit ", "fr": "avec ", "pt": "com ", "zh": "加上"}


def _without_receiver(what: str, body: Body) -> str:
    """ "the fox a sword", "a hat to the fox", "wings to it": without who gets it."""
    what = frame("onto_it").sub("", what)
    to = frame("onto_thing").search(what)
    if to and subjects.shares_word(to["who"], body.subject):
        what = what[: to.start()]
    given = frame("given_to").match(what)
    if given and (not given["noun"] or subjects.shares_word(given["noun"], body.subject)):
        what = what[given.end() :]
    return what
