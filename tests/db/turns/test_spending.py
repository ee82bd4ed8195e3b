"""A day's limits in Postgres: whose they are, which of several holds, and what the refusal says."""

from datetime import UTC, datetime

import pytest

from agent.domain.memory import ChannelSettings, MemoryScope
from agent.errors import OverBudget
from agent.limits import DayLimits
from db.pool import Pool
from db.settings_store import PgSettingsStore
from db.turns.spending import Cap, PgSpending, refusal
from tests.contracts.stores.spending_contract import SpendingContract
from tests.fakes.builders import PLACE, author, turn

CHANNEL = MemoryScope(kind="channel", key=PLACE.channel_key)
COMMUNITY = MemoryScope(kind="community", key=PLACE.community_key or "")


class TestPgSpending(SpendingContract):
    @pytest.fixture
    def spending(self, pool: Pool) -> PgSpending:
        return PgSpending(pool, DayLimits(pictures_per_person=2))


async def _draws(spending: PgSpending, by: str, times: int) -> int:
    """Pictures that the person got."""
    got = 0
    for number in range(times):
        try:
            await spending.take(turn(id=f"{by} {number}", by=by), "render-0", pictures=1)
        except OverBudget:
            break
        got += 1
    return got


async def test_a_channel_has_a_quota_for_each_person_and_one_for_all(pool: Pool) -> None:
    settings = ChannelSettings(pictures_per_day=3, pictures_per_day_all=5)
    await PgSettingsStore(pool).save_channel(CHANNEL, settings)
    spending = PgSpending(pool, DayLimits())

    assert await _draws(spending, "ana", 9) == 3
    assert await _draws(spending, "bob", 9) == 2


async def test_a_communitys_quota_holds_beside_the_channels(pool: Pool) -> None:
    store = PgSettingsStore(pool)
    await store.save_channel(CHANNEL, ChannelSettings(pictures_per_day=10))
    await store.save_channel(COMMUNITY, ChannelSettings(pictures_per_day=4))

    assert await _draws(PgSpending(pool, DayLimits()), "ana", 9) == 4


async def test_the_most_generous_role_counts_and_a_grant_to_the_person_beats_it(pool: Pool) -> None:
    settings = ChannelSettings(
        pictures_per_day=1,
        role_pictures_per_day={"artist": 4, "member": 2},
        person_pictures_per_day={author("cleo").id: 6},
    )
    await PgSettingsStore(pool).save_channel(CHANNEL, settings)
    spending = PgSpending(pool, DayLimits())
    ranked = turn(id="ranked", roles=("member", "artist"))

    for number in range(4):
        await spending.take(ranked, f"render-{number}", pictures=1)
    with pytest.raises(OverBudget):
        await spending.take(ranked, "render-4", pictures=1)

    assert await _draws(spending, "bob", 9) == 1
    assert await _draws(spending, "cleo", 9) == 6


async def test_money_stops_everyone_before_the_next_paid_step(pool: Pool) -> None:
    spending = PgSpending(pool, DayLimits(money_usd=0.10))
    await spending.take(turn(id="one"), "render-0", pictures=1)
    await spending.pay(turn(id="one"), "render-0", usd=0.12)

    with pytest.raises(OverBudget, match=r"the bot's limit for today: \$0\.10"):
        await spending.take(turn(id="two", by="bob"), "plan")


async def test_yesterdays_pictures_do_not_count_today(pool: Pool) -> None:
    spending = PgSpending(pool, DayLimits(pictures_per_person=1))
    await spending.take(turn(id="one"), "render-0", pictures=1)
    await pool.execute("update spending set day = day - 1")

    await spending.take(turn(id="two"), "render-0", pictures=1)


def test_the_refusal_says_how_much_it_was_and_when_it_ends() -> None:
    cap = Cap(column="channel_usd", lock="", most=5, unit="usd", whose="this channel's")

    assert refusal(cap, datetime(2026, 11, 25, 23, 48, tzinfo=UTC)) == (
        "That was this channel's limit for today: $5.00. It starts anew at 00:00 UTC, in 12 min."
    )


async def test_the_picture_that_would_pass_the_ceiling_is_not_drawn(pool: Pool) -> None:
    spending = PgSpending(pool, DayLimits(money_usd=0.10))
    for number in range(2):
        await spending.take(turn(id=f"t{number}"), "render-0", pictures=1, usd=0.04)
        await spending.pay(turn(id=f"t{number}"), "render-0", usd=0.04)

    with pytest.raises(OverBudget, match=r"\$0.10"):
        await spending.take(turn(id="last"), "render-0", pictures=1, usd=0.04)
    await spending.take(turn(id="cheaper"), "render-0", pictures=1, usd=0.02)


async def test_what_is_under_way_counts_until_it_is_paid_or_given_back(pool: Pool) -> None:
    spending = PgSpending(pool, DayLimits(money_usd=0.10))
    await spending.take(turn(id="one"), "render-0", pictures=1, usd=0.08)
    with pytest.raises(OverBudget):
        await spending.take(turn(id="two"), "render-0", pictures=1, usd=0.04)

    await spending.pay(turn(id="one"), "render-0", usd=0.05)
    await spending.take(turn(id="two"), "render-0", pictures=1, usd=0.04)
    await spending.give_back(turn(id="two"), "render-0")
    await spending.take(turn(id="three"), "render-0", pictures=1, usd=0.05)


async def test_ten_pictures_at_a_tenth_fit_into_a_dollar(pool: Pool) -> None:
    spending = PgSpending(pool, DayLimits(money_usd=1.0))

    for number in range(10):
        await spending.take(turn(id=f"t{number}"), "render-0", pictures=1, usd=0.1)


async def test_what_is_left_today_is_told(pool: Pool) -> None:
    spending = PgSpending(pool, DayLimits(pictures_per_person=20, money_usd=10))
    await spending.take(turn(id="one"), "render-0", pictures=2, usd=0.25)

    assert list(await spending.left(turn(id="two"))) == [
        "pictures left of your limit today: 18 of 20",
        "money left of the bot's limit today: $9.75 of $10.00",
    ]
    assert list(await PgSpending(pool, DayLimits()).left(turn(id="two"))) == []
