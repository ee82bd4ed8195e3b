"""What holds for one picture: "oil paint for once", "not my usual style", "this time not in watercolour". Nothing of it is kept, and what
memory has of it is left out."""

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line
from adapters.builtin.language.phrasebook import Found
from adapters.builtin.planner.wanted import without_memories
from agent.ports import PlanRequest

_DENIALS = ("sets_aside", "without", "negation")


def excepted(request: PlanRequest, text: str, language: str) -> tuple[PlanRequest, str]:
    """The request without the tastes that do not count for this picture, and the text without the words that say so."""
    line = Line(text, language)
    while (once := line.first("this_once")) is not None and once.last - once.first < line.size:
        line = Line(_cut(line, once.first, once.last), language)
    for usual in line.all("usual_style"):
        if (denied := line.before(usual.first, *_DENIALS)) is not None:
            behind = line.at(usual.last, "set_aside_behind")
            last = behind.last if behind is not None else usual.last
            return without_memories(request, "", "preference"), _cut(line, denied.first, last)
    for look in grammar.any_look().all(line.tokens):
        said = line.said(look.first, look.last)
        denied = _denied(line, look.first)
        spared = without_memories(request, said, "preference")
        if denied is not None and spared != request:
            return spared, _cut(line, denied.first, look.last)
    return request, line.text


def _denied(line: Line, look: int) -> Found[str] | None:
    """ "not in" of "not in watercolour", whose look stands there."""
    how = line.before(look, "style_before")
    return line.before(how.first if how is not None else look, *_DENIALS)


def _cut(line: Line, first: int, last: int) -> str:
    """The text without those words, and without the "but" that led to them."""
    before = Line(line.until(first).rstrip(" ,;"), line.language)
    while (led := before.before(before.size, "means_but", "joiner")) is not None and led.first:
        before = Line(before.until(led.first).rstrip(" ,;"), line.language)
    behind = line.behind(last).lstrip(" ,;")
    return (f"{before.text}, {behind}" if before.text and behind else before.text or behind).strip()
