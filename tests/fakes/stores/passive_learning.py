"""Learning in passing without a database, and a distiller that finds what it is told to find."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from agent.domain.conversation import Turn
from agent.domain.memory import Memory
from agent.domain.taste_signals import Batch
from agent.errors import ModelUnavailable
from agent.ports import Usage


@dataclass(slots=True)
class FakePassiveLearning:
    """The `PassiveLearning`: asks each person once."""

    asked: dict[str, str] = field(default_factory=dict)
    """AuthorId to the turn that asked."""
    noticed: list[Turn] = field(default_factory=list)
    to_tell: list[Memory] = field(default_factory=list)

    async def may_ask(self, turn: Turn) -> bool:
        return self.asked.setdefault(turn.author.id, turn.id) == turn.id

    async def notice(self, turn: Turn) -> None:
        self.noticed.append(turn)

    async def untold(self, turn: Turn, *, limit: int) -> Sequence[Memory]:
        found = [m for m in self.to_tell if m.scope.key == turn.author.id][:limit]
        found = [m for m in found if turn.place.private or not m.said_in_private]
        self.to_tell = [m for m in self.to_tell if m not in found]
        return found


@dataclass(slots=True)
class FakeNoticedTurns:
    """The `NoticedTurns`: hands its batches out once."""

    batches: list[Batch] = field(default_factory=list)
    found: list[tuple[Batch, tuple[str, ...], Usage]] = field(default_factory=list)
    failures: list[tuple[Batch, float]] = field(default_factory=list)

    async def take(self) -> Sequence[Batch]:
        taken, self.batches = self.batches, []
        return taken

    async def learnt(self, batch: Batch, preferences: Sequence[str], usage: Usage) -> int:
        self.found.append((batch, tuple(preferences), usage))
        return len(preferences)

    async def failed(self, batch: Batch, *, cost_usd: float) -> None:
        self.failures.append((batch, cost_usd))


@dataclass(slots=True)
class FakeDistiller:
    """The `Distiller`: a word that stands in at least two lines is a preference, if it is one of `known`."""

    known: tuple[str, ...] = ("watercolour", "ink", "night", "pastel")
    away: ModelUnavailable | None = None
    asked: list[tuple[str, ...]] = field(default_factory=list)
    cost_usd: float = 0.001

    async def distil(self, said: Sequence[str], *, timeout_seconds: float) -> tuple[Sequence[str], Usage]:
        if not said:
            return (), Usage()
        self.asked.append(tuple(said))
        if self.away is not None:
            raise self.away
        found = [f"prefers {word}" for word in self.known if sum(word in line for line in said) >= 2]
        return found[:3], Usage(model="fake", cost_usd=self.cost_usd)
