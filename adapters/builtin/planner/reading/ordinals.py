"""Which of several: "the second one", "the last picture", a bare number. Pure."""

from adapters.builtin.language import small_words as grammar
from agent.text.words import tokenise

_ORDINALS = {"ordinal_1": 0, "ordinal_2": 1, "ordinal_3": 2, "ordinal_4": 3, "ordinal_last": -1}


def ordinal(text: str, language: str) -> tuple[int, int, int] | None:
    """0 for "the first one", -1 for "the last picture", a bare number alone; and where the words stand, as offsets."""
    tokens = tokenise(text)
    if len(tokens) == 1 and tokens[0].norm.isdecimal() and 0 < int(tokens[0].norm[:3]) <= 9:
        return int(tokens[0].norm) - 1, 0, len(text)
    for name, number in _ORDINALS.items():
        found = first_of(text, language, name)
        if found is None:
            continue
        first, last = found
        numbered = last - first > 1 or tokens[first].norm[:1].isdigit()
        after = last < len(tokens) and tokens[last].norm in grammar.word_set("picture_or_one")
        if after or numbered or last == len(tokens) or language == "zh":
            start = (
                first - 1 if first and grammar.is_any(tokens, first - 1, language, "determiner") else first
            )
            return number, tokens[start].start, tokens[last - 1 + int(after)].end
    return None


def first_of(text: str, language: str, name: str) -> tuple[int, int] | None:
    """The words [first, last) of the first phrase of that name."""
    found = next(iter(grammar.spoken(name, language).all(tokenise(text))), None)
    return (found.first, found.last) if found else None
