"""Retention: erasures first, each place apart and in batches, and every table with a period of its own."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from agent.domain.conversation import Place, Reply
from agent.domain.generation import GenerationContext, RenderedImage
from agent.domain.memory import ChannelSettings, MemoryScope
from agent.errors import StoreUnavailable
from agent.outcomes import PostedPicture
from agent.turn_context import reader_of
from db.chores import ChoreRecords, chore_ages
from db.memory.forgetting.erase_person import erase_everything_of
from db.memory.forgetting.kept_tables import INBOX_KEPT, SPENDING_KEPT
from db.memory.forgetting.place_periods import PlacePeriod
from db.memory.forgetting.retention import finish_erasures, retain
from db.pool import Connection
from tests.contracts.memory.memory_house import ANA, ART, BOB, direct, pixels, tell
from tests.db.memory.pg_memory_house import PgMemoryHouse

ROWS = 3
"""Of a batch, so that a dozen turns are many batches."""
SMALL = Place(platform="discord", community="small", channel="s1")
LARGE = Place(platform="discord", community="large", channel="l1")


async def keeps(house: PgMemoryHouse, place: Place, days: int) -> None:
    assert place.community_key is not None
    scope = MemoryScope(kind="community", key=place.community_key)
    await house.settings.save_channel(scope, replace(ChannelSettings(), retention_days=days))


async def old_turns(house: PgMemoryHouse, place: Place, count: int) -> None:
    for n in range(count):
        claim = await house.hear(f"old {n}", by=BOB, place=place)
        await house.answer(claim, Reply(kind="text", text="done"))
    await house.pool.execute("update turns set finished_at = now() - interval '40 days'")


async def turns_of(house: PgMemoryHouse, place: Place) -> int:
    return await house.pool.fetchval("select count(*) from turns where community = $1", place.community_key)


async def test_a_large_community_goes_batch_by_batch(house: PgMemoryHouse) -> None:
    await keeps(house, LARGE, 30)
    await old_turns(house, LARGE, 4 * ROWS + 1)

    gone = await retain(house.pool, datetime.now(UTC), rows=ROWS)

    assert gone == 4 * ROWS + 1
    assert await turns_of(house, LARGE) == 0


async def test_what_cannot_be_removed_costs_its_own_batch_and_nobody_else(house: PgMemoryHouse) -> None:
    """One community's rows fail; its other batches, the other community, and who asked to be forgotten do not wait for that."""
    await keeps(house, LARGE, 30)
    await keeps(house, SMALL, 30)
    asked = await house.hear("forget everything", by=ANA, place=ART)
    await house.desk.forget_everything(reader_of(ANA, ART))
    await house.answer(asked, Reply(kind="text", text="Everything I kept about you is gone."))
    await old_turns(house, LARGE, 3 * ROWS)
    await old_turns(house, SMALL, 2)
    stuck = await house.pool.fetchval(
        "select id from turns where community like '%large%' order by id limit 1"
    )
    await house.pool.execute("create table holds_on (turn_id uuid references turns)")
    try:
        await house.pool.execute("insert into holds_on values ($1)", stuck)

        with pytest.raises(StoreUnavailable, match="community period"):
            await retain(house.pool, datetime.now(UTC), rows=ROWS)

        assert await turns_of(house, SMALL) == 0
        assert await turns_of(house, LARGE) == ROWS, "the batch that holds the row"
        assert await house.pool.fetchval("select count(*) from turns where author = $1", ANA) == 0
        assert await house.pool.fetchval("select count(*) from erasures") == 0
    finally:
        await house.pool.execute("drop table holds_on")


