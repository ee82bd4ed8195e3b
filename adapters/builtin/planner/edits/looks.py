"""Things of the picture with another look: "make the roof red", "the door green and the windows white"."""

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.edits.body import Body, Slots, names_thing, saying
from adapters.builtin.planner.edits.effects import described, of_part
from adapters.builtin.planner.reading import phrases
from adapters.builtin.planner.reading.said_looks import Look, looks_in
from agent.text.words import singular, tokenise


def looked(body: Body) -> Slots:
    """A look that is said of things."""
    slots: Slots = {}
    for look in looks_in(body.text, body.language):
        if not (look.is_said or look.is_definite or _is_bare(body, look)):
            return {}
        slots |= _looking(Body(text=body.text, base={**body.base, **slots}, language=body.language), look)
    return slots


def _looking(body: Body, look: Look) -> Slots:
    part = singular(tokenise(look.thing)[-1].norm)
    if part in grammar.word_set("picture_part"):
        return of_part(saying(body, look.how), part, look.how)
    return described(body, look.thing, look.how, owner=look.owner)


def _is_bare(body: Body, look: Look) -> bool:
    """ "bigger lamp", "blue hair": a look and a thing, and nothing that brings a further one."""
    brought = body.at("add") or body.at("determiner")
    return brought is None and (
        names_thing(look.thing, body.language) or phrases.names(body.subject, look.thing, body.language)
    )
