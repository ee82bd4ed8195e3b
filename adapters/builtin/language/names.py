"""Names in a text, whatever script is written around them."""

import re

from agent.text.words import normalised

_LATIN = "A-Za-z\u00c0-\u024f"


def says_name(text: str, name: str) -> bool:
    """Whether the text has the name as a word: "Pip's", "Pipが" and "Pip" name Pip, "Pippa" does not. A name in other letters is
    found anywhere, since what is written around it may not part words."""
    plain, sought = normalised(text), normalised(name)
    if not sought:
        return False
    if not re.search(f"[{_LATIN}]", sought):
        return sought in plain
    return re.search(rf"(?<![{_LATIN}\d]){re.escape(sought)}(?![{_LATIN}\d])", plain) is not None
