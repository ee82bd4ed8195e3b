"""The plans of what was there before, where an item gives them: what came before must not depend on the planner that is judged. Pure."""

from collections.abc import Mapping
from dataclasses import replace

from agent.domain.generation import Candidate, Evidence, Gap, GenerationContext, Plan, SlotName
from agent.domain.memory import Memory
from agent.image_prompt import prompt_of
from benchmarks.context.items import Step

OFFERED = 0.5
"""Probability of all offered answers together: low enough that the question is always put."""


def plan_of_step(step: Step, known: Mapping[str, Memory]) -> Plan:
    """`known`: the item's memories by their keys."""
    if step.asks is not None:
        asks = step.asks
        share = OFFERED / max(len(asks.options), 1)
        gap = Gap(
            slot=asks.slot, why="it was not said", route="ask", question=asks.text, harm=1.0,
            candidates=tuple(Candidate(value=option, probability=share) for option in asks.options),
        )  # fmt: skip
        return Plan(intent="create", context=_context(_said(asks.known)), gaps=(gap,))
    if step.draws is not None:
        values = {slot: value for slot, value in step.draws.items() if slot != "uses"}
        memory = known.get(step.draws.get("uses", ""))
        return Plan(intent="create", context=_context({**_said(values), **_recalled(values, memory)}))
    return Plan(intent="chat", answer=step.talks)


def _context(slots: Mapping[SlotName, Evidence]) -> GenerationContext:
    context = GenerationContext(slots=slots)
    return replace(context, prompt=prompt_of(context))


def _said(values: Mapping[str, str]) -> dict[SlotName, Evidence]:
    return {slot: Evidence(value=value, method="said", source="you said") for slot, value in values.items()}  # pyright: ignore[reportReturnType] # checked when read


def _recalled(values: Mapping[str, str], memory: Memory | None) -> dict[SlotName, Evidence]:
    """The slot that the memory fills."""
    if memory is None:
        return {}
    slot: SlotName = "character" if memory.kind == "character" else "style"
    value = values.get(slot, memory.sentence())
    source = f"memory: {memory.sentence()}"
    return {slot: Evidence(value=value, method="recall", source=source, memory=memory.id)}
