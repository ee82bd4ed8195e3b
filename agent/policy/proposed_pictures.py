"""What a plan says of the picture, kept to what the planner was shown and to our own limits. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from agent.domain.characters import Character, in_words
from agent.domain.conversation import Pressed, Said
from agent.domain.generation import Candidate, Evidence, Gap, GenerationContext, Plan
from agent.limits import OPTIONS_PER_QUESTION_MAX, PICTURES_PER_TURN_MAX
from agent.ports import Findings, PlanRequest

GAPS_MAX = 4
SEARCHES_MAX = 4
CHECKS_MAX = 12
REFERENCES_MAX = 8
NOTES_MAX = 4
VALUE_CHARS_MAX = 1_000
NAME_CHARS_MAX = 60
SAID_CHARS_MAX = 2_000
PROMPT_CHARS_MAX = 8_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Everything a planner can have seen: ids of memories and pictures."""

    memories: frozenset[str]
    pictures: frozenset[str]
    pointed_at: frozenset[str]
    """Of the pictures, those that the message brings or speaks of."""
    found: frozenset[str]
    """Sources that an earlier search of the same picture gave."""


def shown_to(request: PlanRequest) -> Shown:
    turn = request.turn
    memories = [*request.profile.memories, *(one.memory for one in request.recollection.memories)]
    earlier = [request.base.context] if request.base else []
    earlier += [request.pending.context] if request.pending else []
    evidence = [e for context in earlier for e in context.slots.values()]
    attached = turn.request.images if isinstance(turn.request, Said | Pressed) else ()
    pointed_at = {*attached, *(turn.replied.images if turn.replied else ())}
    pointed_at |= {request.base.id} if request.base else set()
    asked = [c for gap in (request.pending.gaps if request.pending else ()) for c in gap.candidates]
    pictures = {image for memory in memories for image in memory.images}
    pictures |= {one.image for one in request.recollection.pictures}
    pictures |= {image for message in turn.thread for image in message.images}
    pictures |= {picture.id for message in turn.thread for picture in message.pictures}
    pictures |= {reference.image for context in earlier for reference in context.references}
    pictures |= {image for context in earlier if (image := context.base)}
    pictures |= {candidate.image for candidate in asked if candidate.image}
    known = {memory for e in evidence for memory in e.memories} | {c.memory for c in asked if c.memory}
    return Shown(
        memories=frozenset({memory.id for memory in memories} | known),
        pictures=frozenset(pictures | pointed_at),
        pointed_at=frozenset(pointed_at),
        found=frozenset(e.source for e in evidence if e.method == "search"),
    )


def without_excess(plan: Plan) -> tuple[Plan, Sequence[str]]:
    """The plan within our own limits, and what went beyond them."""
    limits = {
        "panels": PICTURES_PER_TURN_MAX, "searches": SEARCHES_MAX, "gaps": GAPS_MAX, "checklist": CHECKS_MAX, "notes": NOTES_MAX,
    }  # fmt: skip
    over = [name for name, limit in limits.items() if len(getattr(plan, name)) > limit]
    cut = replace(
        plan,
        context=replace(_cut(plan.context), references=plan.context.references[:REFERENCES_MAX]),
        panels=plan.panels[:PICTURES_PER_TURN_MAX],
        searches=plan.searches[:SEARCHES_MAX],
        gaps=tuple(_bounded(gap) for gap in plan.gaps[:GAPS_MAX]),
        checklist=plan.checklist[:CHECKS_MAX],
        notes=tuple(note[:SAID_CHARS_MAX] for note in plan.notes[:NOTES_MAX]),
        answer=plan.answer[:SAID_CHARS_MAX],
    )
    return cut, [f"{name}: more than {limits[name]}" for name in over]


def _cut(context: GenerationContext) -> GenerationContext:
    slots = {
        name: replace(e, value=e.value[:VALUE_CHARS_MAX], characters=_cast(e))
        for name, e in context.slots.items()
    }
    return replace(context, slots=slots, prompt=context.prompt[:PROMPT_CHARS_MAX])


