"""What the author says of lasting worth, in so many words: preferences, characters, channel customs, rules."""

import re
from collections.abc import Sequence

from adapters.builtin.planner_rules.customs import custom_in
from adapters.builtin.planner_rules.grammar import frame
from adapters.builtin.planner_rules.introductions import introduced, shown
from adapters.builtin.planner_rules.tastes import fact_in, taste_in
from agent.domain.generation import Statement

_REMEMBER = frame("remember")
_REMEMBER_BEHIND = re.compile(
    r"[\s,;–-]+(?:(?:and|so|please)\s+)*(?:remember|note|keep in mind|don't forget)\s+(?:that|this|it)(?:,?\s+please)?$",
    re.IGNORECASE,
)
"""The order behind what is to be remembered: "I prefer ink, remember that"."""
_MIND = re.compile(
    r"^(?:(?:i(?:'ve| have)? changed my mind|scratch that|never ?mind|actually|ok(?:ay)?|no)[\s,.:;!-]+)+(?=(?:i|my|from now on)\b)",
    re.IGNORECASE,
)
_SAVE = re.compile(r"^\W*(?:please\s+)?(?:save|store|add|keep|meet|this is)\s*$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+|(?<=[。！？])|;\s+")
_THEN_DRAW = frame("then_draw")
_TASTE_BESIDE = frame("taste_beside")


def statement_in(sentence: str, *, image: str | None, seen: str = "") -> Statement | None:
    """The statement that a sentence makes, or None. `image` is the picture that "this is Luna" speaks of, `seen` what
    is known to be on it."""
    text = sentence.strip().strip('"“”').rstrip(" .!。！")
    order = _REMEMBER.match(text)
    said = text[order.end() :].strip() if order else text
    said = _MIND.sub("", said)
    if order is None and (order := _REMEMBER_BEHIND.search(text)) is not None:
        said = text[: order.start()].strip()
    if not said or said.endswith("?"):
        return None
    found = shown(text, image, seen) or (shown(said, image, seen) if order else None)
    found = (
        found
        or custom_in(said)
        or introduced(said, asked=order is not None)
        or taste_in(said, asked=order is not None)
    )
    if found is None and order is not None and re.match(r"^(?:this|it|that|him|her)\b", said, re.IGNORECASE):
        return None
    return found or fact_in(said, asked=order is not None)


def asks_to_remember(sentence: str) -> bool:
    """ "remember ...", whatever follows."""
    said = sentence.strip()
    return _REMEMBER.match(said) is not None or _REMEMBER_BEHIND.search(said.rstrip(" .!")) is not None


def sentences(text: str) -> Sequence[str]:
    """The text's sentences; "remember ... and draw ..." are two, and so are "draw ..., I love ..."."""
    told = frame("my_named", exact=True).match(text)
    if told is not None and told["order"].strip():
        # "draw my dog Rex, he's a poodle": who Rex is, and what to draw.
        who = f"my {told['kind']} {told['name']} is {told['what'].strip()}"
        if _SAVE.match(told["order"]):  # "save my dog Rex, he's a poodle"
            return (who, *sentences(told["rest"] or ""))
        return (who, *sentences(f"{told['order']}{told['name']}{told['rest'] or ''}"))
    found: list[str] = []
    for part in _SENTENCE_END.split(text):
        found += _halves(_MIND.sub("", part.strip()))
    return [part.strip() for part in found if re.search(r"\w", part)]


_AND_I = re.compile(r",?\s+and\s+(?=(?:i|my)\s+\w)", re.IGNORECASE)
"""Where another thing of the author's own begins: "I hate clowns and my favourite colour is teal"."""


def _halves(part: str) -> Sequence[str]:
    split = _AND_I.split(part, maxsplit=1)
    if len(split) == 2 and all(statement_in(half, image=None) for half in split):
        return [split[0], *_halves(split[1])]
    split = _THEN_DRAW.split(part, maxsplit=1)
    if len(split) == 2 and statement_in(split[0], image=None):
        return split
    split = _TASTE_BESIDE.split(part, maxsplit=1)
    if len(split) == 2 and re.search(r"\w", split[0]) and taste_in(split[1], asked=False):
        return split
    return [part]
