"""A running bot with its doors, the page, a simulated Telegram and a simulated Discord: each a way for a stranger's picture."""

import asyncio
import json
import os
import re
import signal
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from adapters import decoder
from simulators.discord.server import DiscordServer, discord_server
from simulators.discord.shapes import CHANNEL, PEOPLE
from simulators.discord.shapes import TOKEN as DISCORD_TOKEN
from simulators.fresh_machine import ROOT, clean_environment
from simulators.telegram.server import TOKEN, telegram_server
from simulators.telegram.world import World

WORDS = "remember that I like cats"
"""What stands beside a picture: nothing that has to be drawn."""
START_SECONDS, ANSWER_SECONDS, STOP_SECONDS = 120.0, 90.0, 60.0
LOOK_SECONDS = 0.02
ONCE = httpx.Limits(max_keepalive_connections=0)
"""A connection for each request: one that is kept may just be being ended by the house when the next request goes into it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Bytes."""

    own: int
    """Resident, of the bot alone."""
    resident: int
    """With its decoders, each page once: theirs are what no file backs, and what of files the bot has not read in as well."""
    share: int
    """Of both, each page that others have too by its part (PSS)."""


@dataclass(slots=True, kw_only=True)
class House:
    """The process, and the doors to it."""

    process: asyncio.subprocess.Process
    address: str
    log: Path
    telegram: World
    discord: DiscordServer
    stack: AsyncExitStack
    visitors: dict[str, httpx.AsyncClient] = field(default_factory=dict[str, httpx.AsyncClient])
    drawn_before: set[str] = field(default_factory=set[str])
    """Messages whose picture was told of: a page may be told more than once."""

    async def visitor(self, name: str) -> httpx.AsyncClient:
        if name not in self.visitors:
            client = httpx.AsyncClient(base_url=self.address, timeout=ANSWER_SECONDS, limits=ONCE)
            self.visitors[name] = await self.stack.enter_async_context(client)
            (await client.post("/api/session", json={"name": name})).raise_for_status()
        return self.visitors[name]

    async def by_page(self, name: str, data: bytes, *, text: str = WORDS) -> tuple[float, int, str]:
        """Seconds until the house answered, the status, and what it said of the picture. Raises OSError where it hung up."""
        visitor, began = await self.visitor(name), time.monotonic()
        fields = {"event": (None, uuid4().hex), "text": (None, text), "images": ("picture.png", data)}
        try:
            answer = await visitor.post("/api/channels/art/messages", files=fields)
        except httpx.TransportError as error:
            raise OSError(f"the page hung up: {error!r}") from error
        return time.monotonic() - began, answer.status_code, answer.text

    async def by_telegram(self, number: int, data: bytes) -> float:
        """Seconds until the bot wrote something."""
        chat = self.telegram.private(person := self.telegram.person(1_000 + number, f"T{number}"))
        began, before = time.monotonic(), len(self.telegram.posted(chat))
        document = self.telegram.document(data, "picture.png", "image/png")
        self.telegram.says(person, chat, WORDS, document=document)
        async with asyncio.timeout(ANSWER_SECONDS):
            while len(self.telegram.posted(chat)) == before:  # noqa: ASYNC110 - another process works
                await asyncio.sleep(LOOK_SECONDS)
        return time.monotonic() - began

    async def by_discord(self, number: int, data: bytes) -> float:
        """Seconds until the bot wrote something in reply to a mention in the one channel. Each number is another person: what one of
        them writes within a breath would be one request with one answer."""
        who, began = f"D{number}", time.monotonic()
        PEOPLE.setdefault(who, (str(2_000 + number), who))
        said = await self.discord.say(who, WORDS, files=[("picture.png", data)])
        async with asyncio.timeout(ANSWER_SECONDS):
            while not self._answered(said["id"]):  # noqa: ASYNC110 - another process works
                await asyncio.sleep(LOOK_SECONDS)
        return time.monotonic() - began

    def _answered(self, message: str) -> bool:
        posted = self.discord.posted(CHANNEL)
        return any(
            post["message_reference"]["message_id"] == message
            for post in posted
            if "message_reference" in post
        )

    async def drawn(self, name: str, text: str) -> float:
        """Seconds from a request to its picture, on an open page: it is told, and does not ask. Names the bot, which is silent among
        several people otherwise."""
        visitor = await self.visitor(name)
        fields = {"event": (None, uuid4().hex), "text": (None, f"@Atelier {text}")}
        async with asyncio.timeout(ANSWER_SECONDS), visitor.stream("GET", "/api/events") as stream:
            lines = stream.aiter_lines()
            async for line in lines:
                if line == "event: hello":
                    break
            began = time.monotonic()
            (await visitor.post("/api/channels/gallery/messages", files=fields)).raise_for_status()
            async for line in lines:
                if (message := _picture_told(line)) and message not in self.drawn_before:
                    self.drawn_before.add(message)
                    return time.monotonic() - began
        raise OSError("the page's stream ended")

    async def stopped(self) -> tuple[float, int]:
        """Seconds that an ordinary stop takes, and the exit code."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = await asyncio.wait_for(self.process.wait(), STOP_SECONDS)
        return time.monotonic() - began, code

    def memory(self) -> Memory:
        """Of the bot and its decoders. Whatever else runs on the machine changes nothing but the share. Linux."""
        children = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        pids = [pid for listed in children for pid in listed.read_text().split()]
        readers = [int(pid) for pid in pids if decoder.__name__ in _command(int(pid))]
        own, share = resident(self.process.pid), _kilobytes(self.process.pid, "Pss:")
        besides = sum(_kilobytes(pid, "Anonymous:", "Private_Clean:") for pid in readers)
        shares = share + sum(_kilobytes(pid, "Pss:") for pid in readers)
        return Memory(own=own, resident=own + besides * 1024, share=shares * 1024)


def _picture_told(line: str) -> str:
    """The message of a line of the page's stream that shows its own person a picture; "" for any other line."""
    if not line.startswith("data: "):
        return ""
    message: dict[str, Any] = json.loads(line.removeprefix("data: ")).get("message") or {}
    reply: dict[str, Any] = message.get("reply") or {}
    return str(message["id"]) if message.get("asked_by_me") and reply.get("images") else ""


def resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def _kilobytes(pid: int, *names: str) -> int:
    """Of a process's memory, what the kernel calls so."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith(names))


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


@asynccontextmanager
async def open_house(home: Path) -> AsyncGenerator[House]:
    """As an operator starts it, on an empty folder; killed at the end if it still runs."""
    async with AsyncExitStack() as stack:
        world = World()
        telegram = await stack.enter_async_context(telegram_server(world))
        discord = await stack.enter_async_context(discord_server())
        given = {
            "ATELIER_DATA_DIR": str(home / "data"), "ATELIER_PORT": "0", "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram.url, "DISCORD_TOKEN": DISCORD_TOKEN, "DISCORD_API_URL": discord.api_url,
            "DISCORD_GATEWAY_URL": discord.gateway_url,
        }  # fmt: skip
        log = home / "bot.log"
        with log.open("ab") as out:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=ROOT, env=clean_environment(home, **given), stdout=out, stderr=out
            )  # fmt: skip
        stack.push_async_callback(_ended, process)
        address = await _address(log)
        await discord.until(discord.live, seconds=START_SECONDS, what="a session with the gateway")
        yield House(process=process, address=address, log=log, telegram=world, discord=discord, stack=stack)


async def _ended(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
        await asyncio.wait_for(process.wait(), STOP_SECONDS)


async def _address(log: Path) -> str:
    async with asyncio.timeout(START_SECONDS):
        while True:
            if found := re.search(r"http://127\S+", log.read_text()):  # noqa: ASYNC240 - a line or two
                return found.group()
            await asyncio.sleep(LOOK_SECONDS)
