"""Connections before they are requests: how many there are, how long one may take to say what it wants, and who makes way.

uvicorn's `limit_concurrency` counts connections that have said nothing like those of people at work, and has no time limit on headers.
Here nobody is turned away for those who merely wait: the one that has waited longest, of the network that holds most, makes way."""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from adapters.web.identity.login_attempts import network_of

CONNECTIONS_MAX = 800
"""Of this process: it may usually open 1,024 files, and Postgres and models want some."""
CONNECTIONS_PER_ADDRESS_MAX = 200
"""Of one address or IPv6 network; a trusted proxy may have all."""
STUCK_SECONDS = 30.0
"""How long an answer may wait for its reader to read on."""
_LATE = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n"
)


class Connections:
    """Those of this process: who works, who waits, and in what order."""

    def __init__(
        self,
        *,
        most: int = CONNECTIONS_MAX,
        per_address: int = CONNECTIONS_PER_ADDRESS_MAX,
        trusted: Iterable[str] = (),
    ) -> None:
        self._most = most
        self._per_address = per_address
        self._trusted = tuple(ip_network(each) for each in trusted)
        self._open: dict[DoorProtocol, str] = {}
        self._by_network: Counter[str] = Counter()
        # Silent ones have not made a request yet; idle ones have, and may make another.
        self._silent: OrderedDict[DoorProtocol, None] = OrderedDict()
        self._idle: OrderedDict[DoorProtocol, None] = OrderedDict()

    def __len__(self) -> int:
        return len(self._open)

    def came(self, connection: "DoorProtocol", address: str) -> None:
        """Takes it in; another makes way if need be, or it must go itself where all the others are at work."""
        network = network_of(address)
        self._open[connection] = network
        self._by_network[network] += 1
        self._silent[connection] = None
        if self._by_network[network] > self._per_address and not self._is_trusted(address):
            self._make_way(network)
        if len(self._open) > self._most:
            self._make_way(None)

    def works(self, connection: "DoorProtocol") -> None:
        self._silent.pop(connection, None)
        self._idle.pop(connection, None)

    def rests(self, connection: "DoorProtocol") -> None:
        if connection in self._open:
            self._idle[connection] = None

    def went(self, connection: "DoorProtocol") -> None:
        network = self._open.pop(connection, None)
        self.works(connection)
        if network is not None:
            self._by_network[network] -= 1
            self._by_network += Counter[str]()  # drops those at zero

    def _make_way(self, network: str | None) -> None:
        for waiting in (self._silent, self._idle):
            held = Counter(self._open[each] for each in waiting)
            heaviest = network or max(held, key=held.__getitem__, default="")
            longest = next((each for each in waiting if self._open[each] == heaviest), None)
            if longest is not None:
                self.went(longest)
                longest.leave(_FULL)
                return

    def _is_trusted(self, address: str) -> bool:
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self._trusted)


class DoorProtocol(H11Protocol):
    """uvicorn's protocol, counted and timed."""

    def __init__(self, *args: Any, connections: Connections, header_seconds: float, **more: Any) -> None:
        super().__init__(*args, **more)
        self._counted = connections
        self._header_seconds = header_seconds
        self._late: asyncio.TimerHandle | None = None
        self._stuck: asyncio.TimerHandle | None = None
        self._is_working = False

    def connection_made(self, transport: asyncio.Transport) -> None:
        super().connection_made(transport)
        self._expect_headers()
        self._counted.came(self, self.client[0] if self.client else "")

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._counted.went(self)
        for timer in (self._late, self._stuck):
            if timer is not None:
                timer.cancel()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._look()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stuck = self.loop.call_later(STUCK_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._stuck is not None:
            self._stuck.cancel()

    def leave(self, last_words: bytes) -> None:
        """Ends a connection that is not at work."""
        if not self.transport.is_closing():
            self.transport.write(last_words)
            self.transport.close()

    def _look(self) -> None:
        """Whether a request began or ended."""
        # None until the first request, whatever uvicorn's annotation says.
        is_working = bool(self.cycle) and not self.cycle.response_complete
        if is_working == self._is_working:
            return
        self._is_working = is_working
        if is_working:
            if self._late is not None:
                self._late.cancel()
            self._counted.works(self)
        else:
            self._expect_headers()
            self._counted.rests(self)

    def _expect_headers(self) -> None:
        self._late = self.loop.call_later(self._header_seconds, self.leave, _LATE)
