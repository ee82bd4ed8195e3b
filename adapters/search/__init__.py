"""Web search: one small adapter a provider, chosen by name. They find addresses; only the fetcher opens them."""

from adapters.search.hosted_search import BraveSearch, SearxngSearch, TavilySearch
from adapters.search.keyless_search import DdgsSearch
from adapters.search.search_choice import NoSearch, search_from

__all__ = ["BraveSearch", "DdgsSearch", "NoSearch", "SearxngSearch", "TavilySearch", "search_from"]
