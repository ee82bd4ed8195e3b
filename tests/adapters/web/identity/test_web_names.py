"""Behind the password: a name belongs to the browsers that hold it, and to nobody who merely knows the password."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from adapters.web.identity.names import look_of
from agent.domain.accounts import secret_digest
from agent.domain.conversation import Author, AuthorId
from tests.adapters.web.conftest import Serve, Served, drawn
from tests.adapters.web.identity.held_names import PASSWORD, who
from tests.worlds.web_visitor import page, send


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
        secret_digest(link), author=mo, until=datetime.now(UTC) + timedelta(hours=1)
    )
    browser = await house.let_in()
    await browser.post("/api/links/open", json={"link": link})
    assert (await browser.get("/api/session")).json()["me"]["moderator"] is True


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
