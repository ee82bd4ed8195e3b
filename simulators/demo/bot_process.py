"""The bot as an operator starts it, with Discord's and Telegram's addresses pointing at the simulators."""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
STOP_SECONDS = 40.0
_NOT_PASSED_ON = ("ATELIER_", "DISCORD_", "TELEGRAM_", "OPENAI_", "DATABASE_")


@asynccontextmanager
async def bot_process(folder: Path, **settings: str) -> AsyncGenerator[asyncio.subprocess.Process]:
    """Running until the block ends. It knows `settings` alone: neither the caller's own nor those of a .env file, so that no real
    token or key is used by a demonstration."""
    # A session of its own: Ctrl-C in a terminal reaches us alone, and the bot is told to stop once.
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        cwd=folder,
        env=_environment(folder, settings),
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), STOP_SECONDS)
            except TimeoutError:
                process.kill()
                await process.wait()


def _environment(folder: Path, settings: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_PASSED_ON)}
    own = {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "ATELIER_DATA_DIR": str(folder / "data")}
    return {**kept, **own, **settings}
