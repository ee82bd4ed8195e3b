"""Works what searching brought into a context, in one small call. A page can fill the slot it was searched for, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from adapters.openai.chat.lenient_types import Forgiving, Shape, Share, Text
from adapters.openai.chat.spoken_text import one_line
from agent.domain.generation import Evidence, GenerationContext, SlotName
from agent.errors import MalformedCompletion, ModelUnavailable, RenderRefused
from agent.planning.prompts import render
from agent.ports import Findings, LanguageModel, Usage

VALUE_CHARS_MAX = 300


class FilledShape(Shape):
    slot: SlotName
    finding: int
    value: Text
    confidence: Share = 0.7


class MergeShape(Shape):
    filled: Forgiving[FilledShape]


class ModelMerger:
    """Implements Merger."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model

    async def merge(
        self, context: GenerationContext, findings: Sequence[Findings], *, timeout_seconds: float
    ) -> tuple[GenerationContext, Usage]:
        read = [finding for finding in findings if finding.text.strip()]
        if not read:
            return context, Usage()  # pictures alone change no slot
        prompt = render(
            "merge",
            slots=[{"name": name, "method": e.method, "value": e.value} for name, e in context.slots.items()],
            findings=[
                {"number": number, "slot": finding.slot, "query": finding.query, "text": finding.text}
                for number, finding in enumerate(read, start=1)
            ],
        )
        try:
            completion = await self._model.complete(prompt, MergeShape, timeout_seconds=timeout_seconds)
        except (MalformedCompletion, RenderRefused) as error:
            unmerged = ModelUnavailable("the model's answer about the findings cannot be used")
            unmerged.cost_usd = error.cost_usd
            raise unmerged from error
        return merged(context, read, completion.value), completion.usage


def merged(context: GenerationContext, findings: Sequence[Findings], shape: MergeShape) -> GenerationContext:
    """The context with the slots that were searched for filled from their own finding. Pure."""
    slots: dict[SlotName, Evidence] = {}
    for filled in shape.filled:
        if not 1 <= filled.finding <= len(findings):
            continue
        finding = findings[filled.finding - 1]
        value = one_line(filled.value, VALUE_CHARS_MAX)
        before = context.slots.get(filled.slot)
        if finding.slot != filled.slot or not value or (before is not None and before.value == value):
            continue
        source = finding.sources[0] if finding.sources else f"searched “{finding.query}”"
        slots[filled.slot] = Evidence(
            value=value, method="search", source=source, confidence=round(filled.confidence, 3)
        )
    return replace(context.fill(slots), prompt=_told(context.prompt, slots)) if slots else context


def _told(prompt: str, slots: Mapping[SlotName, Evidence]) -> str:
    """The planner's own prompt with the facts after it; none where the prompt is made from the slots anyway."""
    facts = " ".join(f"{name}: {evidence.value}." for name, evidence in slots.items())
    return f"{prompt} To be shown exactly so: {facts}" if prompt else ""
