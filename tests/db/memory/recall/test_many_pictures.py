"""A recall reads the latest pictures of a channel and no further, whatever it had."""

from agent.turn_context import reader_of
from benchmarks.speed.many_turns import multiply
from db.memory.recall.recall_statement import Recalling
from tests.contracts.stores.memory_house import ANA, ART, BOB, pixels
from tests.db.memory.pg_memory_house import PgMemoryHouse

COPIES = 6_000


async def test_a_channel_s_pictures_are_not_all_read(house: PgMemoryHouse) -> None:
    await house.post("a fox", pixels("fox"), by=BOB, place=ART)
    await multiply(house.pool, ART.community_key or "", COPIES, days_ago=180)

    plan = await Recalling(house.pool).explain(reader_of(ANA, ART))

    read = [line.strip() for line in plan.splitlines() if " on pictures p" in line]
    assert any("Index Scan using pictures_channel" in line for line in read), read
    assert not any("Bitmap" in line or "Seq Scan" in line for line in read), read
    assert "Gather" not in plan, "no helpers are started for a statement that each turn asks"
