"""`python -m benchmarks.acknowledgement [--mentions 30] [--json]`: how soon who asks for something sees that they were heard.

The house is the real one, with all its doors (Postgres, queue, outbox, Discord's SDK, Telegram's, the page's own server); the platforms are
the simulators on loopback, the models take no time. One person after the other asks, so that nobody waits for another's turn: on Discord by
a mention, on Telegram in a private chat, on the page by its form.

    seen      seconds from the event to the working message (on the page: until it came by the stream): usual (median), p95, slowest
    picture   seconds from the event to the picture, with the two in which what is added belongs to it (ATELIER_JOIN_SECONDS)
"""

import argparse
import asyncio
import json
import logging
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from typing import Any, Protocol
from uuid import uuid4

import httpx
import uvloop

from adapters.discord.client import DiscordPlatform
from adapters.discord.config import DiscordConfig
from adapters.discord.outbound.outbound import DiscordOutbound
from benchmarks.speed.instant_models import Delays, Ledger, instant_models
from bot.app import App, open_app
from bot.platforms import connect
from bot.settings import read_settings
from db.delivery.read_positions import PgReadPositions
from simulators.discord.server import DiscordServer, discord_server
from simulators.discord.shapes import PEOPLE
from simulators.discord.shapes import TOKEN as DISCORD_TOKEN
from simulators.telegram.server import TOKEN as TELEGRAM_TOKEN
from simulators.telegram.server import telegram_server
from simulators.telegram.world import World

WARM_UP = 3
"""First mentions, which find everything cold, and are not counted."""
PATIENCE_SECONDS = 30.0
LOOK_SECONDS = 0.002


class Door(Protocol):
    """A way into the house."""

    async def ask(self, number: int) -> None:
        """Somebody asks for picture `number`."""
        ...

    def shown(self) -> int:
        """Messages of the bot that people see."""
        ...

    def drawn(self) -> int:
        """Of them with a finished picture."""
        ...


class OnDiscord:
    def __init__(self, server: DiscordServer) -> None:
        self._server = server

    async def ask(self, number: int) -> None:
        who = f"person {number}"
        PEOPLE[who] = (str(1_000 + number), who)
        await self._server.say(who, f"draw fox number {number}")

    def shown(self) -> int:
        return len(self._server.posted())

    def drawn(self) -> int:
        return sum(bool(message["attachments"]) for message in self._server.posted())


class OnTelegram:
    def __init__(self, world: World) -> None:
        self._world = world

    async def ask(self, number: int) -> None:
        person = self._world.person(1_000 + number, f"Person {number}")
        self._world.says(person, self._world.private(person), f"draw fox number {number}")

    def shown(self) -> int:
        return sum(len(self._world.posted(chat)) for chat in self._world.chats.values())

    def drawn(self) -> int:
        chats = self._world.chats.values()
        return sum("photo" in message for chat in chats for message in self._world.posted(chat))


class OnPage:
    """One visitor, who follows the stream of events as the page does. `follow` it first."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._seen: dict[str, Any] = {}
        """What the stream told last of each message of the bot's."""

    async def follow(self) -> None:
        """Until it is cancelled."""
        async with self._client.stream("GET", "/api/events", timeout=None) as events:
            async for line in events.aiter_lines():
                told = json.loads(line[6:]).get("message") if line.startswith("data: {") else None
                if told is not None and told["author"] is None:
                    self._seen[told["id"]] = told

    async def ask(self, number: int) -> None:
        fields = {"event": (None, uuid4().hex), "text": (None, f"draw fox number {number}")}
        (await self._client.post("/api/channels/art/messages", files=fields)).raise_for_status()

    def shown(self) -> int:
        return len(self._seen)

    def drawn(self) -> int:
        return sum(bool(told["reply"] and told["reply"]["images"]) for told in self._seen.values())


async def measure(mentions: int) -> dict[str, dict[str, dict[str, float]]]:
    """By door. Raises TimeoutError when something does not come within PATIENCE_SECONDS."""
    async with AsyncExitStack() as stack:
        doors = await _opened(stack)
        return {name: await _measured(door, mentions) for name, door in doors.items()}


