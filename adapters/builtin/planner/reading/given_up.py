"""What is no longer liked: "I don't like watercolour any more", "Aquarell gefällt mir nicht mehr"."""

from collections.abc import Iterator, Sequence

from adapters.builtin.language import small_words as grammar
from agent.text.words import tokenise

_LEADS = ("now_so", "changed_my_mind", "means_but", "joiner", "polite", "i")


def given_up(clause: str, language: str) -> str:
    """What is no longer liked, "" where nothing is. "I don't like" gives something up only with "any more"."""
    plain, _ = without_lead(clause, language, ("gave_up",))
    tokens = tokenise(plain)
    opened = grammar.spoken("gave_up", language).at(tokens, 0)
    behind = grammar.spoken("gave_up_behind", language).before(tokens, len(tokens))
    if behind is not None and behind.first > 0:
        return bare_of(plain[: tokens[behind.first].start], language)
    if opened is None or opened.last >= len(tokens):
        return ""
    rest = plain[tokens[opened.last].start :]
    ends = tokenise(rest)
    more = grammar.spoken("any_more", language).before(ends, len(ends))
    if more is None:
        return "" if opened.value in grammar.word_set("only_with_any_more") else bare_of(rest, language)
    return bare_of(rest[: ends[more.first].start], language) if more.first else ""


def without_lead(clause: str, language: str, until: Sequence[str]) -> tuple[str, bool]:
    """Without "but I", "these days", up to a phrase of one of the names; and whether "now" was among it."""
    tokens, position, has_now = tokenise(clause), 0, False
    while not any(grammar.spoken(name, language).at(tokens, position) for name in until):
        found = next(((name, last) for name, last in _leads(clause, position, language)), None)
        if found is None:
            break
        has_now, position = has_now or found[0] == "now_so", found[1]
    return (clause[tokens[position].start :] if position < len(tokens) else ""), has_now


def _leads(clause: str, position: int, language: str) -> Iterator[tuple[str, int]]:
    tokens = tokenise(clause)
    for name in _LEADS:
        found = grammar.spoken(name, language).at(tokens, position)
        if found is not None and found.last < len(tokens):
            yield name, found.last


def bare_of(what: str, language: str) -> str:
    """Without an article and "now", before or behind."""
    plain = what.strip(" ,.!")
    while True:
        tokens = tokenise(plain)
        lead = grammar.spoken("determiner", language).at(tokens, 0) or grammar.spoken("polite", language).at(
            tokens, 0
        )
        behind = next(
            (
                f
                for name in ("now_so", "lasting_behind")
                if (f := grammar.spoken(name, language).before(tokens, len(tokens)))
            ),
            None,
        )
        if lead is not None and lead.last < len(tokens):
            plain = plain[tokens[lead.last].start :]
        elif behind is not None and behind.first > 0:
            plain = plain[: tokens[behind.first - 1].end]
        else:
            return plain
