"""Many asked as one: who shares a batch, who gets which answer, and what one that fails does to the others."""

import asyncio
from collections.abc import Sequence

import asyncpg
import pytest

from db.batching import Batcher


class Table:
    """Doubles numbers, in batches that wait for their gate."""

    def __init__(self, *, refused: Exception | None = None) -> None:
        self.batches: list[list[int]] = []
        self.begun = asyncio.Event()
        self.gate = asyncio.Event()
        self._refused = refused

    async def together(self, items: Sequence[int]) -> Sequence[int]:
        self.batches.append(list(items))
        self.begun.set()
        await self.gate.wait()
        if self._refused is not None and 3 in items:
            raise self._refused
        return [2 * item for item in items]


async def asked(gathering: Batcher[int, int], table: Table, *items: int) -> list[int | BaseException]:
    """One after another, all before the first batch is done."""
    tasks = [asyncio.create_task(gathering.ask(item)) for item in items]
    await table.begun.wait()
    table.gate.set()
    return await asyncio.gather(*tasks, return_exceptions=True)


async def test_one_alone_waits_for_nobody() -> None:
    table = Table()
    table.gate.set()

    assert await Batcher(table.together).ask(4) == 8
    assert table.batches == [[4]]


async def test_what_comes_meanwhile_goes_together_in_its_order_and_each_gets_its_own_answer() -> None:
    table = Table()

    answers = await asked(Batcher(table.together, most=3), table, 1, 2, 4, 5, 6)

    assert answers == [2, 4, 8, 10, 12]
    assert [item for batch in table.batches for item in batch] == [1, 2, 4, 5, 6]
    assert max(len(batch) for batch in table.batches) == 3


async def test_one_that_is_refused_takes_no_other_with_it() -> None:
    refusal = asyncpg.exceptions.DataError("no")
    table = Table(refused=refusal)

    answers = await asked(Batcher(table.together), table, 1, 3, 4)

    assert answers == [2, refusal, 8]


async def test_with_postgres_away_nothing_is_tried_again_for_its_answer_may_be_lost() -> None:
    gone = asyncpg.exceptions.ConnectionDoesNotExistError("gone")
    table = Table(refused=gone)

    answers = await asked(Batcher(table.together), table, 1, 3, 4)

    assert gone in answers
    assert sum(3 in batch for batch in table.batches) == 1


async def test_one_that_waits_no_longer_is_left_out() -> None:
    table = Table()
    gathering = Batcher(table.together)
    first = asyncio.create_task(gathering.ask(1))
    await table.begun.wait()
    second, third = asyncio.create_task(gathering.ask(2)), asyncio.create_task(gathering.ask(4))
    await asyncio.sleep(0)

    second.cancel()
    table.gate.set()

    assert await asyncio.gather(first, third) == [2, 8]
    assert all(2 not in batch for batch in table.batches)
    with pytest.raises(asyncio.CancelledError):
        await second
