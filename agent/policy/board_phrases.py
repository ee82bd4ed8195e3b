"""Which style board a request speaks of, and its words without that. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

_IN = r"(?:in|with|like|using|im|mit|wie|en|con|como|dans|avec|comme|no|na|com|em)"
_OUR = (
    r"(?:our|the|my|this channel'?s|unserem|unserer|unser|dem|der|den|meinem|meiner|nuestro|nuestra|mi|el|la|notre|mon|ma|le|nosso|"
    r"nossa|meu|minha|o|a)"
)
_BOARD = r"(?:style[ -]?boards?|mood[ -]?boards?|boards?|stil[ -]?board|tablero(?: de estilo)?|planche(?: de style)?|quadro(?: de estilo)?)"
_STYLE = r"(?:style|stil|estilo)"
_HOUSE = rf"(?:house[ -]?{_STYLE}|haus{_STYLE}|{_STYLE} (?:de la casa|da casa)|style maison)"
_EDGE = r"(?<![\w-])"
_END = r"(?![\w-])"
_HOUSE_STYLE = re.compile(rf"{_EDGE}(?:{_IN}\s+)?(?:{_OUR}\s+)?{_HOUSE}{_END}", re.IGNORECASE)
_MY = r"(?:my|our|this channel'?s|meinem|meiner|unserem|unserer|mi|nuestro|nuestra|mon|ma|notre|meu|minha|nosso|nossa)"
_ONE = re.compile(rf"{_EDGE}{_IN}\s+{_MY}\s+{_BOARD}{_END}", re.IGNORECASE)
_UNKNOWN = re.compile(
    rf"{_EDGE}{_IN}\s+{_MY}\s+((?!(?:style|mood)\b)[\w'-]+(?:\s[\w'-]+)?)\s+{_BOARD}{_END}", re.IGNORECASE
)
"""A board by a name that there is none of."""
_MAY_SPEAK = re.compile(rf"{_BOARD}|{_STYLE}|{_HOUSE}", re.IGNORECASE)
_QUOTED = re.compile(r"[“„«\"][^”“»\"]{1,400}[”“»\"]")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardNamed:
    which: Literal["house", "mine", "named"]
    name: str = ""
    rest: str
    """The request's words without it."""


def may_speak_of_boards(text: str) -> bool:
    """Whether it is worth to look which boards there are."""
    return _MAY_SPEAK.search(text) is not None


def board_named(text: str, names: Sequence[str]) -> BoardNamed | None:
    """What a request says of a board: one by its name, the place's, or the author's own. What stands in quotation marks names none.

    >>> board_named("a fox in our house style", ())
    BoardNamed(which='house', name='', rest='a fox')
    >>> board_named("a fox in my Sunny board, please", ["Sunny"])
    BoardNamed(which='named', name='Sunny', rest='a fox, please')
    """
    said = _QUOTED.sub(lambda quoted: "\0" * len(quoted[0]), text)
    for name in sorted(names, key=len, reverse=True):
        if found := _by_name(name).search(said):
            return BoardNamed(which="named", name=name, rest=_without(text, found))
    if found := _HOUSE_STYLE.search(said):
        return BoardNamed(which="house", rest=_without(text, found))
    if found := _UNKNOWN.search(said):
        return BoardNamed(which="named", name=found[1], rest=_without(text, found))
    if found := _ONE.search(said):
        return BoardNamed(which="mine", rest=_without(text, found))
    return None


def _by_name(name: str) -> re.Pattern[str]:
    called = r"[\s-]+".join(re.escape(part) for part in re.split(r"[\s-]+", name) if part)
    behind = rf"(?:{_STYLE}\s+)?{_BOARD}|{_STYLE}"
    return re.compile(
        rf"{_EDGE}{_IN}\s+(?:{_OUR}\s+)?(?:{called}[\s-]+(?:{behind})|(?:{behind})\s+{called}){_END}",
        re.IGNORECASE,
    )


def _without(text: str, found: re.Match[str]) -> str:
    left, right = text[: found.start()].rstrip(), text[found.end() :].lstrip()
    joined = f"{left}{right}" if right[:1] in ",.;:!?" else f"{left} {right}"
    return joined.strip(" ,")
