"""Behind the password: a name belongs to the browsers that hold it, and to nobody who merely knows the password."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from adapters.web.identity.name_ownership import link_digest
from adapters.web.identity.names import look_of
from agent.domain.conversation import Author, AuthorId
from tests.adapters.web.conftest import Serve, Served, drawn
from tests.worlds.web_visitor import heard, listening, page, send

PASSWORD = "open sesame"
SOON = 5


@pytest.fixture
async def house(serve: Serve) -> Served:
    return await serve(password=PASSWORD)


@pytest.fixture
async def street(serve: Serve) -> Served:
    return await serve(password=PASSWORD, online=True)


async def link_of(visitor: httpx.AsyncClient) -> str:
    answer = await visitor.post("/api/links", json={})
    assert answer.status_code == 200, answer.text
    return answer.json()["path"].removeprefix("/#open=")


async def who(visitor: httpx.AsyncClient) -> str:
    told = (await visitor.get("/api/session")).json()
    return told["me"]["name"] if told.get("me") else ""


async def test_the_password_and_a_name_do_not_open_what_another_browser_holds(house: Served) -> None:
    bob = await house.holder("bob")
    kept = house.world.remember("likes foxes", by="bob")
    said = await drawn(house, bob, "draw a present", channel="@me")
    image = said["reply"]["images"][0]["id"]
    thief = await house.let_in()

    for name in ("bob", "Bob", "ＢＯＢ", "bоb", "b0b", " bob "):  # the fourth has a Cyrillic o
        answer = await thief.post("/api/session", json={"name": name})
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "name_taken"), name
        house.world.clock_moves(seconds=61)

    for method, path, body in (
        ("GET", "/api/memory", None),
        ("GET", "/api/memory/export", None),
        ("DELETE", "/api/memory", {"confirm": "forget everything"}),
        ("DELETE", f"/api/memory/{kept.id}", None),
        ("GET", "/api/channels/@me/messages", None),
        ("GET", f"/api/messages/{said['id']}", None),
        ("GET", f"/api/images/{image}", None),
        ("GET", "/api/events", None),
        ("PUT", "/api/settings", {"memory": False}),
        ("POST", "/api/links", {}),
        ("DELETE", "/api/sessions/others", None),
    ):
        assert (await thief.request(method, path, json=body)).status_code == 401, path

    assert (await thief.post("/api/session", json={"name": "Eve"})).status_code == 200
    assert (await thief.get("/api/memory")).json() == {"memories": []}
    assert (await thief.delete(f"/api/memory/{kept.id}")).status_code == 404
    assert await page(thief, "@me") == []
    assert (await thief.get(f"/api/messages/{said['id']}")).status_code == 404
    assert (await thief.get(f"/api/images/{image}")).status_code == 404
    assert (await bob.get("/api/memory")).json()["memories"]
    assert house.world.desk.gone == []


async def test_who_is_here_is_told_to_nobody_behind_the_password(house: Served) -> None:
    bob = await house.holder("bob")
    await send(bob, "hello")

    told = (await (await house.let_in()).get("/api/session")).json()

    assert told["people"] == []


async def test_two_who_take_one_name_at_once_do_not_both_have_it(house: Served) -> None:
    first, second = await house.let_in(), await house.let_in()

    answers = await asyncio.gather(
        *(each.post("/api/session", json={"name": "bob"}) for each in (first, second))
    )

    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_a_browser_is_one_person_until_it_logs_out(house: Served) -> None:
    bob = await house.holder("bob")

    other = await bob.post("/api/session", json={"name": "Ben"})
    same = await bob.post("/api/session", json={"name": "Bob"})

    assert (other.status_code, same.status_code) == (409, 200)
    assert "Log out first" in other.json()["error"]["text"]
    assert await who(bob) == "bob"


async def test_a_link_carries_a_name_to_another_device_once(house: Served) -> None:
    bob = await house.holder("bob")
    link = await link_of(bob)
    phone, late = await house.let_in(), await house.let_in()

    looked = await phone.post("/api/links/look", json={"link": link})
    before = await who(phone)
    opened = await phone.post("/api/links/open", json={"link": link})
    again = await late.post("/api/links/open", json={"link": link})

    assert (looked.json(), before, opened.json()) == ({"name": "bob"}, "", {"name": "bob"})
    assert await who(phone) == await who(bob) == "bob"
    assert (again.status_code, await who(late)) == (422, "")
    assert "used already" in again.json()["error"]["text"]
    assert (await bob.get("/api/session")).json()["me"]["browsers"] == 2


async def test_a_link_says_nothing_to_a_server_and_a_get_changes_nothing(house: Served) -> None:
    bob = await house.holder("bob")
    path = (await bob.post("/api/links", json={})).json()["path"]
    phone = await house.let_in()

    got = [
        (await phone.get(each)).status_code for each in ("/api/links", "/api/links/look", "/api/links/open")
    ]

    assert path.startswith("/#")
    assert got == [405, 405, 405]
    assert (await phone.get(path)).status_code == 200
    assert (
        await phone.post("/api/links/look", json={"link": path.removeprefix("/#open=")})
    ).status_code == 200
    assert await who(phone) == ""


async def test_a_link_is_good_for_a_quarter_of_an_hour_and_wants_the_password_too(house: Served) -> None:
    bob = await house.holder("bob")
    link = await link_of(bob)
    phone, stranger = await house.let_in(), await house.client()

    assert (await stranger.post("/api/links/open", json={"link": link})).status_code == 401
    house.world.clock_moves(minutes=16)
    assert (await phone.post("/api/links/open", json={"link": link})).status_code == 422


async def test_links_are_not_guessed(house: Served) -> None:
    eve = await house.let_in()

    answers = [await eve.post("/api/links/open", json={"link": f"guess{n}"}) for n in range(8)]

    assert [each.status_code for each in answers] == [422] * 5 + [429] * 3


async def test_another_page_cannot_open_a_link_in_my_browser(house: Served) -> None:
    """Else a stranger could make me write under a name of theirs."""
    bob = await house.holder("bob")
    link = await link_of(await house.holder("eve"))

    answer = await bob.post(
        "/api/links/open", json={"link": link}, headers={"Origin": "https://evil.example"}
    )

    assert answer.status_code == 403
    assert await who(bob) == "bob"


async def test_opening_a_link_ends_what_the_browser_had_before(house: Served) -> None:
    bob, eve = await house.holder("bob"), await house.holder("eve")
    before = dict(eve.cookies)

    await eve.post("/api/links/open", json={"link": await link_of(bob)})

    assert await who(eve) == "bob"
    assert await who(await house.client(cookies=before)) == ""


async def test_after_logging_out_the_old_cookie_opens_nothing(house: Served) -> None:
    bob = await house.holder("bob")
    kept = dict(bob.cookies)

    await bob.post("/api/logout", json={})
    thief = await house.client(cookies=kept)

    assert (await thief.get("/api/memory")).status_code == 401
    assert (await thief.get("/api/session")).json() == {"login": True}


async def test_logging_out_elsewhere_ends_the_other_browsers_alone(house: Served) -> None:
    bob, phone = await house.holder("bob"), await house.let_in()
    await phone.post("/api/links/open", json={"link": await link_of(bob)})
    eve = await house.holder("eve")

    answer = await bob.delete("/api/sessions/others")

    assert answer.json() == {"ended": 1}
    assert [await who(each) for each in (bob, eve)] == ["bob", "eve"]
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


@pytest.mark.parametrize("ending", ["logout", "others", "everything"])
async def test_an_open_stream_ends_with_its_session(street: Served, ending: str) -> None:
    bob, phone = await street.holder("bob"), await street.let_in()
    await phone.post("/api/links/open", json={"link": await link_of(bob)})

    async with listening(phone) as events, asyncio.timeout(SOON):
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

    async with listening(bob) as events, asyncio.timeout(SOON):
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


async def test_a_name_of_the_demonstration_is_not_had_by_its_cookie(serve: Serve) -> None:
    demonstration = await serve()
    anybody = await demonstration.visitor("bob", moderator=True)
    house = await serve(password=PASSWORD, access=demonstration.world.access)
    browser = await house.client(cookies=dict(anybody.cookies))

    await browser.post("/api/login", json={"password": PASSWORD})

    assert await who(browser) == ""


async def test_a_name_under_which_something_is_kept_is_had_by_invitation_alone(house: Served) -> None:
    house.world.access.kept[AuthorId("web:bob")] = Author(id=AuthorId("web:bob"), name="Bob")
    eve = await house.let_in()

    same = await eve.post("/api/session", json={"name": "bob"})
    alike = await eve.post("/api/session", json={"name": "bоb"})

    assert (same.status_code, alike.status_code) == (409, 409)
    assert "invitation" in same.json()["error"]["text"]


async def test_moderators_are_named_by_the_operator_and_invited(serve: Serve) -> None:
    house = await serve(password=PASSWORD, moderators=("Mo",))
    eve = await house.let_in()

    assert (await eve.post("/api/session", json={"name": "Eve", "moderator": True})).status_code == 403
    assert (await eve.post("/api/session", json={"name": "mo"})).status_code == 409
    assert (await eve.post("/api/session", json={"name": "Eve"})).json()["me"]["moderator"] is False

    mo = Author(id=AuthorId("web:mo"), name="Mo")
    link = "an invitation"
    await house.world.access.add_link(
        link_digest(link), author=mo, until=datetime.now(UTC) + timedelta(hours=1)
    )
    browser = await house.let_in()
    await browser.post("/api/links/open", json={"link": link})
    assert (await browser.get("/api/session")).json()["me"]["moderator"] is True


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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana", "аnа"), ("Ana", "ANA"), ("Ana", "Ａｎａ"), ("lana", "Iana"), ("bob", "b0b"), ("maria", "rnaria"), ("ben-2", "Ben 2"),
        ("ο", "o"), ("paypal", "раураӏ"), ("Zoë", "Zoe\u0308"),
    ],
)  # fmt: skip
def test_names_that_look_the_same_are_the_same(one: str, other: str) -> None:
    assert look_of(one) == look_of(other)


def test_names_that_differ_to_the_eye_differ() -> None:
    names = [
        "Ana",
        "Anna",
        "José",
        "Jose",
        "Ben",
        "Ben 2",
        "美咲",
        "美桜",
        "Оля",
        "Юля",
        "محمد",
        "Zoë",
        "Zoe",
        "Bob",
        "Rob",
    ]

    assert len({look_of(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    "name", ["an\u3164a", "an\u115fa", "ana\ufe0f", "a\u034fna", "a\u200bna", "аdmin", "b0t"]
)
async def test_what_hides_or_poses_as_the_house_is_no_name(house: Served, name: str) -> None:
    answer = await (await house.let_in()).post("/api/session", json={"name": name})

    assert answer.status_code == 400
