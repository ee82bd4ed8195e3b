"""Who may be whom on the web chat behind a password: browsers that are let in, and the names they hold.

Secrets never come here: a `digest` is the SHA-256 (32 bytes) of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from agent.domain.conversation import Author, AuthorId


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSession:
    """A browser that was let in."""

    author: Author | None
    """None: past the password, and nobody yet."""
    door: bytes
    """Of the password that was given."""
    seen_at: datetime


class SessionStore(Protocol):
    """Browsers. All raise StoreUnavailable."""

    async def open(self, digest: bytes, *, door: bytes, at: datetime, was: bytes = b"") -> None:
        """Lets a browser in. `was` is the session it had: it ends, and the name it held goes on in the new one."""
        ...

    async def find(self, digest: bytes) -> WebSession | None: ...

    async def seen(self, digest: bytes, *, at: datetime) -> None: ...

    async def close(self, digest: bytes) -> None:
        """Gone already is fine."""
        ...

    async def close_others(self, digest: bytes) -> int:
        """Ends every other session of the same person; how many there were."""
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

    async def add_link(self, link: bytes, *, author: Author, until: datetime) -> None:
        """Of one person the latest few links hold."""
        ...

    async def linked(self, link: bytes, *, now: datetime) -> Author | None:
        """Whom a link opens; it stays good. None: it was used, is too old, or never was."""
        ...

    async def use_link(self, link: bytes, *, digest: bytes, look: str, now: datetime) -> Author | None:
        """The session becomes the link's person, and the link is used up: whoever comes first has it. None as for `linked`, or the
        session is gone. Raises NotAllowed when another name that looks like it was claimed meanwhile."""
        ...
