"""Web search: one small adapter a provider, chosen by name. They find addresses; only the fetcher opens them."""

from adapters.search.choosing import NoSearch, search_from
from adapters.search.hosted import BraveSearch, SearxngSearch, TavilySearch
from adapters.search.keyless import DdgsSearch

__all__ = ["BraveSearch", "DdgsSearch", "NoSearch", "SearxngSearch", "TavilySearch", "search_from"]