async def test_a_batch_that_takes_too_long_costs_itself_alone(
    house: PgMemoryHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a large community did for everybody: Postgres ended its one statement, and that was the end of the run."""
    await keeps(house, LARGE, 30)
    await keeps(house, SMALL, 30)
    await old_turns(house, LARGE, 2)
    await old_turns(house, SMALL, 2)
    remove = PlacePeriod.remove

    async def ended(self: PlacePeriod, connection: Connection) -> int:
        if "large" in self.key:
            await connection.execute("set local statement_timeout = '1ms'")
            await connection.execute("select pg_sleep(60)")
        return await remove(self, connection)

    monkeypatch.setattr(PlacePeriod, "remove", ended)
    with pytest.raises(StoreUnavailable, match="community period"):
        await retain(house.pool, datetime.now(UTC), rows=ROWS)

    assert (await turns_of(house, SMALL), await turns_of(house, LARGE)) == (0, 2)


async def test_pixels_go_with_their_place_s_period(house: PgMemoryHouse) -> None:
    """Posted ones, and drafts and found pictures that never were."""
    await keeps(house, SMALL, 7)
    posted = await house.post("a boat", pixels("boat"), by=BOB, place=SMALL)
    draft = await house.save_image(pixels("draft"), owner=BOB)
    somebody_else_s = await house.save_image(pixels("other"), owner=ANA)
    for table, column in (("turns", "finished_at"), ("images", "created_at")):
        await house.pool.execute(f"update {table} set {column} = now() - interval '8 days'")

    await retain(house.pool, datetime.now(UTC), rows=ROWS)

    assert not await house.has_image(posted)
    assert not await house.has_image(draft)
    assert await house.has_image(somebody_else_s), "of a place that keeps no period: a month"


async def test_the_operator_s_period_holds_everywhere_and_spares_memories(house: PgMemoryHouse) -> None:
    for place in (ART, direct(ANA)):
        for n in range(ROWS + 1):
            claim = await house.hear(f"old {n}", by=ANA, place=place)
            await house.answer(claim, Reply(kind="text", text="done"))
    await tell(house, "prefers watercolour")
    await house.pool.execute(
        "update turns set finished_at = now() - interval '91 days', created_at = now() - interval '91 days'"
    )
    young = await house.hear("today", by=ANA, place=direct(ANA))
    await house.answer(young, Reply(kind="text", text="done"))

    await retain(house.pool, datetime.now(UTC), rows=ROWS)
    assert await house.pool.fetchval("select count(*) from turns") == 2 * (ROWS + 1) + 1, (
        "no period, nothing goes"
    )
    await retain(house.pool, datetime.now(UTC), keep_days=90, rows=ROWS)

    assert [str(row["id"]) for row in await house.pool.fetch("select id from turns")] == [young.turn.id]
    assert [m.text for m in await house.desk.list(reader_of(ANA, ART))] == ["prefers watercolour"]


async def test_the_inbox_forgets_old_events_but_not_a_question_that_waits(house: PgMemoryHouse) -> None:
    claim = await house.hear("draw something", by=ANA, place=ART)
    old = datetime.now(UTC) - INBOX_KEPT - timedelta(hours=1)
    await house.pool.execute(
        """
insert into questions (turn_id, conversation, channel, asker, message_id, request_text, plan, ask, expires_at)
select $1::uuid, '', '', $2, id, '', '{}', '{}', now() from messages where turn_id = $1::uuid limit 1
""",
        claim.turn.id, ANA,
    )  # fmt: skip
    events = [f"timeout:{claim.turn.id}", *(f"old {n}" for n in range(2 * ROWS))]
    await house.pool.executemany(
        "insert into inbox (platform, event_id, received_at) values ('discord', $1, $2)",
        [(e, old) for e in events],
    )

    await retain(house.pool, datetime.now(UTC), rows=ROWS)

    left = {
        row["event_id"]
        for row in await house.pool.fetch("select event_id from inbox where received_at = $1", old)
    }
    assert left == {f"timeout:{claim.turn.id}"}
    assert (
        await house.pool.fetchval("select count(*) from inbox where turn_id = $1::uuid", claim.turn.id) == 1
    )


async def test_spending_is_summed_by_month_and_names_nobody(house: PgMemoryHouse) -> None:
    day = (datetime.now(UTC) - SPENDING_KEPT).date().replace(day=1) - timedelta(days=1)

    async def spent(steps: int) -> None:
        await house.pool.executemany(
            """
insert into spending (turn_id, step, day, author, channel, community, pictures, usd) values (uuidv7(), $1, $2, $3, 'c', 'sums', 1, 0.5)
""",
            [(f"step {n}", day, ANA) for n in range(steps)],
        )  # fmt: skip
        await retain(house.pool, datetime.now(UTC), rows=ROWS)

    await spent(2 * ROWS)
    await spent(1)

    row = await house.pool.fetchrow("select * from spending_months where community = 'sums'")
    assert row is not None
    assert (row["month"], row["pictures"], row["usd"]) == (date(day.year, day.month, 1), 2 * ROWS + 1, 3.5)
    assert await house.pool.fetchval("select count(*) from spending") == 0


async def test_a_chore_s_last_success_is_known(house: PgMemoryHouse) -> None:
    await ChoreRecords(house.pool).succeeded("retention")
    await house.pool.execute(
        "update chores set succeeded_at = now() - interval '2 hours' where name = 'retention'"
    )

    assert 7_200 <= (await chore_ages(house.pool))["retention"] < 7_300


async def test_what_a_turn_under_way_still_drew_is_forgotten_as_well(house: PgMemoryHouse) -> None:
    """It asked before, and its picture came after: the picture goes with it, and one of somebody who came back stays."""
    claim = await house.hear("draw a fox", by=ANA, place=ART)
    await erase_everything_of(house.pool, ANA)
    journal = await house.journal(claim)

    async def make() -> RenderedImage:
        return RenderedImage(image=pixels("fox"), model="sketch")

    kept = await journal.keep("render-0", make, caption="a fox")
    draft = await journal.keep("render-1", make, caption="a fox")
    await house.answer(
        claim, Reply(kind="image", text="a fox", images=(kept.image,)),
        pictures=[PostedPicture(image=kept.image, context=GenerationContext(), caption="a fox")],
    )  # fmt: skip
    later = await house.save_image(pixels("a kite"), owner=ANA)

    await finish_erasures(house.pool)

    assert not await house.has_image(kept.image)
    assert not await house.has_image(draft.image)
    assert await house.has_image(later)
    assert await house.pool.fetchval("select count(*) from erasures") == 0


async def test_what_is_being_forgotten_just_then_is_not_waited_for(house: PgMemoryHouse) -> None:
    await keeps(house, LARGE, 30)
    await old_turns(house, LARGE, 2)

    async with house.pool.acquire() as other, other.transaction():
        await other.execute("select from turns order by id limit 1 for update")
        gone = await retain(house.pool, datetime.now(UTC), rows=ROWS)

    assert gone == 1
    assert await turns_of(house, LARGE) == 1
