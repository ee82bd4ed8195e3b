"""Workers of the load benchmark: processes of their own, which count what they post and tell it when they are asked."""

import asyncio
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass, field

from agent.domain.conversation import PlatformName, Reply
from agent.ports import Address, PictureFile
from benchmarks.speed.instant_models import Delays, Ledger, instant_models
from benchmarks.speed.process_costs import Meter
from bot.app import open_app
from bot.settings import Settings

START_SECONDS = 60.0
LINE_BYTES_MAX = 1 << 24


@dataclass(slots=True)
class Counting:
    """An `Outbound` that posts nowhere and counts."""

    platform: PlatformName = "discord"
    delivered: Counter[str] = field(default_factory=Counter[str])
    last_at: float = 0.0
    under_way: set[str] = field(default_factory=set[str])
    most_under_way: int = 0
    """Turns with a working message and without a reply, at most."""

    async def open(self, address: Address, text: str) -> str:
        self.under_way.add(address.turn)
        self.most_under_way = max(self.most_under_way, len(self.under_way))
        return f"p{address.message}"

    async def refuses_pictures(self, address: Address) -> str:
        return ""

    async def progress(self, address: Address, message: str, text: str, preview: bytes | None = None) -> None:
        """Seen by nobody."""

    async def deliver(
        self, address: Address, message: str | None, reply: Reply, files: Sequence[PictureFile]
    ) -> str:
        self.under_way.discard(address.turn)
        self.delivered[address.turn] += 1
        self.last_at = time.monotonic()
        return message or f"p{address.message}"

    async def remove(self, address: Address, message: str) -> None:
        """Nothing to remove."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What one process did and cost."""

    delivered: Mapping[str, int]
    last_at: float
    rss_mb: float
    at_once: int
    rendering_at_once: int
    cpu_seconds: float = 0.0
    round_trips: int = 0

    def since(self, before: "Tally") -> "Tally":
        return Tally(
            delivered=self.delivered, last_at=self.last_at, rss_mb=self.rss_mb, at_once=self.at_once,
            rendering_at_once=self.rendering_at_once, cpu_seconds=self.cpu_seconds - before.cpu_seconds,
            round_trips=self.round_trips - before.round_trips,
        )  # fmt: skip


def own_tally(counting: Counting, ledger: Ledger, meter: Meter | None = None) -> Tally:
    costs = meter and meter.now()
    return Tally(
        delivered=dict(counting.delivered), last_at=counting.last_at,
        rss_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, at_once=counting.most_under_way,
        rendering_at_once=ledger.most_under_way,
        cpu_seconds=costs.bot_seconds if costs else 0.0, round_trips=costs.round_trips if costs else 0,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """The other end of `serve`."""

    process: asyncio.subprocess.Process

    async def told(self) -> Tally:
        """Its tally up to now."""
        assert self.process.stdin is not None
        self.process.stdin.write(b"tell\n")
        return Tally(**json.loads(await self.line()))

    async def line(self) -> bytes:
        assert self.process.stdout is not None
        return await asyncio.wait_for(self.process.stdout.readline(), START_SECONDS)

    async def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        await self.process.wait()


async def start_worker(stack: AsyncExitStack, dsn: str, delays: Delays, at_once: int) -> Worker:
    """One that serves; it ends with the stack."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.load", "--serve", dsn, "--render-seconds", str(delays.render),
        "--at-once", str(at_once), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=LINE_BYTES_MAX,
    )  # fmt: skip
    worker = Worker(process=process)
    stack.push_async_callback(worker.end)
    if not await worker.line():
        raise RuntimeError("a worker ended at its start")
    return worker


async def serve(settings: Settings, delays: Delays) -> None:
    """Works until stdin ends, and tells its tally for each line on it."""
    ledger, counting = Ledger(), Counting()
    async with open_app(settings, models=instant_models(delays, ledger)) as app:
        meter = Meter(await app.pool.fetchval("select pg_backend_pid()"))
        working = asyncio.create_task(app.work({"discord": counting}, queues=("turns",)).run())
        print("ready", flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            print(json.dumps(asdict(own_tally(counting, ledger, meter))), flush=True)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
