"""What a change must leave alone: nothing of the picture is lost that it does not name, and none of its words of order comes into it."""

import re
from collections.abc import Sequence, Set

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.edits.body import SHOWN, Body, Slots, by_degree, names_thing, saying
from adapters.builtin.planner.edits.order_words import is_of_the_order
from adapters.builtin.planner.reading import phrases
from adapters.builtin.planner.reading.phrases import UNSPACED, Phrase, Phrases
from adapters.builtin.planner.reading.said_looks import compares, is_look
from agent.domain.generation import SlotName
from agent.text.words import tokenise

_ORDERS = ("remove", "replace", "counts_lead", "too_many", "too_few", "should_not", "to_be_gone", "move")
_MAY_BE_SHOWN = 3
"""Letters of a word that may stand in a picture in any language: "no", "sin"."""


def is_kept(body: Body, slots: Slots) -> bool:
    return not lost(body, slots) and not pasted(body, slots)


def lost(body: Body, slots: Slots) -> Sequence[str]:
    """Things of the picture that are gone and that the clause does not name. Whoever the picture is about may be replaced by what a clause
    names alone ("make it a wolf"), and a place by another place."""
    if body.at("only"):
        return []
    after = ", ".join({**body.base, **slots}.get(name, "") for name in (*SHOWN, "count"))
    before = Phrases(body.subject, body.language)
    cut = before.cut()
    return [
        said
        for number, phrase in enumerate(cut)
        if number
        and not _is_place(before, phrase)
        and (said := before.said(phrase.first, phrase.last))
        and not _still_there(before, phrase, after)
        and not _is_named(before, phrase, body.text)
        and not _belongs_to_a_named_one(before, cut[:number], body.text)
    ]


def _is_place(before: Phrases, phrase: Phrase) -> bool:
    tie = before.tokens[phrase.tie : phrase.first]
    placed = any(grammar.is_any(tie, n, before.language, "place_preposition") for n in range(len(tie)))
    has = any(grammar.is_any(tie, n, before.language, "has") and tie[n].norm != "in" for n in range(len(tie)))
    return placed and not has


def _still_there(before: Phrases, phrase: Phrase, after: str) -> bool:
    noun = before.tokens[phrase.last - 1]
    return before.language in UNSPACED or phrases.names(
        after, before.text[noun.start : noun.end], before.language
    )


def _is_named(before: Phrases, phrase: Phrase, said: str) -> bool:
    words = before.tokens[phrase.first : phrase.last]
    return any(phrases.names(said, before.text[one.start : one.end], before.language) for one in words)


def _belongs_to_a_named_one(before: Phrases, cut: Sequence[Phrase], said: str) -> bool:
    """Of whom the clause takes out also what they wear goes."""
    return any(_is_named(before, phrase, said) for phrase in cut)


def pasted(body: Body, slots: Slots) -> bool:
    """Whether words that only order something have become part of the picture, or of what it must not show."""
    beside: tuple[SlotName, ...] = ("setting", "time", "style", "palette")
    if any(_GAP.search(slots.get(name, "").removeprefix(body.base.get(name, ""))) for name in beside):
        return True
    ordered = {token.norm for token in body.tokens}
    return any(
        _is_order(saying(body, value), body.base.get(name, ""), ordered)
        for name, value in slots.items()
        if name not in _IN_OTHER_WORDS
    )


_IN_OTHER_WORDS: tuple[SlotName, ...] = ("text", "count", "format", "character")


def _is_order(said: Body, before: str, ordered: Set[str]) -> bool:
    known = {token.norm for token in tokenise(before)}
    for position, token in enumerate(said.tokens):
        if token.norm in known or names_thing(token.norm, said.language):
            continue
        of_the_order = token.norm in ordered and is_of_the_order(token.norm, said.language)
        if of_the_order or _tells(said.language, token.norm):
            return True
        for name in _ORDERS:
            found = grammar.words(name, said.language).at(said.tokens, position)
            if found is not None and len(found.value) > _MAY_BE_SHOWN:
                return True
    return False


_GAP = re.compile(r"[;!?、，；。！？]")


def _tells(language: str, word: str) -> bool:
    """Whether the word makes a sentence of what it stands in: "is", "it"."""
    pronoun = grammar.words("it", language).get([word]) is not None
    article = grammar.words("determiner", language).get([word]) is not None
    tells = any(grammar.words(name, language).get([word]) is not None for name in ("states", "i"))
    return tells or (pronoun and not article)


def keeps(clause: Body) -> bool:
    """ "keep the bed", "the wall can stay": what is left as it is."""
    if clause.at("leaves_rest") or clause.at("everything_else"):
        return True
    verb, behind = clause.at("keeps"), clause.ends("stays")
    what = clause.after(verb.last) if verb else clause.between(0, behind.first) if behind else ""
    the_rest = grammar.spoken("everything_else", clause.language).at(tokenise(what), 0)
    return bool(what) and (
        the_rest is not None or is_there(Body(text=what, base=clause.base, language=clause.language))
    )


def is_remark(clause: Body) -> bool:
    """ "cyberpunk is so 2020", "we want to frame this": said of the picture or its author, and no part of the change."""
    return clause.at("i") is not None or clause.find("states", 1) is not None


def is_comparative(clause: Body) -> bool:
    """ "a bit smaller", and no more."""
    how = by_degree(clause.text, clause.language)
    return len(tokenise(how)) == 1 and compares(how)


def thing_in(clause: Body) -> str:
    """The thing of the picture that the clause names last; "" for none."""
    words = [clause.text[t.start : t.end] for t in clause.tokens if not _is_small(clause, t.norm)]
    shown = (word for word in reversed(words) if phrases.names(clause.subject, word, clause.language))
    named = (word for word in reversed(words) if names_thing(word, clause.language))
    return next(shown, "") or next(named, "")


def _is_small(clause: Body, word: str) -> bool:
    names = ("determiner", "place_preposition", "joiner", "it", "only")
    return any(grammar.spoken(name, clause.language).get([word]) is not None for name in names)


def is_there(clause: Body) -> bool:
    """Whether it names nothing but what the picture shows."""
    words = [token.norm for token in clause.tokens if not _is_small(clause, token.norm)]
    return all(phrases.names(clause.shown, word, clause.language) for word in words)


def unheard(clause: Body, slots: Slots) -> bool:
    """Whether a thing that the clause names, and the picture did not show, is neither in it now nor left out of it."""
    after = ", ".join([clause.shown, *slots.values()])
    found = (grammar.thing_at(clause.tokens, n, clause.language) for n in range(len(clause.tokens)))
    named = [clause.between(one.first, one.last) for one in found if one is not None]
    ordered = {*grammar.pairs("verb_behind"), *grammar.word_set("only_one"), *grammar.word_set("more_words")}
    ordered |= {*grammar.numbers(clause.language).words()}
    ordered |= {
        word for name in ("degree", "add", "make", "remove") for word in grammar.listed(name, clause.language)
    }
    named = [one for one in named if one.lower() not in ordered]
    return any(
        not phrases.names(after, one, clause.language) and one.lower() not in after.lower() for one in named
    )


def says_something(body: Body) -> bool:
    """Whether it names anything that can be seen."""
    return (
        names_thing(body.text, body.language)
        or is_look(body.text, body.language)
        or bool(phrases.names(body.shown, body.text, body.language))
    )
