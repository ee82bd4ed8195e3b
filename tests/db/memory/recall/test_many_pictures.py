"""A recall reads the latest pictures of a channel and no further, whatever it had."""

from collections.abc import Iterator, Sequence

from agent.turn_context import reader_of
from benchmarks.speed.many_turns import multiply
from db.memory.recall.recall_statement import Recalling
from tests.contracts.memory.memory_house import ANA, ART, BOB, pixels
from tests.db.memory.pg_memory_house import PgMemoryHouse

COPIES = 6_000


async def test_a_channel_s_pictures_are_not_all_read(house: PgMemoryHouse) -> None:
    await house.post("a fox", pixels("fox"), by=BOB, place=ART)
    await multiply(house.pool, ART.community_key or "", COPIES, days_ago=180)

    plan = await Recalling(house.pool).explain(reader_of(ANA, ART))

    lines = plan.splitlines()
    read = [number for number, line in enumerate(lines) if " on pictures p" in line]
    assert any("Index Scan using pictures_channel" in lines[number] for number in read), plan
    for number in read:
        assert "Bitmap" not in lines[number]
        assert "Seq Scan" not in lines[number]
        assert not any("Sort" in above for above in up_to_its_limit(lines, number)), (
            "in the order of the index"
        )
    assert "Gather" not in plan, "no helpers are started for a statement that each turn asks"


def up_to_its_limit(lines: Sequence[str], number: int) -> Iterator[str]:
    """The nodes above one of a plan, up to the next that ends early."""
    depth = indent(lines[number])
    for line in reversed(lines[:number]):
        if "->" in line and indent(line) < depth:
            depth = indent(line)
            if "Limit" in line:
                return
            yield line


def indent(line: str) -> int:
    return len(line) - len(line.lstrip())
