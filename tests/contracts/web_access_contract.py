"""What every store of the web chat's browsers and names does."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from agent.domain.conversation import Author, AuthorId, Place
from agent.errors import NotAllowed
from agent.ports import Entry, Linked, NameStore, PageName, SessionStore

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
ANA = Author(id=AuthorId("web:ana"), name="Ana")
BEN = Author(id=AuthorId("web:ben"), name="Ben")
DI = Author(id=AuthorId("discord:1"), name="Ana")
FIRST, SECOND, LINK = b"1" * 32, b"2" * 32, b"l" * 32


def named(author: Author, look: str) -> PageName:
    return PageName(author=author, look=look, place=Place(platform="web", channel=f"@{look}", private=True))


OWN = (named(ANA, "ana"),)
FREE = (*OWN, named(Author(id=AuthorId("web:ana-2"), name="Ana 2"), "ana-2"))


@dataclass(frozen=True, slots=True)
class Access:
    sessions: SessionStore
    names: NameStore

    async def enter(self, digest: bytes) -> None:
        await self.sessions.open(digest, entry=Entry(door=b"door", browser="Firefox on Linux"), at=NOW)

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
        assert (found.author, found.entry.door, found.seen_at) == (None, b"door", NOW + timedelta(days=1))
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

        await access.sessions.open(SECOND, entry=Entry(door=b"new", way="link"), at=NOW, was=FIRST)

        assert await access.sessions.find(FIRST) is None
        assert await access.holder(SECOND) == "Ana"

    async def test_a_link_opens_the_name_once_and_for_the_first_alone(self, access: Access) -> None:
        await access.enter(FIRST)
        await access.enter(SECOND)
        await access.names.claim(FIRST, author=ANA, look="ana")
        await access.names.add_link(LINK, author=ANA, until=NOW + timedelta(minutes=5))
        third = b"3" * 32
        await access.enter(third)

        assert await access.names.linked(LINK, now=NOW) == Linked(author=ANA)
        used = await asyncio.gather(
            access.names.use_link(LINK, digest=SECOND, names=OWN, now=NOW),
            access.names.use_link(LINK, digest=third, names=OWN, now=NOW),
        )

        assert used.count(ANA) == used.count(None) == 1
        assert await access.names.browsers(ANA.id) == 2
        assert await access.names.linked(LINK, now=NOW) is None

    async def test_an_old_link_or_one_for_a_browser_that_left_opens_nothing(self, access: Access) -> None:
        await access.names.add_link(LINK, author=ANA, until=NOW + timedelta(minutes=5))

        assert await access.names.use_link(LINK, digest=SECOND, names=OWN, now=NOW) is None
        await access.enter(SECOND)
        assert (
            await access.names.use_link(LINK, digest=SECOND, names=OWN, now=NOW + timedelta(minutes=5))
            is None
        )
        assert await access.names.use_link(LINK, digest=SECOND, names=OWN, now=NOW) == ANA
        assert await access.holder(SECOND) == "Ana"

    async def test_a_link_whose_look_was_claimed_meanwhile_is_refused(self, access: Access) -> None:
        await access.enter(FIRST)
        await access.enter(SECOND)
        await access.names.add_link(LINK, author=ANA, until=NOW + timedelta(minutes=5))
        await access.names.claim(FIRST, author=Author(id=AuthorId("web:аna"), name="Аna"), look="ana")

        with pytest.raises(NotAllowed):
            await access.names.use_link(LINK, digest=SECOND, names=OWN, now=NOW)

        assert await access.holder(SECOND) == ""

    async def test_the_latest_three_links_hold(self, access: Access) -> None:
        for number in range(5):
            await access.names.add_link(
                bytes([number]) * 32, author=ANA, until=NOW + timedelta(minutes=number + 1)
            )

        good = [await access.names.linked(bytes([number]) * 32, now=NOW) for number in range(5)]

        assert good == [None, None, *[Linked(author=ANA)] * 3]

    async def test_a_person_ends_all_other_sessions_of_theirs(self, access: Access) -> None:
        await access.enter(FIRST)
        await access.enter(SECOND)
        await access.names.claim(FIRST, author=ANA, look="ana")
        await access.names.add_link(LINK, author=ANA, until=NOW + timedelta(minutes=5))
        await access.names.use_link(LINK, digest=SECOND, names=OWN, now=NOW)
        other = b"9" * 32
        await access.enter(other)
        await access.names.claim(other, author=BEN, look="ben")

        assert await access.sessions.close_others(FIRST) == 1

        assert [await access.holder(each) for each in (FIRST, SECOND, other)] == ["Ana", "", "Ben"]

    @pytest.mark.parametrize("all_of_them", [True, False], ids=["everywhere else", "one of them"])
    async def test_whoever_is_logged_out_by_another_has_no_link_to_come_back_by(
        self, access: Access, all_of_them: bool
    ) -> None:
        await access.enter(FIRST)
        await access.enter(SECOND)
        await access.names.claim(FIRST, author=ANA, look="ana")
        await access.names.add_link(LINK, author=ANA, until=NOW + timedelta(minutes=5))
        await access.names.use_link(LINK, digest=SECOND, names=OWN, now=NOW)
        for secret, author in ((b"p" * 32, ANA), (b"o" * 32, BEN), (b"d" * 32, DI)):
            await access.names.add_link(secret, author=author, until=NOW + timedelta(minutes=5))
        theirs = await access.sessions.find(SECOND)
        assert theirs is not None

        if all_of_them:
            assert await access.sessions.close_others(FIRST) == 1
        else:
            assert await access.sessions.close_one(FIRST, theirs.id)

        left = [await access.names.linked(secret * 32, now=NOW) for secret in (b"p", b"o", b"d")]
        assert left == [None, Linked(author=BEN), Linked(author=DI)]

    async def test_who_logs_out_of_the_own_browser_keeps_the_link_that_was_made_before(
        self, access: Access
    ) -> None:
        await access.enter(FIRST)
        await access.names.claim(FIRST, author=ANA, look="ana")
        await access.names.add_link(LINK, author=ANA, until=NOW + timedelta(minutes=5))
        own = await access.sessions.find(FIRST)
        assert own is not None

        assert await access.sessions.close_one(FIRST, own.id)

        assert await access.names.linked(LINK, now=NOW) == Linked(author=ANA)

    async def test_a_person_lists_their_browsers_and_ends_one_of_them_alone(self, access: Access) -> None:
        await access.enter(FIRST)
        await access.names.claim(FIRST, author=ANA, look="ana")
        await access.sessions.open(
            SECOND,
            entry=Entry(door=b"d", way="link", browser="Chrome on Android"),
            at=NOW + timedelta(hours=1),
        )
        await access.names.arrive(ANA, digest=SECOND, names=OWN)
        other = b"9" * 32
        await access.enter(other)
        await access.names.claim(other, author=BEN, look="ben")

        listed = await access.sessions.of_person(FIRST)
        bens = (await access.sessions.of_person(other))[0]

        assert [each.entry.browser for each in listed] == ["Chrome on Android", "Firefox on Linux"]
        assert [each.entry.way for each in listed] == ["link", "password"]
        assert not await access.sessions.close_one(FIRST, bens.id)
        assert not await access.sessions.close_one(FIRST, "no id at all")
        assert await access.sessions.close_one(FIRST, listed[0].id)
        assert [await access.holder(each) for each in (FIRST, SECOND, other)] == ["Ana", "", "Ben"]

    async def test_a_link_of_another_platform_opens_a_page_that_stays_theirs(self, access: Access) -> None:
        await access.enter(FIRST)
        await access.names.claim(FIRST, author=ANA, look="ana")  # somebody else of the same name
        opened: list[Author | None] = []
        for number, digest in enumerate((SECOND, b"3" * 32)):
            await access.enter(digest)
            link = bytes([number]) * 32
            await access.names.add_link(link, author=DI, until=NOW + timedelta(minutes=5), enters=True)
            assert await access.names.linked(link, now=NOW) == Linked(author=DI, enters=True)
            opened.append(await access.names.use_link(link, digest=digest, names=FREE, now=NOW))

        assert [each and each.id for each in opened] == ["web:ana-2", "web:ana-2"]
        assert [await access.holder(each) for each in (FIRST, SECOND, b"3" * 32)] == ["Ana", "Ana 2", "Ana 2"]

    async def test_who_another_service_vouches_for_comes_back_under_the_same_name(
        self, access: Access
    ) -> None:
        for digest in (FIRST, SECOND, b"3" * 32):
            await access.enter(digest)

        first = await access.names.sign_in(b"i" * 32, service="x", digest=FIRST, names=FREE)
        again = await access.names.sign_in(b"i" * 32, service="x", digest=SECOND, names=FREE)
        other = await access.names.sign_in(b"j" * 32, service="x", digest=b"3" * 32, names=FREE)

        assert [each and each.name for each in (first, again, other)] == ["Ana", "Ana", "Ana 2"]
        assert await access.names.sign_in(b"i" * 32, service="x", digest=b"8" * 32, names=FREE) is None
        with pytest.raises(NotAllowed):
            await access.names.sign_in(b"k" * 32, service="x", digest=FIRST, names=FREE)
