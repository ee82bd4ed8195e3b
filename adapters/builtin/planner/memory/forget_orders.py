"""What is to be forgotten, in the words that memory is searched by."""

import re

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.memory.statements import what_of
from adapters.builtin.planner.memory.words_of_memory import as_remembered, held_in_memory
from adapters.builtin.planner.reading import opening, phrases
from agent.ports import PlanRequest
from agent.text.words import tokenise


def to_forget(request: PlanRequest, text: str, language: str) -> str:
    """What is to be forgotten, in the words that memory is searched by: "forget that I like watercolour" -> "watercolour". Nothing where
    the picture at hand shows it."""
    what = _named_in(text, language)
    if not what:
        rest = _core(without_bare_order(text, language), language)
        return (
            as_remembered(request, rest, language) if rest and held_in_memory(request, rest, language) else ""
        )
    if what == "everything":
        return what
    if request.base is not None and phrases.names(request.base.context.value("subject"), what, language):
        return ""
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


_CLAUSE = re.compile(r"[,;，、。]\s*")


def _is_bare_order(clause: str, language: str) -> bool:
    plain = opening.without_closing(clause.rstrip(" .!?。！？~〜"), language)
    kept = [t.norm for t in tokenise(plain) if t.norm not in grammar.word_set("said_along")]
    order = grammar.spoken("forget", language).at(tokenise(" ".join(kept)), 0)
    rest = kept[order.last :] if order is not None else []
    book = grammar.spoken("forget_it", language)
    tied = any(book.whole(one) is not None for one in (clause.rstrip(" .!?。！？~〜"), " ".join(kept)))
    return tied or (order is not None and (not rest or grammar.spoken("it", language).get(rest) is not None))


def _named_in(text: str, language: str) -> str:
    text = without_bare_order(text, language) or text
    tokens = tokenise(text)
    position = 0
    orders = grammar.spoken("forget", language)
    while not orders.at(tokens, position) and (
        lead := grammar.spoken("changed_my_mind", language).at(tokens, position)
    ):
        position = lead.last
    text = opening.without_closing(text.rstrip(" .!?。！？~〜"), language)
    found = orders.at(tokens, position)
    behind = grammar.ending(text, "forget", language) if found is None else None
    if found is None and behind is None:
        return ""
    what = (
        text[:behind]
        if found is None
        else text[tokens[found.last].start :]
        if found.last < len(tokens)
        else ""
    )
    what = opening.without_closing(what.strip(' .!?"“”'), language)
    if grammar.spoken("all_of_it", "any").whole(what) is not None:
        return "everything"
    if not what or grammar.spoken("it", language).whole(what) is not None:
        return ""
    return what


def _core(what: str, language: str) -> str:
    """Without "that I like", "my character", "from your memory", "the ... thing"."""
    while (led := grammar.spoken("forget_lead", language).at(tokenise(what), 0)) and led.last < len(
        tokenise(what)
    ):
        what = what[tokenise(what)[led.last].start :]
    liked = next(
        (found for name in ("dislikes", "always", "likes") if (found := what_of(what, language, name))), ""
    )
    what = liked or what
    tokens = tokenise(what)
    first = 0
    while first < len(tokens):
        lead = next(
            (
                f
                for name in ("likes", "dislikes", "role", "determiner", "always", "forget_lead")
                if (f := grammar.spoken(name, language).at(tokens, first))
            ),
            None,
        )
        if (
            lead is None
            or lead.last >= len(tokens)
            or (
                lead.value in ("my", "mi", "mein", "mon")
                and grammar.spoken("role", language).at(tokens, lead.last) is None
            )
        ):
            break
        first = lead.last
    last = len(tokens)
    behind = grammar.spoken("forget_behind", language).before(tokens, last)
    last = behind.first if behind is not None and behind.first > first else last
    return what[tokens[first].start : tokens[last - 1].end] if tokens else what