def _cast(evidence: Evidence) -> tuple[Character, ...]:
    """No more people than fit together into what a slot may hold."""
    kept = list(evidence.characters)
    while len(in_words(kept)) > VALUE_CHARS_MAX and len(kept) > 1:
        kept.pop()
    return tuple(
        replace(one, name=one.name[:NAME_CHARS_MAX], description=one.description[:VALUE_CHARS_MAX])
        for one in kept
    )


def _bounded(gap: Gap) -> Gap:
    return replace(
        gap, harm=min(max(gap.harm, 0.0), 1.0), candidates=gap.candidates[:OPTIONS_PER_QUESTION_MAX]
    )


def shown_only(plan: Plan, shown: Shown) -> tuple[Plan, Sequence[str]]:
    """The plan without the memories and pictures that the planner cannot have seen, and what went."""
    context = plan.context
    references = tuple(one for one in context.references if one.image in shown.pictures)
    base = context.base if context.base in shown.pictures else None
    slots = {name: _seen(evidence, shown) for name, evidence in context.slots.items()}
    gaps = tuple(
        replace(gap, candidates=tuple(_candidate(one, shown) for one in gap.candidates)) for gap in plan.gaps
    )
    intent = "create" if plan.intent in ("edit", "restyle") and context.base and base is None else plan.intent
    kept = replace(context, slots=slots, references=references, base=base)
    unseen = [
        f"{what}: not among what was shown"
        for what, before, after in (
            ("evidence", context.slots, slots), ("reference", context.references, references),
            ("picture to change", context.base, base), ("option", plan.gaps, gaps),
        )
        if before != after
    ]  # fmt: skip
    return replace(plan, context=kept, gaps=gaps, intent=intent), unseen


def _seen(evidence: Evidence, shown: Shown) -> Evidence:
    """A memory or picture that was not shown is none, and a source that no search gave is none."""
    if evidence.characters:
        evidence = replace(evidence, characters=tuple(_person(one, shown) for one in evidence.characters))
        if evidence.method == "recall" and not evidence.memories:
            return replace(evidence, method="reason", source="")
    if evidence.memory and evidence.memory not in shown.memories:
        return replace(evidence, method="reason", memory=None, source="")
    if evidence.method == "search" and evidence.source not in shown.found:
        return replace(evidence, method="reason", source="")
    return evidence


def _person(one: Character, shown: Shown) -> Character:
    memory = one.memory if one.memory in shown.memories else None
    return replace(one, memory=memory, images=tuple(image for image in one.images if image in shown.pictures))


def _candidate(candidate: Candidate, shown: Shown) -> Candidate:
    memory = candidate.memory if candidate.memory in shown.memories else None
    image = candidate.image if candidate.image in shown.pictures else None
    character = candidate.character and _person(candidate.character, shown)
    if (memory, image, character) == (candidate.memory, candidate.image, candidate.character):
        return candidate
    return replace(candidate, memory=memory, image=image, character=character, source="")


def worked_in(
    before: GenerationContext, merged: GenerationContext, findings: Iterable[Findings]
) -> GenerationContext:
    """Of what a merger brought back: the slots that were searched for, each from its own finding. All else stays as it was."""
    read = list(findings)
    slots = dict(before.slots)
    for name, evidence in merged.slots.items():
        own = [finding for finding in read if finding.slot == name]
        if own and evidence != before.slots.get(name):
            given = [source for finding in own for source in finding.sources]
            named = evidence.source.split()
            honest = bool(named) and set(named) <= set(given)
            source = evidence.source if honest else next(iter(given), f"searched “{own[0].query}”")
            slots[name] = replace(
                evidence, value=evidence.value[:VALUE_CHARS_MAX], method="search", source=source, memory=None
            )
    return replace(before, slots=slots, prompt=merged.prompt[:PROMPT_CHARS_MAX])
