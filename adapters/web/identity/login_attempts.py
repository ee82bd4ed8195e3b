"""Tries at a secret (the password, a link, the token of /metrics): each is counted before it is looked at, so that a hundred at once
are no more than a hundred in a row."""

import ipaddress
from collections import OrderedDict, deque
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from adapters.web.error_responses import TooMany
from agent.ports import Clock
from agent.translation.catalogue import _

WINDOW_SECONDS = 60.0
TRIES_PER_ADDRESS_MAX = 5
"""Wrong or undecided tries from one address within the window."""
TRIES_PER_DEVICE_MAX = 5
"""The same from a browser that was let in before. It has its own count: who shares an address with a guesser is not kept out."""
TRIES_MAX = 50
"""The same from everywhere, but for browsers that were let in before."""
ADDRESSES_MAX = 1_000
"""Addresses and browsers remembered; those that tried longest ago go (the count over all of them stays)."""


@dataclass(slots=True)
class Try:
    """One try. It counts as a wrong one until it is said to be right."""

    right: bool = False


class Tries:
    """Those of the last minute."""

    def __init__(self, clock: Clock, *, wrong: str) -> None:
        """`wrong` says that there were too many, and after how many `{seconds}` one may try again: a text of the catalogue."""
        self._clock = clock
        self._wrong = wrong
        self._all: deque[float] = deque()
        self._by_key: OrderedDict[str, deque[float]] = OrderedDict()

    @contextmanager
    def one(self, address: str, *, device: str = "") -> Generator[Try]:
        """Counts a try for as long as it is undecided, and for the window if it was not right. Raises TooMany before it may be made."""
        counts = self._counts(address, device)
        for times, most in counts:
            self._check(times, most)
        now = self._clock.monotonic()
        for times, _most in counts:
            times.append(now)
        made = Try()
        try:
            yield made
        finally:
            if made.right:
                for times, _most in counts:
                    if now in times:
                        times.remove(now)

    def _counts(self, address: str, device: str) -> list[tuple[deque[float], int]]:
        if device:
            return [(self._own(f"device {device}"), TRIES_PER_DEVICE_MAX)]
        own = self._own(f"address {network_of(address)}")
        return [(own, TRIES_PER_ADDRESS_MAX), (self._all, TRIES_MAX)]

    def _own(self, key: str) -> deque[float]:
        own = self._by_key.setdefault(key, deque())
        self._by_key.move_to_end(key)
        while len(self._by_key) > ADDRESSES_MAX:
            self._by_key.popitem(last=False)
        return own

    def _check(self, times: deque[float], most: int) -> None:
        now = self._clock.monotonic()
        while times and now - times[0] >= WINDOW_SECONDS:
            times.popleft()
        if len(times) >= most:
            wait = WINDOW_SECONDS - (now - times[0])
            raise TooMany(
                _(self._wrong, seconds=f"{wait:.0f}"),
                retry_after_seconds=wait,
            )


def network_of(address: str) -> str:
    """Whose an address is, as far as one can tell: an IPv6 subscriber has a whole /64. What is no address stays as it is."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False).network_address)
