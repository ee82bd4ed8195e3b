"""Which of the six languages a message is in, by its small words. English where nothing tells."""

import re
from functools import cache

from adapters.builtin.language import lexicon
from adapters.builtin.planner_rules import grammar
from adapters.builtin.planner_rules.tokens import tokenise

_TELLING = (
    "determiner",
    "place_preposition",
    "draw",
    "polite",
    "asking",
    "joiner",
    "without",
    "vague",
    "telling",
)
_LATIN = ("en", "es", "de", "fr", "pt")
_CHINESE = re.compile(r"[㐀-鿿]")


def language_of(text: str) -> str:
    """en | es | de | fr | pt | zh."""
    if _CHINESE.search(text):
        return "zh"
    spoken = {token.norm for token in tokenise(text)}
    counts = {one: len(spoken & _small_words(one)) + len(spoken & _content_words(one)) for one in _LATIN}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] > counts["en"] else "en"


@cache
def _content_words(language: str) -> frozenset[str]:
    """Single words of the lexicon: colours, places, times and things."""
    rows = (*lexicon.styles(), *lexicon.colours(), *lexicon.settings(), *lexicon.times())
    listed = {word for row in rows for word in row.words.get(language, ())}
    return frozenset(listed | lexicon.thing_words(language))


@cache
def _small_words(language: str) -> frozenset[str]:
    """Single words that only a few languages share."""
    listed = (word for name in _TELLING for word in grammar.listed(name, language))
    return frozenset(token.norm for word in listed for token in tokenise(word))
