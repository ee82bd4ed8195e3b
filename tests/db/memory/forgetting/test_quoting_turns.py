"""What could know a thing that is forgotten is looked through a batch at a time, however much there is of it."""

from collections.abc import Sequence
from typing import Any, cast

import pytest

from agent.domain.conversation import AuthorId, Reply
from agent.domain.memory import MemoryScope
from agent.turn_context import reader_of
from db.memory.forgetting import quoting_turns as module
from db.memory.forgetting.quoting_turns import quoting_turns
from db.pool import Connection
from tests.contracts.memory.memory_house import ANA, ART, BOB, tell
from tests.db.memory.database_dump import dump, quoting
from tests.db.memory.pg_memory_house import PgMemoryHouse

ROWS = 3
COMMUNITY = MemoryScope(kind="community", key=str(ART.community_key))


class Watched:
    """A connection that notes how many turns each statement looked through."""

    def __init__(self, connection: Connection) -> None:
        self.sizes = list[int]()
        self._connection = connection

    async def fetch(self, statement: str, *arguments: Any) -> Sequence[Any]:
        if statement == module.QUOTING:
            self.sizes.append(len(arguments[0]))
        return await self._connection.fetch(statement, *arguments)


def as_many(rows: int, seconds: float) -> int:
    return rows


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH_ROWS", ROWS)
    monkeypatch.setattr(module, "BATCH_ROWS_MIN", ROWS)
    monkeypatch.setattr(module, "fitting", as_many)


async def say(house: PgMemoryHouse, *texts: str, by: AuthorId = BOB) -> None:
    for text in texts:
        await house.answer(await house.hear(text, by=by, place=ART), Reply(kind="text", text="well"))


@pytest.mark.usefixtures("few_at_once")
async def test_no_batch_is_large_and_none_is_left_out(house: PgMemoryHouse) -> None:
    await say(
        house,
        *(f"zanzibar {n}" for n in range(2 * ROWS)),
        *("a fox" for _ in range(ROWS)),
        "zanzibar at last",
    )
    at_work = await house.hear("zanzibar now", by=BOB, place=ART)

    async with house.pool.acquire() as connection:
        watched = Watched(connection)
        found = await quoting_turns(cast("Connection", watched), COMMUNITY, (), ["%zanzibar%"], leaving=None)

    rows = await house.pool.fetch("select id from turns where request_text ilike '%zanzibar%'")
    assert found.turns == {row["id"] for row in rows}
    assert len(found.turns) == 2 * ROWS + 2
    assert {str(turn) for turn in found.at_work} == {at_work.turn.id}
    assert found.authors == {BOB}
    assert max(watched.sizes) <= ROWS < len(watched.sizes)


@pytest.mark.usefixtures("few_at_once")
async def test_what_a_place_knew_is_gone_from_all_that_was_said_there(house: PgMemoryHouse) -> None:
    told = await tell(house, "the zanzibar lighthouse", by=ANA, scope="community", kind="fact")
    await say(house, *(f"draw the zanzibar lighthouse {n}" for n in range(3 * ROWS)))

    await house.desk.forget(reader_of(ANA, ART), [told.memory.id], may_manage=True)

    assert not quoting(await dump(house.pool), "zanzibar")


async def test_what_goes_with_its_person_is_not_looked_through_unless_somebody_replied(
    house: PgMemoryHouse,
) -> None:
    own = MemoryScope(kind="user", key=ANA)
    await say(house, "zanzibar alone", "zanzibar that was replied to", by=ANA)
    message = await house.pool.fetchval(
        "update messages set platform_id = 'p1' where turn_id = (select max(id::text)::uuid from turns) and author is null returning id"
    )
    claim = await house.hear("what is it?", by=BOB, place=ART, reply_to="p1", quoted="zanzibar")
    await house.answer(claim, Reply(kind="text", text="a place"))
    assert message is not None

    async with house.pool.acquire() as connection:
        staying = await quoting_turns(connection, own, (), ["%zanzibar%"], leaving=None)
        leaving = await quoting_turns(connection, own, (), ["%zanzibar%"], leaving=ANA)

    assert len(staying.turns) == 3
    assert len(leaving.turns) == 2
    assert claim.turn.id in {str(turn) for turn in leaving.turns}
