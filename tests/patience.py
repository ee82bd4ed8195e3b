"""How long a test waits for what always comes."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")

PATIENCE_SECONDS = 60.0
"""Never a measure of speed: many times what a machine ten times slower needs, and well below the time after which pytest ends a test.
What was waited for in vain is then told by the one who waited, in its own words."""
START_SECONDS = 2 * PATIENCE_SECONDS
"""For what begins with a process, and perhaps with a Postgres made for it."""
LOOK_SECONDS = 0.005


async def until(condition: Callable[[], Found], what: str = "what was waited for") -> Found:
    """What the condition says, once it says something: for state that another task or the page makes, and tells nobody of."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (found := condition()):
        assert time.monotonic() < deadline, f"it never came: {what}"
        await asyncio.sleep(LOOK_SECONDS)
    return found