async def _opened(stack: AsyncExitStack) -> Mapping[str, Door]:
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="atelier-acknowledgement-"))
    world = World()
    discord, telegram = (
        await stack.enter_async_context(discord_server()),
        await stack.enter_async_context(telegram_server(world)),
    )
    settings = read_settings(
        ATELIER_DATA_DIR=Path(folder), ATELIER_PORT=0, DISCORD_TOKEN=DISCORD_TOKEN, DISCORD_API_URL=discord.api_url,
        DISCORD_GATEWAY_URL=discord.gateway_url, TELEGRAM_TOKEN=TELEGRAM_TOKEN, TELEGRAM_API_URL=telegram.url,
    )  # fmt: skip
    app = await stack.enter_async_context(open_app(settings, models=instant_models(Delays(), Ledger())))
    platforms = connect(app, stack)
    work = app.work(platforms.outbounds, queues=("turns",))
    running = [work.run(), *(platform.run() for platform in platforms.listening)]
    client = await stack.enter_async_context(
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{platforms.web_port}", timeout=PATIENCE_SECONDS)
    )
    page = OnPage(client)
    tasks = [asyncio.create_task(one) for one in running]
    stack.push_async_callback(_ended, tasks)
    await discord.until(discord.live, seconds=PATIENCE_SECONDS, what="a session")
    (await client.post("/api/session", json={"name": "ana"})).raise_for_status()
    tasks.append(asyncio.create_task(page.follow()))
    return {"discord": OnDiscord(discord), "telegram": OnTelegram(world), "web": page}


async def _ended(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _measured(door: Door, mentions: int) -> dict[str, dict[str, float]]:
    seen, drawn = list[float](), list[float]()
    for number in range(WARM_UP + mentions):
        shown, pictures, started = door.shown(), door.drawn(), time.perf_counter()
        await door.ask(number)
        waits = [
            await _until(lambda shown=shown: door.shown() > shown, started),
            await _until(lambda pictures=pictures: door.drawn() > pictures, started),
        ]
        if number >= WARM_UP:
            seen.append(waits[0])
            drawn.append(waits[1])
    return {"seen": _figures(seen), "picture": _figures(drawn)}


async def _until(true: Callable[[], bool], started: float) -> float:
    """Seconds since `started`."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not true():  # noqa: ASYNC110 - the simulators keep what people see, and tell nobody
            await asyncio.sleep(LOOK_SECONDS)
    return time.perf_counter() - started


async def house_on_discord(
    app: App, server: DiscordServer, stack: AsyncExitStack
) -> list[asyncio.Task[None]]:
    config = DiscordConfig(
        token=DISCORD_TOKEN, api_url=server.api_url, gateway_url=server.gateway_url, identify_pause_seconds=0.0,
        servers_pause_seconds=0.05,
    )  # fmt: skip
    outbound = DiscordOutbound(config)
    stack.push_async_callback(outbound.close)
    platform = DiscordPlatform(config, app.intake, read_positions=PgReadPositions(app.pool))
    work = app.work({"discord": outbound}, queues=("turns",))
    tasks = [asyncio.create_task(platform.run()), asyncio.create_task(work.run())]
    await server.until(server.live, seconds=PATIENCE_SECONDS, what="a session")
    return tasks


def _figures(seconds: Sequence[float]) -> dict[str, float]:
    ranked = sorted(seconds)
    return {
        "usual": round(median(ranked), 3),
        "p95": round(ranked[min(len(ranked) - 1, int(len(ranked) * 0.95))], 3),
        "slowest": round(ranked[-1], 3),
    }


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Seconds until who asks for something sees that they were heard."
    )
    parser.add_argument("--mentions", type=int, default=30)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)  # the end cuts a poll of the simulator's
    found = uvloop.run(measure(chosen.mentions))
    if chosen.json:
        print(json.dumps(found))
    else:
        for door, measured in found.items():
            for name, figures in measured.items():
                values = "   ".join(f"{kind} {value:.3f}" for kind, value in figures.items())
                print(f"{door:<10}{name:<10}{values}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
