"""Reads what is to be remembered by order, and what a message means for memory, without a model."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.builtin.language.languages import language_of
from adapters.builtin.planner.memory.introductions import said_of_the_same
from adapters.builtin.planner.memory.meaning import meaning_of
from adapters.builtin.planner.memory.statements import statement_in
from adapters.builtin.planner.message import sentences_of
from adapters.builtin.planner.reading.opening import cleaned
from agent.domain.generation import Statement
from agent.policy.quotations import own_lines
from agent.ports import Meaning

STATEMENTS_MAX = 6
"""Of one order."""


class BuiltInStatementReader:
    """Port `agent.ports.StatementReader`."""

    def statements(self, text: str, *, image: str | None = None, seen: str = "") -> Sequence[Statement]:
        plain = cleaned(text)
        if not any(character.isalnum() for character in plain):
            return ()
        language = language_of(plain)
        found: list[Statement] = []
        for sentence in sentences_of(f"remember {plain}", language):
            more = said_of_the_same(sentence, language) if found and found[-1].kind == "character" else ""
            if more:
                found[-1] = replace(found[-1], text=f"{found[-1].text}, {more}")
            else:
                found += _read(sentence, language, image, seen)
        return tuple(found[:STATEMENTS_MAX])

    def meaning(self, text: str) -> Meaning:
        return meaning_of(own_lines(text))


def _read(sentence: str, language: str, image: str | None, seen: str) -> Sequence[Statement]:
    """What is nothing else is a fact, in the author's words."""
    plain = sentence.removeprefix("remember ").strip(" .!")
    kept = statement_in(plain, language, image=image, seen=seen, asked=True)
    if kept is not None:
        return (kept,)
    return (Statement(kind="fact", text=plain),) if any(c.isalnum() for c in plain) else ()
