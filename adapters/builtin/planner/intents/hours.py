"""Times of the clock at which a picture is wanted: "tomorrow at 8 draw a fox", "in two hours". A scene at some hour names no day, and the
hour of a concert stands with the concert."""

import re
from collections.abc import Iterator, Sequence

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.reading import opening
from agent.text.words import Token, tokenise

_HOUR = re.compile(r"(?:[01]?\d|2[0-4])(?:h(?:\d\d)?|am|pm)?")
_UNITS_BESIDE = 2
"""Words between "in" and "hours": "in about two hours"."""


def is_for_later(text: str, language: str, *, wishes: bool) -> bool:
    """Whether it opens with a day to come and an hour, or a while after which, before or behind its verb; of a wish that names whom or what
    it is for by no word also at its end."""
    plain = opening.without_closing(text, language)
    tokens = tokenise(plain)
    named = sorted(_times(tokens, language))
    if not named:
        return False
    before = opening.without_opening(plain[: tokens[named[0]].start], language)
    opens = not re.search(r"\w", before)
    behind = tokens[named[-1] + 1 :]
    beside = any(grammar.spoken("for_whom", language).at(tokens, n) for n in range(1, named[0] - 1))
    ends = all(grammar.spoken("hour_behind", language).get([one.norm]) for one in behind)
    return opens or (wishes and ends and not beside)


def _times(tokens: Sequence[Token], language: str) -> set[int]:
    """Positions of the words that name the time; none where an hour has no day, or a day no hour."""
    days = {n for first, last in _days(tokens, language) for n in range(first, last)}
    hours = {n for n in range(len(tokens)) if _is_hour(tokens, n, language)}
    while_ = {n for first, last in _whiles(tokens, language) for n in range(first, last)}
    return while_ | days | hours if days and hours else while_


def _days(tokens: Sequence[Token], language: str) -> Iterator[tuple[int, int]]:
    """ "tomorrow", "am Freitag"; not "am Morgen", "por la mañana"."""
    for position in range(len(tokens)):
        found = grammar.spoken("day_to_come", language).at(tokens, position)
        before = tokens[max(position - 1, 0) : position]
        led = any(grammar.is_any(before, 0, language, "determiner", "time_preposition") for _ in before)
        if found is not None and not led:
            yield found.first, found.last


def _is_hour(tokens: Sequence[Token], position: int, language: str) -> bool:
    """ "at 8", "8 Uhr", "um 18:30", "noon"."""
    if grammar.spoken("hour_named", language).at(tokens, position) is not None:
        return True
    if not _HOUR.fullmatch(tokens[position].norm):
        return False
    opened = grammar.spoken("at_hour", language).before(tokens, position)
    return opened is not None or grammar.spoken("hour_behind", language).at(tokens, position + 1) is not None


def _whiles(tokens: Sequence[Token], language: str) -> Iterator[tuple[int, int]]:
    """ "in two hours", "dans une heure"."""
    units, numbers = grammar.word_set("span_of_time"), grammar.numbers(language)
    for position in range(len(tokens)):
        opened = grammar.spoken("in_a_while", language).at(tokens, position)
        counted = tokens[opened.last : opened.last + _UNITS_BESIDE + 1] if opened is not None else ()
        unit = next((n for n, token in enumerate(counted) if token.norm in units), 0)
        article = grammar.spoken("indefinite", language)
        if opened is not None and any(
            token.norm.isdecimal() or numbers.get([token.norm]) or article.get([token.norm])
            for token in counted[:unit]
        ):
            yield position, opened.last + unit + 1
