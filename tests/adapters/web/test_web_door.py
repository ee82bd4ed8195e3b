"""The door: hosts, origins, the password, who to be, and what every answer carries."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from adapters.web.config import WebConfig
from adapters.web.identity.names import slug_of
from agent.errors import Misconfigured
from tests.adapters.web.conftest import Serve, Served

JSON = {"Content-Type": "application/json"}


class StillClock:
    """Time that stands until it is moved."""

    def __init__(self) -> None:
        self.at = 1_000.0
        self.days = 0

    def now(self) -> datetime:
        return datetime(2026, 11, 24, tzinfo=UTC) + timedelta(days=self.days)

    def monotonic(self) -> float:
        return self.at


async def test_the_page_and_its_modules_come_with_headers_that_keep_other_scripts_out(served: Served) -> None:
    client = await served.client()

    page = await client.get("/")
    module = await client.get("/static/app.js")

    assert page.status_code == 200
    assert "<script>" not in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    assert module.headers["content-type"].startswith(("text/javascript", "application/javascript"))


async def test_the_page_names_nothing_outside_itself(served: Served) -> None:
    client = await served.client()

    page = (await client.get("/")).text

    assert "http://" not in page
    assert "https://" not in page


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""])
async def test_a_name_that_is_not_ours_is_refused(served: Served, host: str) -> None:
    client = await served.client()

    answer = await client.get("/api/session", headers={"Host": host})

    assert answer.status_code == 403
    assert "ATELIER_WEB_HOSTS" in answer.json()["error"]["text"]


@pytest.mark.parametrize(
    "host", ["localhost:8080", "127.0.0.1", "[::1]:8080", "192.168.1.7:8080", "atelier.home"]
)
async def test_loopback_bare_addresses_and_configured_names_are_ours(serve: Serve, host: str) -> None:
    served = await serve(hosts=("atelier.home",))
    client = await served.client()

    answer = await client.get("/api/session", headers={"Host": host})

    assert answer.status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
async def test_an_act_that_another_page_asks_for_is_not_done(served: Served, origin: str) -> None:
    client = await served.visitor()

    answer = await client.post("/api/channels", json={"name": "stolen"}, headers={"Origin": origin})

    assert answer.status_code == 403
    assert "stolen" not in (await client.get("/api/channels")).json()["channels"]


async def test_an_act_of_the_page_itself_is_done(served: Served) -> None:
    client = await served.visitor()

    answer = await client.post("/api/channels", json={"name": "mine"}, headers={"Origin": served.address})

    assert answer.status_code == 201


async def test_a_neighbour_on_another_port_cannot_read(served: Served) -> None:
    client = await served.visitor()

    answer = await client.get("/api/channels", headers={"Sec-Fetch-Site": "same-site"})

    assert answer.status_code == 403


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

    assert (await client.get("/api/session")).json() == {"login": True}
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


async def test_the_start_tells_the_page_what_it_needs(served: Served) -> None:
    client = await served.visitor()

    told = (await client.get("/api/session")).json()

    assert told["channels"] == ["art", "posters", "random"]
    assert {"draw", "memory", "forget"} <= {command["name"] for command in told["commands"]}
    assert told["limits"] == {"text": 4000, "images": 8, "image_bytes": 20_000_000}


async def test_health_is_told_to_machines_under_any_name(served: Served) -> None:
    client = await served.client()
    odd = {"Host": "pod-17.cluster"}

    assert (await client.get("/livez", headers=odd)).status_code == 200
    assert (await client.get("/readyz", headers=odd)).status_code == 200

    served.world.not_ready = "migrations are running"
    answer = await client.get("/readyz", headers=odd)

    assert answer.status_code == 503
    assert "migrations" in answer.text


@pytest.mark.parametrize("path", ["/nope", "/static/../app.py", "/static/%2e%2e/app.py", "/api/nope"])
async def test_an_unknown_address_is_a_clear_no(served: Served, path: str) -> None:
    client = await served.client()

    answer = await client.get(path)

    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


async def test_a_wrong_method_and_wrong_json_are_told_apart(served: Served) -> None:
    client = await served.visitor()

    assert (await client.delete("/api/channels")).status_code == 405
    for content, status in (
        (b"{not json", 400),
        (b"[" * 50_000, 400),
        (b"\xff\xfe", 400),
        (b"[]", 422),
        (b'{"name": 7}', 422),
        (b'{"name": "' + b"x" * 101 + b'"}', 422),
        (b'{"name": "' + b"x" * 70_000 + b'"}', 413),
    ):
        answer = await client.post("/api/channels", content=content, headers=JSON)

        assert answer.status_code == status, content[:20]
        assert answer.json()["error"]["text"]


async def test_what_is_not_json_is_not_read_as_json(served: Served) -> None:
    """A form of another page can send text/plain without being asked first; JSON it cannot."""
    client = await served.client()

    answer = await client.post(
        "/api/session", content=b'{"name": "Ana"}', headers={"Content-Type": "text/plain"}
    )

    assert answer.status_code == 415
    assert "JSON" in answer.json()["error"]["text"]


async def test_a_body_larger_than_everything_is_refused_before_it_is_read(online: Served) -> None:
    client = await online.visitor()
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    reader, writer = await asyncio.open_connection("127.0.0.1", online.port)
    head = (
        f"POST /api/channels/art/messages HTTP/1.1\r\nHost: 127.0.0.1:{online.port}\r\nCookie: {cookies}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000000\r\n\r\n"
    )

    writer.write(head.encode())
    answer = await asyncio.wait_for(reader.readuntil(b"}}"), 10)
    writer.close()

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"20 MB" in answer


async def test_a_body_that_hides_its_length_is_counted(served: Served) -> None:
    client = await served.visitor()

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield b" " * 1_000

    answer = await client.post("/api/channels", content=endless(), headers=JSON)

    assert answer.status_code == 413


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
