"""Who is read next: what takes long stands further back, and not for ever."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest

from adapters.child_processes import lane as lanes
from adapters.child_processes.lane import Lane
from adapters.child_processes.protocol import Answer, Job
from tests.patience import PATIENCE_SECONDS, until


class Reader:
    """Stands for the one process of a lane: reads what it is given in the order in which it is, once it may begin."""

    pid = 1

    def __init__(self) -> None:
        self.may_begin = threading.Event()
        self.read: list[str] = []

    def run(self, job: Job, *, seconds: float) -> Answer:
        self.read.append(job.shown)
        assert self.may_begin.wait(PATIENCE_SECONDS)
        return Answer(problem=job.shown)

    def end(self) -> None:
        self.may_begin.set()


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    reader = Reader()

    def started(program: str, *, nice: int) -> Reader:
        return reader

    monkeypatch.setattr(lanes, "ChildProcess", started)
    return reader


@pytest.fixture
async def lane(reader: Reader) -> AsyncIterator[Lane]:
    lane = Lane("none", places=1, nice=0, read_seconds=PATIENCE_SECONDS)
    yield lane
    lane.close()


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The clock of the line, seconds."""
    now = [100.0]
    monkeypatch.setattr(lanes.time, "monotonic", lambda: now[0])
    return now


async def handed_in(lane: Lane, name: str, seconds: float) -> "asyncio.Task[Answer]":
    task = asyncio.create_task(lane.answer(Job(task="admit", data=b"", shown=name), seconds=seconds))
    await asyncio.sleep(0)
    return task


async def test_what_is_read_soon_goes_before_what_takes_long(
    lane: Lane, reader: Reader, now: list[float]
) -> None:
    tasks = [await handed_in(lane, "first", 0.5)]
    await until(lambda: reader.read)

    tasks += [await handed_in(lane, name, seconds) for name, seconds in (("bomb", 0.9), ("photo", 0.1))]
    reader.may_begin.set()
    await asyncio.gather(*tasks)

    assert reader.read == ["first", "photo", "bomb"]


async def test_what_takes_long_is_not_put_off_for_ever(lane: Lane, reader: Reader, now: list[float]) -> None:
    tasks = [await handed_in(lane, "first", 0.5)]
    await until(lambda: reader.read)

    tasks.append(await handed_in(lane, "large", 0.9))
    now[0] += 0.8 * lanes.HEAD_START + 0.1
    tasks.append(await handed_in(lane, "late", 0.1))
    reader.may_begin.set()
    await asyncio.gather(*tasks)

    assert reader.read == ["first", "large", "late"]


async def test_alike_pictures_are_read_in_the_order_in_which_they_came(
    lane: Lane, reader: Reader, now: list[float]
) -> None:
    names = [f"picture {number}" for number in range(12)]
    tasks = [await handed_in(lane, name, 0.1) for name in names]
    reader.may_begin.set()
    await asyncio.gather(*tasks)

    assert reader.read == names
