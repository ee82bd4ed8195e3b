"""What the faults did: every request's answers in the chats, and every picture drawn, held against the deaths."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from benchmarks.fleet.people import People
from benchmarks.fleet.world import NAMED, Provider

APOLOGY = re.compile(r"sorry|never reached me|does not answer|Cancelled", re.IGNORECASE)
CLOCK_SECONDS = 0.2
"""Two moments noted by different processes may be off by so much."""


@dataclass(slots=True)
class Faults:
    """When workers were gone, in seconds since the epoch."""

    deaths: list[float] = field(default_factory=list[float])
    frozen: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])

    def died(self, at: float) -> None:
        self.deaths.append(at)

    def froze(self, at: float, seconds: float) -> None:
        self.frozen.append((at, at + seconds))

    def between(self, earlier: float, later: float) -> bool:
        """Whether a worker was lost in that time."""
        died = any(earlier - CLOCK_SECONDS <= at <= later for at in self.deaths)
        return died or any(at <= later and earlier <= until for at, until in self.frozen)


def reckon(
    people: People, models: Provider, faults: Faults, recorded: Mapping[str, Sequence[float]]
) -> dict[str, object]:
    """The figures of the report that are about turns and pictures."""
    counts = Counter[str]()
    examples: dict[str, list[int]] = {"lost": [], "answered_twice": [], "renders_paid_twice": []}
    by_number = {int(hit.group(1)): times for text, times in recorded.items() if (hit := NAMED.search(text))}
    for number, asked in people.asked.items():
        answers, working = people.answers(asked)
        counts["strays"] += len(working)
        counts["lost"] += not answers
        counts["pictures"] += any("photo" in answer for answer in answers)
        counts["questions"] += any("Oil or ink" in str(answer.get("text")) for answer in answers)
        counts["apologised"] += any(APOLOGY.search(str(answer.get("text"))) for answer in answers)
        counts["answered_twice"] += len(answers) > 1
        paid, window = renders_again(models.drawn_at.get(number, ()), by_number.get(number, ()), faults)
        counts["renders_paid_twice"] += paid
        counts["renders_window"] += window
        for name, wrong in (
            ("lost", not answers),
            ("answered_twice", len(answers) > 1),
            ("renders_paid_twice", paid),
        ):
            if wrong:
                examples[name].append(number)
    names = (
        "lost",
        "answered_twice",
        "strays",
        "renders_paid_twice",
        "renders_window",
        "pictures",
        "questions",
        "apologised",
    )
    found: dict[str, object] = {"turns": len(people.asked), **{name: counts[name] for name in names}}
    found["renders"] = sum(len(times) for times in models.drawn_at.values())
    shown = {name: numbers[:10] for name, numbers in examples.items() if numbers}
    return found | ({"examples": shown} if shown else {})


def renders_again(drawn: Sequence[float], recorded: Sequence[float], faults: Faults) -> tuple[int, int]:
    """Of the pictures drawn for one request after its first: how many were paid twice without need, and how many fell into the
    window between drawing and recording.

    >>> renders_again([1.0, 5.0], [], Faults(deaths=[2.0]))
    (0, 1)
    >>> renders_again([1.0, 5.0], [1.5], Faults(deaths=[2.0]))
    (1, 0)
    >>> renders_again([1.0, 5.0], [], Faults())
    (1, 0)
    """
    paid = window = 0
    for earlier, later in pairwise(drawn):
        known = any(at < later for at in recorded)
        lost = not known and faults.between(earlier, later)
        paid, window = paid + (not lost), window + lost
    return paid, window
