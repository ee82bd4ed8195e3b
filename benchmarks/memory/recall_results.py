"""What a recall benchmark found, and how it is told."""

import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.memory.locomo import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one question came to."""

    conversation: str
    question: Question
    turns: tuple[str, ...]
    """Ids of the ten best, best first."""
    search_seconds: float
    embed_seconds: float

    @property
    def recall(self) -> float:
        return len(self.question.evidence.intersection(self.turns)) / len(self.question.evidence)


def summary(found: Sequence[Found]) -> dict[str, float]:
    search = [each.search_seconds * 1000 for each in found]
    embed = [each.embed_seconds * 1000 for each in found]
    return {
        "recall_at_10": round(statistics.fmean(each.recall for each in found), 4),
        "hit_at_10": round(statistics.fmean(each.recall > 0 for each in found), 4),
        "questions": len(found),
        "p50_ms": round(statistics.median(search), 2),
        "p95_ms": round(_percentile(search, 95), 2),
        "embed_p50_ms": round(statistics.median(embed), 2),
        "embed_p95_ms": round(_percentile(embed, 95), 2),
    }


def _percentile(values: Sequence[float], percent: int) -> float:
    return (
        statistics.quantiles(values, n=100, method="inclusive")[percent - 1] if len(values) > 1 else values[0]
    )


def table(found: Sequence[Found]) -> str:
    """By conversation, by category and in all."""
    groups: defaultdict[str, list[Found]] = defaultdict(list)
    for each in found:
        groups[each.conversation].append(each)
    for each in sorted(found, key=lambda each: each.question.category):
        groups[f"category {each.question.category}"].append(each)
    groups["all"] = list(found)
    whole = summary(found)
    return "\n".join(
        [
            header(),
            *(line(name, group) for name, group in groups.items()),
            f"Times are of searching; embedding a question took {whole['embed_p50_ms']} ms (p95 {whole['embed_p95_ms']}).",
        ]
    )


def header() -> str:
    return f"{'':24} {'recall@10':>9} {'hit@10':>7} {'questions':>9} {'p50 ms':>7} {'p95 ms':>7}"


def line(name: str, found: Sequence[Found]) -> str:
    s = summary(found)
    return f"{name:24} {s['recall_at_10']:9.3f} {s['hit_at_10']:7.3f} {s['questions']:9} {s['p50_ms']:7.1f} {s['p95_ms']:7.1f}"
