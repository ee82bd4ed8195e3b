"""/readyz: whether this process can take work. A stranger may ask, so that the answer is kept for a moment: asking costs no writes."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

from agent.ports import Clock

FRESH_SECONDS = 5.0
"""How long an answer is good for."""
FREE_BYTES_MIN = 200_000_000
"""Room that the embedded database needs: a few write-ahead segments of 16 MB and some hundred pictures."""


class Readiness:
    """ "" or the reason. `probe` tries to write; `free_bytes` tells the room on the disk, None where it is not ours to look at."""

    def __init__(
        self, probe: Callable[[], Awaitable[str]], free_bytes: Callable[[], int | None], clock: Clock
    ) -> None:
        self._probe = probe
        self._free_bytes = free_bytes
        self._clock = clock
        self._answer = ""
        self._at = float("-inf")
        self._looking = asyncio.Lock()

    async def __call__(self) -> str:
        """Raises StoreUnavailable."""
        async with self._looking:
            if self._clock.monotonic() - self._at >= FRESH_SECONDS:
                self._answer = self._full() or await self._probe()
                self._at = self._clock.monotonic()
            return self._answer

    def _full(self) -> str:
        free = self._free_bytes()
        if free is None or free >= FREE_BYTES_MIN:
            return ""
        return f"the disk of ATELIER_DATA_DIR is full: {free // 1_000_000} MB left, {FREE_BYTES_MIN // 1_000_000} MB needed"


def room_in(folder: Path | None) -> Callable[[], int | None]:
    """Free bytes on the folder's disk; None without a folder."""
    return lambda: None if folder is None else shutil.disk_usage(folder).free
