"""`python -m benchmarks.acknowledgement [--mentions 30] [--json]`: how soon who names the bot on Discord sees that they were heard.

The house is the real one (Postgres, queue, outbox, Discord's SDK); Discord is the simulator on loopback, the models take no time. One
person after the other writes, so that nobody waits for another's turn.

    seen      seconds from the event to the working message in the channel: usual (median), p95 and slowest
    picture   seconds from the event to the picture
"""

import argparse
import asyncio
import json
import logging
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median

import uvloop

from adapters.discord.client import DiscordPlatform
from adapters.discord.config import DiscordConfig
from adapters.discord.outbound.outbound import DiscordOutbound
from benchmarks.speed.instant_models import Delays, Ledger, instant_models
from bot.app import App, open_app
from bot.settings import read_settings
from db.delivery.read_positions import PgReadPositions
from simulators.discord.server import DiscordServer, discord_server
from simulators.discord.shapes import CHANNEL, PEOPLE, TOKEN

WARM_UP = 3
"""First mentions, which find everything cold, and are not counted."""
PATIENCE_SECONDS = 30.0


async def measure(mentions: int) -> dict[str, dict[str, float]]:
    """Raises AssertionError when something does not come within PATIENCE_SECONDS."""
    seen, drawn = list[float](), list[float]()
    with tempfile.TemporaryDirectory(prefix="atelier-acknowledgement-") as folder:
        settings = read_settings(ATELIER_DATA_DIR=Path(folder))
        async with AsyncExitStack() as stack:
            models = instant_models(Delays(), Ledger())
            app = await stack.enter_async_context(open_app(settings, models=models))
            server = await stack.enter_async_context(discord_server())
            tasks = await house_on_discord(app, server, stack)
            for number in range(WARM_UP + mentions):
                waits = await _mention(server, number)
                if number >= WARM_UP:
                    seen.append(waits[0])
                    drawn.append(waits[1])
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    return {"seen": _figures(seen), "picture": _figures(drawn)}


async def house_on_discord(
    app: App, server: DiscordServer, stack: AsyncExitStack
) -> list[asyncio.Task[None]]:
    config = DiscordConfig(
        token=TOKEN, api_url=server.api_url, gateway_url=server.gateway_url, identify_pause_seconds=0.0,
        servers_pause_seconds=0.05,
    )  # fmt: skip
    outbound = DiscordOutbound(config)
    stack.push_async_callback(outbound.close)
    platform = DiscordPlatform(config, app.intake, read_positions=PgReadPositions(app.pool))
    work = app.work({"discord": outbound}, queues=("turns",))
    tasks = [asyncio.create_task(platform.run()), asyncio.create_task(work.run())]
    await server.until(server.live, seconds=PATIENCE_SECONDS, what="a session")
    return tasks


async def _mention(server: DiscordServer, number: int) -> tuple[float, float]:
    """Seconds until the working message, and until the picture."""
    who = f"person {number}"
    PEOPLE[who] = (str(1_000 + number), who)
    before = len(server.posted())
    started = time.perf_counter()
    await server.say(who, f"draw fox number {number}")
    seen = await _until(server, lambda: len(server.posted()) > before, started)
    drawn = await _until(server, lambda: server.posted()[-1]["attachments"], started)
    return seen, drawn


async def _until(server: DiscordServer, true: Callable[[], object], started: float) -> float:
    await server.until(true, seconds=PATIENCE_SECONDS, what=f"something new in {CHANNEL}")
    return time.perf_counter() - started


def _figures(seconds: Sequence[float]) -> dict[str, float]:
    ranked = sorted(seconds)
    return {
        "usual": round(median(ranked), 3),
        "p95": round(ranked[min(len(ranked) - 1, int(len(ranked) * 0.95))], 3),
        "slowest": round(ranked[-1], 3),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="Seconds until a mention on Discord is seen to be heard.")
    parser.add_argument("--mentions", type=int, default=30)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
    found = uvloop.run(measure(chosen.mentions))
    if chosen.json:
        print(json.dumps(found))
    else:
        for name, figures in found.items():
            print(f"{name:<10}" + "   ".join(f"{kind} {value:.3f}" for kind, value in figures.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
