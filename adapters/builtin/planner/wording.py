"""The planner's own sentences (data/answers.toml), in the language at hand."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from functools import cache

from adapters.builtin.planner.intents.examples import DATA
from agent.text.words import normalised
from agent.translation.catalogue import _

Sentences = Mapping[str, str]


@cache
def _tables() -> Mapping[str, Sentences]:
    return tomllib.loads((DATA / "answers.toml").read_text(encoding="utf-8"))


def question(name: str, *, what: str = "") -> str:
    text = _tables()["questions"][name]
    return _(text, what=what)


def answer(sentence: str, **values: str) -> str:
    """The `sentence` of that name; `{key}` in it is replaced by the value of that name."""
    text = _tables()["answers"][sentence]
    return _(text, **values)


def has_answer(name: str) -> bool:
    return name in _tables()["answers"]


def occasion(text: str) -> str:
    """What is drawn for an occasion that the text names; "" when it names none."""
    plain = normalised(text)
    for words, thing in _tables()["occasions"].items():
        for word in words.split("|"):
            if re.search(rf"(?<!\w){re.escape(word)}(?!\w)" if word.isascii() else re.escape(word), plain):
                return _(thing)
    return ""


def ideas(turn: str, count: int) -> tuple[str, ...]:
    """Different suggestions for different turns, the same for the same turn."""
    listed = [_(idea) for idea in _tables()["ideas"].values()]
    start = hashlib.sha256(turn.encode()).digest()[0] % len(listed)
    return tuple((listed * 2)[start : start + min(count, len(listed))])
