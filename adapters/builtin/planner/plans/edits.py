"""A change as it is said, worked into the slots of the picture at hand: one small grammar of a verb, a thing, and what becomes of it.

Takes apart "make the hat blue" (verb of making, thing, look), "replace the lamp with a candle" (thing, what comes in its place), "without
the tree", "bigger moon", "at night"; the words of each kind are data.
"""

import re

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.plans.edit_additions import added
from adapters.builtin.planner.plans.edit_body import Body, Edit, Slots, names_thing, saying
from adapters.builtin.planner.plans.edit_counts import recounted
from adapters.builtin.planner.plans.edit_effects import whole, with_thing
from adapters.builtin.planner.plans.edit_kinds import (
    corrected,
    instead,
    lettered,
    made,
    part_named,
    removed,
    replaced,
    too,
    zoomed,
)
from adapters.builtin.planner.plans.edit_looks import looked
from adapters.builtin.planner.plans.edit_weather import weathered
from adapters.builtin.planner.reading import opening, phrases
from adapters.builtin.planner.reading.contrasts import same_until
from adapters.builtin.planner.reading.phrases import VERB_LAST
from agent.text.words import Token, tokenise

CHANGES_MAX = 6
"""Of one message."""


_PARTICLE = re.compile(r"(?<=[가-힣])(?:을|를|이|가|으로|로)$|(?<=[^\W\d_])(?:を|に)$|\s+(?:को|का|की|के)$")


def edit_of(text: str, base: Slots, language: str) -> Edit:
    """The change that the text asks for; an empty one where none is found."""
    text = _of_it(text.strip(), base.get("subject", ""), language)
    body = Body(text=_with_its_noun(_plainly(text, language), language), base=base, language=language)
    parts = _parts(body)
    if len(parts) < 2:
        # "and" leads in what goes on, and is taken off before a change is read.
        more = joined_on(Body(text=text.strip(" .!?,"), base=base, language=language))
        return Edit(slots=more or _one(body))
    changed: Slots = {}
    for part in parts[:CHANGES_MAX]:
        changed |= _one(Body(text=_plainly(part, language), base={**base, **changed}, language=language))
    return Edit(slots=changed)


def _of_it(text: str, subject: str, language: str) -> str:
    """ "the cat but sleeping" as "sleeping", of a picture with a cat."""
    tokens = tokenise(text)
    for position in range(1, min(len(tokens) - 1, 5)):
        if grammar.spoken("means_but", language).at(tokens, position) is not None:
            what = text[: tokens[position - 1].end]
            if grammar.is_any(tokens, 0, language, "definite", "his") and phrases.names(
                subject, what, language
            ):
                return text[tokens[position].end :]
    return text


def _plainly(text: str, language: str) -> str:
    """Without what leads in and what closes."""
    text = text[same_until(text, language) :].lstrip(" ,，")
    kept = next(iter(grammar.spoken("leaves_rest", language).all(tokenise(text))), None)
    text = text[: tokenise(text)[kept.first].start] if kept is not None and kept.first else text
    plain = opening.without_closing(text.strip().strip(" .!?,"), language)
    while True:
        tokens = tokenise(plain)
        for name in ("instead_behind", "here_behind", "be_behind"):
            behind = grammar.spoken(name, language).before(tokens, len(tokens))
            if behind is not None and behind.first > 0:
                plain = plain[: tokens[behind.first - 1].end]
                tokens = tokenise(plain)
        counts_up = grammar.spoken("another_one", language).at(tokens, 0) is not None
        lead = None if counts_up else grammar.spoken("lead", language).at(tokens, 0)
        negates = lead is not None and lead.value == "no" and not _stops_after(plain, tokens, lead.last)
        if lead is None or lead.last >= len(tokens) or negates:
            return plain
        plain = plain[tokens[lead.last].start :]


def _with_its_noun(text: str, language: str) -> str:
    """ "the parrot, remove it" as "remove the parrot"."""
    noun, comma, order = text.partition(",")
    tokens = tokenise(order)
    verb = grammar.spoken("remove", language).at(tokens, 0) or grammar.spoken("make", language).at(tokens, 0)
    it = grammar.spoken("it", language).at(tokens, verb.last) if verb and verb.last < len(tokens) else None
    if not comma or verb is None or it is None:
        return text
    return f"{order[: tokens[verb.last - 1].end].strip()} {noun.strip()}{order[tokens[it.last - 1].end :]}"


