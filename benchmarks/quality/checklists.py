"""A picture held against a checklist, as IA-Bench and MindBench do it: each entry holds or does not, and a picture passes with all of
them. A plan is held against the words of the same checklist, where no picture is drawn."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters.openai.chat.lenient_types import Forgiving, Shape, few
from agent.domain.generation import ImageData
from agent.ports import LanguageModel, Prompt
from benchmarks.context.patterns import found
from benchmarks.quality.naming import names

JUDGE_SECONDS = 600.0
CHECKS_MAX = 20
JUDGE = (
    "You check a generated picture against a numbered checklist. Look at each entry by itself, and be strict: a detail, a number, a word "
    "or a likeness that is wrong or cannot be made out does not hold. Temperatures alone may be off by 3 degrees Celsius (5.4 Fahrenheit). "
    "Pictures after the first are references: what the checklist says of them holds only if the first agrees with them. "
    "`results`: true or false for each entry, in their order."
)
"""The published protocols (yes or no by entry; in MindBench +-3 degrees) in words of our own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    text: str
    """A statement that is true of a right picture."""
    named: tuple[str, ...] = ()
    """Patterns (benchmarks/context/FORMAT.md) all of which a plan that keeps it has; (): half of the words that the prompt does not give
    away, or of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem:
    id: str
    group: str
    sessions: tuple[tuple[str, ...], ...]
    """Messages of one person; each session is a conversation of its own, and the last message is the one that is scored."""
    checks: tuple[Check, ...]
    photo: Path | None = None
    """Comes with the last message."""
    reference: Path | None = None
    """Shown to the judge beside the picture."""
    compares: bool = False
    """The judge sees the pictures of earlier messages as well."""

    @property
    def prompt(self) -> str:
        return self.sessions[-1][-1]

    @property
    def words(self) -> str:
        """All that was said: what a model that remembers nothing is given."""
        return "\n".join(message for session in self.sessions for message in session)


class VerdictShape(Shape):
    answer_tokens = 400

    results: Forgiving[bool] = few(CHECKS_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    holds: tuple[bool, ...]
    cost_usd: float = 0.0

    @property
    def passed(self) -> float:
        """1.0 if every entry holds."""
        return float(bool(self.holds) and all(self.holds))

    @property
    def share(self) -> float:
        """Of the entries that hold."""
        return statistics.fmean(self.holds) if self.holds else 0.0


def of_words(item: ChecklistItem, text: str) -> Verdict:
    """Whether a text names what the checklist asks for. Pure."""
    return Verdict(holds=tuple(_is_named(check, text, item.prompt) for check in item.checks))


def _is_named(check: Check, text: str, prompt: str) -> bool:
    if check.named:
        return all(found(pattern, text) for pattern in check.named)
    return names(text, check.text, prompt) or names(text, check.text, "")


async def of_picture(
    language: LanguageModel, item: ChecklistItem, image: ImageData, references: Sequence[ImageData] = ()
) -> Verdict:
    """By a model that sees. Raises ValueError where it does not, and what `complete` raises."""
    numbered = "\n".join(f"{number}. {check.text}" for number, check in enumerate(item.checks, start=1))
    prompt = Prompt(name="checklist_judge", system=JUDGE, user=numbered, images=(image, *references))
    completion = await language.complete(prompt, VerdictShape, timeout_seconds=JUDGE_SECONDS)
    if "unseen" in completion.degraded:
        raise ValueError("the chat model sees no pictures: it cannot judge them. Use --mode plan")
    told = completion.value.results[: len(item.checks)]
    missing = [False] * (len(item.checks) - len(told))  # what it leaves out does not hold, as published
    return Verdict(holds=(*told, *missing), cost_usd=completion.usage.cost_usd)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How a benchmark's groups are summed up."""

    name: str
    parts: Mapping[str, tuple[str, ...]]
    """Capability to its groups."""
    weights: Mapping[str, float] = field(default_factory=dict[str, float])
    """Of each capability in the overall score; {}: every item counts alike."""

    def overall(self, records: Sequence[Mapping[str, Any]]) -> float:
        """Of pass rates; weights of parts without any item are shared out among the others."""
        rates = {
            part: rate_of(self.of(part, records), "score") for part in self.parts if self.of(part, records)
        }
        if not self.weights:
            return rate_of(records, "score")
        total = sum(self.weights[part] for part in rates)
        return sum(self.weights[part] * rate for part, rate in rates.items()) / total if rates else 0.0

    def of(self, part: str, records: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
        return [record for record in records if record["group"] in self.parts[part]]


def rate_of(records: Sequence[Mapping[str, Any]], column: str) -> float:
    return statistics.fmean(float(record[column]) for record in records) if records else 0.0
