"""How many things ("three cats") and pictures ("two variants", "a four-panel comic"), and which of several ("the second one")."""

from collections.abc import Iterator

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line
from adapters.builtin.language.phrasebook import Found
from adapters.builtin.planner.reading.scan import Scan

COUNT_MAX = 99
_ORDINALS = {"ordinal_1": 0, "ordinal_2": 1, "ordinal_3": 2, "ordinal_4": 3, "ordinal_last": -1}


def counts(scan: Scan) -> str:
    """ "3 cats, 2 dogs": the counted things of what is left of the text; nothing is taken."""
    found = ((number.value, _noun(scan, number.last)) for number in _numbers(scan))
    return ", ".join(dict.fromkeys(f"{number} {noun}" for number, noun in found if noun))


def _numbers(scan: Scan) -> Iterator[Found[int]]:
    """Numbers from two up, in words or digits."""
    book, position = grammar.numbers(scan.language), 0
    while position < scan.size:
        match, word = book.at(scan.tokens, position), scan.norm(position)
        if match is None and word.isascii() and word.isdecimal() and 2 <= int(word[:6]) <= COUNT_MAX:
            match = Found(first=position, last=position + 1, value=int(word))
        position = match.last if match else position + 1
        if match is not None and scan.is_free(match.first, match.last):
            yield match


def _noun(scan: Scan, first: int) -> str:
    """The counted thing with its adjectives, "" when the number counts something else."""
    tied = "-" in scan.gap(first) if first < scan.size else False  # "three-storey" is how it looks
    if tied or scan.own(first, "not_counted") is not None:
        return ""
    for position in range(first, min(first + 4, scan.size)):
        if scan.is_end(position):
            return ""
        thing = grammar.thing_at(scan.tokens, position, scan.language)
        if thing is not None and not grammar.colours(scan.language).at(scan.tokens, position):
            return scan.said(first, thing.last)
        if scan.own(position, "place_preposition") is not None:
            return ""
    return ""


def take_pictures(scan: Scan) -> tuple[str, int]:
    """ "variants" | "panels" | "places" and how many pictures are asked for; ("", 1) when one is."""
    for number in _numbers(scan):
        at = number.last + int(scan.norm(number.last) in grammar.word_set("not_counted_before"))
        for kind in ("panels", "variants", "places"):
            for spoken in scan.spoken:
                match = grammar.words(kind, spoken).at(scan.tokens, at)
                if match is not None and scan.is_free(match.first, match.last):
                    _take(scan, number, match)
                    return kind, number.value
    return "", 1


def _take(scan: Scan, number: Found[int], match: Found[str]) -> None:
    last = match.last
    if scan.norm(last) == "comic" and scan.is_free(last, last + 1):
        last += 1
    of = scan.own(last, "of")
    if of is not None and not scan.stops_between(last):
        last = of.last
    scan.take(scan.from_small(number.first, "before_pictures"), last)


def ordinal(text: str, language: str) -> tuple[int, int, int] | None:
    """0 for "the first one", -1 for "the last picture", a bare number alone; and where the words stand, as offsets."""
    line = Line(text, language)
    if line.size == 1 and line.norm(0).isdecimal() and 0 < int(line.norm(0)[:3]) <= 9:
        return int(line.norm(0)) - 1, 0, len(text)
    for name, number in _ORDINALS.items():
        found = line.first(name)
        if found is None:
            continue
        first, last = found.first, found.last
        numbered = last - first > 1 or line.norm(first)[:1].isdigit()
        after = line.norm(last) in grammar.word_set("picture_or_one")
        if after or numbered or last == line.size or language == "zh":
            has_article = first > 0 and line.own(first - 1, "determiner") is not None
            start = line.tokens[first - int(has_article)].start
            return number, start, line.tokens[last - 1 + int(after)].end
    return None
