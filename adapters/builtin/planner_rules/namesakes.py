"""Names that are words too: "la luna" is the moon, "a rose" a flower; "luna at the beach" and "Rose" are somebody."""

import re

from adapters.builtin.planner_rules import grammar
from adapters.builtin.planner_rules.tokens import tokenise

_CAPITAL_NOUNS = ("de",)
"""Languages that write every noun with a capital."""


def is_a_word(text: str, name: str, language: str) -> bool:
    """Whether the name stands in the text, and everywhere as a word of the language: after an article, in small letters."""
    places = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)]
    if not places or not _is_common(name, language):
        return False
    return all(_as_a_word(text, start, len(name), language) for start in places)


def _is_common(name: str, language: str) -> bool:
    books = (grammar.things_named(language), grammar.settings(language), grammar.times(language))
    # A place may be listed with its article: "la luna".
    return any(book.whole(name) or book.whole(f"{article} {name}") for book in books for article in _ARTICLES)


_ARTICLES = ("the", "la", "el", "le", "der", "die", "das", "o", "a")


def _as_a_word(text: str, start: int, length: int, language: str) -> bool:
    written = text[start : start + length]
    before = tokenise(text[:start])
    article = grammar.words("determiner", language).before(before, len(before)) if before else None
    small = written.islower() or language in _CAPITAL_NOUNS
    return small and article is not None and not re.search(r"[,;.!?]\s*$", text[:start])
