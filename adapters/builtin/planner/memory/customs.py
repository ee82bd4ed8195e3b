"""Customs and rules of a place: "in this channel we use flat pastel", "banners are 3:1 here", "never gore here"."""

import re
from dataclasses import dataclass
from typing import Literal

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line
from adapters.builtin.planner.reading.phrases import VERB_LAST
from adapters.builtin.planner.reading.reading import read
from agent.domain.formats import named_format
from agent.domain.generation import Statement

CUSTOM_WORDS_MAX = 30
_EDGE = " ,.:;!"
_MEASURED = re.compile(
    r"^(?:(?P<whose>all our|our|all my|my|all)\s+)?(?P<what>[a-z][a-z -]{1,30})s\s+(?:are|should be|must be)\s+"
    r"(?:always\s+)?(?:in\s+)?\d{1,4}\s*[:x×]\s*\d{1,4}$",
    re.IGNORECASE,
)
"""A recurring format: "our banners are 3:1" of the place, "my stickers are 512x512" of the one who says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sentence that may be worth keeping."""

    text: str
    language: str
    asked: bool = False
    """To be remembered by order."""

    @property
    def line(self) -> Line:
        return Line(self.text.strip(" ,.:;!。！"), self.language)


def custom(told: Told) -> Statement | None:
    """ "in this channel we use flat pastel", "banners are 3:1 here", "never gore here"."""
    line, said = told.line, told.line.text
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
    if never := Line(said, told.language).after("we_never"):
        return Statement(kind="rule", text=f"no {never}", scope=scope)
    text = Line(_core(said, told.language), told.language)
    opening = {text.norm(0), " ".join(token.norm for token in text.tokens[:2])}
    forbids = is_rule or bool(opening & grammar.word_set("forbids"))
    look = re.sub(r"^.*?\b(?:is|are|should be|must be)\s+", "", text.text)
    is_custom = (
        not said.startswith(text.text) or told.asked or bool(read(f"x in {look}", told.language).slots())
    )
    if not text.text or text.size > CUSTOM_WORDS_MAX or not (forbids or is_custom):
        return None
    return Statement(kind="rule" if forbids else "preference", text=text.text, scope=scope)


def _core(text: str, language: str) -> str:
    """Without "we always use", "for everyone", "please"."""
    plain = " ".join(text.split()).strip(_EDGE)
    while True:
        line = Line(plain, language)
        closed = line.before(line.size, "polite")
        verb = grammar.ending(plain, "we_use", language) if language in VERB_LAST else None
        if rest := line.after("we_use"):
            plain = rest.strip(" ,:")
        elif closed is not None and closed.first > 0:
            plain = line.upto(closed.first)
        elif verb is not None:
            plain = plain[:verb].rstrip()
        else:
            return plain


def _measured(said: str) -> Statement | None:
    """What pictures of one kind measure; the place's where it says so."""
    match = _MEASURED.match(said)
    if match is None or not named_format(match["what"]):
        return None
    is_ours = (match["whose"] or "").lower() in ("our", "all our", "all")
    return Statement(kind="preference", text=said, scope="channel" if is_ours else "user")
