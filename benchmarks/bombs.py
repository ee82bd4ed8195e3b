"""`python -m benchmarks.bombs [--json]`: the whole bot while strangers throw pictures at it that are dear to open.

One process with three doors: the page, a simulated Telegram and a simulated Discord. First everything is quiet and an honest picture at
each door and a drawing are timed; then ten bombs arrive at each door at once, and as soon as all are answered ten more, until DRAWINGS_MIN
drawings were timed meanwhile; then ten more arrive, and the process is told to stop. Exit code 1 if a promise was broken:

    honest       the slowest honest picture is taken within 3 s, at each door
    drawing      the slowest drawing takes at most twice the usual time
    memory       the bot and its decoders together stay below 400 MB resident (beside it: their proportional share, which is what a
                 container's limit sees)
    answered     every bomb has an answer, and the log no traceback
    stop         SIGTERM ends it within 5 s, in the middle of bombs
"""

import argparse
import asyncio
import json
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.fleet.doors import House, open_house
from simulators import hostile_pictures as hostile

HONEST_SECONDS_MAX = 3.0
DRAWING_TIMES_MAX = 2.0
MEMORY_BYTES_MAX = 400_000_000
STOP_SECONDS_MAX = 5.0
QUIET_TRIES = 12
DRAWINGS_MIN = 30
"""Timed while bombs arrive."""
WAVES_MAX = 20
LOOK_SECONDS = 0.05
SAID_CHARS = 6_000
"""Of a log with a traceback."""
HONEST_PAUSE_SECONDS = 0.2
HONEST_FROM = 100
"""Number of the first honest person at a door; who throws has a lower one."""
PHOTOGRAPH = (4_000, 3_000)
"""The honest picture: twelve megapixels, as telephones take them."""
BOMBS: tuple[tuple[str, Callable[[], bytes]], ...] = (
    ("JPEG, 2,000 layers", hostile.many_layers),
    ("JPEG, layers hidden", lambda: hostile.many_layers(padding=3_000)),
    ("JPEG, 20 layers", lambda: hostile.many_layers(layers=20)),
    ("PNG, 16-bit colour", hostile.deep),
    ("PNG, 16-bit grey", lambda: hostile.deep(colours=hostile.GREY)),
    ("PNG, 16-bit clear", lambda: hostile.deep(colours=hostile.COLOUR_CLEAR)),
    ("PNG, text bomb", hostile.text_bomb),
    ("PNG, lying header", hostile.lying_header),
    ("WebP, 12 megapixels", lambda: hostile.one_colour_webp(4_000, 3_100)),
    ("GIF, 10,000 frames", hostile.gif_frames),
)


Times = defaultdict[str, list[float]]


def times() -> Times:
    return defaultdict(list)


@dataclass(slots=True)
class Found:
    """What was measured, seconds and bytes."""

    quiet_honest: Times = field(default_factory=times)
    """By door, like `honest` and `bombs`."""
    quiet_drawing: list[float] = field(default_factory=list[float])
    honest: Times = field(default_factory=times)
    drawing: list[float] = field(default_factory=list[float])
    bombs: Times = field(default_factory=times)
    waves: int = 0
    unanswered: list[str] = field(default_factory=list[str])
    quiet_memory: int = 0
    own_memory: int = 0
    memory: int = 0
    share: int = 0
    stop_seconds: float = 0.0
    stop_code: int = 0
    log: str = ""

    @property
    def tracebacks(self) -> int:
        return self.log.count("Traceback")

    def broken(self) -> Sequence[str]:
        """The promises that were not kept."""
        kept = {
            "honest": max(max(seconds) for seconds in self.honest.values()) <= HONEST_SECONDS_MAX,
            "drawing": max(self.drawing) <= DRAWING_TIMES_MAX * statistics.median(self.quiet_drawing),
            "memory": self.memory <= MEMORY_BYTES_MAX,
            "answered": not self.unanswered and not self.tracebacks,
            "stop": self.stop_seconds <= STOP_SECONDS_MAX and self.stop_code == 0,
        }
        return [name for name, is_kept in kept.items() if not is_kept]


async def measured(house: House) -> Found:
    """Both phases, and the stop."""
    found, photograph = Found(), hostile.honest(*PHOTOGRAPH)
    bombs = [make() for _, make in BOMBS]
    await house.drawn("Quiet", "draw a fox number 0")  # the first of a process reads in what it needs
    for number in range(QUIET_TRIES):
        for door, honest in _honest(house, photograph).items():
            found.quiet_honest[door].append(await honest(number))
        found.quiet_drawing.append(await house.drawn("Quiet", f"draw a fox number {number + 1}"))
    found.quiet_memory = house.memory().resident
    watching = asyncio.create_task(_watched(house, found))
    attack = asyncio.create_task(_waves(house, bombs, found))
    await _meanwhile(house, photograph, attack, found)
    await attack
    await _stopped_amid(house, bombs, found)
    watching.cancel()
    found.log = house.log.read_text()
    return found


async def _watched(house: House, found: Found) -> None:
    while house.process.returncode is None:
        taken = house.memory()
        found.own_memory = max(found.own_memory, taken.own)
        found.memory, found.share = max(found.memory, taken.resident), max(found.share, taken.share)
        await asyncio.sleep(LOOK_SECONDS)


