"""An order of a change with its verb in front, wherever its language and its author have put it: "take the hat off", "帽子を追加して",
"собаку замени на кролика", "Krone weg", "dafür ein Zylinder"."""

import re

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.edits.body import Body, saying
from adapters.builtin.planner.reading import phrases
from adapters.builtin.planner.reading.phrases import VERB_LAST
from agent.text.words import tokenise

VERBS = ("add", "remove", "replace", "make", "move")
OBJECT_WORDS_MAX = 4
"""Words of a thing that is named before its verb."""
_PARTICLE = re.compile(r"(?<=[가-힣])(?:을|를|이|가|으로|로)$|(?<=[^\W\d_])(?:を|に)$|\s+(?:को|का|की|के)$")


def verb_first(body: Body) -> Body:
    """The same order, its verb in front."""
    return next((said for put in _ORDERS if (said := put(body)) is not None), body)


def has_verb(clause: Body) -> bool:
    """Whether it opens with a verb that cannot stand amid another order."""
    return any(
        (found := clause.at(name)) is not None and found.value not in grammar.word_set("mid_change")
        for name in VERBS
    )


def ends_in_verb(text: str, language: str) -> bool:
    return any(text.endswith(one) and text != one for name in VERBS for one in grammar.listed(name, language))


def _arrow(body: Body) -> Body | None:
    """ "bamboo -> cherry trees"."""
    old, arrow, new = body.text.partition("→")
    return (
        saying(body, f"replace {old.strip()} with {new.strip()}")
        if arrow and old.strip() and new.strip()
        else None
    )


def _named_before(body: Body) -> Body | None:
    """ "लड़के की जगह लड़की कर दो": in whose place another comes, said behind its thing."""
    marker = body.find("in_place_behind", 1)
    if marker is None or marker.last >= len(body.tokens):
        return None
    new = body.after(marker.last)
    verb = next(
        (one for one in grammar.listed("make", body.language) if new.endswith(one) and new != one), ""
    )
    return saying(
        body,
        f"replace {body.between(0, marker.first)} with {_PARTICLE.sub('', new.removesuffix(verb).strip())}",
    )


def _look_in_the_verb(body: Body) -> Body | None:
    """ "brighten it up", "büyüt": the verb says how it is to look."""
    looks = grammar.pairs("look_in_verb")
    for position in {0, len(body.tokens) - 1} if body.tokens else ():
        how = looks.get(body.tokens[position].norm)
        if how is None:
            continue
        rest = body.after(1) if position == 0 else body.between(0, position)
        rest = re.sub(r"\s*\b(?:up|down|a bit|a little)\b", "", rest).strip()
        it = not rest or grammar.spoken("it", body.language).whole(rest) is not None
        return saying(
            body, f"make it {how}" if it else f"make the {phrases.without_article(rest, body.language)} {how}"
        )
    return None


def _alone_behind(body: Body) -> Body | None:
    """ "Krone weg", "den Hut hinzufügen"."""
    tokens = body.tokens
    verb = grammar.pairs("verb_behind").get(tokens[-1].norm) if len(tokens) > 1 else None
    if not verb or any(body.at(name) for name in VERBS):
        return None
    what = body.between(0, len(tokens) - 1)
    known = verb == "add" or any(phrases.names(body.shown, one.norm, body.language) for one in tokenise(what))
    return saying(body, f"{verb} {what}") if known else None


def _in_its_place(body: Body) -> Body | None:
    place = body.at("in_its_place")
    return saying(body, f"add {body.after(place.last)}") if place and place.last < len(body.tokens) else None


def behind_its_thing(body: Body) -> Body | None:
    """ "собаку замени на кролика", "il tavolo fallo di marmo", "狗换成猫": a thing of the picture, and then the verb."""
    if any(body.at(name) for name in VERBS):
        return None
    for first in range(1, min(len(body.tokens), OBJECT_WORDS_MAX)):
        verb = next(
            (found for name in ("remove", "replace", "move", "make") if (found := body.at(name, first))), None
        )
        if verb is None or verb.value in grammar.word_set("mid_change"):
            continue
        by = body.at("replaced_by", verb.last - 1) if verb.last > first + 1 else None  # "замени на"
        last = verb.last - 1 if by is not None else verb.last
        thing, rest = body.between(0, first), body.after(last)
        if not phrases.names(body.shown, thing, body.language):
            return None
        if verb.value in grammar.listed("replaced_by", body.language):
            return saying(body, f"replace {thing} with {rest}")
        return saying(body, f"{body.between(first, last)} {thing} {rest}".strip())
    return None


def _around(body: Body) -> Body | None:
    """ "take the hat off", "setz ihr eine Krone auf", "mach eine Katze draus". German's "hinzu" and "weg" are left out."""
    tokens = body.tokens
    for name in ("remove", "add", "another"):
        if grammar.stands_around(tokens, f"{name}_around", body.language):
            return saying(body, f"{name} {body.between(1, len(tokens) - 1)}")
    if not grammar.stands_around(tokens, "make_around", body.language):
        return None
    told = (n for n in range(1, len(tokens) - 1) if not _says_nothing(tokens[n].norm, body.language))
    return saying(body, f"make it {body.between(next(told, 1), len(tokens) - 1)}")


def _says_nothing(word: str, language: str) -> bool:
    """ "mal", "eens", "er": what stands between such a verb and what is to become of the picture."""
    names = ("it", "polite", "here_behind")
    along = word in grammar.word_set("said_along")
    return along or any(grammar.words(name, language).get([word]) is not None for name in names)


def _last(body: Body) -> Body | None:
    """Where a language puts the verb last."""
    if body.language not in (*VERB_LAST, "zh"):
        return None
    for name, verb in (("add", "add"), ("remove", "remove"), ("move", "move"), ("make", "make it")):
        ending = next(
            (w for w in grammar.listed(name, body.language) if len(w) > 1 and body.text.endswith(w)), ""
        )
        if not ending or ending == body.text or (name == "make" and body.language == "zh"):
            continue
        thing = _PARTICLE.sub("", body.text.removesuffix(ending).strip())
        it = grammar.spoken("it", body.language).at(tokenise(thing), 0)
        if it and it.last < len(tokenise(thing)):
            thing = thing[tokenise(thing)[it.last].start :]
        return saying(body, f"{verb} {thing}")
    return None


def _with_a_particle(body: Body) -> Body | None:
    """ "noch eine Eule dazu"."""
    tokens = body.tokens
    particle = len(tokens) > 2 and tokens[-1].norm in grammar.word_set("particle_behind")
    return saying(body, body.between(0, len(tokens) - 1)) if particle else None


_ORDERS = (
    _arrow,
    _named_before,
    _look_in_the_verb,
    _around,
    _alone_behind,
    _in_its_place,
    behind_its_thing,
    _last,
    _with_a_particle,
)
