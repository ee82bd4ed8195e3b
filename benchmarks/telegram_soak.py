"""`python -m benchmarks.telegram_soak [--chats 12] [--minutes 0.5] [--storm 1] [--json]`: many chats, every turn answered once.

People in private chats and in topics of groups write, send albums and press Again, while the simulated Bot API answers 429, 502 or
nothing at all, carries calls out whose answer is lost, delivers updates late, out of order and again, and holds groups to 20 calls
a minute. The house is the real one (Postgres, queue, outbox, adapter); the models take no time. With more chats, each writes less
often: Telegram takes some 30 calls a second from a bot, and a turn needs four or five.

    turns       messages, albums and presses that ask for a picture
    lost        without a picture or an apology at the end
    apologised  asked to send it again: none of the album's pictures could be had in three tries
    doubled     with more than one picture that the bot knows of
    window      with a further one whose answer Telegram lost: the one window that no bot can close, counted apart
    strays      working messages that stayed, posted in that same window
    faults      calls that went wrong
    private, group   seconds until the picture: the usual one (median) and the slowest
    seconds     until the last picture
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
from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median

import uvloop

from adapters.telegram.config import TelegramConfig
from adapters.telegram.http.connection import TelegramConnection
from adapters.telegram.outbound.outbound import TelegramOutbound
from adapters.telegram.platform import TelegramPlatform
from benchmarks.fleet.soak_people import CROWD, Soak
from benchmarks.speed.instant_models import Delays, Ledger, instant_models
from bot.app import App, open_app
from bot.settings import read_settings
from db.delivery.platform_notes import PgPlatformNotes
from simulators.telegram.server import TOKEN, TelegramServer, telegram_server
from simulators.telegram.world import World

SETTLE_SECONDS = 300.0
"""Longest wait for what is not answered when the people have stopped."""


async def soak(chats: int, minutes: float, seed: int, storm: float) -> dict[str, float]:
    world = World(flood=True)
    run = Soak(world, random.Random(seed), crowding=max(1.0, chats / CROWD), storm=storm)
    with tempfile.TemporaryDirectory(prefix="atelier-soak-") as folder:
        settings = read_settings(
            ATELIER_DATA_DIR=Path(folder), ATELIER_TURNS_PER_PERSON=50, ATELIER_JOIN_SECONDS=0
        )  # each message is a wish of its own, to be counted
        async with AsyncExitStack() as stack:
            app = await stack.enter_async_context(
                open_app(settings, models=instant_models(Delays(), Ledger()))
            )
            server = await stack.enter_async_context(telegram_server(world))
            tasks = [*await _house(app, server, stack), asyncio.create_task(run.watch())]
            world.weather = run.weather
            started = time.monotonic()
            async with asyncio.TaskGroup() as people:
                for number in range(chats):
                    people.create_task(run.person(number, started + minutes * 60))
            await _settle(run, started)
            for words in run.lacking():
                await _explain(run, app, words)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    return _report(run, started)


async def _house(app: App, server: TelegramServer, stack: AsyncExitStack) -> list[asyncio.Task[None]]:
    connection = TelegramConnection(TelegramConfig(token=TOKEN, api_url=server.url))
    stack.push_async_callback(connection.close)
    platform_notes = PgPlatformNotes(app.pool)
    outbound = TelegramOutbound(connection, platform_notes=platform_notes, gate=app.gate)
    stack.push_async_callback(outbound.close)
    platform = TelegramPlatform(connection, app.intake, platform_notes=platform_notes)
    work = app.work({"telegram": outbound}, queues=("turns",))
    return [asyncio.create_task(platform.run()), asyncio.create_task(work.run())]


async def _settle(run: Soak, started: float) -> None:
    """Until everything asked has its picture, or the patience is over."""
    until = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < until:
        if not run.open and not run.world.pending:
            run.last_at = time.monotonic() - started
            await asyncio.sleep(8)  # long enough for a sweep, which would show a double
            return
        await asyncio.sleep(0.5)


async def _explain(run: Soak, app: App, words: str) -> None:
    """For who has to find out why: what the chat and the store have of a thing that lacks a picture."""
    chat = run.asked[words]
    print(f"lost: {words}, asked {run.times[words]} times in {chat.id}", file=sys.stderr)
    for message in run.world.posted(chat):
        if words in str(message):
            told = {key: message.get(key) for key in ("message_id", "date", "text", "caption")}
            print("  chat:", told, (chat.id, message["message_id"]) in run.world.unseen, file=sys.stderr)
    for row in await app.pool.fetch(_EXPLAIN, words):
        print("  store:", dict(row), file=sys.stderr)


_EXPLAIN = """
select t.id::text, t.state, t.tries, t.created_at::text, i.event_id, m.slot, m.state as reply, m.platform_id, m.reply::text as said
from turns t left join messages m on m.turn_id = t.id left join inbox i on i.turn_id = t.id
where t.request::text || coalesce(m.reply::text, '') like '%' || $1 || '%' order by t.created_at, m.slot
"""


def _report(run: Soak, started: float) -> dict[str, float]:
    counts = Counter[str]()
    for words, known in run.answered().items():
        sorry = run.apologies(run.asked[words], words)
        wanted = run.times[words] - sorry
        counts["apologised"] += sorry
        counts["lost"] += max(0, wanted - len(known))
        counts["doubled"] += max(0, sum(known) - wanted)
        counts["window"] += max(0, len(known) - max(wanted, sum(known)))
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "turns": run.times.total(),
        "lost": counts["lost"],
        "apologised": counts["apologised"],
        "doubled": counts["doubled"],
        "window": counts["window"],
        "strays": run.strays(),
        "faults": run.faults,
        **{
            f"{kind} {name}": round(of(waits), 1)
            for kind, waits in run.waits.items()
            for name, of in (("usual", median), ("slowest", max))
            if waits
        },
        "seconds": round(run.last_at or time.monotonic() - started, 1),
        "cpu": round(used.ru_utime + used.ru_stime, 1),
        "megabytes": used.ru_maxrss // 1024,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="Every turn answered once, in bad weather.")
    parser.add_argument("--chats", type=int, default=12)
    parser.add_argument("--minutes", type=float, default=0.5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--storm", type=float, default=1.0, help="so many times likelier is each trouble")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)  # the simulator cuts connections on purpose
    found = uvloop.run(soak(chosen.chats, chosen.minutes, chosen.seed, chosen.storm))
    if chosen.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:<16} {value}")
    return 1 if found["lost"] or found["doubled"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
