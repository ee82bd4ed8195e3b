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
        span = _styled(scan, match)
        if span is not None:
            scan.take(
                *span, inner=span[0] == match.first and not scan.is_end(span[1]) and span[1] == match.last
            )
            found.append((match.first, match.last))
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
    for position in range(len(scan.tokens)):
        first = last = opens(scan, position)
        while (
            first
            and last < len(scan.tokens)
            and last - first < STYLE_WORDS_MAX
            and not _style_ends(scan, first, last)
        ):
            last += 1
        if last > first and scan.is_free(position, last):
            scan.take(position, last)
            return (scan.said(first, last),)
    return ()


def _says_style(scan: Scan, position: int) -> int:
    """Where what follows "in the style of" begins; 0 for other words."""
    opener = grammar.spoken("style_of", scan.language).at(scan.tokens, position)
    return opener.last if opener is not None else 0


def _credits(scan: Scan, position: int) -> int:
    """Where who made it is named, as in a list: not "a house by the sea"."""
    credits = (
        scan.norm(position) == "by" and position > 0 and scan.stops_between(position)
        and not grammar.is_any(scan.tokens, position + 1, "en", "determiner", "mine")
    )  # fmt: skip
    return position + 1 if credits else 0


def _style_ends(scan: Scan, first: int, position: int) -> bool:
    """A stop, or what is said of the picture and not of the artist; "and" goes on with another."""
    if position > first and scan.stops_between(position):
        return True
    said_of_it = ("place_preposition", "has", "time_preposition", "without", "closing")
    return position > first and grammar.is_any(scan.tokens, position, scan.language, *said_of_it)


def _styled(scan: Scan, match: Found[StyleEntry]) -> tuple[int, int] | None:
    """The words to take for a style, or None where it is no style: "a wool hat", "a photo on the wall"."""
    if not scan.is_free(match.first, match.last):
        return None
    first, framed_before = _before(scan, match.first)
    last, framed_after = _after(scan, match.last)
    weak = _is_weak(scan, match)
    alone = scan.stops_between(match.first) and scan.is_end(match.last)
    last, leads = _leading(scan, match, last, framed=framed_after)
    if weak and not (framed_after or leads or alone or (framed_before and scan.is_end(last))):
        return None
    if not framed_before:
        first = match.first
    return first, last


def _leading(scan: Scan, match: Found[StyleEntry], last: int, *, framed: bool) -> tuple[int, bool]:
    """ "a comic about ...", "sketch of ...": the style opens the text as the kind of picture that is wanted."""
    opens = match.first == 0 or (match.first == 1 and scan.norm(0) in grammar.word_set("article"))
    of = grammar.words("of", scan.language).at(scan.tokens, last)
    if framed or not opens or of is None or scan.stops_between(last):
        return last, framed
    return of.last, True


def _is_weak(scan: Scan, match: Found[StyleEntry]) -> bool:
    said = [token.norm for token in scan.tokens[match.first : match.last]]
    if scan.language != "en" and grammar.colours(scan.language).get(said) is not None:
        return True  # "un chat noir" is a black cat
    return any(grammar.words("weak_style", spoken).get(said) for spoken in (scan.language, "en"))


def _before(scan: Scan, first: int) -> tuple[int, bool]:
    """Where "in the style of (a)" begins."""
    start = first
    if (
        scan.norm(start - 1) in grammar.word_set("article")
        and scan.is_free(start - 1, start)
        and not scan.stops_between(start)
    ):
        start -= 1
    for spoken in dict.fromkeys((scan.language, "en")):
        book = grammar.words("style_before", spoken)
        for position in dict.fromkeys((first, start)):
            opener = book.before(scan.tokens, position)
            if opener and scan.is_free(opener.first, opener.last) and not scan.stops_between(position):
                return opener.first, True
    taken_before = start > 0 and not scan.is_free(start - 1, start) and not scan.stops_between(start)
    return first, taken_before and scan.norm(start - 1) not in grammar.word_set("article")


def _after(scan: Scan, last: int) -> tuple[int, bool]:
    """Where "style", "painting of" ends, and whether it says that this is a style."""
    end, framed = last, False
    for spoken in dict.fromkeys((scan.language, "en")):
        closer = grammar.words("style_after", spoken).at(scan.tokens, end)
        if closer and scan.is_free(closer.first, closer.last) and not scan.stops_between(end):
            end, framed = closer.last, True
            break
    if not framed or scan.norm(end - 1) in {"style", "stil", "estilo"}:
        noun = grammar.words("picture_noun", scan.language).at(scan.tokens, end)
        if noun and scan.is_free(noun.first, noun.last) and not scan.stops_between(end):
            end, framed = noun.last, True
    of = grammar.words("of", scan.language).at(scan.tokens, end)
    closes = of is not None and scan.is_free(of.first, of.last) and not scan.stops_between(end)
    if (
        closes
        and of is not None
        and scan.norm(of.first) not in grammar.word_set("means_with")
        and (framed or scan.norm(of.first) == "of")
    ):
        end, framed = of.last, True
    return end, framed


def take_palette(scan: Scan) -> str:
    """The palette in the author's words: a named one, or colours that are said of the whole picture."""
    return _named_palette(scan) or _colours(scan)


def _named_palette(scan: Scan) -> str:
    for match in grammar.palettes(scan.language).all(scan.tokens):
        if not scan.is_free(match.first, match.last):
            continue
        first, before = _palette_before(scan, match.first)
        last, after = _palette_after(scan, match.last)
        multi = match.last - match.first > 1
        alone = scan.stops_between(match.first) and scan.is_end(match.last)
        if after or multi or alone or (before and scan.is_end(match.last)):
            scan.take(first if before else match.first, last)
            return scan.said(match.first, match.last)
    return ""


def _palette_before(scan: Scan, first: int) -> tuple[int, bool]:
    for spoken in dict.fromkeys((scan.language, "en")):
        opener = grammar.words("palette_before", spoken).before(scan.tokens, first)
        if opener and scan.is_free(opener.first, opener.last) and not scan.stops_between(first):
            return opener.first, True
    return first, False


def _palette_after(scan: Scan, last: int) -> tuple[int, bool]:
    for spoken in dict.fromkeys((scan.language, "en")):
        closer = grammar.words("palette_word", spoken).at(scan.tokens, last)
        if closer and scan.is_free(closer.first, closer.last) and not scan.stops_between(last):
            return closer.last, True
    return last, False


def _colours(scan: Scan) -> str:
    """ "in blue and gold", "blue and gold palette"; a colour before a thing belongs to the thing."""
    book = grammar.colours(scan.language)
    position = 0
    while position < len(scan.tokens):
        match = book.at(scan.tokens, position)
        if match is None or not scan.is_free(match.first, match.last):
            position += 1
            continue
        last = _run_of_colours(scan, match.last)
        first, before = _palette_before(scan, match.first)
        end, after = _palette_after(scan, last)
        if after or (before and scan.is_end(last)):
            scan.take(first if before else match.first, end)
            return scan.said(match.first, last)
        position = last
    return ""


def _run_of_colours(scan: Scan, last: int) -> int:
    """Further colours joined by commas and "and"."""
    book = grammar.colours(scan.language)
    while last < len(scan.tokens):
        joined = grammar.words("joiner", scan.language).at(scan.tokens, last)
        following = book.at(scan.tokens, joined.last if joined else last)
        if following is None or not scan.is_free(following.first, following.last):
            return last
        last = following.last
    return last
