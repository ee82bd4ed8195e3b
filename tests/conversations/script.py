"""Conversations as data: who does what where, and what comes of it (`scripts.toml`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from agent.domain.conversation import PlatformName

SCRIPTS = Path(__file__).with_name("scripts.toml")
PRIVATE, ELSEWHERE = "private", "elsewhere"
Gets = Literal["image", "question", "text", "error", "note", "nothing yet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One act of a person, and what they get. Every field is a key of the table in `scripts.toml`."""

    who: str
    where: str = "art"
    """A channel that all in the script share, `elsewhere`: one of another community, or `private`: the person's own chat with the bot."""

    says: str | None = None
    """Said to the bot. What begins with a slash is a command, given in the platform's own way."""
    to: str = ""
    """The name of the message that it replies to, or whose button is pressed."""
    attaches: tuple[str, ...] = ()
    """Pictures that go with it; each word makes a picture of its own."""
    incognito: bool = False
    presses: str = ""
    """The label of a button of `to`, or how it begins."""
    types: str = ""
    """What is written into the form behind the button."""
    waits_out: str = ""
    """The name of a question whose time runs out."""
    goes_on: str = ""
    """The name of a question to others, all of whom have answered: what it held up goes on."""
    finishes: str = ""
    """The name of a picture that was left unfinished: it is drawn now."""
    sees: str = ""
    """The name of a message of the bot's, to look at what has become of it."""

    gets: Gets
    """The kind of the reply; `note`: a short word that needed no turn; `nothing yet`: it is being drawn, and stays so."""
    text: tuple[str, ...] = ()
    """Words of the reply, in small letters, each of which must be there."""
    never: tuple[str, ...] = ()
    """Words that must not be there."""
    buttons: tuple[str, ...] | None = None
    """Labels of all buttons, in their order; not looked at where it is not said."""
    pictures: int | None = None
    """How many; an image has one where it is not said."""
    files: int = 0
    references: int | None = None
    """How many pictures the image model was given to go by; not looked at where it is not said."""
    memory: bool = False
    """Whether the picture, or the question, rests on something remembered."""
    alone: bool = False
    """The reply is for this person's eyes only."""
    by_lot: bool = False
    """What it says, or offers, differs each time: it is drawn by lot, or tells the time."""
    shows: tuple[str, ...] | None = None
    """Whose likeness the image model was sent, of those who have `face-NAME` saved; not looked at where it is not said."""
    gone: str = ""
    """The name of a message that is not there any more."""

    names: str = ""
    """What the reply is called from now on."""
    mine: str = ""
    """What the person's own message is called from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    number: int
    name: str
    steps: tuple[Step, ...]
    moderators: frozenset[str]
    namesakes: Mapping[str, str] = field(default_factory=dict[str, str])
    """Who is called like whom, where the platform lets people be."""
    not_on: frozenset[PlatformName] = frozenset()
    """Platforms that have no such places or people."""
    language: str = ""
    """The catalogue of its people's apps; "" where they say nothing of a language."""

    @property
    def people(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(step.who for step in self.steps))

    @property
    def channels(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(step.where for step in self.steps if step.where != PRIVATE))


@cache
def scripts(file: Path = SCRIPTS) -> tuple[Script, ...]:
    """All of them, in the order of the file."""
    found = tomllib.loads(file.read_text(encoding="utf-8"))["script"]
    return tuple(_script(number, row) for number, row in enumerate(found, start=1))


def _script(number: int, row: Mapping[str, Any]) -> Script:
    return Script(
        number=number,
        name=row["name"],
        steps=tuple(_step(each) for each in row["steps"]),
        moderators=frozenset(row.get("moderators", ())),
    )


def _step(row: Mapping[str, Any]) -> Step:
    return Step(**{key: tuple(value) if isinstance(value, list) else value for key, value in row.items()})
