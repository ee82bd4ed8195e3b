"""Words that are written letter by letter ("n a k e d", "n.a.k.e.d"), which no list of words would find. Pure."""

import re

_LETTERS = re.compile(r"(?<!\w)[^\W\d_](?P<between>[ .,\-_*/|] ?)(?:[^\W\d_](?P=between)){2,}[^\W\d_](?!\w)")
"""Four or more, with the same between them: initials and "U.S.A." are fewer."""


def spelled_together(text: str) -> str:
    """The text with such words written as words; twice where an article of one letter may stand before it.

    >>> spelled_together("the f-o-x-e-s den, n a k e d, J. R. R. Tolkien")
    'the foxes den, naked aked, J. R. R. Tolkien'
    """
    return _LETTERS.sub(_together, text)


def _together(found: re.Match[str]) -> str:
    word = found[0].replace(found["between"], "")
    return f"{word} {word[1:]}" if found["between"] == " " else word
