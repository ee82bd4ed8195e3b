"""`python -m benchmarks.load [--json]`: how many turns a second go through the whole path, with models that take no time.

PEOPLE people in CHANNELS channels of 10 communities write at once; each message goes through intake, the queue, the core, Postgres and the
outbox, to a platform that only counts. Then, with `--render-seconds 8`, as many renders as there are people are in flight on one worker.

    turns             messages taken in
    lost              without a reply
    answered_twice    turns whose reply was posted more than once
    turns_per_second  from the first message to the last delivery
    ack_p99_ms        how long a platform waits until its event is stored
    rss_mb            most resident memory of this process (Postgres is another)
    cpu_ms_per_turn   of this process; the figure that a busy machine changes least
"""

import argparse
import asyncio
import json
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from agent.conversation import Author, AuthorId, IncomingMessage, Place, PlatformName, Reply
from agent.ports import Address, PictureFile
from benchmarks.instant import Delays, Ledger, instant_models
from bot.app import App, open_app
from bot.settings import read_settings

COMMUNITIES = 10
SETTLE_SECONDS = 600.0
WARM_UP_TURNS = 50


@dataclass(slots=True)
class Counting:
    """An `Outbound` that posts nowhere and counts."""

    platform: PlatformName = "discord"
    opened: Counter[str] = field(default_factory=Counter[str])
    delivered: Counter[str] = field(default_factory=Counter[str])
    last_at: float = 0.0

    async def open(self, address: Address, text: str) -> str:
        self.opened[address.turn] += 1
        return f"p{address.message}"

    async def progress(self, address: Address, message: str, text: str, preview: bytes | None = None) -> None:
        """Seen by nobody."""

    async def deliver(
        self, address: Address, message: str | None, reply: Reply, files: Sequence[PictureFile]
    ) -> str:
        self.delivered[address.turn] += 1
        self.last_at = time.perf_counter()
        return message or f"p{address.message}"

    async def remove(self, address: Address, message: str) -> None:
        """Nothing to remove."""


async def measure(people: int, channels: int, rounds: int, delays: Delays) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="atelier-load-") as folder:
        # A person's own queue is not what is measured: everybody may have all their rounds at work.
        settings = read_settings(
            ATELIER_DATA_DIR=Path(folder), ATELIER_TURNS_PER_COMMUNITY=10_000, ATELIER_TURNS_PER_PERSON=100
        )
        async with open_app(settings, models=instant_models(delays, Ledger())) as app:
            counting = Counting()
            working = asyncio.create_task(app.work({"discord": counting}, queues=("turns",)).run())
            try:
                await _send(app, WARM_UP_TURNS, 5, 1, tag="warm")
                await app.office.settled("discord", timeout_seconds=SETTLE_SECONDS)
                counting.delivered.clear()
                return await _measured(app, counting, people, channels, rounds)
            finally:
                working.cancel()
                await asyncio.gather(working, return_exceptions=True)


async def _measured(
    app: App, counting: Counting, people: int, channels: int, rounds: int
) -> dict[str, float]:
    started, worked = time.perf_counter(), time.process_time()
    turns, acks = await _send(app, people, channels, rounds, tag="m")
    await app.office.settled("discord", timeout_seconds=SETTLE_SECONDS)
    seconds = counting.last_at - started
    cpu = time.process_time() - worked
    acks.sort()
    return {
        "turns": len(turns),
        "lost": sum(1 for turn in turns if not counting.delivered[turn]),
        "answered_twice": sum(1 for turn in turns if counting.delivered[turn] > 1),
        "turns_per_second": round(len(turns) / seconds, 1),
        "ack_p99_ms": round(acks[int(len(acks) * 0.99)] * 1000, 1),
        "rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "cpu_ms_per_turn": round(cpu * 1000 / len(turns), 2),
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
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    figures = asyncio.run(
        measure(chosen.people, chosen.channels, chosen.rounds, Delays(render=chosen.render_seconds))
    )
    if chosen.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:<18}{value:>10}")


if __name__ == "__main__":
    main()
