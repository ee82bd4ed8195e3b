"""Tokens to marks: each phrase with what it may mean, the longest reading first."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from adapters.builtin.sketch.reading.tokens import BREAK, joined, tokens_of
from adapters.builtin.sketch.reading.vocabulary import (
    colour_words,
    group,
    look_words,
    phrases,
    setting_words,
    thing_named,
    time_words,
)

PHRASE_TOKENS_MAX = 4
COPIES_NAMED_MAX = 999
NAME = re.compile(r"qx\d+qx")
"""Stands for a character's name in a text: the number is that of its thing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A phrase of the text and its meanings by kind: thing, setting, relation, act, state, size, number, colour, worn,
    hair, side, definite, stop, doing, modifier, break; none: an unknown word."""

    text: str
    means: Mapping[str, str]
    plural: bool = False

    def get(self, kind: str) -> str:
        return self.means.get(kind, "")


_RELATIONS = (
    "as",
    "wear",
    "hold",
    "in",
    "on",
    "under",
    "beside",
    "behind",
    "front",
    "above",
    "between",
    "no",
)


def marks_of(text: str) -> list[Mark]:
    tokens = tokens_of(text, _known)
    found: list[Mark] = []
    at = 0
    while at < len(tokens):
        size, mark = _longest(tokens, at)
        found.append(mark)
        at += size
    return found


def _longest(tokens: list[str], at: int) -> tuple[int, Mark]:
    if tokens[at] == BREAK:
        return 1, Mark(text=BREAK, means={"break": "1"})
    for size in range(min(PHRASE_TOKENS_MAX, len(tokens) - at), 0, -1):
        part = tokens[at : at + size]
        if BREAK in part:
            continue
        if (mark := _mark(joined(part))).means:
            return size, mark
    return 1, Mark(text=tokens[at], means={})


def _known(phrase: str) -> bool:
    return bool(_mark(phrase).means)


@cache
def _relation_words() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for relation in _RELATIONS:
        for word in group("relation", relation):
            found[word] = (*found.get(word, ()), relation)
    return found


def _mark(phrase: str) -> Mark:
    means: dict[str, str] = {}
    if relations := _relation_words().get(phrase):
        means["relation"] = " ".join(relations)
    _look_up(means, phrase)
    if not ({"stop", "relation", "number"} & means.keys()):
        if char := thing_named(phrase):
            means["thing"] = char
            return Mark(text=phrase, means=means, plural=_is_plural(phrase))
        if not means and (one := _singular(phrase)):
            return Mark(text=phrase, means={"thing": thing_named(one)}, plural=True)
    return Mark(text=phrase, means=means)


def owner_of(mark: Mark) -> Mark:
    """Who owns what is named next ("a pirate's shoulder"), where that is known; the mark itself otherwise."""
    owner = _mark(mark.text.removesuffix("'s").removesuffix("’s"))
    return mark if mark.means or not owner.get("thing") else owner


def _look_up(means: dict[str, str], phrase: str) -> None:
    tables: tuple[tuple[str, Callable[[str], str]], ...] = (
        ("act", lambda p: phrases("act").get(p, "")),
        ("state", lambda p: phrases("state").get(p, "")),
        ("size", lambda p: phrases("size").get(p, "")),
        ("number", _number),
        ("colour", lambda p: p if p in colour_words() else ""),
        ("worn", lambda p: phrases("worn").get(p) or phrases("worn").get(p.removesuffix("s"), "")),
        ("costume", lambda p: phrases("costume").get(p, "")),
        ("hair", lambda p: p if p in group("hair") else ""),
        ("feature", lambda p: p if p in group("feature") else ""),
        ("name", lambda p: p if NAME.fullmatch(p) else ""),
        ("side", lambda p: phrases("side").get(p, "")),
        ("definite", lambda p: p if p in group("definite") else ""),
        ("time", lambda p: time_words().get(p, "")),
        ("look", lambda p: p if p in look_words() else ""),
        ("doing", lambda p: p if p in group("doing") or p in group("emblem") else ""),
        ("setting", lambda p: setting_words().get(p, "")),
        ("stop", lambda p: p if p in group("stop") or p in group("unplaced") else ""),
        ("modifier", lambda p: p if p in group("modifiers") or p in phrases("hairstyle") else ""),
    )
    for kind, find in tables:
        if value := find(phrase):
            means[kind] = value


def _number(phrase: str) -> str:
    if phrase.isdecimal() and len(phrase) <= 4:
        return str(min(int(phrase), COPIES_NAMED_MAX))
    return phrases("number").get(phrase, "")


def _is_plural(phrase: str) -> bool:
    return phrase in group("plural") or bool(_singular(phrase))


def _singular(phrase: str) -> str:
    """The known thing that this is the plural of, else ""."""
    if (not phrase.isalpha() and " " not in phrase) or len(phrase) < 4:
        return ""
    for ending, instead in (("ies", "y"), ("ves", "f"), ("es", ""), ("s", ""), ("x", "")):
        if phrase.endswith(ending):
            one = phrase.removesuffix(ending) + instead
            if len(one) >= 3 and thing_named(one):
                return one
    return ""
