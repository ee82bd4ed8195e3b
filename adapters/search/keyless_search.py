"""Search without a key, through the `ddgs` package: it asks several public engines and merges what they say."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Literal

from ddgs.exceptions import DDGSException

from adapters.search import results
from agent.errors import SearchUnavailable
from agent.ports import SearchResult

SEARCHES_AT_ONCE = 4
"""ddgs blocks a thread for each search. Threads of our own: a slow engine holds up other searches only."""

Kind = Literal["text", "images"]
Look = Callable[[Kind, str, int, float], Sequence[Mapping[str, object]]]
"""(kind, query, limit, timeout in seconds) -> ddgs' rows; blocking. Raises DDGSException."""


def look(kind: Kind, query: str, limit: int, timeout_seconds: float) -> Sequence[Mapping[str, object]]:
    """Ask ddgs. Imported on first use: it brings a browser-like HTTP stack that a bot without searches never needs."""
    from ddgs import DDGS  # pyright: ignore[reportUnknownVariableType] - the package loads its class lazily

    engines = DDGS(timeout=max(1, int(timeout_seconds)))
    search = engines.text if kind == "text" else engines.images
    return search(query, max_results=limit, safesearch="moderate")


class DdgsSearch:
    """`look` is a seam for tests."""

    def __init__(self, *, look: Look = look) -> None:
        self._look = look
        self._threads = ThreadPoolExecutor(SEARCHES_AT_ONCE, thread_name_prefix="search")

    async def text(self, query: str, *, limit: int, timeout_seconds: float) -> Sequence[SearchResult]:
        rows = await self._ask("text", query, limit, timeout_seconds)
        return results.results(rows, _text_result, limit=limit)

    async def images(self, query: str, *, limit: int, timeout_seconds: float) -> Sequence[SearchResult]:
        rows = await self._ask("images", query, limit, timeout_seconds)
        return results.results(rows, _image_result, limit=limit, images=True)

    async def aclose(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _ask(self, kind: Kind, query: str, limit: int, timeout_seconds: float) -> Sequence[object]:
        ask = partial(self._look, kind, query, min(limit, results.RESULTS_MAX), timeout_seconds)
        try:
            async with asyncio.timeout(timeout_seconds):
                rows = await asyncio.get_running_loop().run_in_executor(self._threads, ask)
        except TimeoutError as error:
            raise SearchUnavailable(
                f"the web search took longer than {timeout_seconds:.0f} seconds"
            ) from error
        except (DDGSException, RuntimeError, ValueError, OSError) as error:
            if "No results found" in str(
                error
            ):  # ddgs tells nothing found and all engines failing apart by text alone
                return ()
            raise SearchUnavailable(f"the web search failed ({type(error).__name__})") from error
        return list(rows)


def _text_result(row: object) -> SearchResult:
    return results.result(
        title=results.member(row, "title"),
        url=results.member(row, "href"),
        snippet=results.member(row, "body"),
    )


def _image_result(row: object) -> SearchResult:
    return results.result(
        title=results.member(row, "title"),
        url=results.member(row, "url"),
        snippet=results.member(row, "source"),
        image_url=results.member(row, "image"),
    )
