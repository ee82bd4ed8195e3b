"""`python -m benchmarks.faults [--full] [--json]`: a real fleet, and everything that can break under it, one after another.

One gateway, two workers and a Postgres, each a process of its own, started as an operator starts them; people write in many
chats of a simulated Telegram; a simulated model server counts every picture that it draws. In each phase one kind of fault
strikes, then the faults stop and everything has to drain without an operator:

    points      SIGKILL at every named point at which a process can die (bot/crashing.py)
    random      SIGKILL of a worker at random times
    frozen      SIGSTOP of a worker for longer than its lease, then SIGCONT: it may write and post nothing any more
    postgres    Postgres restarted again and again, every second time as by a crash
    telegram    the Bot API answers 502 to everything
    models      the model server answers 503 to everything

Throughout, a share of the updates comes twice. Exit code 1 if a promise was broken. The report:

    turns                  requests
    lost                   without an answer at the end (apologies and refusals are answers, and are counted in `apologised`)
    answered_twice         with more than one, also where the second came in Telegram's known window (docs/decisions/0008)
    strays                 working messages left behind in that window
    renders_paid_twice     pictures drawn again though the first was recorded, or without a death in between
    renders_window         pictures drawn again because the worker died between the drawing and the recording
    kills                  SIGKILLs; `ended`: processes that ended without one
    resume_p50, _p95       seconds until a turn that a dead worker had in hand was taken up by another
    drain                  longest that a phase took to drain
"""

import argparse
import asyncio
import json
import random
import shutil
import signal
import statistics
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import get_args

from benchmarks.fleet import Database, Fleet, Member, open_fleet
from benchmarks.people import People
from benchmarks.reckoning import Faults, reckon
from benchmarks.simulators import Provider, outage, provider
from benchmarks.watching import Watch
from bot.crashing import CrashPoint
from tests.fakes.telegram_server import TOKEN, telegram_server
from tests.fakes.telegram_world import World

