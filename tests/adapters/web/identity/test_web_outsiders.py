"""What somebody outside gets of every address there is: a stranger, whoever has an old cookie, another page, a preview of a link, and
a person who knows another's ids."""

from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from starlette.routing import Route

from adapters.web.app import build_app
from agent.domain.accounts import OPENING, secret_digest
from agent.domain.conversation import Author, AuthorId
from tests.adapters.web.conftest import Serve, Served, drawn
from tests.adapters.web.identity.held_names import PASSWORD, who
from tests.fakes.stores.accounts import FakeAccounts
from tests.worlds.web_visitor import send

OPEN = {
    ("GET", "/"), ("GET", "/livez"), ("GET", "/readyz"),  # tell nothing of anybody
    ("GET", "/api/texts"),  # what the page says
    ("GET", "/api/session"),  # which ways in there are
    ("POST", "/api/login"), ("POST", "/api/logout"), ("POST", "/api/links/look"), ("POST", "/api/links/open"),
    ("POST", "/api/sign-in/proxy"), ("GET", "/sign-in/{way}"), ("GET", "/sign-in/{way}/back"),
}  # fmt: skip
"""What is there for who is not let in. Each has tests of its own; everything else says 401."""
DISCORD_ANA = Author(id=AuthorId("discord:1"), name="Ana")


@pytest.fixture(params=["password", "accounts"])
async def house(serve: Serve, request: pytest.FixtureRequest) -> Served:
    return await serve(**({"password": PASSWORD} if request.param == "password" else {"accounts": True}))


def addresses(house: Served) -> Iterator[tuple[str, str]]:
    """Method and path of all that the page answers."""
    for route in build_app(house.world.services, house.world.config).routes:
        if isinstance(route, Route):
            yield from ((method, route.path) for method in (route.methods or ()) if method != "HEAD")


async def given(house: Served, secret: str, *, by: Author = DISCORD_ANA) -> str:
    until = house.world.clock.now() + timedelta(minutes=10)
    await house.world.access.add_link(secret_digest(secret), author=by, until=until, enters=True)
    return secret


async def opened(house: Served, secret: str, **options: object) -> httpx.AsyncClient:
    visitor = await house.client(**options)
    assert (await visitor.post("/api/links/open", json={"link": secret})).status_code == 200
    return visitor


async def refused(visitor: httpx.AsyncClient, house: Served) -> list[str]:
    """Addresses that did not say 401."""
    wrong: list[str] = []
    for method, path in addresses(house):
        if (method, path) not in OPEN:
            answer = await visitor.request(method, _filled(path), json={} if method != "GET" else None)
            if answer.status_code != 401:
                wrong.append(f"{method} {path}: {answer.status_code}")
    return wrong


def _filled(path: str) -> str:
    """With something in every placeholder."""
    return "/".join("b1" if part.startswith("{") else part for part in path.split("/"))


async def test_a_stranger_gets_nothing_of_any_address(house: Served) -> None:
    assert {path for _, path in addresses(house)} >= {
        "/api/memory",
        "/api/gallery",
        "/api/accounts",
        "/api/sessions",
    }
    assert await refused(await house.client(), house) == []


async def test_a_cookie_of_before_gets_nothing_once_it_was_ended_in_any_way(house: Served) -> None:
    for end in ("log out", "log out elsewhere", "one browser", "forget"):
        ana = await opened(house, await given(house, f"{end} 1"))
        desk = await opened(house, await given(house, f"{end} 2"))
        kept = dict(ana.cookies)
        match end:
            case "log out":
                await ana.post("/api/logout", json={})
            case "log out elsewhere":
                await desk.delete("/api/sessions/others")
            case "one browser":
                found = (await desk.get("/api/sessions")).json()["sessions"]
                for one in found:
                    if not one["is_this"]:
                        await desk.delete(f"/api/sessions/{one['id']}")
            case _:
                await desk.request("DELETE", "/api/memory", json={"confirm": "forget everything"})

        assert await refused(await house.client(cookies=kept), house) == [], end


