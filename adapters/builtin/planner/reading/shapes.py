"""The picture's format and composition: "as a banner", "16:9", "1920x1080", "phone wallpaper", "from above"."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache

from adapters.builtin.language import lexicon
from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.phrasebook import Found, Phrasebook
from adapters.builtin.planner.reading.scan import Scan
from agent.domain.formats import named_format

_SIZE = re.compile(
    r"(?<![\w.:])(\d{2,5})\s*(?:x|×|by)\s*(\d{2,5})(?:\s*(?:px|pixels?))?(?!\w)", re.IGNORECASE
)
_RATIO = re.compile(
    r"(?<![\d.:/])(\d{1,2}(?:\.\d{1,2})?)\s*[:：]\s*(\d{1,2}(?:\.\d{1,2})?)(?![\d:])(?!\s*(?:am|pm|uhr)\b)",
    re.IGNORECASE,
)


@cache
def _formats(language: str, *, framed: bool) -> Phrasebook[str]:
    """Words and the slot's value. `framed` are the ones that are formats only with words around them that say so."""
    rows: Mapping[str, Mapping[str, str]] = tomllib.loads(
        (lexicon.DATA / "formats.toml").read_text(encoding="utf-8")
    )
    spoken = dict.fromkeys((language, "en"))
    return Phrasebook(
        (word, named_format(name))
        for one in spoken
        for name, row in rows.items()
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
    for pattern, joint in ((_SIZE, "x"), (_RATIO, ":")):
        match = pattern.search(scan.text)
        if match is None or float(match[1]) <= 0 or float(match[2]) <= 0:
            continue
        inside = [n for n, token in enumerate(scan.tokens) if match.start() <= token.start < match.end()]
        if not inside or not scan.is_free(inside[0], inside[-1] + 1):
            continue
        first, last = inside[0], inside[-1] + 1
        while scan.norm(first - 1) in grammar.word_set("around_format_numbers") and scan.is_free(
            first - 1, first
        ):
            first -= 1
        while scan.norm(last) in grammar.word_set("after_format_numbers"):
            last += 1
        scan.take(first, last)
        return f"{match[1]}{joint}{match[2]}"
    return ""


def _take_word(scan: Scan) -> str:
    plain = _formats(scan.language, framed=False).all(scan.tokens)
    framed = _formats(scan.language, framed=True).all(scan.tokens)
    for found in sorted(plain, key=lambda one: one.first):
        if scan.is_free(found.first, found.last) and _stands_alone(scan, found):
            return _take(scan, found)
    for found in framed:
        if scan.is_free(found.first, found.last) and _is_framed(scan, found):
            return _take(scan, found)
    return ""


def _stands_alone(scan: Scan, found: Found[str]) -> bool:
    """Not "holding a banner", not "a poster on the wall"."""
    after = scan.norm(found.last)
    before = scan.norm(found.first - 1), scan.norm(found.first - 2)
    style = grammar.styles(scan.language).before(scan.tokens, found.last)
    if style is not None and style.first < found.first:
        return False  # "travel poster" is a style
    held = grammar.word_set("holds_a_format")
    return not (after == "on" and not scan.stops_between(found.last)) and not held & set(before)


def _is_framed(scan: Scan, found: Found[str]) -> bool:
    before = scan.norm(found.first - 1), scan.norm(found.first - 2)
    after = scan.norm(found.last)
    if before[0] == "self":
        return False
    return (
        found.last - found.first > 1
        or "as" in before
        or after
        in {"format", "size", "orientation", "formato", "sized", "picture", "pictures", "image", "images"}
        or (after in {"of", "for", "saying", "with"} and "with" not in before and found.first <= 3)
        or (found.first <= 1 and scan.stops_between(found.last))
    )


def _take(scan: Scan, found: Found[str]) -> str:
    first, last = found.first, found.last
    lead = grammar.word_set("before_format")
    while scan.norm(first - 1) in lead and scan.is_free(first - 1, first):
        first -= 1
    trailing = grammar.word_set("after_format")
    while scan.norm(last) in trailing and scan.is_free(last, last + 1):
        last += 1
    of = grammar.words("of", scan.language).at(scan.tokens, last)
    if (
        of is not None
        and scan.is_free(of.first, of.last)
        and scan.norm(of.first) not in grammar.word_set("means_with")
    ):
        last = of.last
    scan.take(first, last)
    return found.value


def take_composition(scan: Scan) -> str:
    """How it is framed, in the author's words."""
    parts: list[str] = []
    for spoken in dict.fromkeys((scan.language, "en")):
        for found in grammar.words("composition", spoken).all(scan.tokens):
            if not scan.is_free(found.first, found.last):
                continue
            first, last = found.first, found.last
            while scan.norm(first - 1) in {"a", "an", "the", "as", "in", "with"} and scan.is_free(
                first - 1, first
            ):
                first -= 1
            if scan.norm(last) in {"view", "shot", "of", "composition"} and scan.is_free(last, last + 1):
                last += 1
            parts.append(found.value)
            scan.take(first, last)
    return ", ".join(parts)
