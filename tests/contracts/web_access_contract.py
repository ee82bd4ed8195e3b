"""What every store of the web chat's browsers and names does."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from agent.domain.conversation import Author, AuthorId
from agent.errors import NotAllowed
from agent.ports import NameStore, SessionStore

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
ANA = Author(id=AuthorId("web:ana"), name="Ana")
BEN = Author(id=AuthorId("web:ben"), name="Ben")
FIRST, SECOND, LINK = b"1" * 32, b"2" * 32, b"l" * 32


@dataclass(frozen=True, slots=True)
class Access:
    sessions: SessionStore
    names: NameStore

    async def enter(self, digest: bytes) -> None:
        await self.sessions.open(digest, door=b"door", at=NOW)

    async def holder(self, digest: bytes) -> str:
        found = await self.sessions.find(digest)
        return found.author.name if found and found.author else ""


class WebAccessContract:
    async def test_a_browser_is_found_by_its_digest_until_it_is_closed(self, access: Access) -> None:
        await access.enter(FIRST)
        await access.sessions.seen(FIRST, at=NOW + timedelta(days=1))

        found = await access.sessions.find(FIRST)
        await access.sessions.close(FIRST)
        await access.sessions.close(FIRST)

        assert found is not None
        assert (found.author, found.door, found.seen_at) == (None, b"door", NOW + timedelta(days=1))
        assert await access.sessions.find(FIRST) is None
        assert await access.sessions.find(SECOND) is None

    async def test_a_name_belongs_to_whoever_claims_it_first(self, access: Access) -> None:
        await access.enter(FIRST)
        await access.enter(SECOND)

        first, second = await asyncio.gather(
            access.names.claim(FIRST, author=ANA, look="ana"),
            access.names.claim(SECOND, author=ANA, look="ana"),
        )

        assert sorted([first, second]) == [False, True]
        assert sorted([await access.holder(FIRST), await access.holder(SECOND)]) == ["", "Ana"]
        assert await access.names.browsers(ANA.id) == 1

    async def test_a_name_that_looks_like_another_is_taken_too(self, access: Access) -> None:
        await access.enter(FIRST)
        await access.enter(SECOND)
        await access.names.claim(FIRST, author=ANA, look="ana")
        alike = Author(id=AuthorId("web:аna"), name="Аna")

        assert not await access.names.claim(SECOND, author=alike, look="ana")
        assert await access.names.claim(SECOND, author=BEN, look="ben")

    async def test_a_browser_claims_once_and_only_while_it_is_let_in(self, access: Access) -> None:
        await access.enter(FIRST)
        await access.names.claim(FIRST, author=ANA, look="ana")

        assert not await access.names.claim(FIRST, author=BEN, look="ben")
        assert not await access.names.claim(SECOND, author=BEN, look="ben")
        assert await access.holder(FIRST) == "Ana"

    async def test_entering_again_keeps_the_name_and_ends_the_old_session(self, access: Access) -> None:
        await access.enter(FIRST)
        await access.names.claim(FIRST, author=ANA, look="ana")

        await access.sessions.open(SECOND, door=b"new", at=NOW, was=FIRST)

        assert await access.sessions.find(FIRST) is None
        assert await access.holder(SECOND) == "Ana"

    async def test_a_link_opens_the_name_once_and_for_the_first_alone(self, access: Access) -> None:
        await access.enter(FIRST)
        await access.enter(SECOND)
        await access.names.claim(FIRST, author=ANA, look="ana")
        await access.names.add_link(LINK, author=ANA, until=NOW + timedelta(minutes=5))
        third = b"3" * 32
        await access.enter(third)

        assert await access.names.linked(LINK, now=NOW) == ANA
        used = await asyncio.gather(
            access.names.use_link(LINK, digest=SECOND, look="ana", now=NOW),
            access.names.use_link(LINK, digest=third, look="ana", now=NOW),
        )

        assert used.count(ANA) == used.count(None) == 1
        assert await access.names.browsers(ANA.id) == 2
        assert await access.names.linked(LINK, now=NOW) is None

    async def test_an_old_link_or_one_for_a_browser_that_left_opens_nothing(self, access: Access) -> None:
        await access.names.add_link(LINK, author=ANA, until=NOW + timedelta(minutes=5))

        assert await access.names.use_link(LINK, digest=SECOND, look="ana", now=NOW) is None
        await access.enter(SECOND)
        assert (
            await access.names.use_link(LINK, digest=SECOND, look="ana", now=NOW + timedelta(minutes=5))
            is None
        )
        assert await access.names.use_link(LINK, digest=SECOND, look="ana", now=NOW) == ANA
        assert await access.holder(SECOND) == "Ana"

    async def test_a_link_whose_look_was_claimed_meanwhile_is_refused(self, access: Access) -> None:
        await access.enter(FIRST)
        await access.enter(SECOND)
        await access.names.add_link(LINK, author=ANA, until=NOW + timedelta(minutes=5))
        await access.names.claim(FIRST, author=Author(id=AuthorId("web:аna"), name="Аna"), look="ana")

        with pytest.raises(NotAllowed):
            await access.names.use_link(LINK, digest=SECOND, look="ana", now=NOW)

        assert await access.holder(SECOND) == ""

    async def test_the_latest_three_links_hold(self, access: Access) -> None:
        for number in range(5):
            await access.names.add_link(
                bytes([number]) * 32, author=ANA, until=NOW + timedelta(minutes=number + 1)
            )

        good = [await access.names.linked(bytes([number]) * 32, now=NOW) for number in range(5)]

        assert good == [None, None, ANA, ANA, ANA]

    async def test_a_person_ends_all_other_sessions_of_theirs(self, access: Access) -> None:
        await access.enter(FIRST)
        await access.enter(SECOND)
        await access.names.claim(FIRST, author=ANA, look="ana")
        await access.names.add_link(LINK, author=ANA, until=NOW + timedelta(minutes=5))
        await access.names.use_link(LINK, digest=SECOND, look="ana", now=NOW)
        other = b"9" * 32
        await access.enter(other)
        await access.names.claim(other, author=BEN, look="ben")

        assert await access.sessions.close_others(FIRST) == 1

        assert [await access.holder(each) for each in (FIRST, SECOND, other)] == ["Ana", "", "Ben"]