POINTS = tuple(point for point in get_args(CrashPoint) if point)
OF_THE_GATEWAY = frozenset({"taken_in"})
BY_A_CHORE = frozenset({"consolidation"})
POINT_SECONDS = 60.0
"""Longest that an armed process may take to reach its point."""
DRAIN_SECONDS = 120.0
LEASE_SECONDS = 8.0
"""bot.jobs.STALLED_SECONDS."""
SETTLE_SECONDS = 6.0
"""One sweep more, which would show a second answer."""
CHAT_SECONDS, RENDER_SECONDS = 0.1, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much of everything."""

    chats: int = 40
    per_second: float = 2.0
    random_kills: int = 20
    postgres_restarts: int = 3
    outage_seconds: float = 8.0
    phases: tuple[str, ...] = ("points", "random", "frozen", "postgres", "telegram", "models")
    points: tuple[str, ...] = POINTS
    seed: int = 1


@dataclass(slots=True, kw_only=True)
class Run:
    """The fleet under fire."""

    plan: Plan
    world: World
    models: Provider
    database: Database
    fleet: Fleet
    watch: Watch
    people: People
    dice: random.Random
    faults: Faults = field(default_factory=Faults)
    unreached: list[str] = field(default_factory=list[str])
    """Points at which no process died."""
    undrained: list[str] = field(default_factory=list[str])
    drains: dict[str, float] = field(default_factory=dict[str, float])

    async def phase(self, name: str, strike: Callable[[], Awaitable[None]]) -> None:
        """People write while `strike` strikes; then everything drains."""
        _say(f"{name} ...")
        writing = asyncio.create_task(self.people.write(self.plan.per_second))
        try:
            await strike()
        finally:
            writing.cancel()
        began = time.monotonic()
        if not await self._drained():
            self.undrained.append(name)
            _say(f"{name} did not drain:", *await self.watch.stuck())
        self.drains[name] = round(time.monotonic() - began, 1)
        _say(f"{name}: {len(self.people.asked)} requests so far, drained in {self.drains[name]} s")

    async def _drained(self) -> bool:
        until = time.monotonic() + DRAIN_SECONDS
        while time.monotonic() < until:
            if not self.world.pending and await self.watch.open_count() == 0:
                return True
            await asyncio.sleep(0.2)
        return False

    async def died(self, member: Member) -> None:
        """Notes a death that was just seen."""
        self.faults.died(time.time())
        if member.role == "worker":
            await self.watch.death()

    # --- what strikes -------------------------------------------------------------------------------------------

    async def at_every_point(self) -> None:
        """An armed process for each point; the next one starts while the last one's turns are taken up."""
        await self._kill(self.fleet.workers()[1])  # room for the armed ones
        starting = asyncio.create_task(self._armed(self.plan.points[0]))
        for point, following in zip_longest(self.plan.points, self.plan.points[1:]):
            armed = await starting
            starting = asyncio.create_task(
                self._armed(following) if following else self.fleet.start("worker")
            )
            if await self._dies(armed, point):
                await self.died(armed)
            else:
                self.unreached.append(point)
                await self._kill(armed)
            if armed.role == "gateway":
                await self.fleet.start("gateway")
        await starting

    async def _armed(self, point: str) -> Member:
        """A process that dies at `point`."""
        if point not in OF_THE_GATEWAY:
            return await self.fleet.start("worker", crash_at=point)
        await self._kill(next(m for m in self.fleet.members if m.role == "gateway" and m.alive))
        return await self.fleet.start("gateway", crash_at=point)

    async def _dies(self, armed: Member, point: str) -> bool:
        """Whether it reaches its point; as soon as it is gone."""
        until = time.monotonic() + POINT_SECONDS
        while time.monotonic() < until and armed.alive:
            if point in BY_A_CHORE:
                self.people.say(kind="told")
                await self.watch.enqueue(point)
                await asyncio.sleep(1.0)
            await asyncio.sleep(0.02)
        return not armed.alive

    async def _kill(self, member: Member) -> None:
        await member.kill()
        await self.died(member)

    async def at_random(self) -> None:
        """The keeper starts anew what is killed. Killed is while two others serve: what no worker at all means is another
        question."""
        await self.fleet.start("worker")
        async with self._kept():
            for _ in range(self.plan.random_kills):
                await self._workers(2)
                await asyncio.sleep(self.dice.uniform(0.0, 2.0))
                await self._kill(self.dice.choice(self.fleet.workers()))

    async def by_freezing(self) -> None:
        """For longer than the lease, with turns in hand; then it goes on where it was."""
        self.models.delays["/v1/images/generations"] = 2.0
        await asyncio.sleep(4.0)
        frozen = self.fleet.workers()[0]
        frozen.signal(signal.SIGSTOP)
        self.faults.froze(time.time(), LEASE_SECONDS + 8.0)
        await asyncio.sleep(LEASE_SECONDS + 6.0)
        frozen.signal(signal.SIGCONT)
        await asyncio.sleep(2.0)
        self.models.delays["/v1/images/generations"] = RENDER_SECONDS

    async def by_restarting_postgres(self) -> None:
        async with self._kept():
            for number in range(self.plan.postgres_restarts):
                await asyncio.sleep(self.dice.uniform(5.0, 8.0))
                await self.database.restart("immediate" if number % 2 else "fast")
            await asyncio.sleep(3.0)

    async def by_telegram(self) -> None:
        self.world.weather = outage
        await asyncio.sleep(self.plan.outage_seconds)
        self.world.weather = None

    async def by_models(self) -> None:
        self.models.down = True
        await asyncio.sleep(self.plan.outage_seconds)
        self.models.down = False

    async def _workers(self, at_least: int) -> None:
        while len(self.fleet.workers()) < at_least:  # noqa: ASYNC110 - processes tell nobody that they are there
            await asyncio.sleep(0.2)

    @asynccontextmanager
    async def _kept(self) -> AsyncGenerator[None]:
        keeping = asyncio.create_task(self.fleet.keep())
        try:
            yield
            await self._workers(2)
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)


async def attack(plan: Plan, logs: Path | None) -> dict[str, object]:
    """Everything, and what came of it."""
    async with AsyncExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="atelier-faults-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        database = Database(folder / "postgres")
        dsn = await database.start()
        stack.push_async_callback(database.stop)
        world, dice = World(), random.Random(plan.seed)
        telegram = await stack.enter_async_context(telegram_server(world))
        models = await stack.enter_async_context(
            provider(chat_seconds=CHAT_SECONDS, render_seconds=RENDER_SECONDS)
        )
        fleet = await stack.enter_async_context(
            open_fleet(logs, **settings_of(dsn, telegram.url, models.url))
        )
        watch = Watch(dsn)
        stack.push_async_callback(watch.close)
        run = Run(
            plan=plan, world=world, models=models, database=database, fleet=fleet, watch=watch,
            people=People(world, dice, plan.chats), dice=dice,
        )  # fmt: skip
        return await _attacked(run)


