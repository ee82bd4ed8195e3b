"""What comes into a picture: "add a red hat", "give her glasses", "put it in a forest", "bigger moon"."""

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.phrasebook import Found
from adapters.builtin.planner.edits.body import (
    Body,
    Slots,
    names_thing,
    saying,
)
from adapters.builtin.planner.edits.effects import (
    placed,
    whole,
    with_thing,
)
from adapters.builtin.planner.reading import altered_phrases, phrases
from agent.text.words import tokenise


def added(body: Body) -> Slots:
    """ "add a red hat", "give her glasses", "with a beard", "more trees", "bigger moon"."""
    verb = body.at("add")
    text = body.after(verb.last) if verb else body.text
    rest = saying(body, text)
    if verb is None:
        return {}
    if body.at("has") is None and (put := _put(rest)):
        return put
    it = rest.at("it") or (_whom(rest))
    thing = rest.after(it.last) if it and it.last < len(rest.tokens) else rest.text
    thing = _without_where(thing, body)
    if verb.value in grammar.word_set("more_words"):
        thing = f"{verb.value} {thing}" if names_thing(thing, body.language) else ""
        more = body.text if len(body.tokens) > 1 else ""  # "more drama"
        return with_thing(body, thing) if thing else whole(body) or {"composition": more}
    return with_thing(body, thing)


def _whom(rest: Body) -> Found[str] | None:
    """ "the fox" of "give the fox a sword": whom it is given, who is in the picture already."""
    determined = rest.at("definite")
    if determined is None or determined.last + 1 >= len(rest.tokens):
        return None
    last = determined.last + 1
    known = phrases.names(rest.subject, rest.between(0, last), rest.language)
    return Found(first=0, last=last, value=rest.between(0, last)) if known else None


def moved(body: Body) -> Slots:
    """ "move the horse to the left"."""
    verb = body.at("move")
    return _put(saying(body, body.after(verb.last))) if verb is not None else {}


def _put(rest: Body) -> Slots:
    """ "it in a forest", "the fox on the moon", "the horse to the left": another place for the picture, or a side for one of its things."""
    place = rest.find("place_preposition", 1) or rest.find("side", 1)
    who = rest.between(0, place.first) if place else ""
    it = grammar.spoken("it", rest.language).whole(who) is not None
    if not place or not (it or (who and phrases.names(rest.subject, who, rest.language))):
        return {}
    where = rest.after(place.first)
    bare = phrases.without_article(who, rest.language)
    if any(token.norm in grammar.word_set("side") for token in tokenise(where)):
        one = "it" if it else f"the {bare}" if rest.language == "en" else bare
        return {"composition": altered_phrases.joined(rest.base.get("composition", ""), f"{one} {where}")}
    return placed(saying(rest, where))


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
