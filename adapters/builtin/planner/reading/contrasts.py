"""What is so and what is not, said in one breath: "black, not brown", "isn't a poodle, he is a dachshund", "cats instead of dogs"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.builtin.language import small_words as grammar
from agent.text.words import Token, tokenise

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
        tokens = tokenise(clause)
        denied = any(grammar.spoken("negation", language).at(tokens, n) for n in range(len(tokens)))
        core = _core(clause, tokens, language)
        if core:
            (old if denied else new).append(core)
    return Contrast(new=", ".join(new), old=" ".join(old))


def _clauses(rest: str, language: str) -> Sequence[str]:
    """Its clauses; a denial behind what a verb has already said begins one: "ha gli occhi gialli non verdi"."""
    found: list[str] = []
    for clause in CLAUSE_END.split(rest):
        tokens = tokenise(clause)
        denied = next((n for n in range(len(tokens)) if grammar.words("negation", language).at(tokens, n)), 0)
        said = denied > 2 and any(grammar.is_any(tokens, n, language, "looks") for n in range(denied - 1))
        cut = tokens[denied].start if said else len(clause)
        found += [part for part in (clause[:cut], clause[cut:]) if part]
    return found


def _core(clause: str, tokens: Sequence[Token], language: str) -> str:
    """The clause without the words that say that it is or is not so."""
    kept = set(range(len(tokens)))
    for position in range(len(tokens)):
        for name in _FRAME:
            found = grammar.spoken(name, language).at(tokens, position)
            kept -= set(range(found.first, found.last)) if found is not None else set()
    return clause[tokens[min(kept)].start : tokens[max(kept)].end] if kept else ""


def same_until(text: str, language: str) -> int:
    """Where "the same thing, but" ends, of "the same thing, but at night"; 0 where nothing says that the rest stays as it is."""
    tokens = tokenise(text)
    position = lead.last if (lead := grammar.spoken("lead", language).at(tokens, 0)) else 0
    same = grammar.spoken("same_as_it", language)
    found = same.at(tokens, 0) or same.at(tokens, position)
    if found is None or found.last >= len(tokens):
        return 0
    again = grammar.spoken("once_more", language).at(tokens, found.last)
    last = again.last if again is not None and again.last < len(tokens) else found.last
    comma = any(stop in text[tokens[last - 1].end : tokens[last].start] for stop in ",，、")
    but = grammar.spoken("means_but", language).at(tokens, last)
    if but is None:
        goes_on = comma or grammar.spoken("has", language).at(tokens, last) is not None
        return tokens[last].start if goes_on else 0
    while (further := grammar.spoken("means_but", language).at(tokens, but.last)) is not None:
        but = further
    return tokens[but.last].start if but.last < len(tokens) else 0
