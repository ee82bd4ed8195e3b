"""What a turn cost in each order of work, and how it is told."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.speed.latency_wishes import wishes

PLANNING, MERGING, JUDGING, RENDERING, SEARCHING = 2.0, 1.0, 1.5, 8.0, 0.8
"""Seconds: a call that thinks about the request; one that only condenses what was found; one that looks at a picture; a render;
a search with the page or picture that it leads to."""
CALLS_GOAL, SECONDS_GOAL, CRITICAL_GOAL = 0.40, 0.60, 1.05
"""Ours as a share of theirs, and of the critical path."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of one turn, or their means."""

    model_calls: float
    seconds: float
    tokens: float
    money: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    ours: Figures
    paper_order: Figures
    mind_brush_order: Figures
    critical_path_seconds: float
    """Measured, of a turn with two searches and a judged picture."""


def as_json(result: Result) -> str:
    def rounded(figures: Figures) -> dict[str, float]:
        return {
            "model_calls": round(figures.model_calls, 3), "seconds": round(figures.seconds, 3),
            "tokens": round(figures.tokens, 1), "money": round(figures.money, 5),
        }  # fmt: skip

    return json.dumps(
        {
            "ours": rounded(result.ours),
            "paper_order": rounded(result.paper_order),
            "mind_brush_order": rounded(result.mind_brush_order),
            "critical_path_seconds": round(result.critical_path_seconds, 3),
        }
    )


def as_table(result: Result) -> str:
    lines = [
        f"Means per turn over {len(wishes())} requests. Set delays in seconds: a call that plans {PLANNING}, condenses findings {MERGING} "
        f"(merge), judges {JUDGING}; search {SEARCHING}, render {RENDERING}.",
        "",
        f"{'':<18}{'model calls':>12}{'seconds':>10}{'tokens':>10}{'money':>10}",
    ]
    for name, figures in (
        ("ours", result.ours), ("paper order", result.paper_order), ("Mind-Brush order", result.mind_brush_order)
    ):  # fmt: skip
        lines.append(
            f"{name:<18}{figures.model_calls:>12.2f}{figures.seconds:>10.2f}{figures.tokens:>10.0f}{figures.money:>9.4f}$"
        )
    path = PLANNING + SEARCHING + MERGING + RENDERING + JUDGING
    lines += ["", *_goals(result), ""]
    lines.append(
        f"A turn with two searches: {result.critical_path_seconds:.2f} s, {result.critical_path_seconds / path:.3f} of its critical path "
        f"(plan + search + merge + render + judge = {path:.1f} s; goal {CRITICAL_GOAL})."
    )
    return "\n".join(lines)


def _goals(result: Result) -> Sequence[str]:
    others = (("paper order", result.paper_order), ("Mind-Brush order", result.mind_brush_order))
    return [
        f"of the {name}: {result.ours.model_calls / other.model_calls:.0%} of the model calls (goal {CALLS_GOAL:.0%}), "
        f"{result.ours.seconds / other.seconds:.0%} of the seconds (goal {SECONDS_GOAL:.0%})"
        for name, other in others
    ]
