"""Accounts that are one person, in memory."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from agent.domain.accounts import (
    ACCOUNTS_MAX,
    CODE_MINUTES,
    AccountNotice,
    JoinRefusal,
    LinkedAccount,
    new_code,
    plain_code,
    platform_of,
)
from agent.domain.conversation import Author, AuthorId
from agent.ports import Clock
from tests.fakes.clock import FakeClock


@dataclass(slots=True)
class FakeAccounts:
    """The `Accounts`."""

    clock: Clock = field(default_factory=FakeClock)
    page: str = "https://atelier.example"
    people: list[dict[AuthorId, LinkedAccount]] = field(default_factory=list[dict[AuthorId, LinkedAccount]])
    codes: dict[str, tuple[Author, datetime]] = field(default_factory=dict[str, tuple[Author, datetime]])
    notices: dict[str, tuple[AuthorId, AccountNotice]] = field(
        default_factory=dict[str, tuple[AuthorId, AccountNotice]]
    )
    sessions: dict[str, AuthorId] = field(default_factory=dict[str, AuthorId])

    def _person(self, author: AuthorId) -> dict[AuthorId, LinkedAccount]:
        return next((person for person in self.people if author in person), {})

    async def of(self, author: AuthorId) -> Sequence[LinkedAccount]:
        return list(self._person(author).values())

    async def offer(self, author: Author) -> str:
        if not self.page and platform_of(author.id) == "web":
            return ""
        self.codes = {code: kept for code, kept in self.codes.items() if kept[0].id != author.id}
        code = new_code()
        self.codes[plain_code(code)] = (author, self.clock.now() + timedelta(minutes=CODE_MINUTES))
        return code

    async def offered(self, code: str) -> Author | None:
        author, until = self.codes.get(plain_code(code), (None, self.clock.now()))
        return author if until > self.clock.now() else None

    async def withdraw(self, code: str) -> None:
        self.codes.pop(plain_code(code), None)

    async def join(self, author: Author, code: str) -> JoinRefusal | None:
        if not self.page and platform_of(author.id) == "web":
            return "demonstration"
        owner = await self.offered(code)
        await self.withdraw(code)
        if owner is None:
            return "code"
        mine, theirs = self._person(author.id), self._person(owner.id)
        if author.id == owner.id or (mine and mine is theirs):
            return "same"
        if mine and theirs:
            return "taken"
        person = mine or theirs
        if len(person) >= ACCOUNTS_MAX:
            return "many"
        if not person:
            self.people.append(person)
        for each in (owner, author):
            person.setdefault(each.id, LinkedAccount(id=each.id, name=each.name, linked_at=self.clock.now()))
        came = owner if mine else author
        self._tell(person, AccountNotice(kind="joined", about=came.id, name=came.name))
        return None

    def _tell(self, person: dict[AuthorId, LinkedAccount], notice: AccountNotice) -> None:
        for account in person:
            self.notices[str(uuid.uuid4())] = (account, notice)

    async def part(self, author: AuthorId, other: AuthorId) -> bool:
        person = self._person(author)
        if other not in person:
            return False
        self._tell(person, AccountNotice(kind="parted", about=other, name=person[other].name))
        del person[other]
        if len(person) < 2:
            self.people.remove(person)
        return True

    async def page_link(self, author: Author) -> str:
        return f"{self.page}/#open=secret-of-{author.id}" if self.page else ""

    async def end_session(self, author: AuthorId, session: str) -> bool:
        if self.sessions.get(session) not in {author, *self._person(author)}:
            return False
        del self.sessions[session]
        return True

    async def notice(self, author: AuthorId, notice: str) -> AccountNotice | None:
        whom, found = self.notices.get(notice, ("", None))
        return found if whom == author else None

    async def told(self) -> Sequence[tuple[AuthorId, str, AccountNotice]]:
        """Whom, under which id, what."""
        return [(whom, key, notice) for key, (whom, notice) in self.notices.items()]
