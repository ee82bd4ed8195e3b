"""A taste that takes the place of another, in one breath: "I don't like watercolour any more, now I prefer ink"."""

import re

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line
from adapters.builtin.planner.memory.words_of_memory import as_remembered, held_in_memory, named_in_full
from adapters.builtin.planner.reading.given_up import bare_of, given_up, without_lead
from agent.domain.generation import Statement
from agent.ports import PlanRequest

NAMED_WORDS_MAX = 3
"""Of what is liked, where no verb says so."""
_PAUSE = re.compile(r"[,;.!，。、；]\s*|\s+[-–—]\s+")
_LIKING = ("likes", "likes_now", "always")


def turned(request: PlanRequest, text: str, language: str) -> Statement | None:
    """What is preferred now and what no longer is; what is only given up is disliked. None where nothing is given up for good."""
    if (rather := _rather(request, text, language)) is not None:
        return rather
    clauses = [one.strip() for one in _PAUSE.split(text) if re.search(r"\w", one)]
    given = ((n, what) for n, clause in enumerate(clauses) if (what := given_up(clause, language)))
    number, old = next(given, (0, ""))
    if not old:
        return None
    old = named_in_full(request, old) or as_remembered(request, old, language)
    new = next((what for one in clauses[number + 1 :] if (what := _liked(one, language))), "")
    if new:
        return Statement(kind="preference", text=f"prefers {new}, not {old}")
    # "Forget watercolour" alone is an order to forget; of a picture at hand "no more clouds" is a change.
    orders = Line(clauses[number], language).at(0, "forget", "remove") is not None
    held = held_in_memory(request, old, language) or grammar.any_look().all(Line(old, "any").tokens)
    if request.base is not None or orders or not held:
        return None  # "I'm tired of this weather" is no taste of pictures
    return Statement(kind="preference", text=f"dislikes {old}")


def _rather(request: PlanRequest, text: str, language: str) -> Statement | None:
    """ "I prefer ink to watercolour", "statt Aquarell mag ich jetzt Tusche", where memory has the one that it is not."""
    line, _ = without_lead(text, language, "instead_of", "likes")
    instead = line.at(0, "instead_of")
    if instead is not None and instead.last < line.size:
        said = [one for name in _LIKING for one in line.all(name)]
        turns = [one for one in said if instead.last < one.first and one.last < line.size]
        if not turns:
            return None
        first = min(turns, key=lambda one: (one.first, -one.last))
        old = line.text[line.tokens[instead.last].start : line.tokens[first.first].start]
        rest = line.since(first.last)
        new = _liked(rest, language) or rest
    else:
        parted = (line.at(n, "rather_than") for n in range(2, line.size))
        than = next((one for one in parted if one is not None and one.last < line.size), None)
        new = _liked(line.until(than.first), language) if than is not None else ""
        old = line.since(than.last) if than is not None else ""
    held = held_in_memory(request, bare_of(old, language), language) if new and old else ""
    return (
        Statement(kind="preference", text=f"prefers {bare_of(new, language)}, not {held}") if held else None
    )


def _liked(clause: str, language: str) -> str:
    """ "now I prefer ink", "lieber Tusche"; "now ink" alone, too."""
    line, has_now = without_lead(clause, language, *_LIKING)
    whole = Line(clause, language)
    if any(whole.is_own_word(n, "negation") for n in range(whole.size)):
        return ""  # "ya no la necesito" says what is not
    for name in _LIKING:
        behind = line.before(line.size, name)
        if what := line.after(name):
            return bare_of(what, language)
        if behind is not None and behind.first > 0:
            return bare_of(line.until(behind.first), language)
    return bare_of(line.text, language) if has_now and line.size <= NAMED_WORDS_MAX else ""
