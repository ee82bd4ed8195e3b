"""What comes into a picture: "add a red hat", "give her glasses", "put it in a forest", "bigger moon"."""

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.phrasebook import Found
from adapters.builtin.planner.plans.edit_body import (
    Body,
    Slots,
    names_thing,
    saying,
)
from adapters.builtin.planner.plans.edit_effects import (
    placed,
    whole,
    with_thing,
)
from adapters.builtin.planner.reading import phrases
from agent.text.words import tokenise


def added(body: Body) -> Slots:
    """ "add a red hat", "give her glasses", "with a beard", "more trees", "bigger moon"."""
    verb = body.at("add")
    text = body.after(verb.last) if verb else body.text
    rest = saying(body, text)
    if verb is None:
        return {}
    if body.at("has") is None and (moved := _moved(rest)):
        return moved
    it = rest.at("it") or (_whom(rest))
    thing = rest.after(it.last) if it and it.last < len(rest.tokens) else rest.text
    thing = _without_where(thing, body)
    if verb.value in grammar.word_set("more_words"):
        thing = f"{verb.value} {thing}" if names_thing(thing, body.language) else ""
        return with_thing(body, thing) if thing else whole(body)
    return with_thing(body, thing)


def _whom(rest: Body) -> Found[str] | None:
    """ "the fox" of "give the fox a sword": whom it is given, who is in the picture already."""
    determined = rest.at("definite")
    if determined is None or determined.last + 1 >= len(rest.tokens):
        return None
    last = determined.last + 1
    known = phrases.names(rest.subject, rest.between(0, last), rest.language)
    return Found(first=0, last=last, value=rest.between(0, last)) if known else None


def _moved(rest: Body) -> Slots:
    """ "put it in a forest", "put the fox on the moon"."""
    place = rest.find("place_preposition", 1)
    who = rest.between(0, place.first) if place else ""
    meant = who and (
        grammar.spoken("it", rest.language).whole(who) or phrases.names(rest.subject, who, rest.language)
    )
    return placed(saying(rest, rest.after(place.first))) if place and meant else {}


def _without_where(thing: str, body: Body) -> str:
    """ "a red hat to the fox", "a hat on it": where it goes is known, it is in the picture."""
    tokens = tokenise(thing)
    for position in range(1, len(tokens)):
        tied = grammar.spoken("place_preposition", body.language).at(tokens, position)
        last = tied.last if tied is not None else position + 1
        within = thing[tokens[position - 1].end : tokens[position].start] == "-"  # "arc-en-ciel"
        if within or (tied is None and tokens[position].norm not in grammar.word_set("leaves_where")):
            continue
        where = thing[tokens[last - 1].end :].strip()
        known = grammar.spoken("it", body.language).whole(where) or phrases.names(
            body.subject, where, body.language
        )
        if known:
            return thing[: tokens[position - 1].end]
    return thing
