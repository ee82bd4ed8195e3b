"""What every store of accounts that are one person does."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from agent.domain.accounts import ACCOUNTS_MAX, CODE_MINUTES, AccountNotice
from agent.domain.conversation import Author, AuthorId
from agent.ports import Accounts
from tests.fakes.clock import FakeClock

DISCORD = Author(id=AuthorId("discord:1"), name="Ana")
TELEGRAM = Author(id=AuthorId("telegram:2"), name="Ana T")
WEB = Author(id=AuthorId("web:ana"), name="Ana W")
BEN = Author(id=AuthorId("discord:9"), name="Ben")


@dataclass(frozen=True, slots=True)
class AccountsHouse:
    store: Accounts
    clock: FakeClock
    told: Callable[[], Awaitable[Sequence[tuple[AuthorId, str, AccountNotice]]]]
    """Whom, under which id, what."""

    async def joined(self, one: Author, other: Author) -> str | None:
        """`other` types the code of `one`."""
        return await self.store.join(other, await self.store.offer(one))

    async def of(self, author: Author) -> list[str]:
        return [account.id for account in await self.store.of(author.id)]


class AccountsContract:
    async def test_two_accounts_become_one_person_and_both_are_told(self, house: AccountsHouse) -> None:
        assert await house.of(DISCORD) == []

        assert await house.joined(DISCORD, TELEGRAM) is None

        assert await house.of(DISCORD) == await house.of(TELEGRAM) == [DISCORD.id, TELEGRAM.id]
        told = await house.told()
        assert sorted(whom for whom, _, _ in told) == [DISCORD.id, TELEGRAM.id]
        assert {notice for _, _, notice in told} == {
            AccountNotice(kind="joined", about=TELEGRAM.id, name="Ana T")
        }

    async def test_a_notice_is_read_by_its_account_alone(self, house: AccountsHouse) -> None:
        await house.joined(DISCORD, TELEGRAM)
        notice = next(key for whom, key, _ in await house.told() if whom == DISCORD.id)

        assert await house.store.notice(DISCORD.id, notice) is not None
        assert await house.store.notice(TELEGRAM.id, notice) is None
        assert await house.store.notice(BEN.id, notice) is None
        assert await house.store.notice(DISCORD.id, "no id at all") is None

    async def test_a_third_account_joins_from_either_side(self, house: AccountsHouse) -> None:
        await house.joined(DISCORD, TELEGRAM)

        assert await house.joined(WEB, TELEGRAM) is None

        assert await house.of(WEB) == [DISCORD.id, TELEGRAM.id, WEB.id]

    async def test_a_code_is_good_once_for_ten_minutes_and_only_the_latest(
        self, house: AccountsHouse
    ) -> None:
        old = await house.store.offer(DISCORD)
        code = await house.store.offer(DISCORD)
        typed = f" {code.lower().replace('-', ' ')} "

        assert await house.store.offered(old) is None
        found = await house.store.offered(typed)
        assert found is not None
        assert (found.id, found.name) == (DISCORD.id, DISCORD.name)
        assert await house.store.join(TELEGRAM, typed) is None
        assert await house.store.join(BEN, code) == "code"
        late = await house.store.offer(DISCORD)
        house.clock.move(minutes=CODE_MINUTES)
        assert await house.store.offered(late) is None
        assert await house.store.join(WEB, late) == "code"

    async def test_a_code_that_was_shown_to_others_is_useless(self, house: AccountsHouse) -> None:
        code = await house.store.offer(DISCORD)

        await house.store.withdraw(code)

        assert await house.store.join(TELEGRAM, code) == "code"
        assert await house.of(DISCORD) == []

    async def test_one_code_joins_one_account_however_many_use_it_at_once(self, house: AccountsHouse) -> None:
        code = await house.store.offer(DISCORD)

        became = await asyncio.gather(*(house.store.join(who, code) for who in (TELEGRAM, WEB, BEN)))

        assert sorted(str(each) for each in became) == ["None", "code", "code"]
        assert len(await house.of(DISCORD)) == 2

    async def test_accounts_of_two_people_are_not_merged(self, house: AccountsHouse) -> None:
        """Whoever has one account of each would take both over."""
        await house.joined(DISCORD, TELEGRAM)
        await house.joined(BEN, WEB)

        assert await house.joined(DISCORD, WEB) == "taken"
        assert await house.joined(DISCORD, TELEGRAM) == "same"
        assert await house.joined(DISCORD, DISCORD) == "same"
        assert await house.of(BEN) == [BEN.id, WEB.id]

    async def test_parting_takes_one_account_out_and_another_may_be_joined_then(
        self, house: AccountsHouse
    ) -> None:
        await house.joined(DISCORD, TELEGRAM)
        await house.joined(DISCORD, WEB)

        assert not await house.store.part(BEN.id, WEB.id)
        assert not await house.store.part(DISCORD.id, BEN.id)
        assert await house.store.part(DISCORD.id, TELEGRAM.id)
        assert not await house.store.part(DISCORD.id, TELEGRAM.id)

        assert (await house.of(DISCORD), await house.of(TELEGRAM)) == ([DISCORD.id, WEB.id], [])
        parted = sorted(whom for whom, _, notice in await house.told() if notice.kind == "parted")
        assert parted == [DISCORD.id, TELEGRAM.id, WEB.id]
        assert await house.joined(BEN, TELEGRAM) is None
        assert await house.store.part(WEB.id, WEB.id)  # one's own account may leave as well
        assert await house.of(DISCORD) == []

    async def test_a_person_has_so_many_accounts_at_most(self, house: AccountsHouse) -> None:
        others = [Author(id=AuthorId(f"telegram:{n}"), name="x") for n in range(10, 10 + ACCOUNTS_MAX)]

        became = [await house.joined(DISCORD, each) for each in others]

        assert became == [None] * (ACCOUNTS_MAX - 1) + ["many"]
        assert await house.of(others[-1]) == []

    async def test_a_link_to_the_page_is_a_new_one_each_time(self, house: AccountsHouse) -> None:
        link = await house.store.page_link(DISCORD)

        assert link.startswith("https://atelier.example/#open=")
        assert await house.store.notice(DISCORD.id, link) is None
        assert not await house.store.end_session(DISCORD.id, "no id at all")

    async def test_what_is_late_stays_late(self, house: AccountsHouse) -> None:
        code = await house.store.offer(DISCORD)
        house.clock.move(minutes=CODE_MINUTES, seconds=timedelta(days=1).total_seconds())

        assert await house.store.join(TELEGRAM, code) == "code"
