"""Customs and rules of a channel: "in this channel we use flat pastel", "banners are 3:1 here", "never gore here"."""

import re
from typing import Literal

from adapters.builtin.planner_rules.grammar import frame
from adapters.builtin.planner_rules.tokens import tokenise
from agent.domain.formats import named_format
from agent.domain.generation import Statement

CUSTOM_WORDS_MAX = 30
_HERE = frame("custom_here")
_RULE = frame("rule_said")
_WE_USE = frame("we_use")
_FORMATS = re.compile(
    r"^(?:(?P<whose>our|all our|all|my|all my)\s+)?(?P<what>[a-z][a-z -]{1,30})s\s+(?:are|should be|must be)\s+"
    r"(?:always\s+)?(?:in\s+)?\d{1,4}\s*[:x×]\s*\d{1,4}$",
    re.IGNORECASE,
)
"""A recurring format: "our banners are 3:1" of the place, "my stickers are 512x512" of the one who says so."""
_FOR_EVERYONE = re.compile(r"^(?:for\s+)?(?:everyone|everybody|all of us)\b\s*[:,]\s*", re.IGNORECASE)
_PLEASE = re.compile(r"[\s,]+please$", re.IGNORECASE)
_COMMUNITY = frozenset({"server", "community", "group", "guild"})


def custom_in(said: str) -> Statement | None:
    """The custom or rule that a sentence states, for its channel or its community."""
    here, rule = _HERE.search(said), _RULE.match(said)
    if here is None and rule is None:
        return _format_in(said)
    where = (here["where"] or "").lower() if here else ""
    scope: Literal["channel", "community"] = "community" if where in _COMMUNITY else "channel"
    text = _core(rule["what"] if rule else said)
    if not text or len(tokenise(text)) > CUSTOM_WORDS_MAX:
        return None
    if rule or _forbids_or_orders(said):
        return Statement(kind="rule", text=text, scope=scope)
    return Statement(kind="preference", text=text, scope=scope) if _is_custom(said) else None


def _format_in(said: str) -> Statement | None:
    """What pictures of one kind measure; the place's where it says so."""
    match = _FORMATS.match(said)
    if match is None or not named_format(match["what"]):
        return None
    is_ours = (match["whose"] or "").lower() in ("our", "all our", "all")
    return Statement(kind="preference", text=said, scope="channel" if is_ours else "user")


def _core(text: str) -> str:
    """Without "in this channel we always use"."""
    plain = " ".join(_HERE.sub(" ", text).split()).strip(" ,.:;!")
    plain = _PLEASE.sub("", _FOR_EVERYONE.sub("", plain))
    return _WE_USE.sub("", plain).strip()


def _forbids_or_orders(said: str) -> bool:
    return (
        re.match(
            r"^(?:please\s+)?(?:never|no|nothing|nobody|don't|do not|must|only|not allowed)\b",
            said,
            re.IGNORECASE,
        )
        is not None
    )


def _is_custom(said: str) -> bool:
    """ "we use", "banners are": not "draw a cat in this channel"."""
    if re.match(r"^\W*(?:draw|paint|make|what|who|is|are|do|can|could|please draw)\b", said, re.IGNORECASE):
        return False
    return (
        re.search(
            r"\b(?:we|everyone|everything|all|house style|is|are|should be|must be)\b", said, re.IGNORECASE
        )
        is not None
    )
