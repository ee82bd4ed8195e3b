"""Tries of a password are counted before they are looked at, each by the address it comes from."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.web.error_responses import TooMany
from adapters.web.identity.login_attempts import (
    TRIES_MAX,
    TRIES_PER_ADDRESS_MAX,
    TRIES_PER_DEVICE_MAX,
    WINDOW_SECONDS,
    Tries,
)
from tests.adapters.web.conftest import Serve, Served
from tests.fakes.clock import FakeClock

PASSWORD = "open sesame"


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
