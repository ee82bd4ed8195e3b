"""Browsers and names behind the password, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from agent.domain.conversation import Author, AuthorId
from agent.errors import NotAllowed
from agent.ports import WebSession


@dataclass(slots=True)
class FakeWebAccess:
    """The `SessionStore` and the `NameStore`."""

    sessions: dict[bytes, WebSession] = field(default_factory=dict[bytes, WebSession])
    names: dict[AuthorId, tuple[Author, str]] = field(default_factory=dict[AuthorId, tuple[Author, str]])
    links: dict[bytes, tuple[Author, datetime]] = field(default_factory=dict[bytes, tuple[Author, datetime]])
    kept: dict[AuthorId, Author] = field(default_factory=dict[AuthorId, Author])
    """Whom something is kept of."""
    found: int = 0
    """How often a session was looked for."""

    async def open(self, digest: bytes, *, door: bytes, at: datetime, was: bytes = b"") -> None:
        before = self.sessions.pop(was, None)
        self.sessions[digest] = WebSession(author=before.author if before else None, door=door, seen_at=at)

    async def find(self, digest: bytes) -> WebSession | None:
        self.found += 1
        return self.sessions.get(digest)

    async def seen(self, digest: bytes, *, at: datetime) -> None:
        if digest in self.sessions:
            self.sessions[digest] = replace(self.sessions[digest], seen_at=at)

    async def close(self, digest: bytes) -> None:
        self.sessions.pop(digest, None)

    async def close_others(self, digest: bytes) -> int:
        own = self.sessions[digest].author if digest in self.sessions else None
        others = [key for key, kept in self.sessions.items() if own and key != digest and kept.author == own]
        for key in others:
            del self.sessions[key]
        return len(others)

    async def claim(self, digest: bytes, *, author: Author, look: str) -> bool:
        session = self.sessions.get(digest)
        looks = {each for _, each in self.names.values()}
        if (
            session is None
            or session.author
            or author.id in self.names
            or author.id in self.kept
            or look in looks
        ):
            return False
        self._hold(digest, author, look)
        return True

    def _hold(self, digest: bytes, author: Author, look: str) -> None:
        self.names.setdefault(author.id, (author, look))
        self.sessions[digest] = replace(self.sessions[digest], author=self.names[author.id][0])

    async def browsers(self, author: AuthorId) -> int:
        return sum(1 for each in self.sessions.values() if each.author and each.author.id == author)

    async def unclaimed(self) -> Sequence[Author]:
        return [author for author in self.kept.values() if author.id not in self.names]

    async def add_link(self, link: bytes, *, author: Author, until: datetime) -> None:
        self.links[link] = (author, until)
        own = [key for key, (whose, _) in self.links.items() if whose.id == author.id]
        for key in sorted(own, key=lambda key: self.links[key][1])[:-3]:
            del self.links[key]

    async def linked(self, link: bytes, *, now: datetime) -> Author | None:
        author, until = self.links.get(link, (None, datetime.min.replace(tzinfo=UTC)))
        return author if until > now else None

    async def use_link(self, link: bytes, *, digest: bytes, look: str, now: datetime) -> Author | None:
        author = await self.linked(link, now=now)
        if author is None or digest not in self.sessions:
            return None
        taken = any(each == look for whose, each in self.names.values() if whose.id != author.id)
        if taken and author.id not in self.names:
            raise NotAllowed("Somebody holds a name that looks like it.")
        del self.links[link]
        self._hold(digest, author, look)
        return author

    def forget(self, author: AuthorId) -> None:
        """What erasing a person does here."""
        self.names.pop(author, None)
        self.kept.pop(author, None)
        self.links = {key: kept for key, kept in self.links.items() if kept[0].id != author}
        self.sessions = {
            key: kept for key, kept in self.sessions.items() if not kept.author or kept.author.id != author
        }
