"""Plans a change to the picture at hand, or more pictures like it: the base's slots with what the message changes."""

import re
from dataclasses import replace

from adapters.builtin.planner_rules import grammar, panels, subjects, wishes, wording
from adapters.builtin.planner_rules.characters import cast
from adapters.builtin.planner_rules.checking import checklist
from adapters.builtin.planner_rules.editing import Edit, Slots, edit_in, wants_another
from adapters.builtin.planner_rules.edits import Body, whole
from adapters.builtin.planner_rules.finishing import finished
from adapters.builtin.planner_rules.grammar import frame
from adapters.builtin.planner_rules.pointing import attached, like_before, of_several
from adapters.builtin.planner_rules.reading import Reading, read, said
from adapters.builtin.planner_rules.recalling import priors
from adapters.builtin.planner_rules.wanted import Wanted
from agent.domain.conversation import Picture, Pressed
from agent.domain.generation import (
    Evidence,
    Gap,
    GenerationContext,
    Panel,
    Plan,
    Reference,
    ReferenceRole,
    SlotName,
)
from agent.image_prompt import prompt_of

CHANGE_HARM = 0.9
_PUTS_IN = re.compile(r"\b(?:add|put|place|insert|replace|swap)\b", re.IGNORECASE)
_LOOK: tuple[SlotName, ...] = ("style", "palette")


def change_of(wanted: Wanted) -> Plan | None:
    """The plan where the message changes the picture at hand; None where it wants one of its own."""
    pictures = attached(wanted.request)
    if not pictures:
        return _change_of(wanted)
    pressed = wanted.request.turn.request
    if not isinstance(pressed, Pressed) or pressed.action != "refine" or wanted.request.base is None:
        return None
    # Refine names the picture that changes; what comes with it is to go by, or to be put in where the words say so.
    plan = _change_of(wanted)
    if plan is None or plan.intent not in ("edit", "restyle"):
        return plan
    role: ReferenceRole = "subject" if _PUTS_IN.search(wanted.text) else "style"
    going_by = tuple(Reference(image=image, role=role, label="your picture") for image in pictures)
    return replace(plan, context=replace(plan.context, references=(*plan.context.references, *going_by)))


def _change_of(wanted: Wanted) -> Plan | None:
    base = wanted.request.base
    if base is None:
        points_back = like_before(wanted.text)[0] is not None
        orders = not points_back and frame("orders_a_change").match(wanted.text) is not None
        edit = edit_in(wanted.text, {}, wanted.language, replying=False) if orders else None
        return nothing_to_change(edit, wanted.language) if edit is not None else None
    one = of_several(wanted.request, wanted.text)
    if one is not None:
        return _of_one(*one, wanted)
    last = frame("the_last_one").match(wanted.text)
    if last is not None:
        return _of_one(base, wanted.text[last.end() :], wanted)
    more = _more(base, wanted)
    if more is not None or _is_new(wanted):
        return more
    usual = _in_usual_style(wanted)
    if usual is not None and not usual.slots:
        return Plan(
            intent="chat", answer=wording.answer("no_style", wanted.language), language=wanted.language
        )
    edit = usual or _edit(base, wanted)
    return changed_picture(base, edit, wanted) if edit is not None else None


def _of_one(base: Picture, rest: str, wanted: Wanted) -> Plan:
    """A change of one of several pictures, or that one anew."""
    meant = replace(wanted, request=replace(wanted.request, base=base), text=rest)
    slots: Slots = {name: evidence.value for name, evidence in base.context.slots.items()}
    edit = edit_in(rest, slots, wanted.language, replying=True) if re.search(r"\w", rest) else None
    if edit is None and not re.search(r"\w", rest):
        return another(base, wanted.language)
    return changed_picture(
        base, edit or whole(Body(text=rest, base=slots, language=wanted.language)) or Edit(), meant
    )


def _edit(base: Picture, wanted: Wanted) -> Edit | None:
    replied = wanted.request.turn.replied
    slots: Slots = {name: evidence.value for name, evidence in base.context.slots.items()}
    replying = replied is not None and bool(replied.pictures)
    return edit_in(wanted.text, slots, wanted.language, replying=replying)


def _in_usual_style(wanted: Wanted) -> Edit | None:
    """ "in my usual style", and nothing else: what memory says of the look. An empty edit where memory says nothing."""
    rest = frame("usual_style").sub("", wanted.text)
    said_more = re.search(
        r"\w{3,}", wishes.without_closing(wishes.without_opening(rest, wanted.language), wanted.language)
    )
    if rest == wanted.text or said_more:
        return None
    slots = priors(wanted.request, Reading(language=wanted.language)).slots
    return Edit(slots={name: slots[name].value for name in _LOOK if name in slots})


def _is_new(wanted: Wanted) -> bool:
    """An order for a picture of its own: "draw a castle", "draw her at the beach", not "make it night"."""
    text, language = wanted.text, wanted.language
    reading = read(text, language)
    if panels.panels_of(reading, text):
        return True
    if not wishes.starts_with_wish(text, language) or frame("orders_a_change").match(text):
        return False
    opened = wishes.without_opening(text, language)
    if frame("the_picture_as").match(opened):
        return False
    return not (frame("same").match(opened) or frame("again_but").match(opened))


# --- more of the same ------------------------------------------------------------------------------------------


