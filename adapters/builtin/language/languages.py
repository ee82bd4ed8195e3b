"""Which language a message to the bot is in: its small words, and the words for looks and things that it uses."""

from collections.abc import Mapping
from functools import cache

from adapters.builtin.language import lexicon, small_words
from agent.text import languages
from agent.text.stopwords import STOP_WORDS
from agent.text.words import tokenise

_TELLING = (
    "determiner", "place_preposition", "draw", "polite", "asking", "joiner", "without", "vague", "telling", "add", "remove",
    "replace", "remember", "forget", "likes", "dislikes", "always", "never", "question_word", "mine", "make",
)  # fmt: skip


def language_of(text: str) -> str:
    """The ISO code of one of the sixteen languages; English where nothing tells."""
    return languages.language_of([token.norm for token in tokenise(text)], _telling())


def told_language_of(text: str) -> str:
    """The same, but "" where nothing tells."""
    return languages.told_language([token.norm for token in tokenise(text)], _telling())


@cache
def _telling() -> Mapping[str, frozenset[str]]:
    return {language: frozenset(_small(language) | _content(language)) for language in STOP_WORDS}


def _small(language: str) -> set[str]:
    listed = [word for name in _TELLING for word in small_words.listed(name, language)]
    return {token.norm for phrase in listed for token in tokenise(phrase)} | set(STOP_WORDS[language])


def _content(language: str) -> set[str]:
    """Single words of the lexicon: styles, colours, places, times and things."""
    rows = (*lexicon.styles(), *lexicon.colours(), *lexicon.settings(), *lexicon.times())
    return {word for row in rows for word in row.words.get(language, ())} | set(lexicon.thing_words(language))
