"""The planner's own sentences (data/answers.toml), in the author's language where there is one, else in English."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from functools import cache

from adapters.builtin.planner.intents.examples import DATA
from agent.text.words import normalised

Sentences = Mapping[str, Mapping[str, str]]


@cache
def _tables() -> Mapping[str, Sentences]:
    return tomllib.loads((DATA / "answers.toml").read_text(encoding="utf-8"))


def question(name: str, language: str, *, what: str = "") -> str:
    row = _tables()["questions"][name]
    return row.get(language, row["en"]).replace("{what}", what)


def answer(sentence: str, language: str, **values: str) -> str:
    """The `sentence` of that name; `{key}` in it is replaced by the value of that name."""
    row = _tables()["answers"][sentence]
    said = row.get(language, row["en"])
    for key, value in values.items():
        said = said.replace(f"{{{key}}}", value)
    return said


def has_answer(name: str) -> bool:
    return name in _tables()["answers"]


def occasion(text: str, language: str) -> str:
    """What is drawn for an occasion that the text names; "" when it names none."""
    plain = normalised(text)
    for words, row in _tables()["occasions"].items():
        for word in words.split("|"):
            if re.search(rf"(?<!\w){re.escape(word)}(?!\w)" if word.isascii() else re.escape(word), plain):
                return row.get(language, row["en"])
    return ""


def ideas(turn: str, language: str, count: int) -> tuple[str, ...]:
    """Different suggestions for different turns, the same for the same turn."""
    listed = [row.get(language, row["en"]) for row in _tables()["ideas"].values()]
    start = hashlib.sha256(turn.encode()).digest()[0] % len(listed)
    return tuple((listed * 2)[start : start + min(count, len(listed))])
