"""Requests that are declined, by word lists (data/harm.toml), beside the examples. Narrow on purpose: it errs on the side of drawing.
What is drawn nowhere, whatever moderators choose, is known to the content policy in every language, and declined by it."""

import re
import tomllib
from functools import cache

from adapters.builtin.planner.intents.examples import DATA
from agent.policy.content import ALWAYS, NO_UNDRESSING, NOWHERE
from agent.policy.content_words import found_in
from agent.text.words import normalised
from agent.translation.catalogue import _

_NEGATED = re.compile(
    r"\b(?:no|not|never|without|don't|do not|avoid|forbid|forget|hates?|dislikes?)(?: (?:any|ever|draw|show|include|want|like|more))*"
    r" [\w']+(?: (?:or|and) [\w']+)?"
)
"""What is ruled out is not asked for."""


def refusal(text: str) -> str:
    """What to say instead of drawing; "" for a request that may be drawn."""
    plain = _NEGATED.sub(" ", normalised(text).replace("-", " "))
    for patterns, says in _rules():
        if all(pattern.search(plain) for pattern in patterns):
            return _(says)
    return ""


def undressing(text: str, *, left_out: str = "", with_picture: bool = False) -> str:
    """What to say where a picture would show a child or a real person without clothes; "" for anything else."""
    never = found_in(text, left_out=left_out, with_picture=with_picture).categories & ALWAYS
    if "minors" in never:
        return _(NOWHERE)
    return _(NO_UNDRESSING) if "undressing" in never else ""


@cache
def _rules() -> tuple[tuple[tuple[re.Pattern[str], ...], str], ...]:
    rows = tomllib.loads((DATA / "harm.toml").read_text(encoding="utf-8"))
    return tuple((tuple(_any_of(words) for words in row["all"]), row["says"]) for row in rows.values())


def _any_of(words: str) -> re.Pattern[str]:
    parts = [re.escape(normalised(word)).replace(r"\*", r"\w*") for word in words.split("|")]
    foreign = "|".join(part for part in parts if not part.isascii()) or "(?!)"
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)|{foreign}")
