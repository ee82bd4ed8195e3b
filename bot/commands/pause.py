"""`python -m bot pause | drain | resume`: no turn is begun for a while, on any machine."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from bot.commands.store import open_store
from bot.settings import Settings
from db.turns.pause import UnderWay, pause, resume, under_way

LOOK_SECONDS = 0.5
_PAUSED = "No turn is begun any more. What people write is stored and waits for `python -m bot resume`."


async def begin(settings: Settings) -> int:
    """Returns at once; what is under way ends. Raises Misconfigured, StoreUnavailable."""
    async with open_store(settings) as pool:
        await pause(pool)
        left = await under_way(pool)
    print(_PAUSED)
    print(_told(left))
    return 0


async def drain(
    settings: Settings, *, seconds: float, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> int:
    """Pauses, and waits until nothing is under way. 1 when something still is after so many seconds. Raises as `begin`."""
    until = time.monotonic() + seconds
    async with open_store(settings) as pool:
        await pause(pool)
        print(_PAUSED)
        while not (left := await under_way(pool)).is_nothing and time.monotonic() < until:
            await sleep(LOOK_SECONDS)
    print(_told(left))
    return 0 if left.is_nothing else 1


async def end(settings: Settings) -> int:
    """Workers go on within a second. Raises as `begin`."""
    async with open_store(settings) as pool:
        was_paused = await resume(pool)
    print("Turns are begun again." if was_paused else "There was no pause.")
    return 0


def _told(left: UnderWay) -> str:
    if left.is_nothing:
        return "Nothing is under way."
    return f"{left.turns} turns are still under way, and {left.replies} replies are not delivered yet."
