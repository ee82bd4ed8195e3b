"""Whoever looks after the embedded Postgres: when a killed server is back, and what is done where it is not. Time is the test's own."""

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path

import pytest

from agent.errors import StoreUnavailable
from bot.postgres import embedded_postgres
from bot.postgres.embedded_postgres import BACK_SECONDS, LOOK_SECONDS, RESTARTS_MAX, EmbeddedPostgres
from tests.patience import PATIENCE_SECONDS, until

REFUSING_SECONDS, STARTING_SECONDS = 0.2, 1.0
"""What a start takes that fails, and one that does not."""


@dataclass(slots=True)
class World:
    """A server, and the time that goes by while somebody waits or a start works."""

    refuses_until: float
    now: float = 0.0
    pid: int | None = None
    tries: int = 0

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)

    def monotonic(self) -> float:
        return self.now

    def start(self) -> None:
        self.tries += 1
        is_free = self.now >= self.refuses_until
        self.now += STARTING_SECONDS if is_free else REFUSING_SECONDS
        if not is_free:
            raise OSError("no space left on device")
        self.pid = 2

    def get_uri(self) -> str:
        return ""

    def cleanup(self) -> None: ...


@pytest.fixture
def killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[World, EmbeddedPostgres]:
    """Server 1 was killed at the time 0."""
    world = World(refuses_until=0.0)
    database = EmbeddedPostgres(tmp_path, sleep=world.sleep, monotonic=world.monotonic)
    monkeypatch.setattr(database, "_server", world)
    monkeypatch.setattr(database, "_pid", 1)
    monkeypatch.setattr(embedded_postgres, "postmaster_of", lambda _: world.pid)
    return world, database


def _told_back(caplog: pytest.LogCaptureFixture) -> list[float]:
    """The seconds that the log tells."""
    return [record.__dict__["seconds"] for record in caplog.records if "is back" in record.message]


@pytest.mark.parametrize("refuses", [0.0, 1.0, 2.0, 4.0, 6.0])
async def test_a_killed_server_is_back_within_what_is_promised(
    killed: tuple[World, EmbeddedPostgres], refuses: float, caplog: pytest.LogCaptureFixture
) -> None:
    """Also where it cannot start for a while."""
    world, database = killed
    world.refuses_until = refuses

    with caplog.at_level(logging.WARNING):
        watching = asyncio.create_task(database.watch())
        await until(lambda: _told_back(caplog), "the server, back")
        watching.cancel()

    (seconds,) = _told_back(caplog)
    assert world.pid == 2
    assert LOOK_SECONDS + seconds <= BACK_SECONDS <= 10.0


async def test_a_server_that_lives_is_left_alone(killed: tuple[World, EmbeddedPostgres]) -> None:
    world, database = killed
    world.pid = 1

    watching = asyncio.create_task(database.watch())
    await until(lambda: world.now > BACK_SECONDS, "some looks")
    watching.cancel()

    assert world.tries == 0


async def test_a_server_that_does_not_come_back_ends_the_process(
    killed: tuple[World, EmbeddedPostgres],
) -> None:
    """The keeper of the process sees it, with the folder and the log to look at."""
    world, database = killed
    world.refuses_until = 1e9

    with pytest.raises(StoreUnavailable, match="does not start again"):
        await asyncio.wait_for(database.watch(), PATIENCE_SECONDS)

    assert world.tries == RESTARTS_MAX
    assert world.now < 90
