"""ReadPositions in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from agent.domain.conversation import PlatformName
from agent.errors import StoreUnavailable
from agent.ports import ReadPosition, Shards

Key = tuple[str, str]


@dataclass(slots=True, kw_only=True)
class FakeReadPositions:
    """`down`: every call fails as if Postgres were away."""

    positions: dict[Key, ReadPosition] = field(default_factory=dict[Key, ReadPosition])
    down: bool = False

    async def load(self, platform: PlatformName, *, shards: Shards | None = None) -> Sequence[ReadPosition]:
        self._check()
        mine = [
            mark
            for (where, _), mark in self.positions.items()
            if where == platform
            and (shards is None or (int(mark.community or 0) >> 22) % shards.count in shards.numbers)
        ]
        return sorted(mine, key=lambda mark: -mark.message)

    async def save(self, platform: PlatformName, positions: Sequence[ReadPosition]) -> None:
        self._check()
        for mark in positions:
            known = self.positions.get((platform, mark.channel))
            if known is None or known.message < mark.message:
                self.positions[platform, mark.channel] = mark

    def _check(self) -> None:
        if self.down:
            raise StoreUnavailable("the database is away")
