"""`python -m benchmarks.discord_soak [--people 12] [--minutes 0.5] [--storm 1] [--json]`: many people, every wish answered once.

People in channels, in a thread and in private chats name the bot, reply to its pictures, bring pictures of their own, use /imagine and
press Again, while one REST call in ten goes wrong (429, 502, a broken connection, carried out or not), events come twice, and the
gateway's connection breaks three times a minute; every third session cannot be resumed, and what was missed is read back. The house is
the real one (Postgres, queue, outbox, Discord's SDK); the models take no time.

    turns       messages, commands and presses that ask for a picture
    lost        without a picture at the end
    doubled     with more than one
    frozen      working messages and "thinking ..." that stayed
    faults      calls that went wrong, of so many calls
    breaks      of the gateway's connection
    seconds     from the wish to its picture: the usual one (median), p95 and the slowest
    cpu         seconds of one core, the simulator's and the people's included
    megabytes   the most that the process held, the simulator's pictures included
"""

import argparse
import asyncio
import json
import logging
import random
import resource
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median

import uvloop

from adapters.discord.client import DiscordPlatform
from adapters.discord.config import DiscordConfig
from adapters.discord.outbound.outbound import DiscordOutbound
from benchmarks.fleet.discord_people import DiscordSoak
from benchmarks.speed.instant_models import Delays, Ledger, instant_models
from bot.app import App, open_app
from bot.settings import read_settings
from db.delivery.read_positions import PgReadPositions
from simulators.discord.server import DiscordServer, discord_server
from simulators.discord.shapes import TOKEN, texts

SETTLE_SECONDS = 120.0
"""Longest wait for what is not answered when the people have stopped."""
SWEEP_SECONDS = 8.0
"""Long enough for a sweep of what was not delivered, which would show a double."""


async def soak(people: int, minutes: float, seed: int, storm: float) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="atelier-soak-") as folder:
        settings = read_settings(
            ATELIER_DATA_DIR=Path(folder), ATELIER_TURNS_PER_PERSON=50, ATELIER_JOIN_SECONDS=0
        )  # each message is a wish of its own, to be counted
        async with AsyncExitStack() as stack:
            models = instant_models(Delays(), Ledger())
            app = await stack.enter_async_context(open_app(settings, models=models))
            server = await stack.enter_async_context(discord_server())
            run = DiscordSoak(server, random.Random(seed), storm=storm)
            places = run.places()
            tasks = await _house(app, server, stack)
            tasks += [asyncio.create_task(run.watch()), asyncio.create_task(run.breaking())]
            server.weather = run.weather
            started = time.monotonic()
            async with asyncio.TaskGroup() as crowd:
                for number in range(people):
                    crowd.create_task(run.person(number, places, started + minutes * 60))
            await _settle(run, started)
            for words in run.lacking():
                await _explain(run, app, words)
            for message in run.frozen():
                print(f"frozen: {texts(message)!r}", file=sys.stderr)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    return _report(run, started)


async def _house(app: App, server: DiscordServer, stack: AsyncExitStack) -> list[asyncio.Task[None]]:
    config = DiscordConfig(
        token=TOKEN, api_url=server.api_url, gateway_url=server.gateway_url, identify_pause_seconds=0.0,
        servers_pause_seconds=0.05,
    )  # fmt: skip
    outbound = DiscordOutbound(config)
    stack.push_async_callback(outbound.close)
    platform = DiscordPlatform(config, app.intake, read_positions=PgReadPositions(app.pool))
    work = app.work({"discord": outbound}, queues=("turns",))
    tasks = [asyncio.create_task(platform.run()), asyncio.create_task(work.run())]
    await server.until(server.live, seconds=30, what="a session")
    return tasks


async def _settle(run: DiscordSoak, started: float) -> None:
    """Until everything asked has its picture and nothing works any more, or the patience is over."""
    until = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < until:
        if not run.open and not run.frozen():
            run.last_at = time.monotonic() - started
            await asyncio.sleep(SWEEP_SECONDS)
            return
        await asyncio.sleep(0.5)


async def _explain(run: DiscordSoak, app: App, words: str) -> None:
    """For who has to find out why: what the channel and the store have of a thing that lacks a picture."""
    where = run.where[words]
    print(f"lost: {words}, asked {run.times[words]} times in {where}", file=sys.stderr)
    for message in run.server.messages[where].values():
        if words in str(message):
            told = {key: message.get(key) for key in ("id", "flags", "content")}
            print("  channel:", told, texts(message)[:200], len(message["attachments"]), file=sys.stderr)
    for row in await app.pool.fetch(_EXPLAIN, words):
        print("  store:", dict(row), file=sys.stderr)


_EXPLAIN = """
select t.id::text, t.state, t.tries, t.created_at::text, m.state as reply, m.platform_id, left(m.reply::text, 300) as said
from turns t left join messages m on m.turn_id = t.id and m.slot is not null
where t.request::text || coalesce(m.reply::text, '') like '%' || $1 || '%' order by t.created_at
"""


def _report(run: DiscordSoak, started: float) -> dict[str, float]:
    had = {words: len(run.pictures(words)) for words in run.times}
    used = resource.getrusage(resource.RUSAGE_SELF)
    ranked = sorted(run.waits) or [0.0]
    return {
        "turns": run.times.total(),
        **{act: run.acts[act] for act in sorted(run.acts)},
        "lost": sum(max(0, run.times[words] - count) for words, count in had.items()),
        "doubled": sum(max(0, count - run.times[words]) for words, count in had.items()),
        "frozen": len(run.frozen()),
        "faults": run.faults,
        "calls": len(run.server.calls),
        "breaks": run.breaks,
        "usual": round(median(ranked), 2),
        "p95": round(ranked[min(len(ranked) - 1, int(len(ranked) * 0.95))], 2),
        "slowest": round(ranked[-1], 2),
        "seconds": round(run.last_at or time.monotonic() - started, 1),
        "cpu": round(used.ru_utime + used.ru_stime, 1),
        "megabytes": used.ru_maxrss // 1024,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="Every wish on Discord answered once, in bad weather.")
    parser.add_argument("--people", type=int, default=12)
    parser.add_argument("--minutes", type=float, default=0.5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--storm", type=float, default=1.0, help="so many times likelier is each trouble")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
    found = uvloop.run(soak(chosen.people, chosen.minutes, chosen.seed, chosen.storm))
    if chosen.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:<10} {value}")
    return 1 if found["lost"] or found["doubled"] or found["frozen"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
