"""Works found text and pictures into a context without a model: the slot is filled, its source is named, no more is claimed."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.domain.generation import SLOT_NAMES, Evidence, GenerationContext, SlotName
from agent.image_prompt import prompt_of
from agent.ports import Findings, Usage

FOUND_CHARS_MAX = 240
"""Of a text that was found: its first sentences."""
CONFIDENCE = 0.5
"""Nobody has read whether it fits."""


class BuiltInMerger:
    """Port `agent.ports.Merger`."""

    async def merge(
        self, context: GenerationContext, findings: Sequence[Findings], *, timeout_seconds: float
    ) -> tuple[GenerationContext, Usage]:
        """The context with the findings in their slots. Raises nothing."""
        return merged(context, findings), Usage(model="offline")


def merged(context: GenerationContext, findings: Sequence[Findings]) -> GenerationContext:
    """What the author said stays first; what was found follows it. Findings for unknown slots are left out."""
    for finding in findings:
        for slot in SLOT_NAMES:
            if slot == finding.slot:
                filled: dict[SlotName, Evidence] = {slot: _evidence(context, slot, finding)}
                context = context.fill(filled)
    context = replace(context, prompt="")
    return replace(context, prompt=prompt_of(context))


def _evidence(context: GenerationContext, slot: SlotName, finding: Findings) -> Evidence:
    said = context.value(slot)
    found = _shortened(finding.text) or (f"pictures of {finding.query}" if finding.images else "")
    value = ": ".join(part for part in (said, found) if part) or finding.query
    return Evidence(value=value, method="search", source=" ".join(finding.sources), confidence=CONFIDENCE)


def _shortened(text: str) -> str:
    """Whole sentences as far as they fit, on one line."""
    line = " ".join(text.split())
    if len(line) <= FOUND_CHARS_MAX:
        return line
    cut = line[:FOUND_CHARS_MAX]
    ends = [match.end() for match in re.finditer(r"[.!?。](?=\s|$)", cut)]
    return cut[: ends[-1]] if ends else f"{cut.rpartition(' ')[0]} …"
