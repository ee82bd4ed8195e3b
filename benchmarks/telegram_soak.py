"""`python -m benchmarks.telegram_soak [--chats 12] [--minutes 0.5] [--json]`: many chats and bad weather, every turn answered once.

People in private chats and in topics of groups write, press and send albums, while the simulated Bot API answers 429, 502 or
nothing at all, carries calls out whose answer is lost, delivers updates again, and holds groups to 20 calls a minute. The
house is the real one (Postgres, queue, outbox, adapter); the models take no time.

    turns       messages that ask for a picture
    lost        without a picture at the end
    doubled     with more than one picture that the bot knows of
    window      with a further one whose answer Telegram lost: the one window that no bot can close, counted apart
    strays      working messages that stayed, posted in that same window
    faults      calls that went wrong
    seconds     until the last picture
"""

import argparse
import asyncio
import json
import random
import tempfile
import time
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from adapters.telegram import TelegramConfig, TelegramConnection, TelegramOutbound, TelegramPlatform
from benchmarks.instant import Delays, Ledger, instant_models
from bot.app import App, open_app
from bot.settings import read_settings
from db.ledger import PgLedger
from tests.fakes.telegram_server import TOKEN, TelegramServer, telegram_server
from tests.fakes.telegram_world import JSON, Chat, Fault, World

PAUSE_SECONDS = (2.0, 12.0)
"""Between two messages of one person."""
GROUP_PATIENCE = 5
"""So many times slower in a group of four: its 20 calls a minute carry no more than about ten turns."""
SETTLE_SECONDS = 300.0
WEATHER = (("429", 0.02), ("502", 0.02), ("lose", 0.01), ("drop", 0.01), ("slow", 0.03))
"""How likely each trouble is at each call."""
REDELIVERED = 0.1
"""Share of the updates that come once more, up to REDELIVERED_SECONDS later."""
REDELIVERED_SECONDS = 6.0


@dataclass(slots=True)
class Soak:
    world: World
    dice: random.Random
    asked: dict[str, Chat] = field(default_factory=dict[str, Chat])
    """What was asked for, in words that name nothing else, and where."""
    faults: int = 0
    last_at: float = 0.0

    def weather(self, method: str) -> Fault | None:
        roll = self.dice.random()
        for kind, likely in WEATHER:
            roll -= likely
            if roll < 0:
                self.faults += 1
                return Fault(
                    method=method, kind=kind, retry_after=self.dice.choice((1, 1, 2, 4)), seconds=0.2
                )
        return None

    def answered(self) -> dict[str, list[bool]]:
        """For each thing asked: its pictures in the chat, and whether the bot knows of each."""
        found: dict[str, list[bool]] = {words: [] for words in self.asked}
        for words, chat in self.asked.items():
            for message in self.world.posted(chat):
                if "photo" in message and f"{words}." in f"{message.get('caption', '')}.":
                    found[words].append((chat.id, message["message_id"]) not in self.world.unseen)
        return found

    async def person(self, number: int, until: float) -> None:
        """Writes in a chat of their own, or in a topic of a group that four share."""
        person = self.world.person(100 + number, f"Person {number}")
        topic = None
        chat = self.world.private(person)
        if number % 3 == 0:
            group = -1000 - number // 12
            chat = self.world.chats.get(group) or self.world.group(group, forum=True)
            topic = self.world.topic(chat, 10 + number)
        turn = 0
        while time.monotonic() < until:
            turn += 1
            self.say(person, chat, f"fox {number}x{turn}", topic)
            await asyncio.sleep(self.dice.uniform(*PAUSE_SECONDS) * (1 if topic is None else GROUP_PATIENCE))

    def say(self, person: JSON, chat: Chat, words: str, topic: int | None) -> None:
        self.asked[words] = chat
        text = f"@atelier_bot {words}" if topic is not None else words
        update = self.world.says(person, chat, text, topic=topic)
        if self.dice.random() < REDELIVERED:
            asyncio.get_running_loop().call_later(
                self.dice.uniform(0, REDELIVERED_SECONDS), self.world.redeliver, update
            )

    def strays(self) -> int:
        chats = {chat.id: chat for chat in self.asked.values()}
        posted = [message for chat in chats.values() for message in self.world.posted(chat)]
        return sum(1 for message in posted if str(message.get("text", "")).endswith(" …"))


async def soak(chats: int, minutes: float, seed: int) -> dict[str, float]:
    world = World(flood=True)
    run = Soak(world, random.Random(seed))
    with tempfile.TemporaryDirectory(prefix="atelier-soak-") as folder:
        settings = read_settings(ATELIER_DATA_DIR=Path(folder), ATELIER_TURNS_PER_PERSON=50)
        async with AsyncExitStack() as stack:
            app = await stack.enter_async_context(
                open_app(settings, models=instant_models(Delays(), Ledger()))
            )
            server = await stack.enter_async_context(telegram_server(world))
            tasks = await _house(app, server, stack)
            world.weather = run.weather
            started = time.monotonic()
            async with asyncio.TaskGroup() as people:
                for number in range(chats):
                    people.create_task(run.person(number, started + minutes * 60))
            await _settle(run, started)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
    return _report(run, started)


async def _house(app: App, server: TelegramServer, stack: AsyncExitStack) -> list[asyncio.Task[None]]:
    connection = TelegramConnection(TelegramConfig(token=TOKEN, api_url=server.url))
    stack.push_async_callback(connection.close)
    ledger = PgLedger(app.pool)
    outbound = TelegramOutbound(connection, ledger=ledger, gate=app.gate)
    stack.push_async_callback(outbound.close)
    platform = TelegramPlatform(connection, app.intake, ledger=ledger)
    work = app.work({"telegram": outbound}, queues=("turns",))
    return [asyncio.create_task(platform.run()), asyncio.create_task(work.run())]


async def _settle(run: Soak, started: float) -> None:
    """Until everything asked has its picture, or the patience is over."""
    until = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < until:
        if all(run.answered().values()) and not run.world.pending:
            run.last_at = time.monotonic() - started
            await asyncio.sleep(8)  # long enough for a sweep, which would show a double
            return
        await asyncio.sleep(0.5)


def _report(run: Soak, started: float) -> dict[str, float]:
    counts = Counter[str]()
    for known in run.answered().values():
        counts["lost"] += not known
        counts["doubled"] += sum(known) > 1
        counts["window"] += len(known) > 1 and sum(known) <= 1
    return {
        "turns": len(run.asked),
        "lost": counts["lost"],
        "doubled": counts["doubled"],
        "window": counts["window"],
        "strays": run.strays(),
        "faults": run.faults,
        "seconds": round(run.last_at or time.monotonic() - started, 1),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="Every turn answered once, in bad weather.")
    parser.add_argument("--chats", type=int, default=12)
    parser.add_argument("--minutes", type=float, default=0.5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    found = asyncio.run(soak(chosen.chats, chosen.minutes, chosen.seed))
    if chosen.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:<10} {value}")
    return 1 if found["lost"] or found["doubled"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
