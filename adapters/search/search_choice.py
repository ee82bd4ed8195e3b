"""Which search a setting means."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from adapters.search.hosted_search import BraveSearch, SearxngSearch, TavilySearch
from adapters.search.keyless_search import DdgsSearch
from agent.errors import Misconfigured, SearchUnavailable
from agent.ports import SearchResult, WebSearch


@runtime_checkable
class ClosableSearch(WebSearch, Protocol):
    """A WebSearch that holds threads or connections until it is closed."""

    async def aclose(self) -> None: ...


class NoSearch:
    """Search is off, or the process is offline: every search says so at once, and the turn names its assumption instead."""

    async def text(self, query: str, *, limit: int, timeout_seconds: float) -> Sequence[SearchResult]:
        raise SearchUnavailable("web search is switched off")

    async def images(self, query: str, *, limit: int, timeout_seconds: float) -> Sequence[SearchResult]:
        raise SearchUnavailable("web search is switched off")

    async def aclose(self) -> None:
        """Nothing to close."""


def search_from(
    name: str, *, searxng_url: str = "", brave_key: str = "", tavily_key: str = ""
) -> ClosableSearch:
    """The search that ATELIER_SEARCH names: ddgs | searxng | brave | tavily | off. Raises Misconfigured."""
    match name.strip().lower():
        case "ddgs":
            return DdgsSearch()
        case "searxng":
            return SearxngSearch(_needed("SEARXNG_URL", searxng_url, "the address of your SearXNG server"))
        case "brave":
            return BraveSearch(_needed("BRAVE_API_KEY", brave_key, "a Brave Search API key"))
        case "tavily":
            return TavilySearch(_needed("TAVILY_API_KEY", tavily_key, "a Tavily API key"))
        case "off" | "":
            return NoSearch()
        case other:
            raise Misconfigured("ATELIER_SEARCH", f"{other!r} is none of ddgs, searxng, brave, tavily, off")


def _needed(setting: str, value: str, what: str) -> str:
    if not value.strip():
        raise Misconfigured(setting, f"ATELIER_SEARCH needs {what} here")
    return value.strip()
