"""How long a test waits for what always comes."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

Found = TypeVar("Found")

PATIENCE_SECONDS = 60.0
"""Never a measure of speed: many times what a machine ten times slower needs, and well below the time after which pytest ends a test.
What was waited for in vain is then told by the one who waited, in its own words."""
START_SECONDS = 2 * PATIENCE_SECONDS
"""For what begins with a process, and perhaps with a Postgres made for it."""
LOOK_SECONDS = 0.005


async def until_seen(look: Callable[[], Awaitable[Found]], what: str = "what was waited for") -> Found:
    """What a look at a database or a server says, once it says something."""
    try:
        async with asyncio.timeout(START_SECONDS):
            while not (found := await look()):  # noqa: ASYNC110 - what is looked at tells nobody
                await asyncio.sleep(LOOK_SECONDS)
    except TimeoutError as error:
        raise AssertionError(f"it never came: {what}") from error
    return found


def blocking_until(condition: Callable[[], object], what: str = "what was waited for") -> None:
    """The same for a test without a loop of its own, which looks at another thread or process."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"it never came: {what}"
        time.sleep(LOOK_SECONDS)


async def until(condition: Callable[[], Found], what: str = "what was waited for") -> Found:
    """What the condition says, once it says something: for state that another task or the page makes, and tells nobody of."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (found := condition()):
        assert time.monotonic() < deadline, f"it never came: {what}"
        await asyncio.sleep(LOOK_SECONDS)
    return found
