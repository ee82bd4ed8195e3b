"""What a plan leaves open: the gaps that only the person or a guess can fill, and the searches."""

from dataclasses import replace

from adapters.openai.chat.spoken_text import one_line
from adapters.openai.planner.plan_shape import GapShape, PlanShape
from adapters.openai.planner.planner_context import Sight
from agent.domain.characters import remembered
from agent.domain.generation import Candidate, Gap, GenerationContext, Search
from agent.limits import OPTIONS_PER_QUESTION_MAX

GAPS_MAX = 4
SEARCHES_MAX = 3
QUERY_CHARS_MAX = 120


def gaps_of(
    shape: PlanShape, context: GenerationContext, sight: Sight, *, answered: set[str]
) -> tuple[Gap, ...]:
    """What only the person or a guess can fill; what the web fills is among the searches."""
    open_gaps = [
        gap
        for gap in shape.gaps
        if gap.route in ("ask", "assume") and gap.slot not in answered and not _is_settled(gap, context)
    ]
    return tuple(_gap(gap, sight) for gap in open_gaps[:GAPS_MAX])


def _is_settled(gap: GapShape, context: GenerationContext) -> bool:
    """The slot is filled by what was said or remembered: there is nothing to ask."""
    evidence = context.slots.get(gap.slot)
    return evidence is not None and evidence.method in ("said", "ask") and not gap.candidates


def _gap(gap: GapShape, sight: Sight) -> Gap:
    candidates: list[Candidate] = []
    for found in gap.candidates[:OPTIONS_PER_QUESTION_MAX]:
        memory = sight.memories.get(found.memory.strip().upper())
        picture = sight.pictures.get(found.picture.strip().upper())
        image = picture.image if picture else (memory.images[0] if memory and memory.images else None)
        value = one_line(found.value, 80)
        if value:
            candidates.append(
                Candidate(
                    value=value, probability=found.probability, image=image, memory=memory.id if memory else None,
                    source=f"memory: {memory.sentence()}" if memory else "",
                    character=remembered(memory) if memory and memory.kind == gap.slot == "character" else None,
                )
            )  # fmt: skip
    total = sum(candidate.probability for candidate in candidates)
    if total > 1:
        candidates = [replace(c, probability=round(c.probability / total, 4)) for c in candidates]
    return Gap(
        slot=gap.slot, why=one_line(gap.why, 160), route=gap.route, question=one_line(gap.question, 200),
        candidates=tuple(candidates), harm=gap.harm, taste=gap.taste,
    )  # fmt: skip


def searches_of(shape: PlanShape) -> tuple[Search, ...]:
    found: dict[tuple[str, str], Search] = {}
    for search in shape.searches:
        query = one_line(search.query, QUERY_CHARS_MAX)
        if query:
            found.setdefault(
                (query.casefold(), search.kind), Search(query=query, kind=search.kind, slot=search.slot)
            )
    return tuple(found.values())[:SEARCHES_MAX]
