"""What is so and what is not, said in one breath: "black, not brown", "isn't a poodle, he is a dachshund", "cats instead of dogs"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.builtin.language.lines import Line

_FRAME = ("is", "pronoun", "his", "determiner", "changed_my_mind", "negation", "now_so", "becomes")
"""Words of a clause that say that something is or is not so, and not what."""
CLAUSE_END = re.compile(
    r"\s*[,;.。，!]\s*|\s+(?:but|sondern|sino|mais|mas|ma|maar|но|а|lecz)\s+"
    r"|\s+(?=(?:not|nicht|instead of|rather than|statt|anstatt|en vez de|au lieu de|em vez de|invece di|вместо|in plaats van)\s)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """What is so, and what is not."""

    new: str
    old: str


def contrast_in(rest: str, language: str) -> Contrast:
    """What is so and what is not, of "not brown but black", "silver, not grey", "isn't a poodle, he is a dachshund"."""
    new: list[str] = []
    old: list[str] = []
    for clause in _clauses(rest, language):
        line = Line(clause, language)
        if core := _core(line):
            (old if line.has("negation") else new).append(core)
    return Contrast(new=", ".join(new), old=" ".join(old))


def _clauses(rest: str, language: str) -> Sequence[str]:
    """Its clauses; a denial behind what a verb has already said begins one: "ha gli occhi gialli non verdi"."""
    found: list[str] = []
    for clause in CLAUSE_END.split(rest):
        line = Line(clause, language)
        denied = next((n for n in range(line.size) if line.own(n, "negation")), 0)
        said = denied > 2 and any(line.own(n, "looks") for n in range(denied - 1))
        cut = len(line.until(denied)) if said else len(clause)
        found += [part for part in (clause[:cut], clause[cut:]) if part]
    return found


def _core(line: Line) -> str:
    """The clause without the words that say that it is or is not so."""
    kept = set(range(line.size))
    for position in range(line.size):
        for found in (line.at(position, name) for name in _FRAME):
            kept -= set(range(found.first, found.last)) if found is not None else set()
    return line.said(min(kept), max(kept) + 1) if kept else ""


def same_until(text: str, language: str) -> int:
    """Where "the same thing, but" ends, of "the same thing, but at night"; 0 where nothing says that the rest stays as it is."""
    line = Line(text, language)
    lead = line.at(0, "lead")
    found = line.at(0, "same_as_it") or line.at(lead.last if lead else 0, "same_as_it")
    if found is None or found.last >= line.size:
        return 0
    again = line.at(found.last, "once_more")
    last = again.last if again is not None and again.last < line.size else found.last
    but = line.at(last, "means_but")
    if but is None:
        goes_on = set(line.gap(last)) & set(",，、") or line.at(last, "has")
        return line.tokens[last].start if goes_on else 0
    while (further := line.at(but.last, "means_but")) is not None:
        but = further
    return line.tokens[but.last].start if but.last < line.size else 0