async def _attacked(run: Run) -> dict[str, object]:
    await run.fleet.start("gateway")  # migrates
    await asyncio.gather(run.fleet.start("worker"), run.fleet.start("worker"))
    watching = asyncio.create_task(run.watch.run())
    strikes = {
        "points": run.at_every_point, "random": run.at_random, "frozen": run.by_freezing,
        "postgres": run.by_restarting_postgres, "telegram": run.by_telegram, "models": run.by_models,
    }  # fmt: skip
    began = time.monotonic()
    for name in run.plan.phases:
        await run.phase(name, strikes[name])
    await asyncio.sleep(SETTLE_SECONDS)
    watching.cancel()
    run.watch.settle()
    found = reckon(run.people, run.models, run.faults, await run.watch.recorded_renders())
    return {**found, **_times(run), "seconds": round(time.monotonic() - began)}


def _times(run: Run) -> dict[str, object]:
    resumed = sorted(run.watch.resumed)
    return {
        "kills": len(run.faults.deaths),
        "ended": len(run.fleet.ended_by_themselves),
        "orphaned_turns": len(resumed) + run.watch.never,
        "never_resumed": run.watch.never,
        "resume_p50": round(statistics.median(resumed), 2) if resumed else 0.0,
        "resume_p95": round(resumed[int(len(resumed) * 0.95)], 2) if resumed else 0.0,
        "drain": max(run.drains.values(), default=0.0),
        "drains": run.drains,
        "undrained": run.undrained,
        "unreached_points": run.unreached,
    }


def settings_of(dsn: str, telegram: str, models: str) -> Mapping[str, str]:
    """What an operator sets, with the simulators' addresses."""
    return {
        "DATABASE_URL": dsn,
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": telegram,
        "OPENAI_API_KEY": "simulated",
        "OPENAI_BASE_URL": models,
        "ATELIER_CHAT_MODEL": "tiny",
        "ATELIER_IMAGE_MODEL": "gpt-image-1",
        "ATELIER_SEARCH": "searxng",
        "ATELIER_SEARCH_URL": models.removesuffix("/v1"),
        "ATELIER_LOG": "INFO",
    }


BROKEN = (
    "lost",
    "answered_twice",
    "renders_paid_twice",
    "never_resumed",
    "undrained",
    "ended",
    "unreached_points",
)
"""What must be nothing."""


def _say(*lines: str) -> None:
    import sys

    for line in lines:
        print(line, file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description="Nothing lost, nothing twice, through every fault.")
    parser.add_argument(
        "--full", action="store_true", help="at least 500 turns, 200 random kills, 12 restarts"
    )
    parser.add_argument("--random-kills", type=int)
    parser.add_argument("--postgres-restarts", type=int)
    parser.add_argument("--per-second", type=float, default=2.0, help="requests")
    parser.add_argument("--phases", nargs="+", default=list(Plan.__dataclass_fields__["phases"].default))
    parser.add_argument(
        "--points", nargs="+", default=list(POINTS), help="crash points of the phase `points`"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--logs", type=Path, help="keep the processes' logs there")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    kills = chosen.random_kills if chosen.random_kills is not None else 200 if chosen.full else 20
    restarts = chosen.postgres_restarts if chosen.postgres_restarts is not None else 12 if chosen.full else 3
    plan = Plan(
        per_second=chosen.per_second, random_kills=kills, postgres_restarts=restarts, seed=chosen.seed,
        phases=tuple(chosen.phases), points=tuple(chosen.points), outage_seconds=20.0 if chosen.full else 8.0,
    )  # fmt: skip
    found = asyncio.run(attack(plan, chosen.logs))
    if chosen.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:<24}{value}")
    return 1 if any(found[name] for name in BROKEN) else 0


if __name__ == "__main__":
    raise SystemExit(main())
