"""WISE-Verified (arXiv 2503.07265, data_verified/merge.json): its items, and the published weights. The data has no licence and is not
part of this project: the path is given by who runs it."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.quality.records import BadData, objects_in

GROUPS: Mapping[str, tuple[int, float]] = {
    "culture": (400, 0.40), "time": (520, 0.12), "space": (640, 0.12), "biology": (760, 0.12), "physics": (880, 0.12),
    "chemistry": (1000, 0.12),
}  # fmt: skip
"""Group: the last prompt_id in it, and its weight in the overall score (calculate_verified.py)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WiseItem:
    number: int
    group: str
    prompt: str
    explanation: str
    """What a right picture shows, and why."""

    @property
    def id(self) -> str:
        return f"wise-{self.number}"


def group_of(number: int) -> str:
    return next(name for name, (last, _) in GROUPS.items() if number <= last)


def read_items(path: Path) -> Sequence[WiseItem]:
    """Raises BadData with the line of the first item that is none."""
    found: dict[int, WiseItem] = {}
    for line, item in objects_in(path):
        number, prompt, explanation = (item.get(name) for name in ("prompt_id", "Prompt", "Explanation"))
        if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= 1000:
            raise BadData(path, line, "prompt_id must be a whole number from 1 to 1000")
        if number in found:
            raise BadData(path, line, f"prompt_id {number} is there twice")
        if not (
            isinstance(prompt, str)
            and prompt.strip()
            and isinstance(explanation, str)
            and explanation.strip()
        ):
            raise BadData(path, line, "Prompt and Explanation must be words")
        found[number] = WiseItem(
            number=number, group=group_of(number), prompt=prompt.strip(), explanation=explanation.strip()
        )
    return list(found.values())


def chosen(items: Sequence[WiseItem], limit: int | None, seed: int) -> Sequence[WiseItem]:
    """At most `limit`, the same number of each group as far as that goes, by lot; the same for the same seed."""
    if limit is None or limit >= len(items):
        return items
    lot = random.Random(seed)
    queues = [lot.sample(members, len(members)) for members in _grouped(items).values()]
    dealt = [queue[turn] for turn in range(max(map(len, queues))) for queue in queues if turn < len(queue)]
    return sorted(dealt[:limit], key=lambda item: item.number)


def _grouped(items: Sequence[WiseItem]) -> Mapping[str, list[WiseItem]]:
    groups: dict[str, list[WiseItem]] = {}
    for item in sorted(items, key=lambda item: item.number):
        groups.setdefault(item.group, []).append(item)
    return groups


def overall(shares: Mapping[str, float]) -> float:
    """The published overall score; of a run without some groups, their weights are shared out among the others."""
    weights = {name: GROUPS[name][1] for name in shares}
    return (
        sum(weights[name] * share for name, share in shares.items()) / sum(weights.values())
        if shares
        else 0.0
    )
