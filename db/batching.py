"""Statements of many that go to Postgres as one: what is asked for while an earlier batch is under way goes together in the next, so that
a crowd shares round trips and commits, and one alone waits for nobody."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

import asyncpg

A = TypeVar("A")
R = TypeVar("R")

TOGETHER_MAX = 64
"""Most items of one batch: it bounds how long a transaction lasts, and so who waits for whose locks."""


class Batcher(Generic[A, R]):
    """Runs `together` on batches, one at a time and in the order in which the items came. What `together` did is committed when it
    returns; an item's answer comes after that and never before."""

    def __init__(
        self, together: Callable[[Sequence[A]], Awaitable[Sequence[R]]], *, most: int = TOGETHER_MAX
    ) -> None:
        self._together = together
        self._most = most
        self._waiting: deque[tuple[A, asyncio.Future[R]]] = deque()
        self._working: asyncio.Task[None] | None = None

    @property
    def is_busy(self) -> bool:
        return self._working is not None

    async def ask(self, item: A) -> R:
        """The item's own answer. Raises what its batch raised, or, where the batch failed because of another item, what it raises
        alone. Cancelled after it has begun, it may have been done."""
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        if self._working is None:
            self._working = asyncio.create_task(self._work(), name="batch")
        return await answer

    async def _work(self) -> None:
        try:
            while batch := self._next():
                await self._run(batch)
        finally:
            self._working = None
            while self._waiting:  # only when the loop ends
                self._waiting.popleft()[1].cancel()

    def _next(self) -> list[tuple[A, asyncio.Future[R]]]:
        batch: list[tuple[A, asyncio.Future[R]]] = []
        while self._waiting and len(batch) < self._most:
            item, answer = self._waiting.popleft()
            if not answer.done():
                batch.append((item, answer))
        return batch

    async def _run(self, batch: Sequence[tuple[A, asyncio.Future[R]]]) -> None:
        try:
            found = await self._together([item for item, _ in batch])
        except Exception as error:
            if len(batch) > 1 and _may_be_one_alone(error):
                for one in batch:
                    await self._run([one])
                return
            for _, answer in batch:
                if not answer.done():
                    answer.set_exception(error)
            return
        except asyncio.CancelledError:
            for _, answer in batch:
                answer.cancel()
            raise
        for (_, answer), result in zip(batch, found, strict=True):
            if not answer.done():
                answer.set_result(result)


def _may_be_one_alone(error: Exception) -> bool:
    """Whether the others of the batch may do without the one that failed: not where Postgres is away, whose answer to a commit may be
    lost. Everything that Postgres refused was rolled back."""
    if isinstance(error, asyncpg.PostgresError):
        return str(getattr(error, "sqlstate", None) or "")[:2] not in ("08", "53", "57", "58", "")
    return isinstance(error, ValueError | TypeError)
