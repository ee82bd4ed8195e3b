"""A web that answers after set delays: the `WebSearch` and the `Fetcher`."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agent.errors import SearchUnavailable
from agent.ports import SearchResult

SNIPPET = "The picture shows the subject in the middle of the frame, in soft light and in the style that was asked for."


def page(number: int) -> str:
    """About two thousand characters, no sentence of which stands twice."""
    return " ".join(f"Page {number}, sentence {line}: {SNIPPET}" for line in range(16))


@dataclass(slots=True)
class DelayedSearch:
    """Five results after `seconds`."""

    seconds: float

    async def text(self, query: str, *, limit: int, timeout_seconds: float) -> Sequence[SearchResult]:
        await asyncio.sleep(self.seconds)
        return [
            SearchResult(title=query, url=f"https://page.example/{n}", snippet=SNIPPET) for n in range(limit)
        ]

    async def images(self, query: str, *, limit: int, timeout_seconds: float) -> Sequence[SearchResult]:
        await asyncio.sleep(self.seconds)
        return [
            SearchResult(
                title=query, url=f"https://page.example/{n}", image_url=f"https://page.example/{n}.png"
            )
            for n in range(limit)
        ]


@dataclass(slots=True, kw_only=True)
class DelayedFetcher:
    """Pages and pictures by address, each after `seconds`."""

    pages: Mapping[str, str]
    pictures: Mapping[str, bytes]
    seconds: float

    async def page(self, url: str, *, timeout_seconds: float) -> str:
        await asyncio.sleep(self.seconds)
        if url not in self.pages:
            raise SearchUnavailable("there is no such page")
        return self.pages[url]

    async def image(self, url: str, *, timeout_seconds: float) -> bytes:
        await asyncio.sleep(self.seconds)
        if url not in self.pictures:
            raise SearchUnavailable("there is no such picture")
        return self.pictures[url]
