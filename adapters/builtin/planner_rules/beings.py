"""Somebody or something: "my dog" is one particular dog, "my coffee" any coffee."""

from adapters.builtin.language.lexicon import normalised
from adapters.builtin.planner_rules import grammar
from adapters.builtin.planner_rules.tokens import stem, tokenise

_PEOPLE = frozenset("👧👦👩👨🧑👶👴👵")


def is_somebody(noun: str) -> bool:
    """Whether the noun names an animal or a person."""
    return is_animal(noun) or _glyph(noun)[:1] in _PEOPLE


def is_animal(noun: str) -> bool:
    glyph = _glyph(noun)
    return bool(glyph) and (
        "\U0001f400" <= glyph[0] <= "\U0001f43f" or "\U0001f980" <= glyph[0] <= "\U0001f9ad"
    )


def _glyph(noun: str) -> str:
    """Its emoji, or the name of its drawing."""
    found = grammar.things().at(tokenise(noun), 0)
    return found.value if found else grammar.things().get([stem(normalised(noun))]) or ""
