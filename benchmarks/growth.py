"""`python -m benchmarks.growth [--turns N] [--per-second R] [--at-most SECONDS] [--json]`: growth, and getting rid of it.

Turns of one community are made by the whole house, with models that take no time; then their rows are multiplied until there are
N of them, half a year old, and the community keeps nothing longer than thirty days. While other communities go on writing (R turns a
second), the hour's retention runs, and people of the large community have everything forgotten: one who wrote a tenth
of it all, and others.

    bytes_per_turn          by table, with indexes; `pixels` apart
    removed, prune_seconds  turns of the large community that the retention removed (`left`: that are there still), and how long that took
    slowest_statement       seconds; `slowest`: what the slowest were
    erasure_seconds_max     from asking to be forgotten until all is done, also where a turn of theirs was under way; `remembered`: rows of
                            theirs that were found after all
    ack_p99_ms, turn_p95_ms while the load goes on alone (`before`) and while all this goes on (`during`)
    lost, open              of the load: not delivered although their turn is over; turns that were not over when the benchmark was
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

import uvloop

from agent.domain.conversation import Author, AuthorId, Place
from agent.domain.incoming import IncomingMessage
from agent.errors import AtelierError
from benchmarks.speed.instant_models import Delays, Ledger, instant_models
from benchmarks.speed.load_workers import Counting
from benchmarks.speed.many_turns import multiply
from benchmarks.speed.statement_watch import StatementWatch
from bot.app import App, open_app
from bot.clock import SystemClock
from bot.postgres.database import DATABASE_FOLDER
from bot.settings import read_settings
from db.memory.forgetting.erase_person import erase_everything_of
from db.memory.forgetting.retention import finish_erasures, retain
from db.reports.table_sizes import table_sizes

LARGE = "large"
PEOPLE, HEAVY_SHARE = 40, 10
"""Of the large community; the first of them writes every tenth message."""
SAMPLE = 200
"""Turns that are really made."""
DAYS_AGO, DAYS_KEPT = 180, 30
ALONE_SECONDS = 10.0
FORGOTTEN = 3
SETTLE_SECONDS = 120.0


@dataclass(slots=True)
class Load:
    """People of other communities, who write at a steady rate."""

    app: App
    counting: Counting
    acks: list[float] = field(default_factory=list[float])
    turns: list[tuple[str, float]] = field(default_factory=list[tuple[str, float]])
    refused: Counter[str] = field(default_factory=Counter[str])
    """Events that could not be stored, by why."""
    _number: int = 0

    async def write(self, per_second: float) -> None:
        """Until cancelled; whoever is not answered yet keeps nobody from writing."""
        began, sent = time.monotonic(), 0
        async with asyncio.TaskGroup() as group:
            while True:
                while sent < (time.monotonic() - began) * per_second:
                    sent += 1
                    group.create_task(self._one())
                await asyncio.sleep(0.01)

    async def _one(self) -> None:
        self._number += 1
        place = Place(platform="discord", community=f"g{self._number % 20}", channel=f"c{self._number % 200}")
        began = time.perf_counter()
        try:
            turn = await say(self.app, place, f"discord:{self._number % 400}", f"load{self._number}")
        except AtelierError as error:
            self.refused[str(error)[:80]] += 1
            return
        self.acks.append(time.perf_counter() - began)
        self.turns.append((turn, time.monotonic()))

    def figures(self) -> dict[str, float]:
        """Since they were last asked for."""
        acks, self.acks = sorted(self.acks), []
        return {
            "ack_p99_ms": round(acks[int(len(acks) * 0.99)] * 1000, 1) if acks else 0.0,
            "turns": len(acks),
        }

    def lost(self) -> int:
        return sum(1 for turn, _ in self.turns if not self.counting.delivered[turn])


async def say(app: App, place: Place, person: str, event: str) -> str:
    author = Author(id=AuthorId(person), name=person.replace(":", " "))
    taken = await app.intake.message(
        IncomingMessage(
            event_id=event, message=event, place=place, author=author, text=f"a fox number {event}"
        )
    )
    assert taken.turn is not None
    return taken.turn


async def measure(turns: int, per_second: float, at_most: float | None) -> dict[str, object]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="atelier-growth-")))
        settings = read_settings(
            ATELIER_DATA_DIR=folder, ATELIER_TURNS_PER_COMMUNITY=10_000, ATELIER_TURNS_PER_PERSON=100, ATELIER_JOIN_SECONDS=0,
        )  # fmt: skip
        app = await stack.enter_async_context(open_app(settings, models=instant_models(Delays(), Ledger())))
        watch = await StatementWatch.begin(app.pool, log_in(folder / DATABASE_FOLDER))
        counting = Counting()
        working = asyncio.create_task(
            app.work({"discord": counting}, queues=("turns",)).jobs.run(drain_seconds=1.0)
        )
        stack.push_async_callback(ended, working)
        sizes = await _grow(app, turns)
        load = Load(app, counting)
        return {"turns": turns, **sizes, **await _pruned(app, load, watch, per_second, at_most)}


def log_in(folder: Path) -> Path:
    return next(path for path in folder.rglob("*log") if path.is_file())


async def _grow(app: App, turns: int) -> dict[str, object]:
    place = Place(platform="discord", community=LARGE, channel="art")
    before = await table_sizes(app.pool)
    for number in range(SAMPLE):
        heavy = number % HEAVY_SHARE == 0
        await say(app, place, f"discord:large{0 if heavy else number % PEOPLE}", f"large{number}")
    await settled(app)
    began = time.monotonic()
    await multiply(app.pool, place.community_key or "", turns // SAMPLE - 1, days_ago=DAYS_AGO)
    _say(f"{turns} turns were made in {time.monotonic() - began:.0f} s")
    after = await table_sizes(app.pool)
    pixels = await app.pool.fetchval("select sum(octet_length(data)) from images")
    grown = {table: round((after[table] - before.get(table, 0)) / turns) for table in after}
    shown = {table: size for table, size in grown.items() if size}
    return {
        "bytes_per_turn": shown,
        "bytes_per_turn_all": sum(shown.values()),
        "pixels": round(pixels / turns),
    }


async def _pruned(
    app: App, load: Load, watch: StatementWatch, per_second: float, at_most: float | None
) -> dict[str, object]:
    old = await _turns_of(app)
    watch.forget()
    writing = asyncio.create_task(load.write(per_second))
    await asyncio.sleep(ALONE_SECONDS)
    before = load.figures()
    _say(f"alone: {before}, slowest {watch.slowest(3)}")
    watch.forget()
    await app.pool.execute(_KEEPS, f"community:discord:{LARGE}", {"retention_days": DAYS_KEPT})
    began = time.monotonic()
    forgetting = asyncio.create_task(_forget_some(app))
    with suppress(TimeoutError):
        async with asyncio.timeout(at_most):
            await _retained(app)
    erasures = await forgetting
    seconds = time.monotonic() - began
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    during, slowest = load.figures(), watch.slowest(5)
    left, open_turns = await _turns_of(app), await settled(app)
    return {
        "removed": old - left, "left": left, "prune_seconds": round(seconds, 1), "turns_per_second": round((old - left) / seconds),
        "slowest_statement": slowest[0].seconds if slowest else 0.0,
        "slowest": [f"{slow.seconds:.2f} s: {slow.what}" for slow in slowest],
        "erasure_seconds_max": round(max(erasures), 1), "erasure_seconds": [round(each, 1) for each in erasures],
        "remembered": await app.pool.fetchval(_ROWS, [_person(number) for number in range(FORGOTTEN)]),
        "before": before, "during": during, "lost": max(0, load.lost() - open_turns), "open": open_turns,
        "refused": dict(load.refused),
    }  # fmt: skip


async def _retained(app: App) -> None:
    """The hour's retention, until it has nothing more to do."""
    while gone := await retain(app.pool, SystemClock().now()):
        _say(f"a run: {gone} rows")