def _more(base: Picture, wanted: Wanted) -> Plan | None:
    """ "again", "two more", "three variants", "in three different styles"."""
    if wants_another(wanted.text, base.context.value("subject")):
        return another(base, wanted.language)
    number = frame("more_of_it").match(wanted.text.strip(" .!?"))
    if number is not None:
        word = number["number"]
        count = int(word) if word.isdecimal() else grammar.numbers("en").whole(word) or 2
        return _series(base, wanted, Reading(language=wanted.language, series="variants", pictures=count))
    reading = read(wanted.text, wanted.language)
    about_it = not reading.subject or re.fullmatch(
        r"(?:it|this|that|these)(?: in different (?:\w+ )?styles)?|in different (?:\w+ )?styles|different (?:\w+ )?styles",
        reading.subject,
        re.IGNORECASE,
    )
    return _series(base, wanted, reading) if reading.series and reading.pictures > 1 and about_it else None


def another(base: Picture, language: str) -> Plan:
    """The same picture with a new seed."""
    context = _afresh(base)
    return Plan(intent="vary", context=context, checklist=checklist(context), language=language)


def _afresh(base: Picture) -> GenerationContext:
    references = tuple(ref for ref in base.context.references if ref.role not in ("base", "mask"))
    context = replace(base.context, seed=0, base=None, references=references, panel="", prompt="")
    return replace(context, prompt=prompt_of(context))


def _series(base: Picture, wanted: Wanted, reading: Reading) -> Plan:
    """Several pictures of what the base shows."""
    context = _afresh(base)
    listed = panels.panels_of(reading, wanted.text)
    if re.search(r"\bstyles?\b", wanted.text, re.IGNORECASE) and not reading.style:
        listed = tuple(Panel(label=style, slots={"style": style}) for style in panels.STYLES[: len(listed)])
    changed: dict[SlotName, Evidence] = {name: said(value) for name, value in reading.slots().items()}
    context = replace(context.fill(changed), prompt="")
    note = panels.too_many(reading)
    return Plan(
        intent="series", context=replace(context, prompt=prompt_of(context)), panels=listed,
        checklist=checklist(context), statements=wanted.statements, notes=(note,) if note else (), language=wanted.language,
    )  # fmt: skip


# --- a change --------------------------------------------------------------------------------------------------


def changed_picture(base: Picture, edit: Edit, wanted: Wanted) -> Plan:
    """The base with the edit's slots, its seed and its references: the layout stays."""
    slots: dict[SlotName, Evidence] = dict(base.context.slots)
    for name, value in edit.slots.items():
        if value:
            slots[name] = said(value)
        else:
            slots.pop(name, None)
    slots = _no_longer_excluded(slots, edit)
    references = [ref for ref in base.context.references if ref.role not in ("base", "mask")]
    slots, references = _with_cast(base, edit, wanted, slots, references)
    context = replace(
        base.context, slots=slots, base=base.id, panel="", prompt="",
        references=(Reference(image=base.id, role="base", label="the picture to change"), *references),
    )  # fmt: skip
    reading = Reading(language=wanted.language, subject=context.value("subject"))
    intent = "restyle" if edit.is_restyle else "edit"
    return finished(
        wanted.request, context, reading, text="", statements=wanted.statements, intent=intent, memory=False
    )


def _no_longer_excluded(slots: dict[SlotName, Evidence], edit: Edit) -> dict[SlotName, Evidence]:
    """What was taken out before and is asked for now may be there again."""
    excluded, subject = slots.get("exclude"), edit.slots.get("subject", "")
    if excluded is None or not subject or "exclude" in edit.slots:
        return slots
    kept = [one for one in excluded.value.split(", ") if subjects.span_of(subject, one, "en") is None]
    left = dict(slots)
    del left["exclude"]
    if kept:
        left["exclude"] = replace(excluded, value=", ".join(kept))
    return left


def _with_cast(
    base: Picture, edit: Edit, wanted: Wanted, slots: dict[SlotName, Evidence], references: list[Reference]
) -> tuple[dict[SlotName, Evidence], list[Reference]]:
    """Characters that the change brings in or takes out."""
    subject = edit.slots.get("subject", "")
    if not subject:
        return slots, references
    before, character = base.context.value("subject"), base.context.value("character")
    names = [person.partition(":")[0] for person in character.split("; ")]
    gone = [name for name in names if name and name in before and name not in subject]
    if gone:
        kept = [person for person in character.split("; ") if person.partition(":")[0] not in gone]
        slots.pop("character", None)
        if kept:
            slots["character"] = replace(base.context.slots["character"], value="; ".join(kept))
        references = [ref for ref in references if ref.label not in gone]
    added = cast(wanted.request, subject, wanted.language)
    if added.character is not None and "character" not in edit.slots:  # unless it is what changes
        slots["character"] = added.character
        references += [ref for ref in added.references if ref not in references]
        slots["subject"] = replace(slots["subject"], value=added.subject)
    return slots, references


def nothing_to_change(edit: Edit, language: str) -> Plan:
    """An edit without a picture: which one?"""
    slots: dict[SlotName, Evidence] = {}
    for name, value in edit.slots.items():
        if value and name != "subject":
            slots[name] = said(value)
    gap = Gap(
        slot="references", why="there is no picture here to change", route="ask", harm=CHANGE_HARM,
        question=wording.question("change", language),
    )  # fmt: skip
    return Plan(intent="edit", context=GenerationContext(slots=slots), gaps=(gap,), language=language)
