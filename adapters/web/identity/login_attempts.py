"""Counts wrong passwords, so that guessing is slow."""

from collections import OrderedDict, deque

from adapters.web.error_responses import TooMany
from agent.ports import Clock

WINDOW_SECONDS = 60.0
WRONG_PER_ADDRESS_MAX = 5
"""Wrong passwords from one address within the window."""
WRONG_MAX = 50
"""Wrong passwords from everywhere within the window."""
ADDRESSES_MAX = 1_000
"""Addresses remembered; the oldest go (the count over all of them stays)."""


class Tries:
    """Wrong passwords of the last minute."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._all: deque[float] = deque(maxlen=WRONG_MAX)
        self._by_address: OrderedDict[str, deque[float]] = OrderedDict()

    def check(self, address: str) -> None:
        """Raises TooMany while an address, or everybody together, has tried too often."""
        now = self._clock.monotonic()
        own = self._by_address.get(address, deque[float]())
        for times, most in ((own, WRONG_PER_ADDRESS_MAX), (self._all, WRONG_MAX)):
            recent = [at for at in times if now - at < WINDOW_SECONDS]
            if len(recent) >= most:
                wait = WINDOW_SECONDS - (now - recent[0])
                raise TooMany(
                    f"Too many wrong passwords. Try again in {wait:.0f} seconds.", retry_after_seconds=wait
                )

    def wrong(self, address: str) -> None:
        now = self._clock.monotonic()
        self._all.append(now)
        own = self._by_address.setdefault(address, deque(maxlen=WRONG_PER_ADDRESS_MAX))
        own.append(now)
        self._by_address.move_to_end(address)
        while len(self._by_address) > ADDRESSES_MAX:
            self._by_address.popitem(last=False)
