"""Weather that comes into a picture: "make it snow", "let it rain", "fais tomber la neige"."""

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lexicon import TimeEntry
from adapters.builtin.planner.edits.body import Body, Slots
from adapters.builtin.planner.reading import altered_phrases

_BRINGS = ("make", "add", "should", "weather_verb")
_BESIDE = (*_BRINGS, "it", "determiner", "degree", "modal")
SNOW = "snow"
"""The one kind of weather that is a place of the lexicon."""


def weathered(body: Body) -> Slots:
    """Weather, and nothing else beside words that bring it. The time of day stays."""
    found = _weather(body)
    if found is None:
        return {}
    beside = [*range(found[0]), *range(found[1], len(body.tokens))]
    brought = any(body.at(name, n) for n in beside for name in _BRINGS)
    if not brought or not all(any(body.at(name, n) for name in _BESIDE) for n in beside):
        return {}
    book = grammar.times(body.language)
    before = [one for one in body.base.get("time", "").split(", ") if not _is_weather(book.whole(one))]
    return {"time": altered_phrases.joined(*before, body.between(*found))}


def _weather(body: Body) -> tuple[int, int] | None:
    for found in grammar.times(body.language).all(body.tokens):
        if _is_weather(found.value):
            return found.first, found.last
    for found in grammar.settings(body.language).all(body.tokens):
        if found.value.name == SNOW:
            return found.first, found.last
    return None


def _is_weather(entry: TimeEntry | None) -> bool:
    return entry is not None and entry.kind == "weather"
