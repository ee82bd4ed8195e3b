"""What must not be in the picture: "no people", "without any text or logos"."""

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.reading.scan import Scan

THING_WORDS_MAX = 3
EXCLUDED_MAX = 8


def take_excluded(scan: Scan) -> tuple[str, ...]:
    """The things to leave out, in the author's words."""
    found: list[str] = _nobody(scan)
    for spoken in dict.fromkeys((scan.language, "en")):
        position = 0
        while position < len(scan.tokens):
            opener = grammar.words("without", spoken).at(scan.tokens, position)
            position += 1
            if opener is None or not scan.is_free(opener.first, opener.last):
                continue
            if spoken != scan.language and grammar.is_any(
                scan.tokens, opener.first, scan.language, "place_preposition"
            ):
                continue  # Portuguese "no" is "in the"
            listed, last = _listed(scan, opener.last)
            if listed:
                scan.take(opener.first, last)
                found += listed
                position = last
    return tuple(dict.fromkeys([*found, *_named_before(scan)]))[:EXCLUDED_MAX]


def _nobody(scan: Scan) -> list[str]:
    """ "nobody in it" leaves out people."""
    empty = next(iter(grammar.spoken("nobody", scan.language).all(scan.tokens)), None)
    if empty is None:
        return []
    scan.take(empty.first, empty.last)
    return list(grammar.listed("people", scan.language) or grammar.listed("people", "en"))


def _named_before(scan: Scan) -> list[str]:
    """Where a language says "without" behind the thing: "人なし"."""
    found: list[str] = []
    for match in grammar.words("without_behind", scan.language).all(scan.tokens):
        first = match.first
        while (
            first > 0
            and match.first - first < THING_WORDS_MAX
            and scan.is_free(first - 1, first)
            and not scan.stops_between(first)
        ):
            first -= 1
        if first < match.first:
            found.append(scan.said(first, match.first))
            scan.take(first, match.last)
    return found


def _listed(scan: Scan, first: int) -> tuple[list[str], int]:
    """Things joined by "and" or "or", and where they end."""
    found: list[str] = []
    position = first
    while True:
        thing, last = _thing(scan, position)
        if not thing:
            return found, position if found else first
        found.append(thing)
        position = last
        joined = grammar.words("joiner", scan.language).at(scan.tokens, position)
        if joined is None and _goes_on(scan, position):
            continue
        if joined is None or scan.stops_between(position):
            return found, position
        after = joined.last
        again = grammar.words("without", scan.language).at(scan.tokens, after)
        nothing_more = again is None and scan.norm(joined.first) not in grammar.word_set("means_or")
        if nothing_more and scan.norm(after) in grammar.word_set("after_excluded"):
            return found, position
        position = again.last if again else after


def _goes_on(scan: Scan, position: int) -> bool:
    """Whether a list goes on after a comma: "no people, cars or dogs", not "no people, a street"."""
    while position < len(scan.tokens) and scan.is_free(position, position + 1):
        joined = grammar.words("joiner", scan.language).at(scan.tokens, position)
        if joined is not None:
            return scan.norm(position) in grammar.word_set("means_or")
        comma = scan.text[scan.tokens[position - 1].end : scan.tokens[position].start].strip()
        if comma not in ("", ",", "、", "，") or grammar.words("determiner", scan.language).at(
            scan.tokens, position
        ):
            return False
        if not comma and grammar.words("place_preposition", scan.language).at(scan.tokens, position):
            return False
        position += 1
    return False


def _thing(scan: Scan, first: int) -> tuple[str, int]:
    """A short noun phrase."""
    if first >= len(scan.tokens) or (scan.stops_between(first) and first > 0 and not _goes_on(scan, first)):
        return "", first
    if grammar.words("no_exclusion", scan.language).at(scan.tokens, first):
        return "", first
    start = first
    article = grammar.words("determiner", scan.language).at(scan.tokens, first)
    if article is not None and article.last < len(scan.tokens):
        start = article.last
    last = start
    while last < len(scan.tokens) and last - start < _words_max(scan) and not _ends(scan, start, last):
        last += 1
    return (scan.said(start, last), last) if last > start else ("", first)


def _words_max(scan: Scan) -> int:
    return THING_WORDS_MAX if scan.language != "zh" else 4


def _ends(scan: Scan, start: int, position: int) -> bool:
    if not scan.is_free(position, position + 1):
        return True
    if position > start and scan.stops_between(position):
        return True
    tests = ("joiner", "place_preposition", "without", "polite", "owner_before", "purpose")
    return (
        any(grammar.words(name, scan.language).at(scan.tokens, position) for name in tests)
        and position >= start
    )
