"""From what the model wrote to a Plan. Everything it names is looked up in what it was shown; what it would have kept or forgotten is a
proposal, which the core holds against the author's own words (agent.policy.proposals)."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.openai.chat.spoken_text import one_line, spoken
from adapters.openai.planner.claims import VALUE_CHARS_MAX, evidence_of, is_placeholder, people_of
from adapters.openai.planner.plan_openings import gaps_of, searches_of
from adapters.openai.planner.plan_shape import PlanShape
from adapters.openai.planner.plan_statements import statements_of
from adapters.openai.planner.planner_context import Sight
from agent.domain.cast import references_of
from agent.domain.generation import (
    Check,
    Evidence,
    GenerationContext,
    Intent,
    Panel,
    Plan,
    Reference,
    SlotName,
)
from agent.limits import PICTURES_PER_TURN_MAX
from agent.ports import PlanRequest

PROMPT_CHARS_MAX = 3_000
ANSWER_CHARS_MAX = 900
CHECKS_MAX = 10
REFERENCES_MAX = 6

_CHANGES: tuple[Intent, ...] = ("edit", "restyle")


def plan_of(shape: PlanShape, request: PlanRequest, sight: Sight) -> Plan:
    """The plan. Pure."""
    resumed = request.pending if request.pending and shape.answers_question else None
    intent = _intent(shape, request, sight, resumed)
    context = _context(shape, request, sight, intent, resumed)
    panels = _panels(shape) or (resumed.panels if resumed else ())
    if panels or intent == "series":
        context = replace(context, prompt="")  # each panel has its own, made from its slots
    return Plan(
        intent=intent,
        context=context,
        gaps=gaps_of(shape, context, sight, answered=set(request.answers) if resumed else set()),
        searches=searches_of(shape),
        panels=panels,
        checklist=_checklist(shape) or (resumed.checklist if resumed else ()),
        statements=statements_of(shape, sight),
        forget=one_line(shape.forget, 200),
        answer="" if is_placeholder(shape.answer, request) else spoken(shape.answer, ANSWER_CHARS_MAX),
        language=one_line(shape.language, 12) or "en",
    )


def _intent(shape: PlanShape, request: PlanRequest, sight: Sight, resumed: Plan | None) -> Intent:
    if resumed is not None:
        return resumed.intent
    if shape.intent in (*_CHANGES, "vary") and not sight.pictures:
        return "create"
    if shape.intent == "series" and not shape.panels:
        return "create"
    return shape.intent


def _context(
    shape: PlanShape, request: PlanRequest, sight: Sight, intent: Intent, resumed: Plan | None
) -> GenerationContext:
    start = resumed.context if resumed else _start(shape, request, sight, intent)
    filled: dict[SlotName, Evidence] = {}
    for found in shape.slots:
        evidence = evidence_of(found, request, sight)
        if evidence is not None and found.slot == "character":
            evidence = people_of(evidence, filled.get("character"), sight)
        if evidence is not None and not _is_known(evidence, start.slots.get(found.slot)):
            filled[found.slot] = evidence
    unique: dict[str, Reference] = {}
    told = start.fill(filled)
    remembered = (*_remembered(shape, sight), *references_of(told.characters()))
    for reference in (*start.references, *remembered, *_references(shape, sight)):
        unique.setdefault(reference.image, reference)
    context = replace(told, references=tuple(unique.values())[:REFERENCES_MAX])
    prompt = "" if is_placeholder(shape.prompt, request) else spoken(shape.prompt, PROMPT_CHARS_MAX)
    return replace(context, prompt=prompt)


def _start(shape: PlanShape, request: PlanRequest, sight: Sight, intent: Intent) -> GenerationContext:
    """What a change begins with: the picture that is changed, and what the bot made it of."""
    if intent not in (*_CHANGES, "vary"):
        return GenerationContext()
    chosen = sight.pictures.get(shape.edits.strip().upper()) or next(iter(sight.pictures.values()))
    known = request.base.context if request.base and request.base.id == chosen.image else GenerationContext()
    if intent == "vary":
        style = Reference(image=chosen.image, role="style", label="the picture to vary")
        return replace(known, base=None, prompt="", panel="", seed=0, references=(*known.references, style))
    base = Reference(image=chosen.image, role="base", label=one_line(chosen.caption, 60) or "the picture")
    kept = tuple(reference for reference in known.references if reference.role not in ("base", "mask"))
    # Its seed too: a second change builds on the same layout.
    return replace(known, base=chosen.image, prompt="", panel="", references=(base, *kept))


def _is_known(evidence: Evidence, before: Evidence | None) -> bool:
    """Whether a value says over again what the picture that is changed was made of: then its origin stays as well."""
    return (
        before is not None
        and evidence.method not in ("ask", "recall")
        and evidence.value.casefold() == before.value.casefold()
    )


def _remembered(shape: PlanShape, sight: Sight) -> Sequence[Reference]:
    """The pictures of the characters that were recalled."""
    named = [
        sight.memories.get(found.memory.strip().upper()) for found in shape.slots if found.method == "recall"
    ]
    return [
        Reference(image=image, role="character", label=memory.name or one_line(memory.text, 40))
        for memory in named
        if memory is not None
        for image in memory.images[:2]
    ]


def _references(shape: PlanShape, sight: Sight) -> Sequence[Reference]:
    found: list[Reference] = []
    for reference in shape.references:
        picture = sight.pictures.get(reference.picture.strip().upper())
        if picture is not None:
            role = "subject" if reference.role == "base" else reference.role
            label = one_line(reference.label, 60) or one_line(picture.caption, 60)
            found.append(Reference(image=picture.image, role=role, label=label))
    return found


def _panels(shape: PlanShape) -> tuple[Panel, ...]:
    if shape.intent != "series":
        return ()
    panels: list[Panel] = []
    for panel in shape.panels[:PICTURES_PER_TURN_MAX]:
        slots: dict[SlotName, str] = {}
        for slot in panel.slots:
            if value := one_line(slot.value, VALUE_CHARS_MAX):
                slots[slot.slot] = value
        panels.append(Panel(label=one_line(panel.label, 60) or f"picture {len(panels) + 1}", slots=slots))
    return tuple(panels)


def _checklist(shape: PlanShape) -> tuple[Check, ...]:
    found = [
        Check(slot=check.slot, text=one_line(check.text, 200), hard=check.hard)
        for check in shape.checklist[:CHECKS_MAX]
    ]
    return tuple(check for check in found if check.text)
