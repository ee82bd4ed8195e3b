"""What is to be forgotten, in the words that memory is searched by."""

import re

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line
from adapters.builtin.planner.memory.statements import what_of
from adapters.builtin.planner.memory.words_of_memory import as_remembered, held_in_memory, named_in_full
from adapters.builtin.planner.reading import opening, phrases
from agent.ports import PlanRequest
from agent.text.words import shares_word

_CLAUSE = re.compile(r"[,;，、。]\s*")
_STOPS = " .!?。！？~〜"
_CORE_LEADS = ("likes", "dislikes", "role", "determiner", "always", "forget_lead")


def to_forget(request: PlanRequest, text: str, language: str) -> str:
    """What is to be forgotten, in the words that memory is searched by: "forget that I like watercolour" -> "watercolour". Nothing where
    the picture at hand shows it."""
    what = _named_in(text, language)
    if not what and (named := named_in_full(request, text)):
        return named
    if not what:
        rest = _core(without_bare_order(text, language), language)
        return held_in_memory(request, rest, language) if rest else ""
    if what == "everything":
        return what
    if request.base is not None and phrases.names(request.base.context.value("subject"), what, language):
        return ""
    named = named_in_full(request, what)
    if named and shares_word(
        phrases.without_article(what, language).split()[0], named
    ):  # not "the hat of Luna"
        return named
    core = _core(what, language)
    held = as_remembered(request, core, language)
    return held if held != core else as_remembered(request, what, language) if core == what else core


def forgotten_in(text: str, language: str) -> str:
    """What a text asks to have forgotten, whatever picture is at hand; "" where it asks for nothing of the kind, or names nothing."""
    what = _named_in(text, language)
    return what if what in ("", "everything") else _core(what, language)


def without_bare_order(text: str, language: str) -> str:
    """What is said before a clause that orders to forget and names nothing: "I like blue" of "I like blue, just forget it"; "" where
    there is no such clause."""
    clauses = [one.strip() for one in _CLAUSE.split(text) if one.strip()]
    return ", ".join(clauses[:-1]) if len(clauses) > 1 and _is_bare_order(clauses[-1], language) else ""


def _is_bare_order(clause: str, language: str) -> bool:
    bare = clause.rstrip(_STOPS)
    plain = Line(opening.without_closing(bare, language), language)
    said = (t.norm for t in plain.tokens if t.norm not in grammar.word_set("said_along"))
    kept = Line(" ".join(said), language)
    if Line(bare, language).is_whole("forget_it") or kept.is_whole("forget_it"):
        return True
    order = kept.at(0, "forget")
    return order is not None and (
        order.last == kept.size or Line(kept.since(order.last), language).is_whole("it")
    )


def _named_in(text: str, language: str) -> str:
    line = Line(without_bare_order(text, language) or text, language)
    position = 0
    while not (found := line.at(position, "forget")) and (lead := line.at(position, "changed_my_mind")):
        position = lead.last
    text = opening.without_closing(line.text.rstrip(_STOPS), language)
    behind = grammar.ending(text, "forget", language) if found is None else None
    if found is None and behind is None:
        return ""
    what = text[:behind] if found is None else text[len(line.until(found.last)) :]
    named = Line(opening.without_closing(what.strip(' .!?"“”'), language), language)
    if Line(named.text, "any").is_whole("all_of_it"):
        return "everything"
    return "" if named.is_whole("it") else named.text


def _core(what: str, language: str) -> str:
    """Without "that I like", "my character", "from your memory", "the ... thing"."""
    what = Line(what, language).without_lead("forget_lead")
    liked = (what_of(what, language, name) for name in ("dislikes", "always", "likes"))
    line = Line(next((one for one in liked if one), what), language)
    first = 0
    while (lead := line.at(first, *_CORE_LEADS)) is not None and lead.last < line.size:
        if lead.value in ("my", "mi", "mein", "mon") and line.at(lead.last, "role") is None:
            break
        first = lead.last
    behind = line.before(line.size, "forget_behind")
    return line.said(first, behind.first if behind is not None and behind.first > first else line.size)
