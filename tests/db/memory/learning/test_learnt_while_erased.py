"""What a turn that was running learns after its person had everything forgotten goes with it."""

from agent.domain.conversation import Reply
from agent.domain.memory import MemoryScope, NewMemory
from agent.turn_context import reader_of
from tests.contracts.memory.memory_house import ANA, ART
from tests.db.memory.pg_memory_house import PgMemoryHouse


async def test_what_a_running_turn_learns_after_everything_was_forgotten_goes_too(
    house: PgMemoryHouse,
) -> None:
    scope = MemoryScope(kind="user", key=ANA)
    running = await house.hear("remember that I like zanzibar ink", by=ANA, place=ART)

    await house.desk.forget_everything(reader_of(ANA, ART))
    await house.store.remember(
        NewMemory(scope=scope, kind="preference", text="likes zanzibar ink", author=ANA, turn=running.turn.id)
    )
    await house.answer(running, Reply(kind="text", text="Noted: likes zanzibar ink"))
    later = await house.hear("remember that I like cats", by=ANA, place=ART)
    await house.store.remember(
        NewMemory(scope=scope, kind="preference", text="likes cats", author=ANA, turn=later.turn.id)
    )
    await house.retain()

    assert [memory.text for memory in await house.desk.list(reader_of(ANA, ART))] == ["likes cats"]
    assert await house.pool.fetchval("select count(*) from turns where id = $1", running.turn.id) == 0
