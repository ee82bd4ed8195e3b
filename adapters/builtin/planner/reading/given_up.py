"""What is no longer liked: "I don't like watercolour any more", "Aquarell gefällt mir nicht mehr"."""

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line

_LEADS = ("now_so", "changed_my_mind", "means_but", "joiner", "polite", "i")


def given_up(clause: str, language: str) -> str:
    """What is no longer liked, "" where nothing is. "I don't like" gives something up only with "any more"."""
    line, _ = without_lead(clause, language, "gave_up")
    opened, behind = line.at(0, "gave_up"), line.before(line.size, "gave_up_behind")
    if behind is not None and behind.first > 0:
        return bare_of(line.until(behind.first), language)
    rest = Line(line.since(opened.last) if opened is not None else "", language)
    more = rest.before(rest.size, "any_more")
    if more is not None:
        return bare_of(rest.until(more.first), language) if more.first else ""
    needs_more = opened is None or opened.value in grammar.word_set("only_with_any_more")
    return "" if needs_more else bare_of(rest.text, language)


def without_lead(clause: str, language: str, *until: str) -> tuple[Line, bool]:
    """Without "but I", "these days", up to a phrase of one of the names; and whether "now" was among it."""
    line, position, has_now = Line(clause, language), 0, False
    while line.at(position, *until) is None:
        leads = ((name, line.at(position, name)) for name in _LEADS)
        found = next(((name, one) for name, one in leads if one is not None and one.last < line.size), None)
        if found is None:
            break
        has_now, position = has_now or found[0] == "now_so", found[1].last
    return Line(line.since(position), language), has_now


def bare_of(what: str, language: str) -> str:
    """Without an article and "now", before or behind."""
    plain = Line(what.strip(" ,.!"), language).without_lead("determiner", "polite")
    return Line(plain, language).without_end("now_so", "lasting_behind", "closing")