async def _turns_of(app: App) -> int:
    return await app.pool.fetchval("select count(*) from turns where community = $1", f"discord:{LARGE}")


async def _forget_some(app: App) -> Sequence[float]:
    """One after the other; the last of them has a turn under way as they ask."""
    took: list[float] = []
    for number in range(FORGOTTEN):
        person = _person(number)
        began = time.monotonic()
        if number == FORGOTTEN - 1:
            await say(
                app, Place(platform="discord", community=LARGE, channel="art"), person, "on the way out"
            )
        await erase_everything_of(app.pool, person)
        while await app.pool.fetchval("select exists (select from erasures where author = $1)", person):
            await finish_erasures(app.pool)
            await asyncio.sleep(0.2)
        took.append(time.monotonic() - began)
        _say(f"{person} was forgotten in {took[-1]:.1f} s")
    return took


def _person(number: int) -> str:
    return f"discord:large{number}"


async def settled(app: App) -> int:
    """Waits until no turn is open, for as long as fewer and fewer are; how many stay so."""
    still = -1
    while not await app.turn_status.settled("discord", timeout_seconds=SETTLE_SECONDS):
        before, still = still, await app.pool.fetchval(_OPEN)
        if 0 <= before <= still:
            return still
    return 0


async def ended(working: asyncio.Task[None]) -> None:
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


_KEEPS = "insert into channel_settings (scope, settings) values ($1, $2)"
_OPEN = "select count(*) from turns where platform = 'discord' and state in ('queued', 'running')"
_ROWS = """
select (select count(*) from turns where author = any($1::text[])) + (select count(*) from messages where author = any($1::text[]))
     + (select count(*) from images where owner = any($1::text[])) + (select count(*) from spending where author = any($1::text[]))
"""


def main() -> int:
    parser = argparse.ArgumentParser(description="Growth, and getting rid of it, under load.")
    parser.add_argument("--turns", type=int, default=1_000_000, help="of the large community")
    parser.add_argument("--per-second", type=float, default=50.0, help="turns of the load")
    parser.add_argument(
        "--at-most", type=float, help="seconds of pruning; what is left then is told (no limit)"
    )
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    found = uvloop.run(measure(chosen.turns, chosen.per_second, chosen.at_most))
    if chosen.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:<24}{value}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
