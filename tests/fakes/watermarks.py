"""Watermarks in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agent.conversation import PlatformName
from agent.errors import StoreUnavailable
from agent.ports import Watermark

Key = tuple[str, str]


@dataclass(slots=True, kw_only=True)
class FakeWatermarks:
    """`down`: every call fails as if Postgres were away."""

    marks: dict[Key, Watermark] = field(default_factory=dict[Key, Watermark])
    firsts: dict[Key, str] = field(default_factory=dict[Key, str])
    down: bool = False

    async def load(self, platform: PlatformName) -> Sequence[Watermark]:
        self._check()
        mine = [mark for (where, _), mark in self.marks.items() if where == platform]
        return sorted(mine, key=lambda mark: -mark.message)

    async def save(self, platform: PlatformName, marks: Sequence[Watermark]) -> None:
        self._check()
        for mark in marks:
            known = self.marks.get((platform, mark.channel))
            if known is None or known.message < mark.message:
                self.marks[platform, mark.channel] = mark

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
