"""ReadPositions in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agent.domain.conversation import PlatformName
from agent.errors import StoreUnavailable
from agent.ports import ReadPosition

Key = tuple[str, str]


@dataclass(slots=True, kw_only=True)
class FakeReadPositions:
    """`down`: every call fails as if Postgres were away."""

    positions: dict[Key, ReadPosition] = field(default_factory=dict[Key, ReadPosition])
    firsts: dict[Key, str] = field(default_factory=dict[Key, str])
    down: bool = False

    async def load(self, platform: PlatformName) -> Sequence[ReadPosition]:
        self._check()
        mine = [mark for (where, _), mark in self.positions.items() if where == platform]
        return sorted(mine, key=lambda mark: -mark.message)

    async def save(self, platform: PlatformName, positions: Sequence[ReadPosition]) -> None:
        self._check()
        for mark in positions:
            known = self.positions.get((platform, mark.channel))
            if known is None or known.message < mark.message:
                self.positions[platform, mark.channel] = mark

    async def join(self, platform: PlatformName, first: str, rest: Sequence[str]) -> None:
        self._check()
        for message in rest:
            self.firsts.setdefault((platform, message), first)

    async def joined(self, platform: PlatformName, messages: Sequence[str]) -> Mapping[str, str]:
        self._check()
        known = ((message, self.firsts.get((platform, message))) for message in messages)
        return {message: first for message, first in known if first is not None}

    def _check(self) -> None:
        if self.down:
            raise StoreUnavailable("the database is away")
