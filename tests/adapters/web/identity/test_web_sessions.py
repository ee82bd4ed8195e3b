"""Sessions end with logging out and with forgetting, and their secrets are kept as digests."""

import asyncio

import pytest

from agent.domain.conversation import AuthorId
from tests.adapters.web.conftest import Serve, Served
from tests.adapters.web.identity.held_names import AT_THE_DOOR, PASSWORD, link_of, who
from tests.patience import PATIENCE_SECONDS
from tests.worlds.web_visitor import heard, listening


async def test_after_logging_out_the_old_cookie_opens_nothing(house: Served) -> None:
    bob = await house.holder("bob")
    kept = dict(bob.cookies)

    await bob.post("/api/logout", json={})
    thief = await house.client(cookies=kept)

    assert (await thief.get("/api/memory")).status_code == 401
    assert (await thief.get("/api/session")).json() == AT_THE_DOOR


async def test_logging_out_elsewhere_ends_the_other_browsers_alone(house: Served) -> None:
    bob, phone = await house.holder("bob"), await house.let_in()
    await phone.post("/api/links/open", json={"link": await link_of(bob)})
    eve = await house.holder("eve")

    answer = await bob.delete("/api/sessions/others")

    assert answer.json() == {"ended": 1}
    assert [await who(each) for each in (bob, eve)] == ["bob", "eve"]
    assert (await phone.get("/api/memory")).status_code == 401


async def test_one_browser_is_logged_out_by_its_person_and_by_nobody_else(house: Served) -> None:
    bob, phone = await house.holder("bob"), await house.let_in()
    await phone.post("/api/links/open", json={"link": await link_of(bob)})
    eve = await house.holder("eve")
    listed = (await bob.get("/api/sessions")).json()["sessions"]
    (other,) = [each["id"] for each in listed if not each["is_this"]]

    foreign = await eve.delete(f"/api/sessions/{other}")
    still = (await phone.get("/api/memory")).status_code
    own = await bob.delete(f"/api/sessions/{other}")
    again = await bob.delete(f"/api/sessions/{other}")

    assert [foreign.status_code, still, own.status_code, again.status_code] == [404, 200, 200, 404]
    assert (await phone.get("/api/memory")).status_code == 401


async def test_forgetting_everything_ends_every_session_of_the_person(house: Served) -> None:
    bob, phone = await house.holder("bob"), await house.let_in()
    await phone.post("/api/links/open", json={"link": await link_of(bob)})
    left_over = await link_of(bob)

    await bob.request("DELETE", "/api/memory", json={"confirm": "forget everything"})

    for browser in (bob, phone):
        assert (await browser.get("/api/memory")).status_code == 401
    eve = await house.let_in()
    assert (await eve.post("/api/links/open", json={"link": left_over})).status_code == 422


async def test_a_session_that_was_planted_in_a_browser_has_nothing_of_the_name_that_is_taken_there(
    house: Served,
) -> None:
    mallory = await house.let_in()
    victim = await house.client(cookies=dict(mallory.cookies))

    assert (await victim.post("/api/session", json={"name": "bob"})).status_code == 200

    assert await who(victim) == "bob"
    assert (await mallory.get("/api/session")).json() == AT_THE_DOOR
    assert (await mallory.get("/api/memory")).status_code == 401


@pytest.mark.parametrize("ending", ["logout", "others", "everything"])
async def test_an_open_stream_ends_with_its_session(street: Served, ending: str) -> None:
    bob, phone = await street.holder("bob"), await street.let_in()
    await phone.post("/api/links/open", json={"link": await link_of(bob)})

    async with listening(phone) as events, asyncio.timeout(PATIENCE_SECONDS):
        if ending == "logout":
            await phone.post("/api/logout", json={})
        elif ending == "others":
            await bob.delete("/api/sessions/others")
        else:
            await bob.request("DELETE", "/api/memory", json={"confirm": "forget everything"})
        assert [kind async for kind, _ in events] == []


async def test_a_stream_hears_of_an_end_in_another_process_within_a_beat(serve: Serve) -> None:
    street = await serve(password=PASSWORD, online=True, heartbeat_seconds=0.02)
    bob = await street.holder("bob")

    async with listening(bob) as events, asyncio.timeout(PATIENCE_SECONDS):
        await heard(events, "beat")
        street.world.access.forget(AuthorId("web:bob"))
        assert {kind async for kind, _ in events} <= {"beat"}


async def test_a_new_password_asks_anew_and_leaves_the_name(serve: Serve) -> None:
    before = await serve(password=PASSWORD)
    bob = await before.holder("bob")
    after = await serve(password="another word", access=before.world.access)
    browser = await after.client(cookies=dict(bob.cookies))

    assert (await browser.get("/api/memory")).status_code == 401
    assert (await browser.post("/api/login", json={"password": "another word"})).status_code == 200
    assert await who(browser) == "bob"


async def test_secrets_are_kept_as_digests(house: Served) -> None:
    bob = await house.holder("bob")
    link = await link_of(bob)

    held = repr((house.world.access.sessions, house.world.access.links))

    assert link not in held
    for value in bob.cookies.values():
        assert value.strip('"').partition(".")[0] not in held
    assert all(len(digest) == 32 for digest in (*house.world.access.sessions, *house.world.access.links))


async def test_a_forged_secret_is_not_even_looked_up(house: Served) -> None:
    bob = await house.holder("bob")
    name, value = next((n, v) for n, v in bob.cookies.items() if len(v) > 100)
    signature = value.strip('"').rpartition(".")[2]
    looked_up = house.world.access.found

    for forged in (f"{'A' * 43}=.{signature}", "A" * 44 + "." + "0" * 64, "x", ""):
        stranger = await house.client(headers={"Cookie": f"{name}={forged}"})
        assert (await stranger.get("/api/memory")).status_code == 401

    assert house.world.access.found == looked_up
