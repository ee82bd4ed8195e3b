"""What could know a thing that is forgotten is looked through a batch at a time, however much there is of it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

import pytest

from agent.domain.conversation import AuthorId, Reply
from agent.domain.memory import MemoryScope
from agent.turn_context import reader_of
from db.memory.forgetting import quotations
from db.memory.forgetting import quoting_turns as module
from db.memory.forgetting.quoting_turns import Leaving, QuotingTurns, quoting_turns
from db.pool import Connection
from tests.contracts.memory.memory_house import ANA, ART, BOB, tell
from tests.db.memory.database_dump import dump, quoting
from tests.db.memory.pg_memory_house import PgMemoryHouse

ROWS = 3
WAITS_SECONDS = 5.0
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

    async def fetchval(self, statement: str, *arguments: Any) -> Any:
        return await self._connection.fetchval(statement, *arguments)


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
        found = await quoting_turns(
            cast("Connection", watched), COMMUNITY, (), ["%zanzibar%"], leaving=None, known=QuotingTurns()
        )

    rows = await house.pool.fetch("select id from turns where request_text ilike '%zanzibar%'")
    assert found.turns == {row["id"] for row in rows}
    assert len(found.turns) == 2 * ROWS + 2
    assert {str(turn) for turn in found.at_work} == {at_work.turn.id}
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

    since, now = (
        await house.pool.fetchval("select min(created_at) - interval '1 second' from turns"),
        datetime.now(UTC),
    )

    async def found(leaving: Leaving | None) -> set[UUID]:
        async with house.pool.acquire() as connection:
            nothing = QuotingTurns()
            return (
                await quoting_turns(connection, own, (), ["%zanzibar%"], leaving=leaving, known=nothing)
            ).turns

    assert len(await found(None)) == 3
    assert len(await found(Leaving(author=ANA, until=since))) == 3  # they came back, and said it again
    leaving = await found(Leaving(author=ANA, until=now))
    assert len(leaving) == 2
    assert claim.turn.id in {str(turn) for turn in leaving}


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], Awaitable[object]]]:
    """What is done once the look ahead is over, before the scope is locked."""
    waiting, look = list[Callable[[], Awaitable[object]]](), quotations.look_ahead

    async def looked(*arguments: Any, **named: Any) -> QuotingTurns:
        known = await look(*arguments, **named)
        while waiting:
            await waiting.pop()()
        return known

    monkeypatch.setattr(quotations, "look_ahead", looked)
    return waiting


async def test_nobody_waits_for_the_look_and_what_came_during_it_is_found(
    house: PgMemoryHouse, meanwhile: list[Callable[[], Awaitable[object]]]
) -> None:
    told = await tell(house, "the zanzibar lighthouse", by=ANA, scope="community", kind="fact")
    at_work = await house.hear("the zanzibar lighthouse by night", by=BOB, place=ART)

    async def goes_on() -> None:
        await house.answer(at_work, Reply(kind="text", text="the zanzibar lighthouse"))
        await say(house, "the zanzibar lighthouse by day")
        async with asyncio.timeout(WAITS_SECONDS):
            await tell(house, "the harbour is of basalt", by=BOB, scope="community", kind="fact")

    meanwhile.append(goes_on)
    await house.desk.forget(reader_of(ANA, ART), [told.memory.id], may_manage=True)

    after = await dump(house.pool)
    assert not quoting(after, "zanzibar")
    assert quoting(after, "basalt")


async def test_what_it_was_called_meanwhile_is_looked_for_everywhere(
    house: PgMemoryHouse, meanwhile: list[Callable[[], Awaitable[object]]]
) -> None:
    """As that was not looked for before."""
    told = await tell(house, "an elf", by=ANA, kind="character", name="Lunamaris")
    await say(house, "draw Quicksilver", by=ANA)
    await house.pool.execute("update turns set created_at = now() - interval '1 hour'")
    meanwhile.append(lambda: house.desk.edit(reader_of(ANA, ART), told.memory.id, aliases=("Quicksilver",)))

    await house.desk.forget(reader_of(ANA, ART), [told.memory.id])

    assert not quoting(await dump(house.pool), "Quicksilver", "Lunamaris")


async def test_what_was_at_work_during_the_look_is_looked_at_again(
    house: PgMemoryHouse, meanwhile: list[Callable[[], Awaitable[object]]]
) -> None:
    """However long ago it was asked for."""
    told = await tell(house, "the zanzibar lighthouse", by=ANA, kind="fact")
    at_work = await house.hear("a lighthouse", by=ANA, place=ART)
    await house.pool.execute("update turns set created_at = now() - interval '1 hour'")
    meanwhile.append(lambda: house.answer(at_work, Reply(kind="text", text="the zanzibar lighthouse")))

    await house.desk.forget(reader_of(ANA, ART), [told.memory.id])

    assert not quoting(await dump(house.pool), "zanzibar")
