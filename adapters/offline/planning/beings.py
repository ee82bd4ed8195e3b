"""Somebody or something: "my dog" is one particular dog, "my coffee" any coffee."""

from adapters.offline.lexicon import normalised
from adapters.offline.planning import grammar
from adapters.offline.planning.tokens import stem, tokenise

_PEOPLE = frozenset("👧👦👩👨🧑👶👴👵")


def is_somebody(noun: str) -> bool:
    """Whether the noun names an animal or a person."""
    found = grammar.things().at(tokenise(noun), 0)
    glyph = found.value if found else grammar.things().get([stem(normalised(noun))]) or ""
    return bool(glyph) and (
        "\U0001f400" <= glyph[0] <= "\U0001f43f"
        or "\U0001f980" <= glyph[0] <= "\U0001f9ad"
        or glyph[0] in _PEOPLE
    )
