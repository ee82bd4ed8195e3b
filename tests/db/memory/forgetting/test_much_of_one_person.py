"""Who wrote very much is forgotten in many small transactions, and whoever ends that on the way, it goes on."""

from datetime import UTC, datetime, timedelta

import pytest

from agent.domain.conversation import Reply
from agent.domain.generation import GenerationContext, RenderedImage
from agent.errors import StoreUnavailable
from agent.outcomes import PostedPicture
from db.memory.forgetting import erase_person, retention
from db.memory.forgetting.erase_person import erase_everything_of
from db.memory.forgetting.erase_turns import TurnErasure
from db.memory.forgetting.place_periods import PlacePeriod
from db.memory.forgetting.retention import finish_erasures, retain
from db.pool import Connection, Pool
from tests.contracts.memory.memory_house import ANA, ART, BOB, pixels, tell
from tests.db.memory.database_dump import dump, quoting
from tests.db.memory.pg_memory_house import PgMemoryHouse

TURNS = 7
ROWS = 2
_LEFT = """
select (select count(*) from turns where author = $1) + (select count(*) from messages where author = $1)
     + (select count(*) from images where owner = $1) + (select count(*) from pictures where author = $1)
     + (select count(*) from spending where author = $1)
"""


async def much(house: PgMemoryHouse, *, by: str = ANA) -> None:
    """Turns with pictures and what they cost, and a picture that no turn holds."""
    for n in range(TURNS):
        await house.post(f"fox {n}", pixels(f"{by} {n}"), by=by, place=ART)
    await house.save_image(pixels(f"{by} alone"), owner=by)
    await house.pool.execute(
        "insert into spending (turn_id, step, day, author, channel) select id, 'plan', current_date, author, channel from turns "
        "where author = $1", by,
    )  # fmt: skip


async def left(pool: Pool, author: str = ANA) -> int:
    return await pool.fetchval(_LEFT, author)


async def test_each_batch_is_small_and_together_they_are_everything(house: PgMemoryHouse) -> None:
    await much(house)
    await much(house, by=BOB)
    erasure, batches, before = (
        TurnErasure(author=ANA, until=datetime.now(UTC)),
        0,
        await left(house.pool, BOB),
    )

    while not erasure.is_over:
        async with house.pool.acquire() as connection, connection.transaction():
            assert await erasure.batch(connection, ROWS) <= ROWS
        batches += 1

    assert batches > 2 * TURNS // ROWS
    assert await left(house.pool) == 0
    assert await left(house.pool, BOB) == before


async def test_what_ended_on_the_way_is_gone_on_with(
    house: PgMemoryHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    await much(house)
    for kept in ("the zanzibar lighthouse", "a quokka"):
        await tell(house, kept, by=ANA, scope="community", kind="fact")
    await tell(house, "likes basalt", by=ANA)

    async def killed(pool: Pool, author: str, *, until: datetime) -> None:
        async with pool.acquire() as connection, connection.transaction():
            await TurnErasure(author=author, until=until).batch(connection, ROWS)
        raise ConnectionError("the process ended")

    monkeypatch.setattr(erase_person, "erase_turns", killed)
    with pytest.raises(StoreUnavailable):
        await erase_everything_of(house.pool, ANA)
    assert await left(house.pool) > 0

    await finish_erasures(house.pool)

    assert await left(house.pool) == 0
    assert await house.pool.fetchval("select count(*) from erasures") == 0
    assert not quoting(await dump(house.pool), "zanzibar", "quokka", "basalt", ANA)


async def test_who_asks_while_a_large_place_is_cleared_does_not_wait_for_it(
    house: PgMemoryHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3 * ROWS):
        claim = await house.hear(f"old {n}", by=BOB, place=ART)
        await house.answer(claim, Reply(kind="text", text="done"))
    await house.pool.execute(
        "update turns set created_at = now() - interval '40 days' where author = $1", BOB
    )
    await much(house)
    looks: list[int] = []
    look = PlacePeriod.look

    async def asked_meanwhile(self: PlacePeriod, connection: Connection, rows: int) -> int:
        looks.append(await left(house.pool))
        if len(looks) == 1:
            await house.pool.execute("insert into erasures (author) values ($1)", ANA)
        return await look(self, connection, rows)

    monkeypatch.setattr(retention.PlacePeriod, "look", asked_meanwhile)
    await retain(house.pool, datetime.now(UTC), keep_days=30, rows=ROWS)

    assert len(looks) > 2
    assert looks[1] == 0


async def test_a_turn_that_ended_while_its_person_was_being_forgotten_leaves_no_picture(
    house: PgMemoryHouse,
) -> None:
    """It was under way as they asked, and is over before its batch comes."""
    claim = await house.hear("draw a fox", by=ANA, place=ART)
    asked_at = datetime.now(UTC)

    async def make() -> RenderedImage:
        return RenderedImage(image=pixels("fox"), model="sketch")

    journal = await house.journal(claim)
    kept = await journal.keep("render-0", make, caption="a fox")
    draft = await journal.keep("render-1", make, caption="a fox")
    await house.answer(
        claim, Reply(kind="image", text="a fox", images=(kept.image,)),
        pictures=[PostedPicture(image=kept.image, context=GenerationContext(), caption="a fox")],
    )  # fmt: skip
    came_back = await house.save_image(pixels("a kite"), owner=ANA)
    erasure = TurnErasure(author=ANA, until=asked_at + timedelta(milliseconds=1))

    while not erasure.is_over:
        async with house.pool.acquire() as connection, connection.transaction():
            await erasure.batch(connection, ROWS)

    assert [await house.has_image(image) for image in (kept.image, draft.image, came_back)] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("with_turn", [True, False])
async def test_who_quoted_them_by_replying_quotes_nothing_any_more(
    house: PgMemoryHouse, with_turn: bool
) -> None:
    """A request that they replied to, or what they said without asking for anything."""
    asked = await house.hear("my zanzibar cloak", by=ANA, place=ART)
    await house.answer(asked, Reply(kind="text", text="a cloak"))
    said = await house.pool.fetchval("select id from messages where author = $1", ANA)
    if not with_turn:
        await house.pool.execute("update messages set turn_id = null where id = $1", said)
    reply = await house.hear("draw that", by=BOB, place=ART)
    await house.answer(reply, Reply(kind="text", text="drawn"))
    await house.pool.execute(
        "update turns set reply_to_id = $2, request = request || '{\"quoted\": \"my zanzibar cloak\"}' where id = $1::uuid",
        reply.turn.id, said,
    )  # fmt: skip

    await erase_everything_of(house.pool, ANA)

    assert await house.pool.fetchval("select count(*) from turns t where t::text like '%zanzibar%'") == 0
    assert await house.pool.fetchval("select count(*) from turns where author = $1", BOB) == 1
