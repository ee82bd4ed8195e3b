"""Which language a text is in: by its script, or by the small words that it uses."""

from collections.abc import Collection, Mapping

from agent.text.stopwords import STOP_WORDS

DEFAULT_LANGUAGE = "en"
_SCRIPTS = (
    ("ja", 0x3040, 0x30FF), ("ko", 0xAC00, 0xD7AF), ("ko", 0x1100, 0x11FF), ("zh", 0x3400, 0x9FFF), ("ru", 0x0400, 0x04FF),
    ("ar", 0x0600, 0x06FF), ("hi", 0x0900, 0x097F),
)  # fmt: skip
"""Language, and the code points that tell of it, the more telling first: Japanese uses Chinese characters too."""


_LETTERS = {
    "pl": frozenset("ąćęłńśźż"),
    "tr": frozenset("ğış"),
    "es": frozenset("ñ"),
    "pt": frozenset("ãõ"),
    "de": frozenset("ß"),
    "fr": frozenset("œ"),
}


def language_of(
    words: Collection[str],
    telling: Mapping[str, Collection[str]] = STOP_WORDS,
    *,
    said_anywhere: Collection[str] = (),
) -> str:
    """The ISO code of the language whose script the words are in, or whose `telling` words they use most; English when nothing
    tells. `words` are in lower case; English ones that are `said_anywhere` ("art deco") tell half as much."""
    return told_language(words, telling, said_anywhere=said_anywhere) or DEFAULT_LANGUAGE


def told_language(
    words: Collection[str],
    telling: Mapping[str, Collection[str]] = STOP_WORDS,
    *,
    said_anywhere: Collection[str] = (),
) -> str:
    """The same, but "" where nothing tells."""
    script = script_of("".join(words))
    if script:
        return script
    present = set(words)
    counts: dict[str, float] = {
        language: len(present.intersection(known)) + _lettered(present, language)
        for language, known in telling.items()
    }
    counts[DEFAULT_LANGUAGE] += len(present.intersection(said_anywhere)) / 2
    best = max(counts, key=lambda language: (counts[language], language == DEFAULT_LANGUAGE))
    if counts[best] > counts[DEFAULT_LANGUAGE]:
        return best
    return DEFAULT_LANGUAGE if counts[DEFAULT_LANGUAGE] else ""


def _lettered(words: Collection[str], language: str) -> int:
    """How many of the words have a letter that only this one of our languages writes."""
    letters = _LETTERS.get(language, frozenset())
    return sum(not word.isascii() and not letters.isdisjoint(word) for word in words) if letters else 0


def script_of(text: str) -> str:
    """The language that its letters alone tell, "" for Latin script."""
    if text.isascii():
        return ""
    points = [ord(letter) for letter in text]
    return next((tag for tag, first, last in _SCRIPTS if any(first <= one <= last for one in points)), "")
