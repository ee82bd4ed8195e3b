"""What must not be in the picture: "no people", "without any text or logos"."""

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.reading.scan import Scan

THING_WORDS_MAX = 3
EXCLUDED_MAX = 8
_ENDS = ("joiner", "place_preposition", "without", "polite", "owner_before", "purpose")


def take_excluded(scan: Scan) -> tuple[str, ...]:
    """The things to leave out, in the author's words."""
    found = _nobody(scan)
    for spoken in scan.spoken:
        position = 0
        while position < scan.size:
            opener = grammar.words("without", spoken).at(scan.tokens, position)
            position += 1
            if opener is None or not scan.is_free(opener.first, opener.last):
                continue
            if spoken != scan.language and scan.own(opener.first, "place_preposition") is not None:
                continue  # Portuguese "no" is "in the"
            listed, last = _listed(scan, opener.last)
            if listed:
                scan.take(opener.first, last)
                found += listed
                position = last
    return tuple(dict.fromkeys([*found, *_named_before(scan)]))[:EXCLUDED_MAX]


def _nobody(scan: Scan) -> list[str]:
    """ "nobody in it" leaves out people."""
    empty = scan.first("nobody")
    if empty is None:
        return []
    scan.take(empty.first, empty.last)
    return list(grammar.listed("people", scan.language) or grammar.listed("people", "en"))


def _named_before(scan: Scan) -> list[str]:
    """Where a language says "without" behind the thing: "人なし"."""
    found: list[str] = []
    for match in grammar.words("without_behind", scan.language).all(scan.tokens):
        first = match.first
        while match.first - first < THING_WORDS_MAX and not (first == 0 or _parted(scan, first)):
            first -= 1
        if first < match.first:
            found.append(scan.said(first, match.first))
            scan.take(first, match.last)
    return found


def _parted(scan: Scan, position: int) -> bool:
    """Whether the word before is spoken for, or ends something."""
    return scan.stops_between(position) or not scan.is_free(position - 1, position)


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
        joined = scan.own(position, "joiner")
        if joined is None and _goes_on(scan, position):
            continue
        if joined is None or scan.stops_between(position):
            return found, position
        again = scan.own(joined.last, "without")
        nothing_more = again is None and scan.norm(joined.first) not in grammar.word_set("means_or")
        if nothing_more and scan.norm(joined.last) in grammar.word_set("after_excluded"):
            return found, position
        position = again.last if again else joined.last


def _goes_on(scan: Scan, position: int) -> bool:
    """Whether a list goes on after a comma: "no people, cars or dogs", not "no people, a street"."""
    for each in range(position, scan.size):
        comma = scan.gap(each).strip()
        if not scan.is_free(each, each + 1):
            return False
        if scan.own(each, "joiner") is not None:
            return scan.norm(each) in grammar.word_set("means_or")
        if comma not in ("", ",", "、", "，") or scan.own(each, "determiner") is not None:
            return False
        if not comma and scan.own(each, "place_preposition") is not None:
            return False
    return False


def _thing(scan: Scan, first: int) -> tuple[str, int]:
    """A short noun phrase."""
    parted = scan.stops_between(first) and first > 0 and not _goes_on(scan, first)
    if first >= scan.size or parted or scan.own(first, "no_exclusion") is not None:
        return "", first
    article = scan.own(first, "determiner")
    start = article.last if article is not None and article.last < scan.size else first
    most = min(scan.size, start + (THING_WORDS_MAX if scan.language != "zh" else 4))
    ends = (n for n in range(start, most) if _ends(scan, n, is_first=n == start))
    last = next(ends, most)
    return (scan.said(start, last), last) if last > start else ("", first)


def _ends(scan: Scan, position: int, *, is_first: bool) -> bool:
    parted = not is_first and scan.stops_between(position)
    return not scan.is_free(position, position + 1) or parted or scan.own(position, *_ENDS) is not None
