"""A web search that knows what it is told, and counts what it is asked."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from agent.errors import SearchUnavailable
from agent.ports import SearchResult


@dataclass(slots=True, kw_only=True)
class FakeWebSearch:
    """`texts` and `pictures` answer every query; `down` makes every search fail; `hangs` makes it run out of time."""

    texts: tuple[SearchResult, ...] = ()
    pictures: tuple[SearchResult, ...] = ()
    down: bool = False
    hangs: bool = False
    asked: list[str] = field(default_factory=list[str])

    async def text(self, query: str, *, limit: int, timeout_seconds: float) -> Sequence[SearchResult]:
        await self._work(query, timeout_seconds)
        return self.texts[:limit]

    async def images(self, query: str, *, limit: int, timeout_seconds: float) -> Sequence[SearchResult]:
        await self._work(query, timeout_seconds)
        return self.pictures[:limit]

    async def _work(self, query: str, timeout_seconds: float) -> None:
        self.asked.append(query)
        if self.down:
            raise SearchUnavailable("the web search does not answer")
        if self.hangs:
            try:
                await asyncio.wait_for(asyncio.Event().wait(), timeout_seconds)
            except TimeoutError as error:
                raise SearchUnavailable("the web search took too long") from error
