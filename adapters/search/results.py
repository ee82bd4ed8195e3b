"""Search answers are foreign data: this turns any JSON value into bounded SearchResults, or finds none in it."""

import html
import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeGuard
from urllib.parse import quote, urlsplit

from agent.errors import SearchUnavailable
from agent.ports import SearchResult

TITLE_CHARS_MAX = 200
SNIPPET_CHARS_MAX = 600
URL_CHARS_MAX = 2_048
RESULTS_MAX = 20
"""Results of one search that are ever looked at, whatever the caller's limit."""

Item = Mapping[str, object]

_OF_ADDRESSES = "/:?#@!$&+,;=%~"
"""Signs that stand in an address as they are; brackets, quotation marks and what marks words up do not."""
_TAG = re.compile(r"<[^>]{0,200}>")
_SPACE = re.compile(r"[\s\x00-\x1f\x7f]+")


def member(value: object, *path: str) -> object:
    """The value at `path` inside nested JSON objects, None where there is none."""
    for key in path:
        if not is_item(value):
            return None
        value = value.get(key)
    return value


def is_item(value: object) -> TypeGuard[Item]:
    return isinstance(value, dict)


def entries(value: object, *path: str) -> list[object]:
    """The list at `path`. Raises SearchUnavailable: an answer without its list is not an empty answer."""
    found = member(value, *path)
    if not isinstance(found, list):
        raise SearchUnavailable("the web search answered something that cannot be read")
    return list(found)  # pyright: ignore[reportUnknownArgumentType] - foreign JSON


def results(
    found: Iterable[object], to_result: Callable[[object], SearchResult], *, limit: int, images: bool = False
) -> tuple[SearchResult, ...]:
    """The usable ones in their order: with an http(s) address, each address once, at most `limit`."""
    kept: dict[str, SearchResult] = {}
    for entry in found:
        result = to_result(entry)
        address = result.image_url if images else result.url
        if address:
            kept.setdefault(address, result)
        if len(kept) >= min(limit, RESULTS_MAX):
            break
    return tuple(kept.values())


def result(*, title: object, url: object, snippet: object = "", image_url: object = "") -> SearchResult:
    """Cut, without markup and control characters. Addresses that are not http(s) become ""."""
    return SearchResult(
        title=_plain(title, TITLE_CHARS_MAX),
        url=_address(url),
        snippet=_plain(snippet, SNIPPET_CHARS_MAX),
        image_url=_address(image_url),
    )


def _plain(value: object, chars_max: int) -> str:
    if not isinstance(value, str):
        return ""
    text = html.unescape(_TAG.sub("", value[: 4 * chars_max]))
    return _SPACE.sub(" ", text).strip()[:chars_max]


def _address(value: object) -> str:
    """One that a platform reads as one link and no more: without a name and password before its host, and with every sign that could end
    it written by its number."""
    if not isinstance(value, str) or len(value) > URL_CHARS_MAX or _SPACE.search(value):
        return ""
    try:
        parts = urlsplit(value)
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc or "@" in parts.netloc:
        return ""
    plain = quote(value, safe=_OF_ADDRESSES)
    return plain if len(plain) <= URL_CHARS_MAX else ""
