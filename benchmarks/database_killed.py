"""`python -m benchmarks.database_killed [--kills 5] [--json]`: how long a bot is without its embedded Postgres once that is killed.

The bot runs as an operator starts it, on an empty folder. Its server is killed (SIGKILL), and a drawing is asked for until one is taken;
told are the seconds from the kill until a new server is there, and until the picture is. Exit code 1 if a picture took longer than
BACK_SECONDS, or the log holds a traceback.
"""

import argparse
import asyncio
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

import httpx

from benchmarks.fleet.doors import LOOK_SECONDS, House, open_house
from bot.postgres.database import DATABASE_FOLDER
from bot.postgres.embedded_postgres import BACK_SECONDS
from bot.postgres.postmaster import postmaster_of

PATIENCE_SECONDS = 120.0


async def _server_besides(folder: Path, killed: int) -> None:
    """Waits until another server works in the folder."""
    while postmaster_of(folder) in (None, killed):  # noqa: ASYNC110 - another process works
        await asyncio.sleep(LOOK_SECONDS)


async def _drawn(house: House, number: int) -> None:
    """What is asked for while the database is away is declined with 503, and asked for again."""
    while True:
        try:
            await house.drawn("Ana", f"draw a fox number {number}")
            return
        except (httpx.HTTPStatusError, httpx.TransportError, OSError):
            await asyncio.sleep(LOOK_SECONDS)


async def measured(house: House, folder: Path, kills: int) -> dict[str, object]:
    away: list[float] = []
    drawn: list[float] = []
    await house.drawn("Ana", "draw a fox number 0")
    for number in range(kills):
        server = postmaster_of(folder)
        assert server is not None, "no server to kill"
        began = time.monotonic()
        os.kill(server, signal.SIGKILL)
        async with asyncio.timeout(PATIENCE_SECONDS):
            drawing = asyncio.create_task(_drawn(house, number + 1))
            await _server_besides(folder, server)
            away.append(round(time.monotonic() - began, 2))
            await drawing
            drawn.append(round(time.monotonic() - began, 2))
    tracebacks = house.log.read_text().count("Traceback")
    return {
        "server_seconds": away,
        "drawing_seconds": drawn,
        "promised": BACK_SECONDS,
        "tracebacks": tracebacks,
    }


async def run(kills: int) -> dict[str, object]:
    # Not under a private folder: the embedded Postgres runs as another user, who may not enter there.
    home = Path(tempfile.mkdtemp(prefix="atelier-killed-"))
    try:
        async with open_house(home) as house:
            return await measured(house, home / "data" / DATABASE_FOLDER, kills)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.database_killed")
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    arguments = parser.parse_args()
    told = asyncio.run(run(arguments.kills))
    if arguments.json:
        print(json.dumps(told))
    else:
        for name, value in told.items():
            print(f"{name:24} {value}")
    slowest = max([0.0, *told["drawing_seconds"]])  # type: ignore[misc]
    return 1 if slowest > BACK_SECONDS or told["tracebacks"] else 0


if __name__ == "__main__":
    sys.exit(main())
