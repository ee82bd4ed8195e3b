"""Reads what is to be remembered by order, in the six languages of the planner, and what a message means, without a model."""

import re
from collections.abc import Sequence
from dataclasses import replace

from adapters.builtin.planner_rules.meaning import meaning_of
from adapters.builtin.planner_rules.statements import asks_to_remember, sentences, statement_in
from adapters.builtin.planner_rules.wishes import cleaned
from agent.domain.generation import Statement
from agent.ports import Meaning

STATEMENTS_MAX = 6
"""Of one order."""
_OF_THE_SAME = re.compile(
    r"^(?:and\s+)?(?:she|he|it|they|ella|él|sie|er|elle|il|ela|ele|她|他|它)(?:'s)?(?:\s+(?=has\b|wears\b|is\b|\w)|(?<=[她他它]))",
    re.IGNORECASE,
)


class BuiltInStatementReader:
    """Port `agent.ports.StatementReader`."""

    def statements(self, text: str, *, image: str | None = None, seen: str = "") -> Sequence[Statement]:
        found: list[Statement] = []
        for sentence in sentences(cleaned(text)):
            more = _of_the_same(sentence) if found and found[-1].kind == "character" else ""
            if more:
                found[-1] = replace(found[-1], text=f"{found[-1].text}, {more}")
            else:
                found.append(_read(sentence, image, seen))
        return tuple(found[:STATEMENTS_MAX])

    def meaning(self, text: str) -> Meaning:
        return meaning_of(text)


def _read(sentence: str, image: str | None, seen: str) -> Statement:
    ordered = sentence if asks_to_remember(sentence) else f"remember: {sentence}"
    kept = statement_in(ordered, image=image, seen=seen)
    return kept or Statement(kind="fact", text=sentence.strip(" .!"))


def _of_the_same(sentence: str) -> str:
    """ "She wears a green cloak", of the one described just before: "wears a green cloak"."""
    match = _OF_THE_SAME.match(sentence)
    return re.sub(r"^is\s+", "", sentence[match.end() :].strip(" .!。！")) if match else ""
