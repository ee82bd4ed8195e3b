"""Finds the texts in the page's scripts, for `make texts` alone. Babel's own reader of JavaScript loses its way in a template literal
inside of another, and sees no text inside of one, nor inside of another text's values; a text is always a literal in double quotes."""

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from agent.translation.toml_texts import Extracted

_LITERAL = r'("(?:[^"\\\n]|\\.)*")'
_CALL = re.compile(rf"(?<![\w.])(?:t\({_LITERAL}|tn\({_LITERAL},\s*{_LITERAL})")
_COMMENT = re.compile(r"^\s*(?://|/\*|\*).*$", re.MULTILINE)


def extract(file: BinaryIO, keywords: object, comment_tags: object, options: object) -> Iterator[Extracted]:
    """As Babel asks for it: line, the function that would say it, its arguments, comments for translators."""
    script = _COMMENT.sub("", file.read().decode())
    for call in _CALL.finditer(script):
        line = script.count("\n", 0, call.start()) + 1
        said, one, many = (json.loads(literal) if literal else "" for literal in call.groups())
        yield (line, "_", said, []) if said else (line, "ngettext", (one, many), [])
