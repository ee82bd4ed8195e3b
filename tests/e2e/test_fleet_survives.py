"""A fleet of processes on one Postgres: a worker is killed in the middle of its turns, and everybody is answered, once."""

import asyncio
import random
import time
from pathlib import Path

import pytest

from benchmarks.faults import settings_of
from benchmarks.fleet.account import Faults, reckon
from benchmarks.fleet.people import People
from benchmarks.fleet.processes import Fleet, open_fleet
from benchmarks.fleet.store_watch import Watch
from benchmarks.fleet.world import Provider, provider
from simulators.telegram.server import telegram_server
from simulators.telegram.world import World
from tests.patience import until_seen

pytestmark = pytest.mark.e2e
TURNS = 12


async def test_a_worker_killed_in_its_turns_costs_nobody_an_answer(dsn: str, tmp_path: Path) -> None:
    world, faults, watch = World(), Faults(), Watch(dsn)
    people = People(world, random.Random(3), chats=TURNS)
    async with (
        telegram_server(world) as telegram,
        provider(chat_seconds=0.1, render_seconds=0.5) as models,
        open_fleet(None, **settings_of(dsn, telegram.url, models.url, str(tmp_path / "pictures"))) as fleet,
    ):
        await started(fleet)
        for _ in range(TURNS):
            people.say()
        await a_worker_dies_with_turns_in_hand(fleet, watch, faults)
        await everything_is_answered(world, watch)
        found = reckon(people, models, faults, await watch.recorded_renders())
        await watch.close()
        pictures = await asyncio.to_thread(
            lambda: [path for path in (tmp_path / "pictures").rglob("*") if path.is_file()]
        )

    assert {name: found[name] for name in ("turns", "lost", "answered_twice", "renders_paid_twice")} == {
        "turns": TURNS,
        "lost": 0,
        "answered_twice": 0,
        "renders_paid_twice": 0,
    }
    assert found["apologised"] == 0
    assert len(pictures) >= found["pictures"] > 0, "their bytes are beside the database"
    assert_drawn_again_at_most_once(models)


async def started(fleet: Fleet) -> None:
    """The gateway migrates nothing here: all may start at once."""
    async with asyncio.TaskGroup() as starting:
        for role in ("gateway", "worker", "worker"):
            starting.create_task(fleet.start(role))


async def a_worker_dies_with_turns_in_hand(fleet: Fleet, watch: Watch, faults: Faults) -> None:
    await until_seen(watch.in_hand, "a turn under way")
    await fleet.workers()[0].kill()
    faults.died(time.time())


async def everything_is_answered(world: World, watch: Watch) -> None:
    async def all_over() -> bool:
        return not world.pending and not await watch.open_count()

    await until_seen(all_over, "the end of all turns")


def assert_drawn_again_at_most_once(models: Provider) -> None:
    assert max(len(times) for times in models.drawn_at.values()) <= 2
