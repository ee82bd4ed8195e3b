"""What is taken out of a picture: "remove the hat and the sunglasses", "without clouds", "the middle cow has to go"."""

import re

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.edits.body import Body, Slots, saying
from adapters.builtin.planner.edits.counts import taken_from_several, uncounted
from adapters.builtin.planner.edits.order_words import up_to_the_order
from adapters.builtin.planner.reading import altered_phrases, phrases
from agent.domain.generation import SlotName
from agent.text.words import shares_word


def _to_go(body: Body) -> str:
    """What is to be taken away: behind a verb of removing and whom it is taken from ("nimm ihm die Mütze"), behind what somebody should
    not have ("she shouldn't be wearing glasses"), or before the word that it has to go ("the hat shouldn't be there")."""
    gone = body.ends("to_be_gone")
    if gone is not None and gone.first > 0:
        return body.between(0, gone.first)
    verb = body.at("remove")
    if verb is None:
        verb = body.find("should_not", 1)
        if verb is None or verb.first > _OWNER_WORDS_MAX:
            return ""
    rest = saying(body, body.after(verb.last))
    whose = rest.at("it")
    if (
        whose is not None
        and whose.last == 1 < len(rest.tokens)
        and whose.value not in grammar.word_set("all_of_it")
    ):
        rest = saying(body, rest.after(1))
    his = rest.at("his")
    return rest.after(his.last) if his is not None and his.last < len(rest.tokens) else rest.text


_OWNER_WORDS_MAX = 3
"""Words that name whose it is: "the old man"."""


def removed(body: Body) -> Slots:
    """ "remove the hat and the sunglasses", "without clouds", "no lamp"."""
    what = _to_go(body)
    if not what or grammar.spoken("it", body.language).whole(what):
        return {}
    what = re.sub(r"\s+(?:from|off|out of|aus|von|de|del|da)\s+.*$", "", what)
    what = up_to_the_order(what, body.language)
    part = phrases.without_article(what, body.language).lower()
    if part in grammar.word_set("backdrop"):
        return {"setting": "plain background"}
    things = [t for t in re.split(r"\s*,\s*|\s+(?:and|or|y|und|oder|et|ou|e)\s+|[和与]", what) if t]
    gone = [phrases.without_article(_without_where(saying(body, thing)), body.language) for thing in things]
    if one_fewer := taken_from_several(body, gone):
        return one_fewer
    if any(thing.lower() in grammar.word_set("lettering_part") for thing in gone):
        return (
            {"text": "", "exclude": _also(body, gone)}
            if body.base.get("text")
            else {"exclude": _also(body, gone)}
        )
    return _taken_out(body, gone)


def _without_where(thing: Body) -> str:
    """ "the man in the background", "the can beside him": where it is, is seen."""
    for name in ("side_behind", "beside_it", "here_behind"):
        where = thing.ends(name)
        if where is not None and where.first:
            return thing.between(0, where.first)
    return thing.text


def _taken_out(body: Body, gone: list[str]) -> Slots:
    slots: Slots = {"exclude": _also(body, gone)}
    subject = body.subject
    for thing in gone:
        changed = altered_phrases.without_thing(subject, thing, body.language)
        subject = subject if changed is None else changed
        kept: tuple[SlotName, ...] = ("setting", "time", "composition")
        for name in kept:
            if body.base.get(name) and shares_word(thing, body.base[name]):
                slots[name] = ""
    if subject != body.subject:
        slots["subject"] = subject
    if body.base.get("count"):
        slots["count"] = uncounted(body.base["count"], gone)
    return slots


def _also(body: Body, gone: list[str]) -> str:
    """What is left out by now."""
    before = [one for one in body.base.get("exclude", "").split(", ") if one]
    return ", ".join(
        dict.fromkeys([*before, *(thing.lower() if thing.isascii() else thing for thing in gone)])
    )
