"""`python -m benchmarks.load [--json]`: how many turns a second go through the whole path, with models that take no time.

PEOPLE people in CHANNELS channels of 10 communities write at once; each message goes through intake, the queue, the core, Postgres and the
outbox, to a platform that only counts. `--render-seconds 8` makes every picture take so long; `--workers 2` leaves the work to so many
processes of their own, and `--at-once 100` lets each have so many turns at work.

    turns             messages taken in
    lost              without a reply
    answered_twice    turns whose reply was posted more than once
    turns_per_second  from the first message to the last delivery
    ack_p99_ms        how long a platform waits until its event is stored
    rss_mb            most resident memory of a process of the bot (Postgres is another)
    turns_at_once     most turns at work together in one process
    rendering_at_once most pictures under way together in one process
    cpu_ms_per_turn, postgres_cpu_ms_per_turn, round_trips_per_turn
                      of the bot's processes, of Postgres, and what was sent to it and waited for: what a busy machine changes least
"""

import argparse
import asyncio
import json
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import uvloop
from pydantic import SecretStr

from agent.domain.conversation import Author, AuthorId, Place
from agent.domain.incoming import IncomingMessage
from benchmarks.speed.instant_models import Delays, Ledger, instant_models
from benchmarks.speed.load_workers import Counting, Tally, Worker, own_tally, serve, start_worker
from benchmarks.speed.process_costs import Costs, Meter
from benchmarks.speed.queue_variants import VARIANTS, set_up
from bot.app import App, open_app
from bot.settings import Settings, read_settings

COMMUNITIES = 10
SETTLE_SECONDS = 600.0
LOOK_SECONDS = 0.2
"""Between two looks whether all is answered: each costs Postgres a statement."""
WARM_UP_TURNS = 50


async def measure(
    people: int,
    channels: int,
    rounds: int,
    delays: Delays,
    *,
    workers: int = 0,
    at_once: int = 1_000,
    queue: str = "ours",
) -> dict[str, float]:
    """`workers`: processes of their own that do the work; 0: this one does everything. `queue`: one of VARIANTS, for this process."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="atelier-load-"))
        ledger = Ledger()
        app = await stack.enter_async_context(
            open_app(_settings(folder, at_once), models=instant_models(delays, ledger))
        )
        await set_up(app.pool, VARIANTS[queue])
        meter = Meter(await app.pool.fetchval("select pg_backend_pid()"))
        counting, others = (
            Counting(),
            [await start_worker(stack, app.dsn, delays, at_once) for _ in range(workers)],
        )
        if not others:
            working = asyncio.create_task(app.work({"discord": counting}, queues=("turns",)).run())
            stack.push_async_callback(_ended, working)
        await _send(app, WARM_UP_TURNS, 5, 1, tag="warm")
        await _settled(app)
        return await _measured(app, meter, counting, ledger, others, (people, channels, rounds))


def _settings(folder: str, at_once: int) -> Settings:
    """A person's own queue is not what is measured: everybody may have all their rounds at work."""
    return read_settings(
        ATELIER_DATA_DIR=Path(folder), ATELIER_TURNS_PER_COMMUNITY=10_000, ATELIER_TURNS_PER_PERSON=100,
        ATELIER_CONCURRENCY=at_once, ATELIER_JOIN_SECONDS=0,
    )  # fmt: skip


async def _ended(working: asyncio.Task[None]) -> None:
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)


async def _settled(app: App) -> None:
    """Looks seldom itself, for each look costs Postgres a statement."""
    until = time.monotonic() + SETTLE_SECONDS
    while not await app.turn_status.settled("discord", timeout_seconds=0.0):
        assert time.monotonic() < until, "turns stay open"
        await asyncio.sleep(LOOK_SECONDS)