@pytest.mark.parametrize(
    "agent", ["Mozilla/5.0 (compatible; Discordbot/2.0)", "TelegramBot (like TwitterBot)"]
)
async def test_a_preview_of_a_link_uses_nothing_up_and_learns_nothing(house: Served, agent: str) -> None:
    secret = await given(house, "a-secret-of-its-own")
    robot = await house.client(headers={"User-Agent": agent})

    seen = [await robot.get(f"{OPENING}{secret}") for _ in range(3)]
    got = [await robot.get(path, params={"link": secret}) for path in ("/api/links/look", "/api/links/open")]

    assert all(secret not in answer.text and "discord:1" not in answer.text for answer in seen)
    assert [answer.status_code for answer in got] == [405, 405]
    assert await who(await opened(house, secret)) == "Ana"


async def test_whoever_looks_at_a_link_without_opening_it_leaves_it_good(house: Served) -> None:
    secret = await given(house, "one")
    curious = await house.client()

    for _ in range(3):
        assert (await curious.post("/api/links/look", json={"link": secret})).status_code == 200

    assert await who(await opened(house, secret)) == "Ana"
    replayed = await curious.post("/api/links/open", json={"link": secret})
    assert (replayed.status_code, await who(curious)) == (422, "")


async def test_no_other_page_does_anything_in_my_name(house: Served) -> None:
    ana = await opened(house, await given(house, "one"))
    await given(house, "two", by=Author(id=AuthorId("discord:666"), name="Mallory"))
    evil = {"Origin": "https://evil.example"}
    acts = [
        ("POST", "/api/links/open", {"link": "two"}), ("POST", "/api/links", {}), ("POST", "/api/accounts/code", {}),
        ("POST", "/api/accounts/join", {"code": "BCDFBCDFBCDF"}), ("DELETE", "/api/accounts/discord:1", None),
        ("DELETE", "/api/memory", {"confirm": "forget everything", "everywhere": True}), ("POST", "/api/logout", {}),
        ("DELETE", "/api/sessions/others", None), ("POST", "/api/sign-in/proxy", {}),
    ]  # fmt: skip

    answers = [await ana.request(method, path, json=body, headers=evil) for method, path, body in acts]
    read = await ana.get("/api/memory/export", headers={"Sec-Fetch-Site": "cross-site"})

    assert {answer.status_code for answer in (*answers, read)} == {403}
    assert await who(ana) == "Ana"


async def test_knowing_ids_opens_nothing_of_another_s(house: Served) -> None:
    bob = await opened(house, await given(house, "b", by=Author(id=AuthorId("discord:2"), name="Bob")))
    eve = await opened(house, await given(house, "e", by=Author(id=AuthorId("discord:3"), name="Bob")))
    memory = house.world.remember("likes foxes", by="bob")
    said = await drawn(house, bob, "draw a present", channel="@me")
    image = said["reply"]["images"][0]["id"]
    session = (await bob.get("/api/sessions")).json()["sessions"][0]["id"]
    accounts: FakeAccounts = house.world.accounts
    await accounts.join(Author(id=AuthorId("web:bob"), name="Bob"), await accounts.offer(DISCORD_ANA))

    tried = [
        await eve.get(f"/api/images/{image}"), await eve.get(f"/api/messages/{said['id']}"),
        await eve.delete(f"/api/memory/{memory.id}"), await eve.patch(f"/api/memory/{memory.id}", json={"text": "x"}),
        await eve.delete(f"/api/sessions/{session}"), await eve.delete("/api/accounts/discord:1"),
        await eve.request("DELETE", "/api/gallery", json={"images": [image]}),
        await eve.get(f"/api/gallery/{image}/prompt"),
    ]  # fmt: skip

    assert {answer.status_code for answer in tried} == {404}
    assert (await eve.get("/api/memory")).json()["memories"] == []
    assert (await eve.get("/api/gallery")).json()["pictures"] == []
    assert (await eve.get("/api/accounts")).json()["accounts"] == []
    assert [one["text"] for one in (await bob.get("/api/memory")).json()["memories"]] == ["likes foxes"]
    assert (await send(bob, "hello", channel="@me")).status_code == 202
