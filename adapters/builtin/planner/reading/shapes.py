"""The picture's format and composition: "as a banner", "16:9", "1920x1080", "phone wallpaper", "from above"."""

from functools import cache

from adapters.builtin.language import lexicon
from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.phrasebook import Found, Phrasebook
from adapters.builtin.planner.frames import frame
from adapters.builtin.planner.reading.scan import Scan
from agent.domain.formats import named_format

PURPOSE_WORDS_MAX = 4
"""Words from "for" to the format: "for my discord pfp"."""


@cache
def _formats(language: str, *, framed: bool) -> Phrasebook[str]:
    """Words and the slot's value. `framed` are the ones that are formats only with words around them that say so."""
    spoken = dict.fromkeys((language, "en"))
    return Phrasebook(
        (word, named_format(name))
        for one in spoken
        for name, row in lexicon.formats().items()
        if (row.get("framed", "") == "en") == framed
        for word in row.get(one, "").split("|")
        if word
    )


def take_format(scan: Scan) -> str:
    """The slot's value ("banner 3:1", "16:9", "1920x1080"), "" when none is named."""
    numbers = _take_numbers(scan)
    word = _take_word(scan)
    return numbers or word


def _take_numbers(scan: Scan) -> str:
    for pattern, joint in ((frame("size_in_pixels"), "x"), (frame("ratio"), ":")):
        match = pattern.search(scan.text)
        if match is None or float(match[1]) <= 0 or float(match[2]) <= 0:
            continue
        inside = [n for n, token in enumerate(scan.tokens) if match.start() <= token.start < match.end()]
        if inside and scan.is_free(inside[0], inside[-1] + 1):
            last = inside[-1] + 1
            while scan.norm(last) in grammar.word_set("after_format_numbers"):
                last += 1
            scan.take(scan.from_small(inside[0], "around_format_numbers"), last)
            return f"{match[1]}{joint}{match[2]}"
    return ""


def _take_word(scan: Scan) -> str:
    for framed, is_one in ((False, _stands_alone), (True, _is_framed)):
        for found in _formats(scan.language, framed=framed).all(scan.tokens):
            if scan.is_free(found.first, found.last) and is_one(scan, found):
                if not _is_counted(scan, found.first):
                    _take(scan, found)
                return found.value
    return ""


def _take(scan: Scan, found: Found[str]) -> None:
    """The word with what says what it is for: "a poster of", "for my discord pfp"; and what stands alone beside it, as "square" does."""
    last = scan.past_small(found.last, "after_format")
    of = scan.own(last, "of")
    ties = of is not None and scan.norm(last) not in grammar.word_set("means_with")
    last = of.last if of is not None and ties and scan.is_free(of.first, of.last) else last
    before = range(max(0, found.first - PURPOSE_WORDS_MAX), found.first)
    purposes = [
        n for n in before if scan.own(n, "purpose") and scan.is_free(n, last) and scan.together(n, last)
    ]
    scan.take(scan.from_small(purposes[-1] if purposes else found.first, "before_format"), last)
    for other in (
        one for framed in (False, True) for one in _formats(scan.language, framed=framed).all(scan.tokens)
    ):
        if (
            scan.is_free(other.first, other.last)
            and scan.stops_between(other.first)
            and scan.is_end(other.last)
        ):
            scan.take(other.first, other.last)


def _is_counted(scan: Scan, first: int) -> bool:
    """ "4 different stickers of ..." are several things in one picture."""
    while scan.norm(first - 1) in grammar.word_set("not_counted_before"):
        first -= 1
    return grammar.numbers(scan.language).get([scan.norm(first - 1)]) is not None or (
        scan.norm(first - 1).isdecimal() and scan.is_free(first - 1, first)
    )


def _stands_alone(scan: Scan, found: Found[str]) -> bool:
    """Not "holding a banner", not "a poster on the wall"; "travel poster" is a style."""
    style = grammar.styles(scan.language).before(scan.tokens, found.last)
    held = grammar.word_set("holds_a_format") & {scan.norm(found.first - 1), scan.norm(found.first - 2)}
    placed = scan.norm(found.last) == "on" and not scan.stops_between(found.last)
    return not (held or placed or (style is not None and style.first < found.first))


def _is_framed(scan: Scan, found: Found[str]) -> bool:
    before = scan.norm(found.first - 1), scan.norm(found.first - 2)
    after = scan.norm(found.last)
    opens = after in grammar.word_set("opens_a_format") and "with" not in before and found.first <= 3
    alone = found.first <= 1 and scan.stops_between(found.last)
    says = "as" in before or after in grammar.word_set("means_a_format")
    return before[0] != "self" and (found.last - found.first > 1 or says or opens or alone)


def take_composition(scan: Scan) -> str:
    """How it is framed, in the author's words."""
    parts: list[str] = []
    for spoken in scan.spoken:
        for found in grammar.words("composition", spoken).all(scan.tokens):
            if scan.is_free(found.first, found.last):
                last = found.last
                behind = scan.norm(last) in grammar.word_set("after_composition")
                last += int(behind and scan.is_free(last, last + 1))
                scan.take(scan.from_small(found.first, "before_composition"), last)
                parts.append(found.value)
    return ", ".join(parts)
