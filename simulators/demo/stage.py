"""What the page shows and does, whatever the platform."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

ANSWER_SECONDS = 10.0
"""How long a form or the answer to a press is waited for."""


class NotThere(Exception):
    """What was pressed or answered is not there (any more)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message as its readers see it."""

    id: str
    author: str
    by_bot: bool = False
    text: str = ""
    pictures: tuple[str, ...] = ()
    """Their addresses."""
    buttons: tuple[str, ...] = ()
    reply_to: str = ""
    only_for: str = ""
    """Who alone sees it."""
    wants_reply: bool = False
    """The client opens a reply field under it."""

    def stored(self) -> Mapping[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a member does in a place."""

    who: str
    place: str
    text: str = ""
    picture: bytes = b""
    message: str = ""
    """The message that it is about: replied to, or the one with the button."""
    names_bot: bool = True


class Stage(Protocol):
    """One platform. Acts raise NotThere."""

    def people(self) -> Sequence[str]: ...

    def places(self) -> Mapping[str, str]:
        """By what the page calls it: whose private chat it is, "" for a place of all."""
        ...

    def messages(self, place: str) -> Sequence[Shown]:
        """Oldest first."""
        ...

    async def say(self, act: Act) -> None: ...

    async def press(self, act: Act, label: str) -> Mapping[str, str]:
        """What comes of it at once: {"notice": words} for the presser alone, or {"form": token, "title": words}."""
        ...

    async def fill_in(self, act: Act, form: str) -> None:
        """The form that a press opened, with the act's text."""
        ...

    def file(self, name: str) -> bytes | None:
        """A picture of an address of this page, for platforms whose pictures have none of their own."""
        ...
