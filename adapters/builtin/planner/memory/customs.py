"""Customs and rules of a place: "in this channel we use flat pastel", "banners are 3:1 here", "never gore here"."""

import re
from dataclasses import dataclass
from typing import Literal

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.reading.phrases import VERB_LAST
from adapters.builtin.planner.reading.reading import read
from agent.domain.formats import named_format
from agent.domain.generation import Statement
from agent.text.words import tokenise

CUSTOM_WORDS_MAX = 30


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
    def core(self) -> str:
        return self.text.strip(" ,.:;!。！")


def custom(told: Told) -> Statement | None:
    """ "in this channel we use flat pastel", "banners are 3:1 here", "never gore here"."""
    language, tokens = told.language, tokenise(told.core)
    here = next(iter(grammar.spoken("here", language).all(tokens)), None)
    rule = grammar.spoken("we_use", language).at(tokens, 0)
    is_rule = rule is not None and rule.value in grammar.word_set("rule_words")
    if here is None and not is_rule:
        return _measured(told)
    said = told.core
    scope: Literal["channel", "community"] = "channel"
    if here is not None:
        where = {token.norm for token in tokens[here.first : here.last]}
        scope = "community" if where & grammar.word_set("community") else "channel"
        said = f"{said[: tokens[here.first].start]} {said[tokens[here.last - 1].end :]}".strip(" ,.:;!")
    said = " ".join(said.split())
    never = grammar.spoken("we_never", language).at(tokenise(said), 0)
    if never is not None and never.last < len(tokenise(said)):
        what = said[tokenise(said)[never.last].start :]
        return Statement(kind="rule", text=f"no {what}", scope=scope)
    text = _core(said, language)
    first = tokenise(text)[0].norm if tokenise(text) else ""
    forbids = (
        is_rule
        or first in grammar.word_set("forbids")
        or " ".join(t.norm for t in tokenise(text)[:2]) in grammar.word_set("forbids")
    )
    look = re.sub(r"^.*?\b(?:is|are|should be|must be)\s+", "", text)
    custom = not said.startswith(text) or told.asked or bool(read(f"x in {look}", language).slots())
    if not text or len(tokenise(text)) > CUSTOM_WORDS_MAX or not (forbids or custom):
        return None
    return Statement(kind="rule" if forbids else "preference", text=text, scope=scope)


def _core(text: str, language: str) -> str:
    """Without "we always use", "for everyone", "please"."""
    plain = " ".join(text.split()).strip(" ,.:;!")
    while True:
        tokens = tokenise(plain)
        opened = grammar.spoken("we_use", language).at(tokens, 0)
        closed = grammar.spoken("polite", language).before(tokens, len(tokens))
        verb = grammar.ending(plain, "we_use", language) if language in VERB_LAST else None
        if opened is not None and opened.last < len(tokens):
            plain = plain[tokens[opened.last].start :].strip(" ,:")
        elif closed is not None and closed.first > 0:
            plain = plain[: tokens[closed.first - 1].end]
        elif verb is not None:
            plain = plain[:verb].rstrip()
        else:
            return plain


def _measured(told: Told) -> Statement | None:
    """What pictures of one kind measure; the place's where it says so."""
    match = _MEASURED.match(told.core)
    if match is None or not named_format(match["what"]):
        return None
    is_ours = (match["whose"] or "").lower() in ("our", "all our", "all")
    return Statement(kind="preference", text=told.core, scope="channel" if is_ours else "user")
