"""`python -m benchmarks.faults [--full] [--json]`: a real fleet, and everything that can break under it, one after another.

One gateway, two workers, a Postgres and an object store, each a process of its own, started as an operator starts them; people write in
many chats of a simulated Telegram; a simulated model server counts every picture that it draws. In each phase one kind of fault
strikes, then the faults stop and everything has to drain without an operator:

    points      SIGKILL at every named point at which a process can die (bot/fault_injection.py)
    random      SIGKILL of a worker at random times
    frozen      SIGSTOP of a worker for longer than its lease, then SIGCONT: it may write and post nothing any more
    postgres    Postgres restarted again and again, every second time as by a crash
    objects     SIGKILL of the object store (SeaweedFS), which comes back some seconds later
    slow_objects  the object store takes a second for each picture, then half a minute
    telegram    the Bot API answers 502 to everything
    models      the model server answers 503 to everything
    clock       the wall clocks of the processes jump an hour forward and back, each otherwise (needs gcc)

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
    objects                pictures in the object store, and how the store and Postgres agree once all is over: `in_postgres` did not move
                           over, `stray_objects` were left behind by deaths and swept away, `orphans` are left after that, `missing` are
                           named and not there; then a part of the people is forgotten: `forgotten_rows`, `forgotten_objects` are
                           what still tells of them
"""

import argparse
import asyncio
import json
import random
import shutil
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import asdict
from pathlib import Path

from adapters.objects.locations import store_at
from adapters.objects.object_store import Objects
from benchmarks.fleet.account import reckon
from benchmarks.fleet.fault_phases import CHAT_SECONDS, POINTS, RENDER_SECONDS, Plan, Run
from benchmarks.fleet.object_account import reckon_objects
from benchmarks.fleet.people import People
from benchmarks.fleet.processes import Database, open_fleet
from benchmarks.fleet.slow_link import slow_link
from benchmarks.fleet.store_watch import Watch
from benchmarks.fleet.world import provider
from simulators.seaweedfs import BUCKET, KEY, SECRET, SeaweedFS
from simulators.telegram.server import TOKEN, telegram_server
from simulators.telegram.world import World

SETTLE_SECONDS = 6.0
"""One sweep more, which would show a second answer."""
FORGOTTEN = 10
"""People who have everything forgotten at the end."""
SAID_CHARS = 3_000
"""Of the log of a process that ended by itself."""


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
        store = await asyncio.to_thread(stack.enter_context, SeaweedFS())
        link = await stack.enter_async_context(slow_link(store.ports["s3"]))
        location = f"s3://{BUCKET}?endpoint=http://127.0.0.1:{link.port}"
        fleet = await stack.enter_async_context(
            open_fleet(logs, **settings_of(dsn, telegram.url, models.url, location))
        )
        watch = Watch(dsn)
        stack.push_async_callback(watch.close)
        run = Run(
            plan=plan, world=world, models=models, database=database, fleet=fleet, watch=watch,
            people=People(world, dice, plan.chats), dice=dice, objects=store, link=link,
        )  # fmt: skip
        found = await _attacked(run)
        objects = Objects(store_at(store.location, key_id=KEY, secret=SECRET))
        stack.callback(objects.close)
        left = await reckon_objects(dsn, objects, run.people.ids(FORGOTTEN))
        await _watched_to_the_end(run)
        return {**found, **asdict(left), "ended": len(run.fleet.ended_by_themselves)}


async def _attacked(run: Run) -> dict[str, object]:
    await run.fleet.start("gateway")  # migrates
    await asyncio.gather(run.fleet.start("worker"), run.fleet.start("worker"))
    watching = asyncio.create_task(run.watch.run())
    strikes = run.strikes()
    began = time.monotonic()
    for name in run.plan.phases:
        await run.phase(name, strikes[name])
    await asyncio.sleep(SETTLE_SECONDS)
    watching.cancel()
    run.watch.settle()
    found = reckon(run.people, run.models, run.faults, await run.watch.recorded_renders())
    return {**found, **_times(run), "seconds": round(time.monotonic() - began)}


async def _watched_to_the_end(run: Run) -> None:
    """Tells of each process that ended by itself why it did."""
    run.fleet.bury()
    for member in run.fleet.ended_by_themselves:
        said = member.said()[-SAID_CHARS:]
        print(f"a {member.role} ended by itself ({member.process.returncode}):\n{said}", file=sys.stderr)


def _times(run: Run) -> dict[str, object]:
    resumed = sorted(run.watch.resumed)
    return {
        "kills": len(run.faults.deaths),
        "orphaned_turns": len(resumed) + run.watch.never,
        "never_resumed": run.watch.never,
        "resume_p50": round(statistics.median(resumed), 2) if resumed else 0.0,
        "resume_p95": round(resumed[int(len(resumed) * 0.95)], 2) if resumed else 0.0,
        "drain": max(run.drains.values(), default=0.0),
        "drains": run.drains,
        "undrained": run.undrained,
        "unreached_points": run.unreached,
    }


def settings_of(dsn: str, telegram: str, models: str, objects: str) -> Mapping[str, str]:
    """What an operator sets, with the simulators' addresses."""
    return {
        "DATABASE_URL": dsn,
        "ATELIER_OBJECTS": objects,
        "ATELIER_OBJECTS_KEY": KEY,
        "ATELIER_OBJECTS_SECRET": SECRET,
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": telegram,
        "OPENAI_API_KEY": "simulated",
        "OPENAI_BASE_URL": models,
        "ATELIER_PLAN": "full",
        "ATELIER_CHAT_MODEL": "tiny",
        "ATELIER_IMAGE_MODEL": "gpt-image-1",
        "ATELIER_SEARCH": "searxng",
        "ATELIER_SEARCH_URL": models.removesuffix("/v1"),
        "ATELIER_JOIN_SECONDS": "0",  # each message is a wish of its own, to be counted
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
    "in_postgres",
    "orphans",
    "missing",
    "forgotten_rows",
    "forgotten_objects",
)
"""What must be nothing."""


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
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # either way its fleet ends with it
    found = asyncio.run(attack(plan, chosen.logs))
    if chosen.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:<24}{value}")
    return 1 if any(found[name] for name in BROKEN) else 0


if __name__ == "__main__":
    raise SystemExit(main())
