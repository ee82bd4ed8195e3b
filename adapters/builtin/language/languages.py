"""Which language a message to the bot is in: its small words, and the words for looks and things that it uses."""

from collections.abc import Mapping
from functools import cache

from adapters.builtin.language import lexicon, small_words
from agent.text import languages
from agent.text.stopwords import STOP_WORDS
from agent.text.words import tokenise

_TELLING = (
    "determiner", "place_preposition", "draw", "polite", "asking", "joiner", "without", "vague", "telling", "add", "remove",
    "replace", "remember", "forget", "likes", "dislikes", "always", "never", "question_word", "mine", "make", "another_one",
)  # fmt: skip


def language_of(text: str) -> str:
    """The ISO code of one of the sixteen languages; English where nothing tells."""
    return languages.language_of(
        [token.norm for token in tokenise(text)],
        _telling(),
        said_anywhere=_content(languages.DEFAULT_LANGUAGE),
    )


def told_language_of(text: str) -> str:
    """The same, but "" where nothing tells."""
    return languages.told_language(
        [token.norm for token in tokenise(text)],
        _telling(),
        said_anywhere=_content(languages.DEFAULT_LANGUAGE),
    )


@cache
def _telling() -> Mapping[str, frozenset[str]]:
    others = [language for language in STOP_WORDS if language != languages.DEFAULT_LANGUAGE]
    telling = {language: frozenset(_small(language) | _content(language)) for language in others}
    return {**telling, languages.DEFAULT_LANGUAGE: frozenset(_small(languages.DEFAULT_LANGUAGE))}


def _small(language: str) -> set[str]:
    listed = [word for name in _TELLING for word in small_words.listed(name, language)]
    return {token.norm for phrase in listed for token in tokenise(phrase)} | set(STOP_WORDS[language])


@cache
def _content(language: str) -> frozenset[str]:
    """Single words of the lexicon: looks, places, times, formats and things."""
    rows = (*lexicon.styles(), *lexicon.palettes(), *lexicon.colours(), *lexicon.settings(), *lexicon.times())
    looks = {word for row in rows for word in row.words.get(language, ())}
    formats = {word for row in lexicon.formats().values() for word in row.get(language, "").split("|")}
    return frozenset(looks | formats | lexicon.thing_words(language))
