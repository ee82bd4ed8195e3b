"""Where and when: setting, time of day and weather."""

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lexicon import SettingEntry, TimeEntry
from adapters.builtin.language.phrasebook import Found
from adapters.builtin.planner.reading.scan import Scan

MODIFIERS_MAX = 4
"""Words between "in a" and the place: "in a dark old pine forest"."""


def take_setting(scan: Scan) -> str:
    """The place in the author's words, "" when none is named as one."""
    found = grammar.settings(scan.language).all(scan.tokens)
    for match in found:
        span = _placed(scan, match)
        if span is None:
            continue
        first, start, last = span
        scan.take(first, _closing(scan, last))
        return scan.said(start, last)
    return ""


def _placed(scan: Scan, match: Found[SettingEntry]) -> tuple[int, int, int] | None:
    """First word to take, first and end of the value; None when the word stands for a thing in the picture."""
    if not scan.is_free(match.first, match.last) or _is_part_of_a_thing(scan, match):
        return None
    opening = _opening(scan, match)
    if opening is None:
        return None
    first, preposition_end = opening
    start = preposition_end
    article = grammar.words("determiner", scan.language).at(scan.tokens, start)
    if article is not None and article.last < match.last:
        start = article.last
    preposition = " ".join(scan.norm(n) for n in range(first, preposition_end))
    if match.value.only_after and preposition and preposition not in match.value.only_after:
        return None
    last = _with_complement(scan, match.last)
    if first == preposition_end:
        return first, start if start < match.last else match.first, last
    return first, (start if preposition in grammar.word_set("plain_preposition") else first), last


def _opening(scan: Scan, match: Found[SettingEntry]) -> tuple[int, int] | None:
    """Where the preposition begins and ends."""
    book = grammar.words("place_preposition", scan.language)
    own = book.at(scan.tokens, match.first)
    if own is not None and own.last <= match.last:
        return match.first, match.first
    for end in range(match.first, max(-1, match.first - MODIFIERS_MAX - 1), -1):
        opener = book.before(scan.tokens, end)
        if (
            opener is None
            or not scan.is_free(opener.first, match.last)
            or not scan.together(opener.first, match.last)
        ):
            continue
        between = range(end, match.first)
        if any(_is_thing_word(scan, position) for position in between):
            return None
        if scan.norm(opener.first) == "with" and scan.norm(match.last) not in ("background", "backdrop"):
            return None
        return opener.first, opener.last
    if (
        match.first > 0
        and scan.stops_between(match.first)
        and scan.is_end(match.last)
        and not match.value.only_after
    ):
        return match.first, match.first  # "fox, forest, night"
    closed = grammar.words("after_place", scan.language).at(scan.tokens, match.last)
    if closed is not None and scan.norm(closed.first) in ("background", "backdrop", "setting"):
        return match.first, match.first
    return None


def _is_thing_word(scan: Scan, position: int) -> bool:
    """A noun in between: "in front of a fox in ..." does not reach the place."""
    if scan.norm(position) in ("of", "with", "and"):
        return scan.norm(position) != "of"
    colour = grammar.colours(scan.language).at(scan.tokens, position)
    place = grammar.settings(scan.language).at(scan.tokens, position)
    return grammar.things().at(scan.tokens, position) is not None and colour is None and place is None


def _is_part_of_a_thing(scan: Scan, match: Found[SettingEntry]) -> bool:
    """ "beach ball", "city bus": the place only describes the thing after it."""
    if scan.stops_between(match.last) or scan.language == "zh":
        return False
    if not scan.is_free(match.last, match.last + 1):
        return False
    following = scan.norm(match.last)
    if grammar.settings(scan.language).at(scan.tokens, match.last):
        return True
    small = any(
        grammar.words(name, scan.language).at(scan.tokens, match.last)
        for name in (
            "place_preposition",
            "joiner",
            "of",
            "without",
            "time_preposition",
            "polite",
            "after_place",
        )
    )
    thing = grammar.things().at(scan.tokens, match.last)
    return not small and thing is not None and not following.endswith("ing")


