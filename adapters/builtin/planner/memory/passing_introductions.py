"""Characters that are told of beside something else: within a request, or in the answer to "What does your cat look like?"."""

import re

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.memory.introductions import bare, character_of, name_at, predicate_of, prefix_of
from adapters.builtin.planner.memory.people import possessives
from agent.domain.generation import Statement
from agent.text.words import normalised, tokenise

_IN_PASSING = re.compile(r"\s*[,;.]?\s*(?:and\s+)?(?:who|he|she|it)(?:'s|\s+is)\s+(?P<what>[^,.;!?]{3,120})")


def in_passing(text: str, language: str) -> tuple[Statement | None, str]:
    """Who is told of within a request, and the request without it: "draw my dog Rex, he's a golden retriever" draws Rex."""
    owned = next(iter(possessives(text, language)), None)
    mine = (
        name_at(text[owned.end :], tokenise(text[owned.end :]), 0, asked=False)
        if owned and text[owned.end : owned.end + 1] == " "
        else ""
    )
    named = re.search(r"(?<=\s)[A-ZÀ-ÖØ-Þ][\w'-]+(?=\s*,)", text) if not mine else None
    if owned is not None and mine:
        start, name, kind = owned.start, mine, bare(owned.said[prefix_of(owned.said, language) :], language)
        rest = text[owned.end :].lstrip()[len(mine) :]
    elif named is not None:
        start, name, kind, rest = named.start(), named[0], "", text[named.end() :]
    else:
        return None, text
    match = _IN_PASSING.match(rest)
    if match is None:
        return None, text
    told = character_of(name, kind, bare(match["what"], language), language)
    return told, f"{text[:start]}{name}{rest[match.end() :]}"


def described_in_answer(asked_for: str, answer: str, language: str) -> Statement | None:
    """The character, or "my cat", that an answer to "What does ... look like?" describes; None where it says no more than a name.

    `asked_for`: as it was asked for: "Smokey", "my cat".
    """
    tokens = tokenise(answer)
    called = next(
        (f for n in range(len(tokens)) if (f := grammar.spoken("called", language).at(tokens, n))), None
    )
    named = asked_for if asked_for[:1].isupper() and not asked_for.startswith("my ") else ""
    text = answer
    if called is not None and called.last < len(tokens):
        named = name_at(answer, tokens, called.last, asked=True)
        start = (
            tokens[called.first - 1].start
            if called.first and tokens[called.first - 1].norm in grammar.word_set("his")
            else tokens[called.first].start
        )
        text = f"{answer[:start]}{answer[tokens[called.last].start + len(named) :]}"
    text = predicate_of(text, language)
    if not re.search(r"\w", text) or normalised(text) == normalised(named):
        return None
    if named:
        kind = asked_for.removeprefix("my ") if asked_for.startswith("my ") else ""
        return character_of(named, kind, text, language)
    return Statement(kind="fact", text=f"{asked_for} is {answer.strip(' ,.!;')}") if asked_for else None
