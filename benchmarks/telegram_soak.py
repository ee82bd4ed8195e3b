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
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from adapters.telegram import TelegramConfig, TelegramConnection, TelegramOutbound, TelegramPlatform
from adapters.telegram.files import NOT_FETCHED
from benchmarks.instant import Delays, Ledger, instant_models
from bot.app import App, open_app
from bot.settings import read_settings
from db.ledger import PgLedger
from tests.fakes.telegram_bench import png
from tests.fakes.telegram_server import TOKEN, TelegramServer, telegram_server
from tests.fakes.telegram_world import JSON, Chat, Fault, World

PAUSE_SECONDS = (2.0, 12.0)
"""Between two messages of one person, in up to CROWD chats; longer in proportion beyond."""
CROWD = 40
ALBUMS = 0.1
PRESSES = 0.15
"""Shares of what people do that are albums of two, and presses of Again under what they have."""
LATE = 0.1
"""Share of the updates that come up to LATE_SECONDS late, so that others overtake them."""
LATE_SECONDS = 3.0
GROUP_PATIENCE = 5
"""So many times slower in a group of four: its 20 calls a minute carry no more than about ten turns."""
SETTLE_SECONDS = 300.0
LOOK_SECONDS = 0.25
WEATHER = (("429", 0.02), ("502", 0.02), ("lose", 0.01), ("drop", 0.01), ("slow", 0.03))
"""How likely each trouble is at each call."""
REDELIVERED = 0.1
"""Share of the updates that come once more, up to REDELIVERED_SECONDS later."""
REDELIVERED_SECONDS = 6.0


PICTURES = (png(colour="red"), png(colour="blue"))


@dataclass(slots=True)
class Soak:
    world: World
    dice: random.Random
    crowding: float = 1.0
    """So many times longer are the pauses."""
    storm: float = 1.0
    """So many times likelier is each trouble."""
    asked: dict[str, Chat] = field(default_factory=dict[str, Chat])
    """What was asked for, in words that name nothing else, and where."""
    times: Counter[str] = field(default_factory=Counter[str])
    """How often: once by its message, and by each press of Again."""
    open: dict[str, float] = field(default_factory=dict[str, float])
    """When what is not answered yet was asked."""
    waits: dict[str, list[float]] = field(default_factory=lambda: {"private": [], "group": []})
    """Seconds that each answer took."""
    faults: int = 0
    last_at: float = 0.0

    def weather(self, method: str) -> Fault | None:
        roll = self.dice.random()
        for kind, likely in WEATHER:
            roll -= likely * self.storm
            if roll < 0:
                self.faults += 1
                return Fault(
                    method=method, kind=kind, retry_after=self.dice.choice((1, 1, 2, 4)), seconds=0.2
                )
        return None

    def answered(self) -> dict[str, list[bool]]:
        """For each thing asked: its pictures in the chat, and whether the bot knows of each."""
        return {
            words: [
                (chat.id, message["message_id"]) not in self.world.unseen
                for message in self.pictures(chat, words)
            ]
            for words, chat in self.asked.items()
        }

    async def watch(self) -> None:
        """Notes how long each answer took, until cancelled."""
        while True:
            for words, asked_at in [*self.open.items()]:
                chat = self.asked[words]
                if len(self.pictures(chat, words)) + self.apologies(chat, words) >= self.times[words]:
                    del self.open[words]
                    self.waits["group" if chat.id < 0 else "private"].append(time.monotonic() - asked_at)
            await asyncio.sleep(LOOK_SECONDS)

    async def person(self, number: int, until: float) -> None:
        """Writes in a chat of their own, or in a topic of a group that four share."""
        person = self.world.person(100 + number, f"Person {number}")
        topic = None
        chat = self.world.private(person)
        if number % 3 == 0:
            group = -1000 - number // 12
            chat = self.world.chats.get(group) or self.world.group(group, forum=True)
            topic = self.world.topic(chat, 10 + number)
        turn, words = 0, ""
        while time.monotonic() < until:
            turn += 1
            if not (words and self.dice.random() < PRESSES and self.press(person, chat, words)):
                words = f"fox {number}x{turn}"
                self.say(person, chat, words, topic)
            pause = (
                self.dice.uniform(*PAUSE_SECONDS) * self.crowding * (1 if topic is None else GROUP_PATIENCE)
            )
            await asyncio.sleep(max(0.0, min(pause, until - time.monotonic())))

    def say(self, person: JSON, chat: Chat, words: str, topic: int | None) -> None:
        self.asked[words] = chat
        self.times[words] += 1
        self.open[words] = time.monotonic()
        text = f"@atelier_bot {words}" if topic is not None else words
        if self.dice.random() < ALBUMS:
            for update in self.world.album(person, chat, PICTURES, text, topic=topic):
                self.again(update)
        else:
            self.brought(self.world.says(person, chat, text, topic=topic))

    def press(self, person: JSON, chat: Chat, words: str) -> bool:
        """Whether there is something to press."""
        shown = next((m for m in self.pictures(chat, words) if "reply_markup" in m), None)
        if shown is None:
            return False
        self.times[words] += 1
        self.open[words] = time.monotonic()
        self.brought(self.world.presses(person, chat, shown["message_id"], "Again"))
        return True

    def brought(self, update: JSON) -> None:
        """At once and perhaps once more, or late: then others came before it."""
        if self.dice.random() < LATE and update in self.world.pending:
            self.world.pending.remove(update)
            del update["update_id"]
            asyncio.get_running_loop().call_later(
                self.dice.uniform(0, LATE_SECONDS), self.world.queue, update
            )
        else:
            self.again(update)

    def again(self, update: JSON) -> None:
        if self.dice.random() < REDELIVERED:
            asyncio.get_running_loop().call_later(
                self.dice.uniform(0, REDELIVERED_SECONDS), self.world.redeliver, update
            )

    def pictures(self, chat: Chat, words: str) -> list[JSON]:
        shown = re.compile(rf"{words}(?!\w)")
        return [
            message
            for message in self.world.posted(chat)
            if "photo" in message and shown.search(message.get("caption", ""))
        ]

    def apologies(self, chat: Chat, words: str) -> int:
        """How often it was asked to send that message again."""
        return sum(
            NOT_FETCHED in message.get("text", "") and words in str(message.get("reply_to_message"))
            for message in self.world.posted(chat)
        )

    def strays(self) -> int:
        chats = {chat.id: chat for chat in self.asked.values()}
        posted = [message for chat in chats.values() for message in self.world.posted(chat)]
        return sum(1 for message in posted if str(message.get("text", "")).endswith(" …"))

    def lacking(self) -> list[str]:
        """What was asked for more often than there are pictures of it."""
        return [
            words
            for words, known in self.answered().items()
            if len(known) + self.apologies(self.asked[words], words) < self.times[words]
        ]


async def soak(chats: int, minutes: float, seed: int, storm: float) -> dict[str, float]:
    world = World(flood=True)
    run = Soak(world, random.Random(seed), crowding=max(1.0, chats / CROWD), storm=storm)
    with tempfile.TemporaryDirectory(prefix="atelier-soak-") as folder:
        settings = read_settings(ATELIER_DATA_DIR=Path(folder), ATELIER_TURNS_PER_PERSON=50)
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
    found = asyncio.run(soak(chosen.chats, chosen.minutes, chosen.seed, chosen.storm))
    if chosen.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:<16} {value}")
    return 1 if found["lost"] or found["doubled"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
