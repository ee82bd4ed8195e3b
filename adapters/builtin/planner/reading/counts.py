"""How many: things in the picture ("three cats"), and pictures ("two variants", "a four-panel comic")."""

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.phrasebook import Found
from adapters.builtin.planner.reading.scan import Scan

COUNT_MAX = 99


def counts(scan: Scan) -> str:
    """ "3 cats, 2 dogs": the counted things of what is left of the text; nothing is taken."""
    found: list[str] = []
    for number in _numbers(scan):
        noun = _noun(scan, number.last)
        if noun:
            found.append(f"{number.value} {noun}")
    return ", ".join(dict.fromkeys(found))


def _numbers(scan: Scan) -> list[Found[int]]:
    """Numbers from two up, in words or digits."""
    book = grammar.numbers(scan.language)
    found: list[Found[int]] = []
    position = 0
    while position < len(scan.tokens):
        match = book.at(scan.tokens, position)
        word = scan.norm(position)
        if match is None and word.isascii() and word.isdecimal() and 2 <= int(word[:6]) <= COUNT_MAX:
            match = Found(first=position, last=position + 1, value=int(word))
        if match is not None and scan.is_free(match.first, match.last):
            found.append(match)
        position = match.last if match else position + 1
    return found


def _noun(scan: Scan, first: int) -> str:
    """The counted thing with its adjectives, "" when the number counts something else."""
    position = first
    while position < len(scan.tokens) and position - first < 4:
        if not scan.is_free(position, position + 1) or (scan.stops_between(position)):
            return ""
        if position == first and grammar.words("not_counted", scan.language).at(scan.tokens, position):
            return ""
        thing = grammar.thing_at(scan.tokens, position, scan.language)
        if thing is not None and not grammar.colours(scan.language).at(scan.tokens, position):
            return scan.said(first, thing.last)
        if grammar.words("place_preposition", scan.language).at(scan.tokens, position):
            return ""
        position += 1
    return ""


def take_pictures(scan: Scan) -> tuple[str, int]:
    """ "variants" | "panels" | "places" and how many pictures are asked for; ("", 1) when one is."""
    for number in _numbers(scan):
        for kind in ("panels", "variants", "places"):
            for spoken in dict.fromkeys((scan.language, "en")):
                at = number.last + _adjective(scan, number.last)
                match = grammar.words(kind, spoken).at(scan.tokens, at)
                if match is not None and scan.is_free(match.first, match.last):
                    _take(scan, number, match)
                    return kind, number.value
    return "", 1


def _adjective(scan: Scan, position: int) -> int:
    return int(scan.norm(position) in grammar.word_set("not_counted_before"))


def _take(scan: Scan, number: Found[int], match: Found[str]) -> None:
    first, last = number.first, match.last
    while scan.norm(first - 1) in grammar.word_set("before_pictures") and scan.is_free(first - 1, first):
        first -= 1
    if scan.norm(last) == "comic" and scan.is_free(last, last + 1):
        last += 1
    of = grammar.words("of", scan.language).at(scan.tokens, last)
    if of is not None and not scan.stops_between(last):
        last = of.last
    scan.take(first, last)
