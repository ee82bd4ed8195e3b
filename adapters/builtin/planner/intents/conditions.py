"""Tastes that hold for some pictures alone, and names that somebody goes by: what is seen before anything is kept of it."""

import re

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line
from adapters.builtin.planner.frames import frame

NO_COPULA = ("ar", "id", "ko", "ru", "tr")
"""Languages in which "Pamuk my cat" is a sentence."""
CONDITION_WORDS_MAX = 12
"""Of what a taste holds for."""
_KINDS = ("food_kind", "animal_kind", "person_kind", "portrait_kind")


def nickname_in(said: str) -> re.Match[str] | None:
    """Who is called (`who`), and by which name (`name`)."""
    return frame("calls").match(said) or frame("nickname_is").match(said)


def under_condition(line: Line) -> str:
    """ "for banners I want 3:1" -> "3:1 for banners"; "if I ask for food, make it top down" -> "top down for food"."""
    asks = line.at(0, "condition", "whenever") is not None
    if not asks and line.at(0, "for_whom") is None:
        return ""
    for position in range(2, min(line.size, CONDITION_WORDS_MAX)):
        parted = re.search(r"[,:]", line.gap(position)) is not None
        want = line.at(position, "i_want", "and_make_it", "make", *(("always", "never") if parted else ()))
        if want is None and not (parted and asks):
            continue
        things = _of_which(Line(line.upto(position), line.language)) if asks else line.said(1, position)
        things = re.sub(r"^(?:my|all|our)\s+", "", things)
        never = "no " if want is not None and line.at(position, "never") else ""
        wish = Line(line.since(want.last if want is not None and not never else position), line.language)
        wish = Line(wish.after("never") or wish.text, line.language)
        plain = Line(wish.without_lead("it", "always"), line.language).without_end(
            "always", "polite", "closing"
        )
        if re.search(r"\w", plain) and things and (asks or (want is not None and not line.own(1, "mine"))):
            return f"{never}{plain.strip(' .,')} for {things}"
    return ""


def _of_which(clause: Line) -> str:
    """ "food" of "if I ask for food": the last thing, or kind of things, that the condition names."""
    known = frozenset[str]().union(*(grammar.word_set(kind) for kind in _KINDS))
    named = (
        clause.said(n, n + 1)
        for n in range(clause.size - 1, 0, -1)
        if clause.norm(n) in known or grammar.thing_at(clause.tokens, n, clause.language)
    )
    return next(named, "")