def _with_complement(scan: Scan, last: int) -> int:
    """ "of the Roman empire", "full of mushrooms", up to the next small word."""
    if (scan.norm(last) == "full" and scan.norm(last + 1) == "of") or scan.norm(last) in ("of", "made"):
        end = last + 1
        while end < len(scan.tokens) and not scan.is_end(end) and end - last < 5:
            if end > last + 2 and grammar.words("place_preposition", scan.language).at(scan.tokens, end):
                break
            end += 1
        return end if end > last + 1 else last
    return last


def _closing(scan: Scan, last: int) -> int:
    closed = grammar.words("after_place", scan.language).at(scan.tokens, last)
    return (
        closed.last
        if closed and scan.is_free(closed.first, closed.last) and not scan.stops_between(last)
        else last
    )


def take_time(scan: Scan) -> str:
    """Time of day and weather in the author's words, joined by commas."""
    found: list[str] = []
    for match in grammar.times(scan.language).all(scan.tokens):
        span = _timed(scan, match)
        if span is not None:
            first, start, last = span
            scan.take(first, last, inner=first == start and not scan.is_end(last))
            found.append(_time_said(scan, start, last))
    return ", ".join(dict.fromkeys(found))


def _time_said(scan: Scan, start: int, last: int) -> str:
    """Without "at" and "in the", where the rest is a word for it too: "night", "rain"."""
    book = grammar.times(scan.language)
    for first in range(min(start + 2, last - 1), start, -1):
        lead = " ".join(scan.norm(n) for n in range(start, first))
        if lead in grammar.word_set("before_time") and book.get([t.norm for t in scan.tokens[first:last]]):
            return scan.said(first, last)
    return scan.said(start, last)


def _timed(scan: Scan, match: Found[TimeEntry]) -> tuple[int, int, int] | None:
    """First word to take, first and end of the value."""
    if not scan.is_free(match.first, match.last):
        return None
    start = match.first
    while _is_modifier(scan, start - 1):
        start -= 1
    opening = start
    article = scan.norm(opening - 1) in grammar.word_set("article") and scan.is_free(opening - 1, opening)
    opening -= int(article)
    opener = grammar.words("time_preposition", scan.language).before(scan.tokens, opening)
    follows = scan.is_end(match.last) or _small_follows(scan, match.last)
    if opener is not None and scan.is_free(opener.first, opener.last) and not scan.stops_between(opening):
        return (opener.first, start, match.last) if follows else None
    own = grammar.words("time_preposition", scan.language).at(scan.tokens, match.first)
    if own is not None and own.last < match.last and follows:
        return match.first, match.first, match.last
    said = [token.norm for token in scan.tokens[match.first : match.last]]
    if grammar.words("weather_adjective", scan.language).get(said) and not article | follows:
        return match.first, match.first, match.last
    if grammar.words("weather_adjective", scan.language).get(said) and not follows:
        return match.first, match.first, match.last
    if scan.norm(start - 1) in grammar.word_set("before_a_night_out") and not scan.stops_between(start):
        return None
    if grammar.words("bare_time", scan.language).get(said) and follows:
        return opening if article and opening > 0 else start, start, match.last
    return None


def _is_modifier(scan: Scan, position: int) -> bool:
    if position < 0 or not scan.is_free(position, position + 1) or scan.stops_between(position + 1):
        return False
    return grammar.words("time_modifier", scan.language).get([scan.norm(position)]) is not None


def _small_follows(scan: Scan, position: int) -> bool:
    return any(
        grammar.words(name, scan.language).at(scan.tokens, position)
        for name in (
            "place_preposition",
            "joiner",
            "without",
            "polite",
            "time_preposition",
            "after_place",
            "style_before",
        )
    )
