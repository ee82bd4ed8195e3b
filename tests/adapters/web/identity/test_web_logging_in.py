"""Who to be: names, cookies and their time, the moderator's switch, and the password."""

from datetime import UTC, datetime, timedelta

import pytest

from adapters.web.config import WebConfig
from adapters.web.identity.names import slug_of
from agent.errors import Misconfigured
from tests.adapters.web.conftest import Serve, Served
from tests.adapters.web.identity.held_names import AT_THE_DOOR


class StillClock:
    """Time that stands until it is moved."""

    def __init__(self) -> None:
        self.at = 1_000.0
        self.days = 0

    def now(self) -> datetime:
        return datetime(2026, 11, 24, tzinfo=UTC) + timedelta(days=self.days)

    def monotonic(self) -> float:
        return self.at


async def test_who_has_not_said_who_they_are_is_asked(served: Served) -> None:
    client = await served.client()

    for path in (
        "/api/channels",
        "/api/channels/art/messages",
        "/api/events",
        "/api/memory",
        "/api/settings",
        "/api/images/x",
    ):
        answer = await client.get(path)

        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "name"), path


async def test_choosing_a_name_sets_a_cookie_that_scripts_cannot_read(served: Served) -> None:
    client = await served.client()

    answer = await client.post("/api/session", json={"name": "  Ana  María "})

    assert answer.json()["me"]["name"] == "Ana María"
    assert answer.json()["me"]["id"] == "web:ana-maría"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


@pytest.mark.parametrize("name", ["", "   ", "x" * 33, "a\u202eb", "...", "Atelier", "bot"])
async def test_a_name_that_would_mislead_is_refused_with_a_sentence(served: Served, name: str) -> None:
    client = await served.client()

    answer = await client.post("/api/session", json={"name": name})

    assert answer.status_code == 400
    assert answer.json()["error"]["text"]


def test_names_that_differ_only_in_case_or_width_are_one_person() -> None:
    assert slug_of("Ana") == slug_of("ana") == slug_of("ＡＮＡ")


async def test_a_forged_cookie_is_nobody(served: Served) -> None:
    client = await served.visitor()
    name, value = next(iter(client.cookies.items()))
    body, _, signature = value.strip('"').partition(".")

    for forged in (
        f"{body}.{signature[::-1]}",
        f"{body[::-1]}.{signature}",
        body,
        "%%%.%%%",
        "",
        "x" * 3_000,
    ):
        stranger = await served.client(headers={"Cookie": f"{name}={forged}"})

        assert (await stranger.get("/api/channels")).status_code == 401, forged


async def test_on_loopback_a_person_may_switch_to_moderator(served: Served) -> None:
    client = await served.visitor(moderator=True)

    told = (await client.get("/api/session")).json()

    assert told["me"]["moderator"] is True


async def test_with_a_password_nobody_becomes_moderator(serve: Serve) -> None:
    served = await serve(password="open sesame")
    client = await served.client()
    await client.post("/api/login", json={"password": "open sesame"})

    answer = await client.post("/api/session", json={"name": "Ana", "moderator": True})

    assert answer.status_code == 403


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "::"])
def test_another_address_than_loopback_needs_a_password(host: str) -> None:
    with pytest.raises(Misconfigured, match="ATELIER_WEB_PASSWORD"):
        WebConfig(key=b"k", host=host)

    assert WebConfig(key=b"k", host=host, password="open sesame").may_moderate is False


async def test_the_password_opens_and_nothing_else_does(serve: Serve) -> None:
    served = await serve(password="open sesame")
    client = await served.client()

    assert (await client.get("/api/session")).json() == AT_THE_DOOR
    assert (await client.get("/api/channels")).json()["error"]["code"] == "login"
    assert (await client.post("/api/session", json={"name": "Ana"})).status_code == 401
    assert (await client.post("/api/login", json={"password": "sesame"})).status_code == 401
    assert (await client.post("/api/login", json={"password": "open sesame"})).status_code == 200
    assert (await client.post("/api/session", json={"name": "Ana"})).status_code == 200
    assert (await client.get("/api/channels")).status_code == 200

    await client.post("/api/logout", json={})

    assert (await client.get("/api/channels")).status_code == 401


async def test_a_session_from_before_the_password_does_not_pass_it(serve: Serve) -> None:
    before, after = await serve(), await serve(password="open sesame")
    client = await before.visitor()
    stranger = await after.client(cookies=dict(client.cookies))

    assert (await stranger.get("/api/channels")).status_code == 401


async def test_guessing_is_slow_and_the_right_password_waits_too(serve: Serve) -> None:
    clock = StillClock()
    served = await serve(password="open sesame", clock=clock)
    client = await served.client()
    for _ in range(5):
        assert (await client.post("/api/login", json={"password": "wrong"})).status_code == 401

    refused = await client.post("/api/login", json={"password": "open sesame"})

    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0

    clock.at += 61

    assert (await client.post("/api/login", json={"password": "open sesame"})).status_code == 200


async def test_a_session_lasts_a_year_from_the_last_visit(serve: Serve) -> None:
    clock = StillClock()
    served = await serve(clock=clock)
    client = await served.visitor()

    clock.days += 200
    renewed = await client.get("/api/session")
    clock.days += 200
    later = await client.get("/api/session")
    clock.days += 366
    much_later = await client.get("/api/session")

    assert "set-cookie" in renewed.headers
    assert later.json()["me"]["name"] == "Ana"
    assert much_later.json()["me"] is None


async def test_over_https_the_cookie_stays_there(serve: Serve) -> None:
    served = await serve(hosts=("atelier.example",))
    client = await served.client()

    answer = await client.post(
        "/api/session", json={"name": "Ana"}, headers={"Origin": "https://atelier.example"}
    )

    assert "secure" in answer.headers["set-cookie"].lower()
