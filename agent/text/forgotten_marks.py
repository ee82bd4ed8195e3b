"""What people are shown of words of which a part was forgotten: the rest, without the mark that stands in its place. Pure."""

import re

FORGOTTEN = "[forgotten]"
"""What the store leaves in the place of forgotten words."""
_JOINS = "and|with|of|in|by|for|as|like|the|a|an"
_LOOSE_ENDS = re.compile(rf"^(?:[\s,;:.]*(?:and|with|of|by)\b)+|(?:\b(?:{_JOINS})[\s,;:.]*)+$", re.IGNORECASE)
_BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
_UNNAMED = "a picture"


def closed_up(text: str) -> str:
    """
    >>> closed_up("[forgotten] and a dragon with [forgotten]")
    'a dragon'
    >>> closed_up("a fox, [forgotten], at dusk")
    'a fox, at dusk'
    """
    if FORGOTTEN not in text:
        return text
    left = " ".join(text.replace(FORGOTTEN, " ").split())
    left = re.sub(r"(?:\s*[,;]){2,}", ",", re.sub(r"\s+(?=[,;:.])", "", left))
    return _LOOSE_ENDS.sub("", left).strip(" ,;:.")


def shown_caption(caption: str) -> str:
    """
    >>> shown_caption("[forgotten]")
    'a picture'
    """
    return closed_up(caption) or _UNNAMED if caption else ""


def shown_text(text: str) -> str:
    """A reply as it is shown: headlines close up, and of a list ("From memory: ...; ...") the entries that were forgotten are left out.

    >>> shown_text("**Luna, [forgotten]**" + chr(10) + "From memory: [forgotten] (style); a cat (subject).")
    '**Luna**\\nFrom memory: a cat (subject).'
    """
    if FORGOTTEN not in text:
        return text
    return "\n".join(line for each in text.split("\n") if (line := _line(each)) is not None)


def _line(line: str) -> str | None:
    """None where nothing is left of it."""
    if FORGOTTEN not in line:
        return line
    if bold := _BOLD.fullmatch(line.strip()):
        return f"**{shown_caption(bold[1])}**"
    label, colon, entries = line.partition(": ")
    if not colon or FORGOTTEN in label:
        return closed_up(line) or None
    kept = [entry for entry in entries.rstrip(".").split("; ") if FORGOTTEN not in entry]
    return f"{label}: {'; '.join(kept)}." if kept else None
