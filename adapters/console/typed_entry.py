"""What somebody typed into the terminal chat, understood. Pure but for the question whether a file exists, which is passed in.

draw a fox              said                     1   :1   :2 make it night    a tap on a button, with what its form says
make it night ~/cat.png   said, with a picture    Again                        a tap, by the button's own words
> add a hat             said in reply to the bot's last message;   >b12 add a hat   in reply to that one
/as bob   /in posters   /in posters/night   /private   /quit       who speaks, and where
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

PATHS_MAX = 20
PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".avif")
_TAP = re.compile(r":(?:(b\d{1,18})[.:])?(\d{1,2})(?:\s+(.*))?", re.DOTALL)
_NUMBER = re.compile(r"[1-9]\d?", re.ASCII)
_REPLY = re.compile(r">\s*(b\d{1,18}\b)?\s*(.*)", re.DOTALL)
# A word as a shell, or a terminal into which a file is dragged, spells it: quoted, or with blanks escaped.
_WORD = re.compile(r"'[^']*'|\"[^\"]*\"|(?:\\.|[^\s\\])+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    text: str
    paths: tuple[str, ...] = ()
    reply_to: str | None = None
    """A message id, or "last"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    number: int
    """From 1, as the buttons are numbered."""
    text: str = ""
    paths: tuple[str, ...] = ()
    message: str | None = None
    """None: the last message with buttons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """The typist is somebody else, or elsewhere, from now on."""

    what: Literal["as", "in", "private"]
    name: str = ""
    thread: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    pass


Entry = Say | Tap | Turned | Leave | None


def parse_entry(
    typed: str, *, labels: Sequence[str], is_file: Callable[[str], bool], asked: bool = False
) -> Entry:
    """None for nothing. `labels` are those of the buttons that a bare number taps; while something is `asked`, a number that
    taps none of them may be the answer."""
    typed = typed.strip()
    if not typed:
        return None
    turned = _turned(typed)
    if turned is not None:
        return turned
    number = _tapped(typed, labels)
    if number is not None and (number <= len(labels) or not asked):
        return Tap(number=number)
    text, paths = attached(typed, is_file)
    if tap := _TAP.fullmatch(text):
        return Tap(number=int(tap[2]), text=(tap[3] or "").strip(), paths=paths, message=tap[1])
    if reply := _REPLY.fullmatch(text):
        return Say(text=reply[2].strip(), paths=paths, reply_to=reply[1] or "last")
    return Say(text=text, paths=paths)


def _turned(typed: str) -> Turned | Leave | None:
    command, _, rest = typed.partition(" ")
    match command.lower():
        case "/quit" | "/exit" | "/bye":
            return Leave()
        case "/private":
            return Turned(what="private")
        case "/as":
            return Turned(what="as", name=rest.strip().lstrip("@"))
        case "/in":
            channel, _, thread = rest.strip().lstrip("#").partition("/")
            return Turned(what="in", name=channel.strip(), thread=thread.strip() or None)
        case _:
            return None


def _tapped(typed: str, labels: Sequence[str]) -> int | None:
    """A button's own words come before its number: "3" answers a question whose second answer is called 3."""
    named = [label.casefold() for label in labels]
    if typed.casefold() in named:
        return named.index(typed.casefold()) + 1
    return int(typed) if _NUMBER.fullmatch(typed) else None


def attached(typed: str, is_file: Callable[[str], bool]) -> tuple[str, tuple[str, ...]]:
    """The text without the paths in it, and the paths. A word is one where it names a file, or is written as the path of a
    picture, there or not: then the person is told that it is not there."""
    kept: list[str] = []
    paths: list[str] = []
    end = 0
    for word in _WORD.finditer(typed):
        path = _path(word[0], is_file)
        if path is None or len(paths) >= PATHS_MAX:
            continue
        kept.append(typed[end : word.start()].rstrip(" "))
        paths.append(path)
        end = word.end()
    return "".join([*kept, typed[end:]]).strip() if paths else typed, tuple(paths)


def _path(word: str, is_file: Callable[[str], bool]) -> str | None:
    quoted = word[0] in "'\"" and word[-1] == word[0] and len(word) > 2
    path = word[1:-1] if quoted else re.sub(r"\\(.)", r"\1", word)
    if path.startswith("file://"):
        path = unquote(path.removeprefix("file://").removeprefix("localhost"))
    rooted = path.startswith(("/", "~", "./", "../"))
    pictured = path.lower().endswith(PICTURE_SUFFIXES)
    if (rooted or pictured) and is_file(path):
        return path
    return path if rooted and pictured and "/" in path[1:] else None
