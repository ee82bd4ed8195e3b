"""What the built-in planner read in the same message, added to a model's plan where the model left it out: descriptions of figures told in
passing, standing preferences, and that a request starts anew. It reads in milliseconds and never invents."""

from collections.abc import Mapping
from dataclasses import replace

from adapters.openai.chat.spoken_text import stands_in
from adapters.openai.planner.plan_shape import PlanShape
from agent.domain.cast import evidence_of
from agent.domain.generation import Evidence, GenerationContext, Intent, Plan, SlotName, Statement
from agent.ports import PlanRequest

_NEW: tuple[Intent, ...] = ("create", "series")
_CHANGES: tuple[Intent, ...] = ("edit", "restyle", "vary")
_GUESSED = ("assume", "reason")


def starts_anew(simple: Plan, request: PlanRequest) -> bool:
    """Whether the built-in planner takes the message for a new picture, though there is one before it that was not replied to."""
    points = request.turn.replied is not None or bool(request.images)
    return simple.intent in _NEW and request.base is not None and not points and simple.context.base is None


def is_anew(shape: PlanShape, simple: Plan, request: PlanRequest) -> bool:
    """Whether what the model calls a change is plainly a new picture: another subject, named in the message, and nothing to do with
    the one that the picture before shows."""
    if shape.intent not in _CHANGES or request.base is None or not starts_anew(simple, request):
        return False
    named = [
        slot.value for slot in shape.slots if slot.slot == "subject" and stands_in(slot.value, request.text)
    ]
    before = request.base.context.value("subject")
    return bool(named) and not any(stands_in(value, before) or stands_in(before, value) for value in named)


def supplemented(plan: Plan, simple: Plan, *, reads_statements: bool) -> Plan:
    """The model's plan with what it left out. `reads_statements`: the model was asked what is to be kept as well."""
    plan = replace(plan, statements=_statements(plan, simple, reads_statements=reads_statements))
    if plan.intent not in _NEW or simple.intent not in _NEW:
        return plan
    return _with_people(_with_memory(plan, simple), simple)


def _with_people(plan: Plan, simple: Plan) -> Plan:
    """With those of the chat whom the message names and the model did not: whether they may be shown is decided elsewhere."""
    context = plan.context
    there = {one.called.casefold() for one in context.characters()}
    words = " ".join([context.prompt, *(evidence.value for evidence in context.slots.values())]).casefold()
    missing = [
        one
        for one in simple.context.characters()
        if one.name.startswith("@") and one.name.casefold() not in there and one.name.casefold() not in words
    ]
    asks = tuple(gap for gap in simple.gaps if gap.about_author)
    if not missing and not asks:
        return plan
    people = evidence_of((*context.characters(), *missing), method="said", source="you said")
    slots = {**context.slots, "character": people} if missing else context.slots
    return replace(plan, context=replace(context, slots=slots), gaps=(*plan.gaps, *asks))


def _statements(plan: Plan, simple: Plan, *, reads_statements: bool) -> tuple[Statement, ...]:
    """ "Luna is ..." is kept as the built-in reader keeps it, and the rest as the model reads it, if it was asked."""
    if plan.intent in ("forget", "refuse"):
        return plan.statements
    found = [
        replace(one, is_reading=simple.is_reading)
        for one in simple.statements
        if not reads_statements or one.kind == "character"
    ]
    names = {one.name.casefold() for one in found if one.kind == "character"}
    others = [
        one for one in plan.statements if not (one.kind == "character" and one.name.casefold() in names)
    ]
    return (*found, *others)


def _with_memory(plan: Plan, simple: Plan) -> Plan:
    """With what the built-in planner recalled for slots that the model left open or guessed."""
    context = plan.context
    recalled: dict[SlotName, Evidence] = {
        slot: found
        for slot, found in simple.context.slots.items()
        if found.method == "recall" and _is_open(slot, found, context)
    }
    if not recalled:
        return plan
    added: dict[SlotName, Evidence] = {
        slot: _joined(slot, found, context) for slot, found in recalled.items()
    }
    references = context.references
    if "character" in added:
        known = {reference.image for reference in references}
        references += tuple(
            r for r in simple.context.references if r.role == "character" and r.image not in known
        )
    return replace(
        plan,
        context=replace(context.fill(added), references=references, prompt=_told(context.prompt, added)),
        gaps=tuple(gap for gap in plan.gaps if gap.slot not in added),
        checklist=(*plan.checklist, *(check for check in simple.checklist if check.slot in added)),
    )


def _is_open(slot: SlotName, found: Evidence, context: GenerationContext) -> bool:
    there = context.slots.get(slot)
    if there is None:
        return True
    if slot == "exclude":
        return not stands_in(found.value, there.value)
    if slot == "character":
        names = {one.called.casefold() for one in found.people()}
        return not there.memories and {one.called.casefold() for one in there.people()} <= names
    return there.method in _GUESSED


def _joined(slot: SlotName, found: Evidence, context: GenerationContext) -> Evidence:
    there = context.slots.get(slot)
    return (
        replace(found, value=f"{there.value}, {found.value}")
        if slot == "exclude" and there is not None
        else found
    )


def _told(prompt: str, added: Mapping[SlotName, Evidence]) -> str:
    """The model's own prompt with what it lacks; none where the prompt is made from the slots anyway."""
    facts = " ".join(f"{_LABELS.get(slot, slot)}: {evidence.value}." for slot, evidence in added.items())
    return f"{prompt} {facts}" if prompt else ""


_LABELS: Mapping[SlotName, str] = {
    "exclude": "Not to be shown",
    "style": "In the style of",
    "text": "Printed words",
}
