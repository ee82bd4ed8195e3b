"""How late the event loop is: what every other wait of this process is made longer by."""

import asyncio
import time

from bot.instruments import LOOP_LAG_SECONDS

LOOK_SECONDS = 0.5


async def watch_event_loop() -> None:
    """Until cancelled."""
    while True:
        due = time.monotonic() + LOOK_SECONDS
        await asyncio.sleep(LOOK_SECONDS)
        LOOP_LAG_SECONDS.observe(max(0.0, time.monotonic() - due))
