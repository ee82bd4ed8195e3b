"""The scale benchmark, on a small scale."""

from benchmarks.memory_scale import ask, fill
from db.pool import Pool


async def test_the_first_recall_is_told_apart_from_the_later_ones(pool: Pool) -> None:
    await fill(pool, "scale:one", 30)
    await fill(pool, "scale:two", 30)

    told = await ask(pool, "both", ["scale:one", "scale:two"], questions=5)

    assert told.name == "both"
    assert 0 < told.p50 <= told.p95
    assert told.first > 0
    assert told.stall is not None
    assert told.stall >= 0
