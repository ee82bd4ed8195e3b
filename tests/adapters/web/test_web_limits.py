"""Limits before cost: tries, connections, bodies, streams; honest people first."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from adapters.web.error_responses import TooMany
from adapters.web.identity.login_attempts import (
    TRIES_MAX,
    TRIES_PER_ADDRESS_MAX,
    TRIES_PER_DEVICE_MAX,
    WINDOW_SECONDS,
    Tries,
)
from adapters.web.limits.connections import CONNECTIONS_MAX, CONNECTIONS_PER_ADDRESS_MAX, Connections
from adapters.web.limits.requests_under_way import PER_SESSION_MAX, STRANGERS_PER_ADDRESS_MAX, Room
from adapters.web.limits.stream_limits import StreamSeats
from adapters.web.limits.upload_limits import UPLOADS_PER_ADDRESS_MAX, UPLOADS_PER_PERSON_MAX, Uploads
from agent.domain.conversation import AuthorId
from tests.adapters.web.conftest import Serve, Served
from tests.fakes.clock import FakeClock
from tests.worlds.web_visitor import listening

PASSWORD = "open sesame"
SOON = 10


# --- tries -----------------------------------------------------------------------------------------------------


async def test_sixty_guesses_held_at_once_are_not_sixty_guesses(serve: Serve) -> None:
    """Each waits with its body until all are there: only as many are looked at as would be in a row."""
    served = await serve(password=PASSWORD)
    client = await served.client()
    all_are_here = asyncio.Event()

    async def held(guess: str) -> AsyncIterator[bytes]:
        await all_are_here.wait()
        yield f'{{"password": "{guess}"}}'.encode()

    guesses = [PASSWORD if number == 59 else f"guess {number}" for number in range(60)]
    posts = [
        asyncio.create_task(
            client.post("/api/login", content=held(guess), headers={"Content-Type": "application/json"})
        )
        for guess in guesses
    ]
    await asyncio.sleep(0)
    all_are_here.set()
    statuses = [answer.status_code for answer in await asyncio.gather(*posts)]

    assert statuses.count(401) == TRIES_PER_ADDRESS_MAX
    assert statuses.count(429) == 60 - TRIES_PER_ADDRESS_MAX


async def test_who_was_let_in_before_is_not_kept_out_by_a_guesser_at_the_same_address(serve: Serve) -> None:
    served = await serve(password=PASSWORD)
    ana = await served.holder("Ana")
    guesser = await served.client()
    for number in range(TRIES_PER_ADDRESS_MAX + 3):
        await guesser.post("/api/login", json={"password": f"guess {number}"})
    await ana.post("/api/logout", json={})

    assert (await guesser.post("/api/login", json={"password": PASSWORD})).status_code == 429
    assert (await ana.post("/api/login", json={"password": PASSWORD})).status_code == 200


async def test_the_mark_of_a_known_browser_opens_nothing_and_is_counted_too(serve: Serve) -> None:
    served = await serve(password=PASSWORD)
    ana = await served.holder("Ana")
    await ana.post("/api/logout", json={})

    assert (await ana.get("/api/memory")).status_code == 401
    statuses = [
        (await ana.post("/api/login", json={"password": f"guess {number}"})).status_code
        for number in range(8)
    ]
    assert statuses == [401] * TRIES_PER_DEVICE_MAX + [429] * (8 - TRIES_PER_DEVICE_MAX)


async def test_a_mark_that_we_did_not_make_is_a_strangers(serve: Serve) -> None:
    served = await serve(password=PASSWORD)
    ana = await served.holder("Ana")
    forged = [f"{name}=" + "A" * 22 + "." + "0" * 64 for name in ana.cookies]

    statuses: list[int] = []
    for _ in range(TRIES_PER_ADDRESS_MAX + 2):
        client = await served.client(headers={"Cookie": "; ".join(forged)})
        statuses.append((await client.post("/api/login", json={"password": "x"})).status_code)

    assert statuses == [401] * TRIES_PER_ADDRESS_MAX + [429] * 2


def test_many_addresses_together_are_limited_and_the_right_secret_counts_for_nothing() -> None:
    clock = FakeClock()
    tries = Tries(clock, wrong="wrong passwords")

    for number in range(200):
        with tries.one(f"10.1.{number}.1") as made:
            made.right = True
    for number in range(TRIES_MAX):
        with tries.one(f"10.2.{number}.1"):
            pass
    with pytest.raises(TooMany), tries.one("10.3.0.1"):
        pass
    with tries.one("10.3.0.1", device="known"):
        pass
    clock.move(seconds=WINDOW_SECONDS)
    with tries.one("10.3.0.1"):
        pass


def test_an_ipv6_subscriber_is_one_address() -> None:
    tries = Tries(FakeClock(), wrong="wrong passwords")

    for number in range(TRIES_PER_ADDRESS_MAX):
        with tries.one(f"2001:db8:0:7::{number:x}"):
            pass

    with pytest.raises(TooMany), tries.one("2001:db8:0:7:ffff::1"):
        pass
    with tries.one("2001:db8:0:8::1"):
        pass


# --- whose address ---------------------------------------------------------------------------------------------


async def wrong_tries(served: Served, forwarded: list[str]) -> list[int]:
    client = await served.client()
    return [
        (
            await client.post("/api/login", json={"password": "x"}, headers={"X-Forwarded-For": each})
        ).status_code
        for each in forwarded
    ]


async def test_an_address_that_a_visitor_makes_up_is_not_believed(serve: Serve) -> None:
    """Nobody named a proxy; or the visitor writes in front of what the trusted one adds."""
    unnamed = await serve(password=PASSWORD)
    named = await serve(password=PASSWORD, trusted_proxies=("127.0.0.1",))
    allowed, refused = [401] * TRIES_PER_ADDRESS_MAX, [429] * 3

    assert await wrong_tries(unnamed, [f"10.0.0.{number}" for number in range(8)]) == allowed + refused
    assert (
        await wrong_tries(named, [f"10.0.0.{number}, 203.0.113.9" for number in range(8)])
        == allowed + refused
    )


async def test_the_operator_of_an_unnamed_proxy_is_told_once(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    await wrong_tries(await serve(password=PASSWORD, trusted_proxies=("127.0.0.1",)), ["203.0.113.1"])
    assert "ATELIER_TRUSTED_PROXIES" not in caplog.text

    await wrong_tries(await serve(password=PASSWORD), ["203.0.113.1", "203.0.113.2"])
    assert caplog.text.count("ATELIER_TRUSTED_PROXIES") == 1


async def test_behind_trusted_proxies_each_visitor_is_counted_alone(serve: Serve) -> None:
    served = await serve(password=PASSWORD, trusted_proxies=("127.0.0.1", "10.0.0.0/8"))

    assert await wrong_tries(served, [f"203.0.113.{number}, 10.1.2.3" for number in range(8)]) == [401] * 8


async def test_a_trusted_proxy_that_speaks_https_gets_cookies_that_stay_there(serve: Serve) -> None:
    served = await serve(password=PASSWORD, trusted_proxies=("127.0.0.1",))
    client = await served.client(headers={"X-Forwarded-Proto": "https"})

    answer = await client.post("/api/login", json={"password": PASSWORD})

    cookies = answer.headers.get_list("set-cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert {"secure", "httponly", "path=/"} <= {part.strip().lower() for part in cookie.split(";")}
        assert "domain" not in cookie.lower()


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

    async with AsyncExitStack() as stack, asyncio.timeout(SOON):
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


# --- bodies and requests ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/api/login", "/api/channels/art/messages", "/api/channels"])
async def test_a_body_that_dawdles_is_told_so(serve: Serve, path: str) -> None:
    served = await serve(password=PASSWORD, online=True, body_seconds=0.05)
    ana = await served.holder("Ana")
    cookies = "; ".join(f"{name}={value}" for name, value in ana.cookies.items())
    kind = "multipart/form-data; boundary=x" if path.endswith("messages") else "application/json"

    async with asyncio.timeout(SOON):
        reader, writer = await asyncio.open_connection("127.0.0.1", served.port)
        writer.write(
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nCookie: {cookies}\r\nContent-Type: {kind}\r\n"
            "Content-Length: 200\r\n\r\n--x\r\n".encode()
        )
        answer = await reader.readuntil(b"}}")
        writer.close()

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"too long to arrive" in answer


async def test_strangers_fill_their_part_and_people_are_still_served() -> None:
    go_on = asyncio.Event()

    async def slow(scope: Scope, receive: Receive, send: Send) -> None:
        await go_on.wait()
        await PlainTextResponse("ok")(scope, receive, send)

    room = Room(slow, session_of=lambda request: request.cookies.get("session", ""), body_seconds=5)
    transport = httpx.ASGITransport(room, client=("203.0.113.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as strangers:
        held = [asyncio.create_task(strangers.get("/")) for _ in range(STRANGERS_PER_ADDRESS_MAX)]
        held += [
            asyncio.create_task(strangers.get("/", headers={"Cookie": "session=ana"}))
            for _ in range(PER_SESSION_MAX)
        ]
        await settle()
        refused = [await strangers.get("/"), await strangers.get("/", headers={"Cookie": "session=ana"})]
        person = asyncio.create_task(strangers.get("/", headers={"Cookie": "session=ben"}))
        await settle()
        go_on.set()
        served = [await each for each in (*held, person)]
        later = await strangers.get("/")

    assert [(each.status_code, each.headers["retry-after"]) for each in refused] == [(503, "5")] * 2
    assert {each.status_code for each in (*served, later)} == {200}


async def test_one_person_has_not_all_the_places_for_uploads() -> None:
    uploads, go_on = Uploads(), asyncio.Event()
    inside: list[str] = []

    async def upload(person: str, network: str) -> None:
        async with uploads.place(person=person, network=network):
            inside.append(person)
            await go_on.wait()

    crowd = [asyncio.create_task(upload("eve", "n1")) for _ in range(10)]
    crowd += [asyncio.create_task(upload(f"eve {number}", "n1")) for number in range(10)]
    await settle()
    eves = len(inside)
    crowd.append(asyncio.create_task(upload("ana", "n2")))
    await settle()

    assert inside.count("eve") == UPLOADS_PER_PERSON_MAX
    assert eves == UPLOADS_PER_ADDRESS_MAX
    assert "ana" in inside
    go_on.set()
    await asyncio.gather(*crowd)
    assert len(inside) == 21


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


# --- streams ---------------------------------------------------------------------------------------------------


async def test_invented_names_do_not_take_all_streams(serve: Serve) -> None:
    """On loopback anybody may invent names; who has many pages open makes room for who has none."""
    served = await serve(online=True, streams_max=6, streams_per_person_max=3)
    invented = [await served.visitor(name) for name in ("Eve", "Mallory")]

    async with AsyncExitStack() as stack, asyncio.timeout(SOON):
        for visitor in invented:
            for _ in range(3):
                await stack.enter_async_context(listening(visitor))
        ana = await served.visitor("Ana")
        async with listening(ana):
            again = await invented[0].get("/api/events")

    assert again.status_code == 429


def test_a_place_is_taken_from_who_has_most_and_never_to_turn_the_tables() -> None:
    concurrency_limits = StreamSeats(most=4, per_person=3, per_address=4)
    eve, ben, ana = AuthorId("web:eve"), AuthorId("web:ben"), AuthorId("web:ana")
    eves = [concurrency_limits.take(eve, "203.0.113.1") for _ in range(3)]
    bens = concurrency_limits.take(ben, "203.0.113.2")

    anas = concurrency_limits.take(ana, "203.0.113.3")

    assert [each.is_taken_away for each in (*eves, bens, anas)] == [True, False, False, False, False]
    with pytest.raises(TooMany):
        concurrency_limits.take(ben, "203.0.113.2")
    concurrency_limits.give_back(eves[0])
    concurrency_limits.give_back(anas)
    concurrency_limits.take(ben, "203.0.113.2")


def test_many_names_at_one_address_make_way_for_another_address() -> None:
    concurrency_limits = StreamSeats(most=4, per_person=3, per_address=4)
    crowd = [concurrency_limits.take(AuthorId(f"web:eve{number}"), "203.0.113.1") for number in range(4)]

    concurrency_limits.take(AuthorId("web:ana"), "203.0.113.3")

    assert [each.is_taken_away for each in crowd] == [True, False, False, False]


def test_one_address_never_has_all() -> None:
    concurrency_limits = StreamSeats(most=9, per_person=3, per_address=4)
    for number in range(4):
        concurrency_limits.take(AuthorId(f"web:eve{number}"), "203.0.113.1")

    with pytest.raises(TooMany, match="where you are"):
        concurrency_limits.take(AuthorId("web:eve9"), "203.0.113.1")
