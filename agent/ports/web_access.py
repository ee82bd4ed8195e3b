"""Who may be whom on the web chat: browsers that are let in, and the names they hold.

Secrets never come here: a `digest` is the SHA-256 (32 bytes) of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from agent.domain.conversation import Author, AuthorId, Place

Way = Literal["password", "link", "discord", "telegram", "oidc", "proxy"]
"""How a browser was let in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is written down of a browser that is let in."""

    door: bytes
    """Of the way by which it came: what was given there (the password), so that another asks anew."""
    way: Way = "password"
    browser: str = ""
    """As its person tells it from others: “Firefox on Linux”."""
    identity: bytes = b""
    """Digest of whom another service vouched for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSession:
    """A browser that was let in."""

    author: Author | None
    """None: let in, and nobody yet."""
    entry: Entry
    seen_at: datetime
    id: str = ""
    """Opens nothing: for its person to end it by."""
    opened_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """What a link opens."""

    author: Author
    """Whose page: somebody of the page itself, or of the platform on which the bot gave the link."""
    enters: bool = False
    """It lets in by itself; the page's password is not asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageName:
    """A name of the page, and what it looks like."""

    author: Author
    look: str
    place: Place
    """The private chat of whoever has it."""


class SessionStore(Protocol):
    """Browsers. All raise StoreUnavailable."""

    async def open(self, digest: bytes, *, entry: Entry, at: datetime, was: bytes = b"") -> None:
        """Lets a browser in. `was` is the session it had: it ends, and the name it held goes on in the new one."""
        ...

    async def find(self, digest: bytes) -> WebSession | None: ...

    async def seen(self, digest: bytes, *, at: datetime) -> None: ...

    async def close(self, digest: bytes) -> None:
        """Gone already is fine."""
        ...

    async def close_others(self, digest: bytes) -> int:
        """Ends every other session of the same name, and the links that it made; how many sessions there were."""
        ...

    async def of_person(self, digest: bytes) -> Sequence[WebSession]:
        """All sessions of the person who has this one, the latest seen first; empty where it is nobody's."""
        ...

    async def close_one(self, digest: bytes, session: str) -> bool:
        """Ends a session of the same name by its `id`, with the links that the name made where it is another browser's. False: it is not
        there, or not theirs."""
        ...


class NameStore(Protocol):
    """Names, and the links that carry them to another browser. All raise StoreUnavailable."""

    async def claim(self, digest: bytes, *, author: Author, look: str) -> bool:
        """The session becomes this person. False: the name, or one that looks like it, is somebody's, or anything is kept
        under it; or the session is gone, or holds a name already."""
        ...

    async def browsers(self, author: AuthorId) -> int:
        """How many hold the name."""
        ...

    async def unclaimed(self) -> Sequence[Author]:
        """People of the web whose name no browser holds yet, latest first: those from before there was a password."""
        ...

    async def add_link(self, link: bytes, *, author: Author, until: datetime, enters: bool = False) -> None:
        """Of one person the latest few links hold."""
        ...

    async def linked(self, link: bytes, *, now: datetime) -> Linked | None:
        """What a link opens; it stays good. None: it was used, is too old, or never was."""
        ...

    async def use_link(
        self, link: bytes, *, digest: bytes, names: Sequence[PageName], now: datetime
    ) -> Author | None:
        """The session becomes the link's person, and the link is used up: whoever comes first has it. None as for `linked`, or the
        session is gone. `names`: for a person of the page their own; for one of another platform who has no name here yet, names they
        may get, the best first: the first that is free is theirs, and the two accounts are one person from then on. Raises NotAllowed
        when none of them is to be had."""
        ...

    async def arrive(self, account: Author, *, digest: bytes, names: Sequence[PageName]) -> Author | None:
        """As `use_link`, for an account of another platform that was proved in another way (a sign-in there)."""
        ...

    async def sign_in(
        self, identity: bytes, *, service: str, digest: bytes, names: Sequence[PageName]
    ) -> Author | None:
        """The session becomes whom another service vouches for, under the name they have here, or the first of `names` that is
        free. None: the session is gone. Raises NotAllowed when no name is to be had."""
        ...
