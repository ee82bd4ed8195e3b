"""Further names in a character's description ("a silver-haired elf, also called Moony"), told apart from how the character looks.

Pure.
"""

import re
from collections.abc import Sequence

ALIASES_MAX = 8
ALIAS_CHARS_MAX = 60
WORDS_PER_NAME_MAX = 3

_MARK = re.compile(
    r"(?:^|[\s,;(]+)(?:(?:and|und|y|e|et)\s+)?(?:is\s+|es\s+|ist\s+|est\s+|é\s+|se\s+)?(?:"
    r"also\s+(?:called|named|known\s+as|goes\s+by)|a\.?k\.?a\.?|nicknamed"
    r"|(?P<weak>(?:better\s+)?known\s+as|goes\s+by|alias)"
    r"|auch\s+bekannt\s+als|mit\s+spitznamen|spitzname"
    r"|también\s+(?:llamad[oa]|conocid[oa]\s+como|llama|se\s+llama)|apodad[oa]"
    r"|aussi\s+(?:appelée?|nommée?|connue?\s+sous\s+le\s+nom\s+de)|surnommée?"
    r"|também\s+(?:chamad[oa]|conhecid[oa]\s+como)|apelidad[oa](?:\s+de)?"
    r")\s+",
    re.IGNORECASE,
)
_MARK_CJK = re.compile(r"[，,；;\s]*(?:又叫|也叫|又名|外号|昵称)\s*(?:是|叫)?\s*")
_ENCLOSED = re.compile(r"(?:^|[\s,;]+)(?:wird\s+)?auch\s+(?P<names>[^,;.]{1,60}?)\s+genannt\b", re.IGNORECASE)
_NO_NAMES = frozenset(
    (
        "a", "an", "the", "of", "my", "his", "her", "their", "its", "and", "or", "to", "in", "as", "el", "la", "le", "un", "una", "une",
        "der", "die", "das", "ein", "eine", "o", "um", "uma",
    )
)  # fmt: skip
_WORD = re.compile(r"\s*[“\"'«„]?(?P<word>[^\W_](?:[\w’'-]*\w)?)[”\"'’»“]?")
_BETWEEN = re.compile(r"\s*(?:[,/、]|\b(?:or|and|oder|und|ou|et|o|y|e)\b|或|和)\s*")


def split_aliases(text: str) -> tuple[str, tuple[str, ...]]:
    """The description without its further names, and these, in order.

    >>> split_aliases("a silver-haired elf, also called Moony or Moonchild, with a green cloak")
    ('a silver-haired elf, with a green cloak', ('Moony', 'Moonchild'))
    >>> split_aliases("a cat called to dinner")
    ('a cat called to dinner', ())
    """
    found: list[str] = []
    while len(found) < ALIASES_MAX:
        enclosed = _ENCLOSED.search(text)
        if enclosed is not None:
            names, end = _listed(enclosed["names"]), enclosed.end()
            start = enclosed.start()
        else:
            mark = _MARK.search(text) or _MARK_CJK.search(text)
            if mark is None:
                break
            start = mark.start()
            weak = "weak" in mark.groupdict() and mark["weak"] is not None
            names, end = _names_at(text, mark.end(), capital=weak)
        if not names:
            break
        found += names
        text = _joined(text[:start], text[end:])
    kept = list(dict.fromkeys(name for name in found if len(name) <= ALIAS_CHARS_MAX))
    return text, tuple(kept[:ALIASES_MAX])


def listed_aliases(text: str) -> tuple[str, ...]:
    """Names one after another, as a person lists them: "Moony, Moonchild".

    >>> listed_aliases("Moony, the Elf and Moonchild")
    ('Moony', 'the Elf', 'Moonchild')
    """
    return tuple(dict.fromkeys(_listed(text)))[:ALIASES_MAX]


def _listed(text: str) -> Sequence[str]:
    return [name for part in _BETWEEN.split(text) if (name := part.strip(" \"'“”«»„.!"))]


def _names_at(text: str, start: int, *, capital: bool) -> tuple[Sequence[str], int]:
    """Names from `start` on, and where they end. The first may be in small letters unless `capital`; a further word or name is one only
    with a capital, for "also called Moony, wears green" names nobody else."""
    names: list[str] = []
    end = start
    while len(names) < ALIASES_MAX:
        at = end
        if names:
            between = _BETWEEN.match(text, end)
            if between is None:
                break
            at = between.end()
        name, after = _name_at(text, at, capital=capital or bool(names))
        if not name:
            break
        names.append(name)
        end = after
    return names, end


def _name_at(text: str, start: int, *, capital: bool) -> tuple[str, int]:
    words: list[str] = []
    end = start
    while len(words) < WORDS_PER_NAME_MAX:
        match = _WORD.match(text, end)
        if match is None or ((words or capital) and not match["word"][0].isupper()):
            break
        if match["word"] in _NO_NAMES:
            break
        words.append(match["word"])
        end = match.end()
    return " ".join(words), end


def _joined(before: str, after: str) -> str:
    """What stood around the names."""
    before, after = before.strip(" ,;("), after.strip(" ;).")
    if before and re.match(r",\s", after):
        return f"{before}{after}"
    after = after.lstrip(" ,")
    if not before:
        after = re.sub(r"^(?:and|und|y|e|et)\s+", "", after)
    return f"{before}{' ' if before and after else ''}{after}"