async def _waves(house: House, bombs: Sequence[bytes], found: Found) -> None:
    """Ten at each door, again and again, until enough drawings were timed."""
    for _ in range(WAVES_MAX):
        await _attacked(house, bombs, found)
        found.waves += 1
        if len(found.drawing) >= DRAWINGS_MIN or found.unanswered:
            return


async def _attacked(house: House, bombs: Sequence[bytes], found: Found) -> None:
    async def thrown(door: str, name: str, act: Awaitable[float]) -> None:
        try:
            found.bombs[door].append(await act)
        except (OSError, TimeoutError) as error:
            found.unanswered.append(f"{door}: {name} ({type(error).__name__})")

    async def page(number: int, data: bytes) -> float:
        return (await house.by_page(f"Mallory {number}", data))[0]

    async with asyncio.TaskGroup() as group:
        for number, ((name, _), data) in enumerate(zip(BOMBS, bombs, strict=True)):
            group.create_task(thrown("page", name, page(number, data)))
            group.create_task(thrown("telegram", name, house.by_telegram(number, data)))
            group.create_task(thrown("discord", name, house.by_discord(number, data)))


def _honest(house: House, photograph: bytes) -> Mapping[str, Callable[[int], Awaitable[float]]]:
    """Each door's way for an honest picture, by its number: seconds until it was taken. Raises OSError when the page refused it."""

    async def page(number: int) -> float:
        seconds, status, said = await house.by_page("Ann", photograph)
        if status != 202 or json.loads(said)["note"]:
            raise OSError(f"{status} {said[:200]}")
        return seconds

    return {
        "page": page,
        "telegram": lambda number: house.by_telegram(HONEST_FROM + number, photograph),
        "discord": lambda number: house.by_discord(HONEST_FROM + number, photograph),
    }


async def _meanwhile(house: House, photograph: bytes, attack: asyncio.Task[None], found: Found) -> None:
    """Honest people, until the attack is over; once each at the least."""

    async def uploads(door: str, honest: Callable[[int], Awaitable[float]]) -> None:
        while not attack.done() or not found.honest[door]:
            number = QUIET_TRIES + len(found.honest[door])
            try:
                found.honest[door].append(await honest(number))
            except (OSError, TimeoutError) as error:
                found.unanswered.append(f"{door}: honest ({error!r})")
                return
            await asyncio.sleep(HONEST_PAUSE_SECONDS)

    async def drawings() -> None:
        while not attack.done() or not found.drawing:
            found.drawing.append(await house.drawn("Bob", f"draw a fox number {len(found.drawing) + 10}"))
            await asyncio.sleep(HONEST_PAUSE_SECONDS)

    doors = _honest(house, photograph)
    await asyncio.gather(drawings(), *(uploads(door, honest) for door, honest in doors.items()))


async def _stopped_amid(house: House, bombs: Sequence[bytes], found: Found) -> None:
    throwing = [
        asyncio.create_task(house.by_page(f"Mallory {number}", data)) for number, data in enumerate(bombs)
    ]
    await asyncio.wait(throwing, return_when=asyncio.FIRST_COMPLETED)
    found.stop_seconds, found.stop_code = await house.stopped()
    await asyncio.gather(*throwing, return_exceptions=True)


def report(found: Found) -> dict[str, object]:
    median = statistics.median
    return {
        "honest": {
            door: {
                "usual": round(median(found.quiet_honest[door]), 2),
                "tries": len(seconds),
                "median": round(median(seconds), 2),
                "slowest": round(max(seconds), 2),
            }
            for door, seconds in sorted(found.honest.items())
            if seconds
        },
        "drawing_usual": round(median(found.quiet_drawing), 2),
        "waves": found.waves,
        "drawing_tries": len(found.drawing),
        "drawing_median": round(median(found.drawing), 2),
        "drawing_slowest": round(max(found.drawing), 2),
        "drawings": [round(seconds, 2) for seconds in found.drawing],
        "bombs": {
            door: {"answered": len(seconds), "slowest": round(max(seconds), 2)}
            for door, seconds in sorted(found.bombs.items())
        },
        "unanswered": found.unanswered,
        "tracebacks": found.tracebacks,
        "megabytes_before": round(found.quiet_memory / 1e6),
        "megabytes_bot": round(found.own_memory / 1e6),
        "megabytes_with_decoders": round(found.memory / 1e6),
        "megabytes_share": round(found.share / 1e6),
        "stop_seconds": round(found.stop_seconds, 2),
        "stop_code": found.stop_code,
        "broken": found.broken(),
    }


async def run() -> dict[str, object]:
    # Not under a private folder: the embedded Postgres runs as another user, who may not enter there.
    home = Path(tempfile.mkdtemp(prefix="atelier-bombs-"))
    try:
        async with open_house(home) as house:
            found = await measured(house)
            if found.tracebacks:
                print(found.log[-SAID_CHARS:], file=sys.stderr)
            return report(found)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bombs")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    arguments = parser.parse_args()
    told = asyncio.run(run())
    if arguments.json:
        print(json.dumps(told))
    else:
        for name, value in told.items():
            print(f"{name:24} {value}")
    return 1 if told["broken"] else 0


if __name__ == "__main__":
    sys.exit(main())
