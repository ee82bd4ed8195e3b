"""One's accounts on the page: joined by a code after a look, parted, and nobody else's to see."""

import httpx
import pytest

from adapters.web.app import build_app
from agent.domain.conversation import Author, AuthorId
from tests.adapters.web.conftest import Serve, Served
from tests.adapters.web.identity.held_names import PASSWORD

DISCORD = Author(id=AuthorId("discord:1"), name="Ana")


async def accounts(visitor: httpx.AsyncClient) -> list[str]:
    answer = await visitor.get("/api/accounts")
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["accounts"]]


async def test_a_code_from_elsewhere_joins_after_a_look(house: Served) -> None:
    ana = await house.holder("Ana")
    code = await house.world.accounts.offer(DISCORD)

    looked = await ana.post("/api/accounts/look", json={"code": code.lower()})
    before = await accounts(ana)
    joined = await ana.post("/api/accounts/join", json={"code": code})
    again = await ana.post("/api/accounts/join", json={"code": code})

    assert (looked.json(), before) == ({"name": "Ana", "platform": "discord"}, [])
    assert (joined.status_code, again.status_code) == (200, 422)
    assert await accounts(ana) == [DISCORD.id]


async def test_a_code_of_the_page_joins_elsewhere_and_either_parts(house: Served) -> None:
    ana = await house.holder("Ana")
    code = (await ana.post("/api/accounts/code", json={})).json()["code"]
    assert await house.world.accounts.join(DISCORD, code) is None

    foreign = await (await house.holder("Eve")).delete(f"/api/accounts/{DISCORD.id}")
    parted = await ana.delete(f"/api/accounts/{DISCORD.id}")

    assert (foreign.status_code, parted.status_code) == (404, 200)
    assert await accounts(ana) == []


async def test_tries_at_codes_are_counted_for_the_account_from_wherever_it_comes(house: Served) -> None:
    app = build_app(house.world.services, house.world.config)
    cookies = dict((await house.holder("Eve")).cookies)
    codes: list[int] = []
    for number in range(7):
        transport = httpx.ASGITransport(app=app, client=(f"203.0.113.{number}", 4711))
        async with httpx.AsyncClient(
            base_url="http://127.0.0.1:8080", transport=transport, cookies=cookies
        ) as eve:
            codes.append((await eve.post("/api/accounts/join", json={"code": "BCDFBCDFBCDF"})).status_code)

    assert codes == [422] * 5 + [429] * 2


async def test_what_others_have_joined_is_not_shown(house: Served) -> None:
    ana, eve = await house.holder("Ana"), await house.holder("Eve")
    await ana.post("/api/accounts/join", json={"code": await house.world.accounts.offer(DISCORD)})
    stranger = await house.client()

    assert await accounts(eve) == []
    assert (await stranger.get("/api/accounts")).status_code == 401
    assert (await stranger.post("/api/accounts/code", json={})).status_code == 401


async def test_codes_are_not_guessed_and_no_other_page_joins_for_me(house: Served) -> None:
    eve = await house.holder("Eve")
    code = await house.world.accounts.offer(DISCORD)

    cross = await eve.post(
        "/api/accounts/join", json={"code": code}, headers={"Origin": "https://evil.example"}
    )
    guesses = [await eve.post("/api/accounts/join", json={"code": "BCDFBCDFBCDF"}) for _ in range(7)]

    assert cross.status_code == 403
    assert [each.status_code for each in guesses] == [422] * 5 + [429] * 2
    assert await accounts(eve) == []


async def test_the_demonstration_joins_nobody_and_lets_nobody_be_who_is_joined(serve: Serve) -> None:
    """Names were their owners' for a time: Ana's is one person with her Discord account."""
    demonstration = await serve()
    world = demonstration.world
    world.accounts.page = ""
    early = await demonstration.visitor("Ana")
    code = await world.accounts.offer(DISCORD)
    ana = Author(id=AuthorId("web:ana"), name="Ana")
    assert await world.accounts.join(ana, code) == "demonstration"
    world.accounts.page = "https://atelier.example"
    assert await world.accounts.join(ana, await world.accounts.offer(DISCORD)) is None

    late = await (await demonstration.client()).post("/api/session", json={"name": "ana"})

    assert (await early.get("/api/accounts")).status_code == 404
    assert (await early.get("/api/memory")).status_code == 401
    assert late.status_code == 401
    assert "joined with accounts elsewhere" in late.json()["error"]["text"]


@pytest.mark.parametrize("everywhere", [False, True])
async def test_forgetting_and_the_export_say_of_which_accounts(serve: Serve, everywhere: bool) -> None:
    house = await serve(password=PASSWORD)
    ana = await house.holder("Ana")
    asked: list[bool] = []
    desk = house.world.desk
    forget, export = desk.forget_everything, desk.export

    async def noted_forget(reader, *, everywhere: bool = False) -> int:
        asked.append(everywhere)
        return await forget(reader, everywhere=everywhere)

    async def noted_export(reader, *, everywhere: bool = False) -> bytes:
        asked.append(everywhere)
        return await export(reader, everywhere=everywhere)

    desk.forget_everything, desk.export = noted_forget, noted_export  # pyright: ignore[reportAttributeAccessIssue]
    await ana.get("/api/memory/export", params={"everywhere": "1"} if everywhere else {})
    body = {"confirm": "forget everything", "everywhere": everywhere}
    answer = await ana.request("DELETE", "/api/memory", json=body)

    assert answer.status_code == 200
    assert asked == [everywhere, everywhere]
