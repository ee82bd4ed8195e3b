"""Unfinished connections keep nobody out."""

import asyncio
import socket
from contextlib import AsyncExitStack

import pytest

from adapters.web.limits import connections
from adapters.web.limits.connections import CONNECTIONS_MAX, CONNECTIONS_PER_ADDRESS_MAX, Connections
from tests.adapters.web.conftest import Serve
from tests.patience import PATIENCE_SECONDS

PASSWORD = "open sesame"


# --- connections -----------------------------------------------------------------------------------------------


async def half_open(port: int, count: int, stack: AsyncExitStack) -> list[asyncio.StreamReader]:
    """Connections that begin a request and do not end its headers."""
    readers: list[asyncio.StreamReader] = []
    for _ in range(count):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        stack.callback(writer.close)
        readers.append(reader)
    return readers


async def test_a_thousand_unfinished_connections_keep_nobody_out(serve: Serve) -> None:
    served = await serve(password=PASSWORD, online=True)
    ana = await served.holder("Ana")

    async with AsyncExitStack() as stack:
        await half_open(served.port, 1_005, stack)
        known = await ana.get("/api/memory")
        new = await (await served.client()).get("/livez")

    assert (known.status_code, new.status_code) == (200, 200)
    assert len(served.world.platform.connections) <= CONNECTIONS_PER_ADDRESS_MAX


async def test_headers_that_do_not_end_are_not_waited_for(serve: Serve) -> None:
    served = await serve(online=True, header_seconds=0.05)

    async with AsyncExitStack() as stack, asyncio.timeout(PATIENCE_SECONDS):
        (reader,) = await half_open(served.port, 1, stack)
        assert (await reader.read()).startswith(b"HTTP/1.1 408 ")
        silent, writer = await asyncio.open_connection("127.0.0.1", served.port)
        stack.callback(writer.close)
        assert (await silent.read()).startswith(b"HTTP/1.1 408 ")
        again, writer = await asyncio.open_connection("127.0.0.1", served.port)
        stack.callback(writer.close)
        writer.write(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\nGET /livez HTTP/1.1\r\nHo")
        assert (await again.read()).endswith(
            b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        )


async def test_who_does_not_read_the_answer_is_let_go(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "STUCK_SECONDS", 0.05)
    served = await serve(online=True)
    small = socket.socket()
    small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    small.connect(("127.0.0.1", served.port))
    _, writer = await asyncio.open_connection(sock=small, limit=1_024)
    writer.write(b"GET /static/icon.svg HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 20_000)
    writer.write(b"GET /static/base.css HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 2_000)

    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not len(served.world.platform.connections):  # noqa: ASYNC110 - the server's side of it
                await asyncio.sleep(0)
            while len(served.world.platform.connections):  # noqa: ASYNC110
                await asyncio.sleep(0)
    finally:
        writer.transport.abort()  # the server could not end while somebody does not read


class Standing:
    """A connection as `Connections` sees it."""

    def __init__(self) -> None:
        self.left = False

    def leave(self, last_words: bytes) -> None:
        self.left = True


def come(connections: Connections, count: int, address: str, *, works: bool = False) -> list[Standing]:
    made = [Standing() for _ in range(count)]
    for each in made:
        connections.came(each, address)  # pyright: ignore[reportArgumentType]
        if works:
            connections.works(each)  # pyright: ignore[reportArgumentType]
    return made


def test_the_network_that_holds_most_makes_way_and_who_works_stays() -> None:
    connections = Connections(most=10, per_address=8, trusted=("10.0.0.0/8",))
    honest = come(connections, 2, "203.0.113.1", works=True)
    waiting = come(connections, 1, "203.0.113.2")
    flood = come(connections, 7, "198.51.100.1")

    newcomer = come(connections, 1, "203.0.113.3")

    assert [each.left for each in (*honest, *waiting, *newcomer)] == [False] * 4
    assert [each.left for each in flood] == [True, *[False] * 6]
    assert len(connections) == 10


def test_where_all_are_at_work_the_newcomer_goes() -> None:
    connections = Connections(most=5, per_address=5)
    working = come(connections, 5, "203.0.113.1", works=True)

    (newcomer,) = come(connections, 1, "203.0.113.2")

    assert newcomer.left
    assert not any(each.left for each in working)


def test_one_address_has_its_share_and_a_trusted_proxy_all() -> None:
    connections = Connections(most=CONNECTIONS_MAX, per_address=5, trusted=("10.0.0.0/8",))

    own = come(connections, 7, "203.0.113.1")
    proxied = come(connections, 7, "10.1.1.1")

    assert [each.left for each in own] == [True, True, *[False] * 5]
    assert not any(each.left for each in proxied)
