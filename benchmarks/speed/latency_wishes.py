"""The 60 requests of the latency benchmark, with what a good planner makes of each."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from agent.domain.generation import Search

REQUESTS = Path(__file__).parent / "data" / "latency_requests.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One request of the set, with what a good planner makes of it. Groups are weighted as in the paper's IA-score."""

    group: str
    text: str
    subject: str
    slots: Mapping[str, str]
    hard: str
    """Something that only a look at the picture can tell; "" when there is none."""
    searches: Sequence[Mapping[str, str]]

    def wanted(self) -> Sequence[Search]:
        return [
            Search(query=s["query"], kind="image" if s["kind"] == "image" else "text", slot="subject")
            for s in self.searches
        ]


@cache
def wishes() -> Sequence[Wish]:
    return [Wish(**json.loads(line)) for line in REQUESTS.read_text(encoding="utf-8").splitlines()]


TWO_SEARCHES = Wish(
    group="search", text="all moons of Saturn as they are known today, drawn to scale", subject="Saturn and its moons", slots={},
    hard="there are as many moons as were found",
    searches=[{"kind": "text", "query": "number of moons of Saturn"}, {"kind": "text", "query": "Saturn moons sizes"}],
)  # fmt: skip
