"""What is fuzzed, and what came of it."""

import random
from dataclasses import dataclass, field
from typing import Literal, Protocol

Outcome = Literal["accepted", "refused"]
ANSWER_SECONDS_MAX = 5.0
GIVE_UP_SECONDS = 30.0
"""What takes longer than the other is counted; what takes so long is a finding of its own."""


class Target(Protocol):
    """One kind of input."""

    name: str

    async def open(self) -> None:
        """What it needs, before the first `once`. Nothing of it counts as an answer."""
        ...

    async def once(self, dice: random.Random) -> Outcome:
        """Makes one input of these dice alone, hands it in and judges the answer. What it raises is a finding."""
        ...

    async def close(self) -> None: ...


@dataclass(slots=True, kw_only=True)
class Tally:
    """One line of the report."""

    target: str
    inputs: int = 0
    refused: int = 0
    accepted: int = 0
    slowest: float = 0.0
    slowest_seed: str = ""
    tracebacks: list[str] = field(default_factory=list[str])
    """Seed and traceback of each."""

    @property
    def is_clean(self) -> bool:
        return not self.tracebacks and self.slowest <= ANSWER_SECONDS_MAX
