"""`python -m bot pause | drain | resume`: no worker begins a turn meanwhile, nothing is lost, and what waits goes on afterwards."""

from pathlib import Path

import pytest
from procrastinate import PsycopgConnector

from bot.commands.pause import begin, drain, end
from bot.settings import Settings, read_settings
from bot.worker.job_manager import PatientJobManager
from db.pool import Pool
from db.turns.pause import pause, under_way
from db.turns.queue import enqueue
from tests.worlds.stored_turns import StoredTurns

QUEUES = ["turns", "upkeep"]


@pytest.fixture
def settings(dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields.values():
        monkeypatch.delenv(str(field.alias), raising=False)
    return read_settings(DATABASE_URL=dsn)


async def test_chores_go_on_and_turns_wait_for_the_end_of_the_pause(settings: Settings, pool: Pool) -> None:
    connector = PsycopgConnector(
        conninfo=str(settings.database_url and settings.database_url.get_secret_value()),
        min_size=1,
        max_size=1,
    )
    await connector.open_async()
    try:
        manager = PatientJobManager(connector, concurrency=10)
        worker = await manager.register_worker()
        await begin(settings)
        async with pool.acquire() as connection:
            for queue, task in (("turns", "turn"), ("upkeep", "upkeep")):
                await enqueue(connection, queue=queue, task=task, arguments={})

        fetched = [await manager.fetch_job(QUEUES, worker) for _ in range(2)]
        assert [job and job.queue for job in fetched] == ["upkeep", None]

        await end(settings)
        job = await manager.fetch_job(QUEUES, worker)
        assert job is not None
        assert job.queue == "turns"
    finally:
        await connector.close_async()


async def test_a_drain_ends_when_nothing_is_under_way(
    settings: Settings, pool: Pool, capsys: pytest.CaptureFixture[str]
) -> None:
    house = StoredTurns(pool)
    turn = (await house.say()).turn
    await house.claim(turn)

    async def finished(seconds: float) -> None:
        await pool.execute("update turns set state = 'done'")

    assert await drain(settings, seconds=60, sleep=finished) == 0
    assert "Nothing is under way." in capsys.readouterr().out
    assert await pool.fetchval("select count(*) from pause") == 1


async def test_a_drain_that_takes_too_long_says_what_is_left(
    settings: Settings, pool: Pool, capsys: pytest.CaptureFixture[str]
) -> None:
    house = StoredTurns(pool)
    await house.claim((await house.say()).turn)

    assert await drain(settings, seconds=0) == 1
    assert "1 turns are still under way" in capsys.readouterr().out


async def test_a_turn_that_was_fetched_and_not_begun_is_under_way(pool: Pool) -> None:
    house = StoredTurns(pool)
    turn = (await house.say()).turn
    await pause(pool)
    assert (await under_way(pool)).is_nothing

    await pool.execute(
        "update procrastinate_jobs set status = 'doing' where id = (select job_id from turns where id = $1::uuid)",
        turn,
    )

    assert (await under_way(pool)).turns == 1


async def test_to_end_what_never_began_is_fine(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await end(settings) == 0
    assert "There was no pause." in capsys.readouterr().out