def _stops_after(text: str, tokens: tuple[Token, ...], last: int) -> bool:
    """ "no, square" turns something down; "no hat" takes the hat away."""
    return last < len(tokens) and "," in text[tokens[last - 1].end : tokens[last].start]


def joined_on(body: Body) -> Slots:
    """ "and a dog", "plus a bird above it": a further thing. What "with" says may be a number or a look, and is read like them."""
    joins = body.at("joins_on")
    beside = body.ends("beside_it")
    orders = any(body.at(name) is not None for name in ("add", "remove", "make", "not_drawing"))
    if orders or (joins is None and (beside is None or body.at("determiner") is None)):
        return {}
    first, last = joins.last if joins else 0, beside.first if beside else len(body.tokens)
    thing = body.between(first, last)
    article = joins.value.split()[-1] if joins and " " in joins.value else ""
    return with_thing(body, f"{article} {thing}".strip()) if names_thing(thing, body.language) else {}


def _parts(body: Body) -> list[str]:
    """ "make it night, add a moon and remove the lamp": one change each, where each part begins like one."""
    cuts = [0]
    tokens = body.tokens
    for position in range(1, len(tokens)):
        gap = body.text[tokens[position - 1].end : tokens[position].start]
        joined = grammar.spoken("joiner", body.language).get([tokens[position - 1].norm]) is not None
        verbs = ("add", "remove", "replace", "make")
        begins = any(
            (found := body.at(name, position)) is not None
            and found.value not in grammar.word_set("mid_change")
            for name in verbs
        )
        if begins and (joined or "," in gap or "." in gap or ";" in gap):
            cuts.append(position)
    pieces = [body.between(first, last) for first, last in zip(cuts, [*cuts[1:], len(tokens)], strict=True)]
    return [re.sub(r"[\s,]+(?:and|y|und|et|e)$", "", piece) for piece in pieces if piece]


_RULES = (too, zoomed, lettered, weathered, instead, looked, replaced, recounted, removed, made, corrected, part_named, added)  # fmt: skip
"""The kinds of change, those that are told most surely first."""


def _one(body: Body) -> Slots:
    """One change, by the first kind that fits."""
    body = _verb_first(body)
    for rule in _RULES:
        slots = rule(body)
        if slots:
            return slots
    return whole(body)


def _ends_in(text: str, verb: str) -> bool:
    return len(verb) > 1 and text.endswith(verb)


def _says_nothing(word: str, language: str) -> bool:
    """ "mal", "eens", "er": what stands between such a verb and what is to become of the picture."""
    names = ("it", "polite", "here_behind")
    along = word in grammar.word_set("said_along")
    return along or any(grammar.words(name, language).get([word]) is not None for name in names)


def _verb_first(body: Body) -> Body:
    """ "帽子を追加して" with its verb in front, where a language puts it last; so "take the hat off" and "setz ihr eine
    Krone auf", whose verb stands around it. German's "hinzu" and "weg" are left out."""
    tokens = body.tokens
    for name in ("remove", "add", "another"):
        if grammar.stands_around(tokens, f"{name}_around", body.language):
            return saying(body, f"{name} {body.between(1, len(tokens) - 1)}")
    if grammar.stands_around(tokens, "make_around", body.language):
        first = next(
            (n for n in range(1, len(tokens) - 1) if not _says_nothing(tokens[n].norm, body.language)), 1
        )
        said = body.between(first, len(tokens) - 1)
        return saying(body, f"make it {said}")
    if body.language in (*VERB_LAST, "zh"):
        for name in ("add", "remove") if body.language == "zh" else ("add", "remove", "make"):
            ending = next((w for w in grammar.listed(name, body.language) if _ends_in(body.text, w)), "")
            if ending and ending != body.text:
                thing = _PARTICLE.sub("", body.text.removesuffix(ending).strip())
                it = grammar.spoken("it", body.language).at(tokenise(thing), 0)
                thing = (
                    thing[tokenise(thing)[it.last].start :]
                    if it and it.last < len(tokenise(thing))
                    else thing
                )
                verb = {"add": "add", "remove": "remove", "make": "make it"}[name]
                return Body(text=f"{verb} {thing}", base=body.base, language=body.language)
    if len(tokens) > 2 and tokens[-1].norm in grammar.word_set("particle_behind"):
        return Body(text=body.between(0, len(tokens) - 1), base=body.base, language=body.language)
    return body