async def _measured(
    app: App,
    meter: Meter,
    counting: Counting,
    ledger: Ledger,
    others: list[Worker],
    size: tuple[int, int, int],
) -> dict[str, float]:
    warm = [await other.told() for other in others]
    started, before = time.monotonic(), meter.now()
    turns, acks = await _send(app, *size, tag="m")
    await _settled(app)
    costs = meter.now().since(before)
    tallies = [
        own_tally(counting, ledger),
        *[(await other.told()).since(w) for other, w in zip(others, warm, strict=True)],
    ]
    return _figures(turns, sorted(acks), started, costs, tallies)


def _figures(
    turns: list[str], acks: list[float], started: float, costs: Costs, tallies: list[Tally]
) -> dict[str, float]:
    delivered = {turn: sum(tally.delivered.get(turn, 0) for tally in tallies) for turn in turns}
    for tally in tallies[1:]:
        costs = replace(
            costs,
            bot_seconds=costs.bot_seconds + tally.cpu_seconds,
            round_trips=costs.round_trips + tally.round_trips,
        )
    return {
        "turns": len(turns),
        "lost": sum(1 for times in delivered.values() if not times),
        "answered_twice": sum(1 for times in delivered.values() if times > 1),
        "turns_per_second": round(len(turns) / (max(tally.last_at for tally in tallies) - started), 1),
        "ack_p99_ms": round(acks[int(len(acks) * 0.99)] * 1000, 1),
        "rss_mb": round(max(tally.rss_mb for tally in tallies), 1),
        "turns_at_once": max(tally.at_once for tally in tallies),
        "rendering_at_once": max(tally.rendering_at_once for tally in tallies),
        "cpu_ms_per_turn": round(costs.bot_seconds * 1000 / len(turns), 2),
        "postgres_cpu_ms_per_turn": round(costs.postgres_seconds * 1000 / len(turns), 2),
        "round_trips_per_turn": round(costs.round_trips / len(turns), 1),
    }


async def _send(
    app: App, people: int, channels: int, rounds: int, *, tag: str
) -> tuple[list[str], list[float]]:
    """Everybody writes at once, `rounds` times in a row; the turns, and how long each event took to be stored."""
    turns: list[str] = []
    acks: list[float] = []

    async def person(number: int) -> None:
        for round_number in range(rounds):
            began = time.perf_counter()
            taken = await app.intake.message(_message(number, channels, f"{tag}{number}-{round_number}"))
            acks.append(time.perf_counter() - began)
            assert taken.turn is not None
            turns.append(taken.turn)

    async with asyncio.TaskGroup() as group:
        for number in range(people):
            group.create_task(person(number))
    return turns, acks


def _message(number: int, channels: int, event: str) -> IncomingMessage:
    channel = number % channels
    place = Place(platform="discord", community=f"g{channel % COMMUNITIES}", channel=f"c{channel}")
    author = Author(id=AuthorId(f"discord:{number}"), name=f"person {number}")
    return IncomingMessage(
        event_id=event, message=event, place=place, author=author, text=f"a fox number {event}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Turns a second through the whole house.")
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--channels", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3, help="messages of each person, one after another")
    parser.add_argument("--render-seconds", type=float, default=0.0)
    parser.add_argument(
        "--workers", type=int, default=0, help="processes of their own for the work; 0: one does everything"
    )
    parser.add_argument("--at-once", type=int, default=1_000, help="turns that a worker has at work together")
    parser.add_argument("--queue", choices=VARIANTS, default="ours", help="see `python -m benchmarks.queue`")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--serve", metavar="DSN", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    delays = Delays(render=chosen.render_seconds)
    if chosen.serve:
        with tempfile.TemporaryDirectory(prefix="atelier-load-worker-") as folder:
            settings = _settings(folder, chosen.at_once).model_copy(
                update={"database_url": SecretStr(chosen.serve)}
            )
            uvloop.run(serve(settings, delays))
        return
    figures = uvloop.run(
        measure(
            chosen.people,
            chosen.channels,
            chosen.rounds,
            delays,
            workers=chosen.workers,
            at_once=chosen.at_once,
            queue=chosen.queue,
        )
    )
    if chosen.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:<26}{value:>10}")


if __name__ == "__main__":
    main()
