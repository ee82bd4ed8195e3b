"""What a step of a conversation came to, in words that no platform has a part in: two platforms that agree give equal values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.domain.incoming import IncomingMessage, IncomingPress

_SECONDS = re.compile(r"\d+[.,]\d(?=\s?(?:s\b|秒))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One act as the core received it."""

    who: str
    where: str
    words: str
    """What was said, a command in its typed form; what was written into a button's form."""
    press: str = ""
    """The action of the button."""
    to: str = ""
    """The script's name of the message replied to, or whose button it is."""
    pictures: int = 0
    incognito: bool = False
    manages: bool = False
    """Whether the person may change what holds for the channel; not told apart in a private chat, which is everyone's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message of the bot as the person it is for sees it, without the platform's own marks."""

    text: str
    buttons: tuple[str, ...] = ()
    pictures: int = 0
    files: int = 0
    made: tuple[str, ...] = ()
    """What the file of each picture, as the platform received it, says of its making."""
    alone: bool = False
    """Nobody else sees it."""
    message: str = ""
    """The platform's id of the message that holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A step: what the core received, and what was posted."""

    received: Received | None
    """None where nobody did anything: time passed, or somebody looked."""
    kind: str
    """Of the core's reply; `note` where it needed no turn."""
    memory: bool = False
    """Whether the core's reply rests on something remembered."""
    private: bool = False
    """The core wants it seen by its author alone. (A platform may show more than that to one person alone, never less.)"""
    text: str = ""
    buttons: tuple[str, ...] = ()
    pictures: int = 0
    made: tuple[str, ...] = ()
    files: int = 0
    references: tuple[int, ...] = ()
    """For each picture that was drawn: how many pictures the image model was given to go by."""
    shows: tuple[str, ...] = ()
    """Whose likeness the image model was sent."""
    gone: bool = False
    """The message that the step names is not there any more."""


def plain(text: str) -> str:
    """Without the marks of our own bold and code, which each platform shows in its way, and without what keeps it from being a link."""
    return text.replace("**", "").replace("`", "").replace("\N{WORD JOINER}", "").strip()


def command_of(message: IncomingMessage) -> str:
    """A native command in its typed form. `/draw` says what plain words say."""
    if message.command is None:
        return message.text.strip()
    name, argument = message.command.name, message.command.argument.strip()
    return argument if name == "draw" else f"/{name} {argument}".strip()


def action_of(press: IncomingPress) -> str:
    return press.button.split(":")[1]


def without_draw(words: str) -> str:
    return words.removeprefix("/draw ").strip()


def evened(turn: Turn, *, by_lot: bool) -> Turn:
    """As it is held against the other platforms: what differs each time has no words in common, and how long a
    picture took is the machine's."""
    if by_lot:
        return replace(turn, text="", buttons=("",) * len(turn.buttons))
    return replace(turn, text=_SECONDS.sub("0", turn.text))


def told(turns: Sequence[Turn]) -> str:
    """Turns to read, for a test that fails."""
    return "\n".join(f"{turn.received}\n  -> {turn.kind}: {turn.text!r} {turn.buttons}" for turn in turns)
