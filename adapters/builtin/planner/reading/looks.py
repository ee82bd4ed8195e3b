"""Style and palette: "in watercolour", "a noir comic of ...", "in warm colours", "in blue and gold"."""

from collections.abc import Callable

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lexicon import StyleEntry
from adapters.builtin.language.phrasebook import Found
from adapters.builtin.planner.reading.scan import Scan

STYLE_WORDS_MAX = 6
"""Of a style or an artist that the lexicon does not have."""


def take_styles(scan: Scan) -> tuple[str, ...]:
    """Styles in the author's words, those that stand together as one."""
    credited = _named_style(scan, _credits)
    found: list[tuple[int, int]] = []
    for match in grammar.styles(scan.language).all(scan.tokens):
        span, bare = _styled(scan, match), (match.first, match.last)
        if span is not None:
            scan.take(*span, inner=span == bare and not scan.is_end(match.last))
            found.append(bare)
    values = [scan.said(first, last) for first, last in _merged(scan, found)]
    return (*dict.fromkeys(values), *credited) or _named_style(scan, _says_style)


def _merged(scan: Scan, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbours joined: "noir comic"."""
    merged: list[tuple[int, int]] = []
    for first, last in spans:
        if merged and merged[-1][1] == first and not scan.stops_between(first):
            merged[-1] = (merged[-1][0], last)
        else:
            merged.append((first, last))
    return merged


def _named_style(scan: Scan, opens: Callable[[Scan, int], int]) -> tuple[str, ...]:
    """ "in the style of Egon Schiele", "a fox, by Egon Schiele": the lexicon need not have it."""
    for position in range(scan.size):
        first = opens(scan, position)
        most = min(scan.size, first + STYLE_WORDS_MAX) if first else 0
        last = next((n for n in range(first + 1, most) if _style_ends(scan, n)), most)
        if last > first and scan.is_free(position, last):
            scan.take(position, last)
            return (scan.said(first, last),)
    return ()


def _says_style(scan: Scan, position: int) -> int:
    """Where what follows "in the style of" begins; 0 for other words."""
    opener = scan.at(position, "style_of")
    return opener.last if opener is not None else 0


def _credits(scan: Scan, position: int) -> int:
    """Where who made it is named, as in a list: not "a house by the sea"."""
    lists = scan.norm(position) == "by" and position > 0 and scan.stops_between(position)
    placed = grammar.is_any(scan.tokens, position + 1, "en", "determiner", "mine")
    return position + 1 if lists and not placed else 0


def _style_ends(scan: Scan, position: int) -> bool:
    """A stop, or what is said of the picture and not of the artist; "and" goes on with another."""
    said_of_it = ("place_preposition", "has", "time_preposition", "without", "closing")
    return scan.stops_between(position) or scan.own(position, *said_of_it) is not None


def _styled(scan: Scan, match: Found[StyleEntry]) -> tuple[int, int] | None:
    """The words to take for a style, or None where it is no style: "a wool hat", "a photo on the wall"."""
    tints = grammar.colours(scan.language).at(scan.tokens, match.last)  # "neon green"
    if not scan.is_free(match.first, match.last) or (tints and not scan.stops_between(match.last)):
        return None
    first, framed_before = _before(scan, match.first)
    last, framed_after = _after(scan, match.last)
    alone = scan.stops_between(match.first) and scan.is_end(match.last)
    # "A comic about ...", "sketch of ...": the style opens the text as the kind of picture that is wanted.
    opens = match.first == 0 or (match.first == 1 and scan.norm(0) in grammar.word_set("article"))
    of = scan.own(last, "of")
    leads = framed_after
    if not framed_after and opens and of is not None and not scan.stops_between(last):
        last, leads = of.last, True
    said_so = leads or alone or (framed_before and scan.is_end(last))
    if _is_weak(scan, match) and not said_so:
        return None
    return first if framed_before else match.first, last


def _is_weak(scan: Scan, match: Found[StyleEntry]) -> bool:
    said = [token.norm for token in scan.tokens[match.first : match.last]]
    if scan.language != "en" and grammar.colours(scan.language).get(said) is not None:
        return True  # "un chat noir" is a black cat
    return any(grammar.words("weak_style", spoken).get(said) for spoken in scan.spoken)


def _before(scan: Scan, first: int) -> tuple[int, bool]:
    """Where "in the style of (a)" begins."""
    article = scan.norm(first - 1) in grammar.word_set("article")
    start = first - int(article and scan.is_free(first - 1, first) and not scan.stops_between(first))
    for spoken in scan.spoken:
        book = grammar.words("style_before", spoken)
        for position in dict.fromkeys((first, start)):
            opener = book.before(scan.tokens, position)
            if opener and scan.is_free(opener.first, opener.last) and not scan.stops_between(position):
                return opener.first, True
    taken_before = start > 0 and not scan.is_free(start - 1, start) and not scan.stops_between(start)
    return first, taken_before and scan.norm(start - 1) not in grammar.word_set("article")


def _after(scan: Scan, last: int) -> tuple[int, bool]:
    """Where "style", "painting of" ends, and whether it says that this is a style."""
    closer = scan.goes_on(last, "style_after")
    end, framed = (closer.last, True) if closer is not None else (last, False)
    if not framed or scan.norm(end - 1) in grammar.word_set("means_style"):
        noun = scan.own_goes_on(end, "picture_noun")
        end, framed = (noun.last, True) if noun is not None else (end, framed)
    of = scan.own_goes_on(end, "of")
    ties = scan.norm(end) not in grammar.word_set("means_with") and (framed or scan.norm(end) == "of")
    return (of.last, True) if of is not None and ties else (end, framed)


def take_palette(scan: Scan) -> str:
    """The palette in the author's words: a named one, or colours that are said of the whole picture."""
    return _named_palette(scan) or _colours(scan)


def _named_palette(scan: Scan) -> str:
    for match in grammar.palettes(scan.language).all(scan.tokens):
        several = match.last - match.first > 1
        is_season = not several and scan.norm(match.first) in grammar.word_set("season")
        if not scan.is_free(match.first, match.last) or is_season:
            continue
        before, after = _around_palette(scan, match.first, match.last)
        alone = scan.stops_between(match.first) and scan.is_end(match.last)
        if after or several or alone or (before and scan.is_end(match.last)):
            return _taken(scan, match.first, match.last)
    return ""


def _around_palette(scan: Scan, first: int, last: int) -> tuple[Found[str] | None, Found[str] | None]:
    """ "in" and "palette" around "blue and gold"."""
    return scan.goes_before(first, "palette_before"), scan.goes_on(last, "palette_word")


def _taken(scan: Scan, first: int, last: int) -> str:
    """The words of a palette, taken with what says that they are one."""
    before, after = _around_palette(scan, first, last)
    scan.take(before.first if before else first, after.last if after else last)
    return scan.said(first, last)


def _colours(scan: Scan) -> str:
    """ "in blue and gold", "blue and gold palette"; a colour before a thing belongs to the thing."""
    position = 0
    while position < scan.size:
        last = _run_of_colours(scan, position)
        if last == position:
            position += 1
            continue
        before, after = _around_palette(scan, position, last)
        if after or (before and scan.is_end(last)):
            return _taken(scan, position, last)
        position = last
    return ""


def _run_of_colours(scan: Scan, first: int) -> int:
    """Where the colours end that begin with this word, joined by commas and "and"."""
    book, last, position = grammar.colours(scan.language), first, first
    while (colour := book.at(scan.tokens, position)) and scan.is_free(colour.first, colour.last):
        last = colour.last
        joined = scan.own(last, "joiner")
        position = joined.last if joined else last
    return last
