"""A taste that takes the place of another, in one breath: "I don't like watercolour any more, now I prefer ink"."""

import re

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.memory.words_of_memory import as_remembered, held_in_memory
from adapters.builtin.planner.reading.given_up import bare_of, given_up, without_lead
from agent.domain.generation import Statement
from agent.ports import PlanRequest
from agent.text.words import tokenise

_PAUSE = re.compile(r"[,;.!，。、；]\s*|\s+[-–—]\s+")
_LIKING = ("likes", "likes_now", "always")


def turned(request: PlanRequest, text: str, language: str) -> Statement | None:
    """What is preferred now and what no longer is; what is only given up is disliked. None where nothing is given up for good."""
    if (rather := _rather(request, text, language)) is not None:
        return rather
    clauses = [one.strip() for one in _PAUSE.split(text) if re.search(r"\w", one)]
    for number, clause in enumerate(clauses):
        old = given_up(clause, language)
        if old:
            old = as_remembered(request, old, language)
            new = next((what for one in clauses[number + 1 :] if (what := _liked(one, language))), "")
            if new:
                return Statement(kind="preference", text=f"prefers {new}, not {old}")
            # "Forget watercolour" alone is an order to forget; of a picture at hand "no more clouds" is a change.
            orders = any(
                grammar.spoken(name, language).at(tokenise(clause), 0) for name in ("forget", "remove")
            )
            alone = Statement(kind="preference", text=f"dislikes {old}")
            return None if request.base is not None or orders else alone
    return None


def _rather(request: PlanRequest, text: str, language: str) -> Statement | None:
    """ "I prefer ink to watercolour", "statt Aquarell mag ich jetzt Tusche", where memory has the one that it is not."""
    plain, _ = without_lead(text, language, ("instead_of", "likes"))
    tokens = tokenise(plain)
    instead = grammar.spoken("instead_of", language).at(tokens, 0)
    if instead is not None and instead.last < len(tokens):
        said = [one for name in _LIKING for one in grammar.spoken(name, language).all(tokens)]
        turns = [one for one in said if instead.last < one.first and one.last < len(tokens)]
        if not turns:
            return None
        first = min(turns, key=lambda one: (one.first, -one.last))
        old, new = (
            plain[tokens[instead.last].start : tokens[first.first].start],
            _liked(rest := plain[tokens[first.last].start :], language) or rest,
        )
    else:
        parted = [
            one
            for n in range(2, len(tokens))
            if (one := grammar.spoken("rather_than", language).at(tokens, n))
        ]
        than = next((one for one in parted if one.last < len(tokens)), None)
        new = _liked(plain[: tokens[than.first].start], language) if than is not None else ""
        old = plain[tokens[than.last].start :] if than is not None else ""
    held = held_in_memory(request, bare_of(old, language), language) if new and old else ""
    return (
        Statement(kind="preference", text=f"prefers {bare_of(new, language)}, not {held}") if held else None
    )


def _liked(clause: str, language: str) -> str:
    """ "now I prefer ink", "lieber Tusche"; "now ink" alone, too."""
    plain, has_now = without_lead(clause, language, _LIKING)
    tokens = tokenise(plain)
    if any(grammar.words("negation", language).get([token.norm]) for token in tokenise(clause)):
        return ""  # "ya no la necesito" says what is not
    for name in _LIKING:
        opened = grammar.spoken(name, language).at(tokens, 0)
        behind = grammar.spoken(name, language).before(tokens, len(tokens))
        if opened is not None and opened.last < len(tokens):
            return bare_of(plain[tokens[opened.last].start :], language)
        if behind is not None and behind.first > 0:
            return bare_of(plain[: tokens[behind.first].start], language)
    return bare_of(plain, language) if has_now and len(tokens) <= NAMED_WORDS_MAX else ""


NAMED_WORDS_MAX = 3
"""Of what is liked, where no verb says so."""
