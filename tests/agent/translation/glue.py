"""Where a translated part may stand in a translated sentence: where no grammar reaches it."""

import re

_BEFORE = re.compile(r"(?:^|[:(“\n•]\s?\**)$")
"""At the beginning of a line, after a colon, in brackets, in quotation marks."""
_AFTER = re.compile(r"\**(?:$|[).:”\n]|, | \(|; )")
_WORD = re.compile(r"[^\W\d_]+")
_BRACKET = re.compile(r"[⟦⟧]")
ABBREVIATION_CHARS_MAX = 3
PATTERN_CHARS_MAX = 2


def is_apposition(text: str, name: str) -> bool:
    """Whether every `{name}` of the English text stands by itself: a label, or what is said of one.

    >>> is_apposition("image model: {model} (`/model` lists them)", "model"), is_apposition("The {rule} wins", "rule")
    (True, False)
    """
    places = [match.span() for match in re.finditer(rf"\{{{name}\}}", text)]
    return all(_BEFORE.search(text[:start]) and _AFTER.match(text[end:]) for start, end in places)


def is_measure(value: str) -> bool:
    """A date, a time or a number with its unit, abbreviated: the same whatever stands around it.

    >>> is_measure("4 ⟦Dec⟧ 18:00"), is_measure("1 ⟦picture⟧")
    (True, False)
    """
    plain = _BRACKET.sub("", value)
    words: list[str] = _WORD.findall(plain)
    return any(sign.isdigit() for sign in plain) and all(
        len(word) <= ABBREVIATION_CHARS_MAX for word in words
    )


def has_words(text: str) -> bool:
    """Whether a text says anything beside its placeholders: "{day} {month} at {time}" is a pattern."""
    words: list[str] = _WORD.findall(re.sub(r"\{\w+\}", "", text))
    return any(len(word) > PATTERN_CHARS_MAX for word in words)


def glued(text: str, values: dict[str, object]) -> list[str]:
    """Placeholders of the English text whose value has been translated by itself, and stands where the sentence would inflect it."""
    return [
        name
        for name, value in values.items()
        if isinstance(value, str) and "⟦" in value and has_words(text)
        if not is_measure(value) and not is_apposition(text, name)
    ]
