"""Large forms that are read at once: each may hold 160 MB, so that there are few, and nobody has them all."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

UPLOADS_MAX = 6
UPLOADS_PER_PERSON_MAX = 2
UPLOADS_PER_ADDRESS_MAX = 4


@dataclass(slots=True)
class _Turnstile:
    """Lets so many through at once; `wanted` counts those inside and before it."""

    places: asyncio.Semaphore
    wanted: int = 0


@dataclass(slots=True)
class Uploads:
    """The places. Who waits for one of their own holds none of the others'."""

    _all: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(UPLOADS_MAX))
    _own: dict[str, _Turnstile] = field(default_factory=dict[str, _Turnstile])

    @asynccontextmanager
    async def place(self, *, person: str, network: str) -> AsyncGenerator[None]:
        """Waits for one, for as long as the caller lets it."""
        async with (
            self._turn(f"person {person}", UPLOADS_PER_PERSON_MAX),
            self._turn(f"network {network}", UPLOADS_PER_ADDRESS_MAX),
            self._all,
        ):
            yield

    @asynccontextmanager
    async def _turn(self, key: str, most: int) -> AsyncGenerator[None]:
        turnstile = self._own.setdefault(key, _Turnstile(asyncio.Semaphore(most)))
        turnstile.wanted += 1
        try:
            async with turnstile.places:
                yield
        finally:
            turnstile.wanted -= 1
            if not turnstile.wanted:
                del self._own[key]
