"""What strikes a fleet in `python -m benchmarks.faults`, phase by phase, while people write."""

import asyncio
import random
import signal
import sys
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import get_args

from benchmarks.fleet.account import Faults
from benchmarks.fleet.people import People
from benchmarks.fleet.processes import Database, Fleet, Member
from benchmarks.fleet.slow_link import SlowLink
from benchmarks.fleet.store_watch import Watch
from benchmarks.fleet.wall_clocks import Clock
from benchmarks.fleet.world import Provider, outage
from bot.fault_injection import CrashPoint
from simulators.openai.requests import GENERATE
from simulators.seaweedfs import SeaweedFS
from simulators.telegram.world import World

POINTS = tuple(point for point in get_args(CrashPoint) if point)
OF_THE_GATEWAY = frozenset({"taken_in"})
BY_A_CHORE = frozenset({"consolidation"})
POINT_SECONDS = 60.0
"""Longest that an armed process may take to reach its point."""
DRAIN_SECONDS = 120.0
"""Without any turn's end, while some are open. People write at one pace whatever the machine can do; where others use it too, the queue is
long when the faults are over, and every turn of it has its time. A turn that waits for nothing is seen all the same."""
STUCK_SHOWN = 20
LEASE_SECONDS = 8.0
"""bot.worker.jobs.STALLED_SECONDS."""
CHAT_SECONDS, RENDER_SECONDS = 0.1, 0.5
SLOW_SECONDS = (1.0, 30.0)
"""What a slow object store takes for one picture, or a piece of it."""
CLOCK_SECONDS = 6.0
"""How long a clock stays wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much of everything."""

    chats: int = 40
    per_second: float = 2.0
    random_kills: int = 20
    postgres_restarts: int = 3
    outage_seconds: float = 8.0
    phases: tuple[str, ...] = (
        "points", "random", "frozen", "postgres", "objects", "slow_objects", "telegram", "models", "clock",
    )  # fmt: skip
    object_kills: int = 2
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
    objects: SeaweedFS
    link: SlowLink
    """On the way to the object store."""
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
            stuck = await self.watch.stuck()
            _say(f"{name} did not drain, {len(stuck)} turns are stuck:", *stuck[:STUCK_SHOWN])
        self.drains[name] = round(time.monotonic() - began, 1)
        _say(f"{name}: {len(self.people.asked)} requests so far, drained in {self.drains[name]} s")

    async def _drained(self) -> bool:
        """Whether all came to its end, as long as it grew less."""
        least, until = sys.maxsize, time.monotonic() + DRAIN_SECONDS
        while time.monotonic() < until:
            left = len(self.world.pending) + await self.watch.open_count()
            if not left:
                return True
            if left < least:
                least, until = left, time.monotonic() + DRAIN_SECONDS
            await asyncio.sleep(0.2)
        return False

    async def died(self, member: Member) -> None:
        """Notes a death that was just seen."""
        self.faults.died(time.time())
        if member.role == "worker":
            await self.watch.death()

    # --- what strikes -------------------------------------------------------------------------------------------

    def strikes(self) -> Mapping[str, Callable[[], Awaitable[None]]]:
        """By phase."""
        return {
            "points": self.at_every_point, "random": self.at_random, "frozen": self.by_freezing,
            "postgres": self.by_restarting_postgres, "telegram": self.by_telegram, "models": self.by_models,
            "clock": self.by_the_clock, "objects": self.by_killing_the_object_store, "slow_objects": self.by_a_slow_object_store,
        }  # fmt: skip

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
        self.models.delays[GENERATE] = 2.0
        await asyncio.sleep(4.0)
        frozen = self.fleet.workers()[0]
        frozen.signal(signal.SIGSTOP)
        self.faults.froze(time.time(), LEASE_SECONDS + 8.0)
        await asyncio.sleep(LEASE_SECONDS + 6.0)
        frozen.signal(signal.SIGCONT)
        await asyncio.sleep(2.0)
        self.models.delays[GENERATE] = RENDER_SECONDS

    async def by_restarting_postgres(self) -> None:
        async with self._kept():
            for number in range(self.plan.postgres_restarts):
                await asyncio.sleep(self.dice.uniform(5.0, 8.0))
                await self.database.restart("immediate" if number % 2 else "fast")
            await asyncio.sleep(3.0)

    async def by_killing_the_object_store(self) -> None:
        for _ in range(self.plan.object_kills):
            await asyncio.sleep(self.dice.uniform(2.0, 4.0))
            await asyncio.to_thread(self.objects.kill)
            await asyncio.sleep(self.plan.outage_seconds)
            await asyncio.to_thread(self.objects.start)

    async def by_a_slow_object_store(self) -> None:
        """First what still can be waited for, then what cannot."""
        for seconds in SLOW_SECONDS:
            self.link.seconds = seconds
            await asyncio.sleep(self.plan.outage_seconds)
        self.link.seconds = 0.0

    async def by_telegram(self) -> None:
        self.world.weather = outage
        await asyncio.sleep(self.plan.outage_seconds)
        self.world.weather = None

    async def by_models(self) -> None:
        self.models.down = True
        await asyncio.sleep(self.plan.outage_seconds)
        self.models.down = False

    async def by_the_clock(self) -> None:
        """A gateway and two workers whose clocks disagree by two hours, and not always the same way."""
        if not Clock.can_be_had():
            _say("clock: left out, there is no gcc: install it, or leave the phase out with --phases")
            self.unreached.append("clock")
            return
        for member in [each for each in self.fleet.members if each.alive]:
            await self._kill(member)
        clocks = [Clock(self.fleet.folder, str(number)) for number in range(3)]
        await clocks[0].build()
        for role, clock in zip(("gateway", "worker", "worker"), clocks, strict=True):
            await self.fleet.start(role, clock=clock)
        for jumps in ((3600, -3600, 0), (-3600, 3600, 600), (0, 0, -600), (0, 0, 0)):
            for clock, seconds in zip(clocks, jumps, strict=True):
                clock.jump(seconds)
            await asyncio.sleep(CLOCK_SECONDS)

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


def _say(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr, flush=True)
