"""Browsers and names behind the password, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from agent.domain.accounts import platform_of
from agent.domain.conversation import Author, AuthorId
from agent.errors import NotAllowed
from agent.ports import Entry, Linked, PageName, WebSession


@dataclass(slots=True)
class FakeWebAccess:
    """The `SessionStore` and the `NameStore`."""

    sessions: dict[bytes, WebSession] = field(default_factory=dict[bytes, WebSession])
    names: dict[AuthorId, tuple[Author, str]] = field(default_factory=dict[AuthorId, tuple[Author, str]])
    links: dict[bytes, tuple[Linked, datetime]] = field(default_factory=dict[bytes, tuple[Linked, datetime]])
    pages: dict[AuthorId, Author] = field(default_factory=dict[AuthorId, Author])
    """The page's account of somebody from another platform."""
    identities: dict[bytes, Author] = field(default_factory=dict[bytes, Author])
    kept: dict[AuthorId, Author] = field(default_factory=dict[AuthorId, Author])
    """Whom something is kept of."""
    found: int = 0
    """How often a session was looked for."""

    async def open(self, digest: bytes, *, entry: Entry, at: datetime, was: bytes = b"") -> None:
        before = self.sessions.pop(was, None)
        self.sessions[digest] = WebSession(
            author=before.author if before else None,
            entry=entry,
            seen_at=at,
            opened_at=at,
            id=digest.hex()[:32],
        )

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
        if own:
            self._drop_links(own.id)
        return len(others)

    async def of_person(self, digest: bytes) -> Sequence[WebSession]:
        own = self.sessions.get(digest)
        found = [each for each in self.sessions.values() if own and own.author and each.author == own.author]
        return sorted(found, key=lambda each: (-each.seen_at.timestamp(), each.id))

    async def close_one(self, digest: bytes, session: str) -> bool:
        theirs = {each.id for each in await self.of_person(digest)}
        found = [key for key, kept in self.sessions.items() if kept.id == session and kept.id in theirs]
        for key in found:
            ended = self.sessions.pop(key)
            if key != digest and ended.author:
                self._drop_links(ended.author.id)
        return bool(found)

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

    async def add_link(self, link: bytes, *, author: Author, until: datetime, enters: bool = False) -> None:
        self.links[link] = (Linked(author=author, enters=enters), until)
        own = [key for key, (linked, _) in self.links.items() if linked.author.id == author.id]
        for key in sorted(own, key=lambda key: self.links[key][1])[:-3]:
            del self.links[key]

    async def linked(self, link: bytes, *, now: datetime) -> Linked | None:
        linked, until = self.links.get(link, (None, datetime.min.replace(tzinfo=UTC)))
        return linked if until > now else None

    async def use_link(
        self, link: bytes, *, digest: bytes, names: Sequence[PageName], now: datetime
    ) -> Author | None:
        linked = await self.linked(link, now=now)
        if linked is None or digest not in self.sessions:
            return None
        opened = await self.arrive(linked.author, digest=digest, names=names)
        del self.links[link]
        return opened

    async def arrive(self, account: Author, *, digest: bytes, names: Sequence[PageName]) -> Author | None:
        if digest not in self.sessions:
            return None
        if platform_of(account.id) == "web":
            page = self.names.get(account.id, (None, ""))[0] or self._free(names)
        else:
            page = self.pages.get(account.id) or self._free(names)
            self.pages[account.id] = page
        self._hold(digest, page, next((name.look for name in names if name.author.id == page.id), ""))
        return page

    async def sign_in(
        self, identity: bytes, *, service: str, digest: bytes, names: Sequence[PageName]
    ) -> Author | None:
        if digest not in self.sessions:
            return None
        page = self.identities.get(identity) or self._free(names)
        self.identities[identity] = page
        self._hold(digest, page, next((name.look for name in names if name.author.id == page.id), ""))
        return page

    def _free(self, names: Sequence[PageName]) -> Author:
        looks = {look for _, look in self.names.values()}
        for name in names:
            if (
                name.author.id not in self.names
                and name.author.id not in self.kept
                and name.look not in looks
            ):
                return name.author
            if name.author.id in self.kept and len(names) == 1:  # an invitation to what was kept before
                return name.author
        raise NotAllowed("Somebody holds a name that looks like it.")

    def forget(self, author: AuthorId) -> None:
        """What erasing a person does here."""
        self.names.pop(author, None)
        self.kept.pop(author, None)
        self.pages = {
            account: page for account, page in self.pages.items() if author not in (account, page.id)
        }
        self.identities = {key: page for key, page in self.identities.items() if page.id != author}
        self._drop_links(author)
        self.sessions = {
            key: kept for key, kept in self.sessions.items() if not kept.author or kept.author.id != author
        }

    def _drop_links(self, author: AuthorId) -> None:
        self.links = {key: kept for key, kept in self.links.items() if kept[0].author.id != author}
