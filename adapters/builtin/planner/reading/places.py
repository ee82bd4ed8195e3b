"""Where and when: setting, time of day and weather."""

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lexicon import SettingEntry, TimeEntry
from adapters.builtin.language.phrasebook import Found
from adapters.builtin.planner.reading.scan import Scan

MODIFIERS_MAX = 4
"""Words between "in a" and the place: "in a dark old pine forest"."""
_SMALL = ("place_preposition", "joiner", "without", "time_preposition", "closing", "after_place")
"""What may follow a place or a time and belongs to neither."""
_SAID_BEHIND = ("ing", "ed", "ly", "wards")
"""Ends of English words that tell what is done there, or how."""


def take_setting(scan: Scan) -> str:
    """The place in the author's words, "" when none is named as one."""
    for match in grammar.settings(scan.language).all(scan.tokens):
        span = _placed(scan, match)
        if span is not None:
            first, start, last = span
            closed = scan.own_goes_on(last, "after_place")
            scan.take(first, closed.last if closed is not None else last)
            return scan.said(start, last)
    return ""


def _placed(scan: Scan, match: Found[SettingEntry]) -> tuple[int, int, int] | None:
    """First word to take, first and end of the value; None when the word stands for a thing in the picture."""
    if not scan.is_free(match.first, match.last) or _is_part_of_a_thing(scan, match):
        return None
    opening = _opening(scan, match)
    if opening is None:
        return None
    first, start = opening
    preposition = " ".join(scan.norm(n) for n in range(first, start))
    if match.value.only_after and preposition and preposition not in match.value.only_after:
        return None
    last = _with_complement(scan, match.last)
    if preposition and preposition not in grammar.word_set("plain_preposition"):
        return first, first, last
    article = scan.own(start, "determiner")
    start = article.last if article is not None and article.last < match.last else start
    return first, start if preposition or start < match.last else match.first, last


def _opening(scan: Scan, match: Found[SettingEntry]) -> tuple[int, int] | None:
    """Where the preposition begins and ends."""
    own = scan.own(match.first, "place_preposition")
    if own is not None and own.last <= match.last:
        return match.first, match.first
    for end in range(match.first, max(-1, match.first - MODIFIERS_MAX - 1), -1):
        opener = scan.own_before(end, "place_preposition")
        if opener is None or not (
            scan.is_free(opener.first, match.last) and scan.together(opener.first, match.last)
        ):
            continue
        reaches = not any(_is_thing_word(scan, position) for position in range(end, match.first))
        with_it = scan.norm(opener.first) == "with" and scan.norm(match.last) not in (
            "background",
            "backdrop",
        )
        return (opener.first, opener.last) if reaches and not with_it else None
    listed = match.first > 0 and scan.stops_between(match.first) and scan.is_end(match.last)
    if listed and not match.value.only_after:
        return match.first, match.first  # "fox, forest, night"
    closed = scan.own(match.last, "after_place")
    if closed is not None and scan.norm(closed.first) in ("background", "backdrop", "setting"):
        return match.first, match.first
    return None


def _is_thing_word(scan: Scan, position: int) -> bool:
    """A noun in between: "in front of a fox in ..." does not reach the place."""
    if scan.norm(position) in ("of", "with", "and"):
        return scan.norm(position) != "of"
    looks = (grammar.colours(scan.language), grammar.settings(scan.language))
    is_look = any(book.at(scan.tokens, position) is not None for book in looks)
    return grammar.things().at(scan.tokens, position) is not None and not is_look


def _is_part_of_a_thing(scan: Scan, match: Found[SettingEntry]) -> bool:
    """ "beach ball", "city bus": the place only describes the thing after it."""
    if scan.is_end(match.last) or scan.language == "zh":
        return False
    if grammar.settings(scan.language).at(scan.tokens, match.last):
        return True
    if scan.own(match.last, *_SMALL, "of") is not None or scan.norm(match.last).endswith(_SAID_BEHIND):
        return False
    return grammar.things().at(scan.tokens, match.last) is not None or _leads_a_noun(scan, match.last)


def _leads_a_noun(scan: Scan, position: int) -> bool:
    """ "garden spade", "desert storm": English puts the noun that counts last, whether the lexicon has it or not."""
    follows = scan.is_own_word(position, "leads", "ties_on", "behind_a_place", "is", "was")
    return scan.language == "en" and scan.is_free(position, position + 1) and not follows


def _with_complement(scan: Scan, last: int) -> int:
    """ "of the Roman empire", "full of mushrooms", up to the next small word."""
    opens = (scan.norm(last) == "full" and scan.norm(last + 1) == "of") or scan.norm(last) in ("of", "made")
    end = last + 1
    while opens and end < last + 5 and not scan.is_end(end):
        if end > last + 2 and scan.own(end, "place_preposition"):
            break
        end += 1
    return end if end > last + 1 else last


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
    article = scan.norm(start - 1) in grammar.word_set("article") and scan.is_free(start - 1, start)
    opening = start - int(article)
    opener = scan.own_before(opening, "time_preposition")
    follows = scan.is_end(match.last) or scan.own(match.last, *_SMALL, "style_before") is not None
    if opener is not None and scan.is_free(opener.first, opener.last) and not scan.stops_between(opening):
        return (opener.first, start, match.last) if follows else None
    own = scan.own(match.first, "time_preposition")
    if own is not None and own.last < match.last and follows:
        return match.first, match.first, match.last
    said = [token.norm for token in scan.tokens[match.first : match.last]]
    if grammar.words("weather_adjective", scan.language).get(said) and not follows:
        return match.first, match.first, match.last
    if scan.norm(start - 1) in grammar.word_set("before_a_night_out") and not scan.stops_between(start):
        return None
    if grammar.words("bare_time", scan.language).get(said) and follows:
        return opening or start, start, match.last
    return None


def _is_modifier(scan: Scan, position: int) -> bool:
    if position < 0 or not scan.is_free(position, position + 1) or scan.stops_between(position + 1):
        return False
    return scan.is_own_word(position, "time_modifier")
