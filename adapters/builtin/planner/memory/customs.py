"""Customs and rules of a place: "in this channel we use flat pastel", "banners are 3:1 here", "never gore here"."""

import re
from typing import Literal

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line
from adapters.builtin.planner.frames import frame
from adapters.builtin.planner.reading.phrases import VERB_LAST
from adapters.builtin.planner.reading.reading import read
from agent.domain.formats import named_format
from agent.domain.generation import Statement

CUSTOM_WORDS_MAX = 30
_EDGE = " ,.:;!"


def custom(line: Line, *, asked: bool) -> Statement | None:
    """ "in this channel we use flat pastel", "banners are 3:1 here", "never gore here". `asked`: to be remembered by order."""
    said, language = line.text, line.language
    here, rule = line.first("here"), line.at(0, "we_use")
    is_rule = rule is not None and rule.value in grammar.word_set("rule_words")
    if here is None and not is_rule:
        return _measured(said)
    scope: Literal["channel", "community"] = "channel"
    if here is not None:
        where = {token.norm for token in line.tokens[here.first : here.last]}
        scope = "community" if where & grammar.word_set("community") else "channel"
        said = line.without(here).strip(_EDGE)
    said = " ".join(said.split())
    if never := Line(said, language).after("we_never"):
        return Statement(kind="rule", text=f"no {never}", scope=scope)
    text = Line(_core(said, language), language)
    opening = {text.norm(0), " ".join(token.norm for token in text.tokens[:2])}
    forbids = is_rule or bool(opening & grammar.word_set("forbids"))
    look = re.sub(r"^.*?\b(?:is|are|should be|must be)\s+", "", text.text)
    is_custom = not said.startswith(text.text) or asked or bool(read(f"x in {look}", language).slots())
    if not text.text or text.size > CUSTOM_WORDS_MAX or not (forbids or is_custom):
        return None
    return Statement(kind="rule" if forbids else "preference", text=text.text, scope=scope)


def _core(text: str, language: str) -> str:
    """Without "we always use", "for everyone", "please"."""
    opened = Line(" ".join(text.split()).strip(_EDGE), language).without_lead("we_use").strip(" ,:")
    plain = Line(opened, language).without_end("polite")
    verb = grammar.ending(plain, "we_use", language) if language in VERB_LAST else None
    return plain if verb is None else _core(plain[:verb], language)


def _measured(said: str) -> Statement | None:
    """What pictures of one kind measure; the place's where it says so."""
    match = frame("measured").match(said)
    if match is None or not named_format(match["what"]):
        return None
    is_ours = (match["whose"] or "").lower() in ("our", "all our", "all")
    return Statement(kind="preference", text=said, scope="channel" if is_ours else "user")
