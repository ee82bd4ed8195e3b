"""Search services that answer JSON over HTTP: SearXNG, Brave and Tavily.

Their addresses are the operator's, not the web's, so they may be private (a SearXNG next door) and are not checked.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import cast

import httpx

from adapters.search import results
from agent.errors import SearchUnavailable
from agent.ports import SearchResult

ANSWER_BYTES_MAX = 2_000_000
QUERY_CHARS_MAX = 400
"""Brave's own limit (400 chars, 50 words); enough for anybody."""


class _Service:
    """One HTTP exchange of JSON, in time and in bounds; every failure becomes SearchUnavailable."""

    def __init__(self, name: str, base_url: str, headers: Mapping[str, str]) -> None:
        self._name = name
        self._client = httpx.AsyncClient(
            base_url=base_url, headers=headers, trust_env=False, follow_redirects=False
        )

    async def ask(
        self,
        method: str,
        path: str,
        *,
        timeout_seconds: float,
        params: Mapping[str, str | int] | None = None,
        body: Mapping[str, object] | None = None,
    ) -> object:
        try:
            async with (
                asyncio.timeout(timeout_seconds),
                self._client.stream(
                    method, path, params=params, json=body, timeout=timeout_seconds
                ) as response,
            ):
                self._check(response)
                return json.loads(await _read(response))
        except TimeoutError as error:
            raise SearchUnavailable(f"{self._name} took longer than {timeout_seconds:.0f} seconds") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise SearchUnavailable(f"{self._name} does not answer ({type(error).__name__})") from error
        except (ValueError, RecursionError) as error:
            raise SearchUnavailable(f"{self._name} did not answer with JSON") from error

    async def aclose(self) -> None:
        await self._client.aclose()

    def _check(self, response: httpx.Response) -> None:
        if response.status_code == 200:
            return
        wait = response.headers.get("retry-after", "")
        mend = {401: ": check its key", 403: ": check its key, or that its JSON format is allowed"}
        raise SearchUnavailable(
            f"{self._name} answers {response.status_code}{mend.get(response.status_code, '')}",
            retry_after_seconds=float(wait) if wait.isdecimal() else None,
        )


async def _read(response: httpx.Response) -> bytes:
    data = bytearray()
    async with aclosing(cast("AsyncGenerator[bytes]", response.aiter_bytes(65_536))) as chunks:
        async for chunk in chunks:
            data += chunk
            if len(data) > ANSWER_BYTES_MAX:
                raise SearchUnavailable(f"the web search answered more than {ANSWER_BYTES_MAX} bytes")
    return bytes(data)


class SearxngSearch:
    """https://docs.searxng.org/dev/search_api.html; the server must allow `json` under search.formats."""

    def __init__(self, url: str) -> None:
        self._service = _Service("SearXNG", url.rstrip("/") + "/", {"Accept": "application/json"})

    async def text(self, query: str, *, limit: int, timeout_seconds: float) -> Sequence[SearchResult]:
        found = await self._ask(query, "general", timeout_seconds)
        return results.results(found, _searxng_result, limit=limit)

    async def images(self, query: str, *, limit: int, timeout_seconds: float) -> Sequence[SearchResult]:
        found = await self._ask(query, "images", timeout_seconds)
        return results.results(found, _searxng_result, limit=limit, images=True)

    async def aclose(self) -> None:
        await self._service.aclose()

    async def _ask(self, query: str, category: str, timeout_seconds: float) -> list[object]:
        params = {"q": query[:QUERY_CHARS_MAX], "format": "json", "categories": category}
        answer = await self._service.ask("GET", "search", params=params, timeout_seconds=timeout_seconds)
        return results.entries(answer, "results")


class BraveSearch:
    """https://api-dashboard.search.brave.com/app/documentation; web and image search share one key."""

    def __init__(self, key: str, *, url: str = "https://api.search.brave.com/res/v1/") -> None:
        headers = {"Accept": "application/json", "X-Subscription-Token": key}
        self._service = _Service("Brave Search", url, headers)

    async def text(self, query: str, *, limit: int, timeout_seconds: float) -> Sequence[SearchResult]:
        answer = await self._ask("web/search", query, limit, timeout_seconds)
        if results.member(answer, "type") == "search" and results.member(answer, "web") is None:
            return ()  # Brave leaves the section out when nothing was found
        return results.results(results.entries(answer, "web", "results"), _brave_result, limit=limit)

    async def images(self, query: str, *, limit: int, timeout_seconds: float) -> Sequence[SearchResult]:
        answer = await self._ask("images/search", query, limit, timeout_seconds)
        return results.results(results.entries(answer, "results"), _brave_result, limit=limit, images=True)

    async def aclose(self) -> None:
        await self._service.aclose()

    async def _ask(self, path: str, query: str, limit: int, timeout_seconds: float) -> object:
        params = {"q": query[:QUERY_CHARS_MAX], "count": max(1, min(limit, results.RESULTS_MAX))}
        return await self._service.ask("GET", path, params=params, timeout_seconds=timeout_seconds)


class TavilySearch:
    """https://docs.tavily.com/documentation/api-reference/endpoint/search; pictures come with a text search."""

    def __init__(self, key: str, *, url: str = "https://api.tavily.com/") -> None:
        self._service = _Service("Tavily", url, {"Authorization": f"Bearer {key}"})

    async def text(self, query: str, *, limit: int, timeout_seconds: float) -> Sequence[SearchResult]:
        answer = await self._ask(query, limit, timeout_seconds, images=False)
        return results.results(results.entries(answer, "results"), _tavily_result, limit=limit)

    async def images(self, query: str, *, limit: int, timeout_seconds: float) -> Sequence[SearchResult]:
        answer = await self._ask(query, limit, timeout_seconds, images=True)
        return results.results(results.entries(answer, "images"), _tavily_image, limit=limit, images=True)

    async def aclose(self) -> None:
        await self._service.aclose()

    async def _ask(self, query: str, limit: int, timeout_seconds: float, *, images: bool) -> object:
        body = {
            "query": query[:QUERY_CHARS_MAX],
            "max_results": max(1, min(limit, results.RESULTS_MAX)),
            "search_depth": "basic",
            "include_images": images,
            "include_image_descriptions": images,
        }
        return await self._service.ask("POST", "search", body=body, timeout_seconds=timeout_seconds)


def _searxng_result(entry: object) -> SearchResult:
    image = results.member(entry, "img_src") or results.member(entry, "thumbnail_src") or ""
    if isinstance(image, str) and image.startswith("//"):
        image = "https:" + image
    return results.result(
        title=results.member(entry, "title"),
        url=results.member(entry, "url"),
        snippet=results.member(entry, "content"),
        image_url=image,
    )


def _brave_result(entry: object) -> SearchResult:
    return results.result(
        title=results.member(entry, "title"),
        url=results.member(entry, "url"),
        snippet=results.member(entry, "description"),
        image_url=results.member(entry, "properties", "url") or results.member(entry, "thumbnail", "src"),
    )


def _tavily_result(entry: object) -> SearchResult:
    return results.result(
        title=results.member(entry, "title"),
        url=results.member(entry, "url"),
        snippet=results.member(entry, "content"),
    )


def _tavily_image(entry: object) -> SearchResult:
    """An address alone, or an address with a description."""
    address = entry if isinstance(entry, str) else results.member(entry, "url")
    return results.result(
        title=results.member(entry, "description"), url=address, snippet="", image_url=address
    )
