"""Names that belong to people without a password: who comes by the bot's link, who does not, and one's own browsers."""

from datetime import timedelta

import httpx
import pytest

from agent.domain.accounts import secret_digest
from agent.domain.conversation import Author, AuthorId
from tests.adapters.web.conftest import Serve, Served
from tests.adapters.web.identity.held_names import WAYS, link_of, who

DISCORD_ANA = Author(id=AuthorId("discord:1"), name="Ana")
FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture
async def open_house(serve: Serve) -> Served:
    return await serve(accounts=True, links_from=("Discord",))


async def given(house: Served, link: str, *, by: Author = DISCORD_ANA, enters: bool = True) -> str:
    """A link as the bot gives it."""
    until = house.world.clock.now() + timedelta(minutes=10)
    await house.world.access.add_link(secret_digest(link), author=by, until=until, enters=enters)
    return link


async def opened(house: Served, link: str, **options: object) -> httpx.AsyncClient:
    visitor = await house.client(**options)
    answer = await visitor.post("/api/links/open", json={"link": link})
    assert answer.status_code == 200, answer.text
    return visitor


async def test_nobody_is_anybody_who_was_not_let_in(open_house: Served) -> None:
    stranger = await open_house.client()

    told = (await stranger.get("/api/session")).json()

    assert told == {"login": True, "ways": {**WAYS, "links_from": ["Discord"]}}
    assert (await stranger.post("/api/session", json={"name": "Ana"})).status_code == 401
    assert (await stranger.post("/api/login", json={"password": ""})).status_code == 401
    assert (await stranger.get("/api/memory")).status_code == 401


async def test_a_link_of_the_bot_lets_in_after_a_look_and_says_whose_page_it_is(open_house: Served) -> None:
    link = await given(open_house, "secret")
    visitor = await open_house.client()

    looked = await visitor.post("/api/links/look", json={"link": link})
    before = (await visitor.get("/api/session")).json()["login"]
    ana = await opened(open_house, link)
    late = await (await open_house.client()).post("/api/links/open", json={"link": link})

    assert (looked.json(), before) == ({"name": "Ana", "platform": "discord"}, True)
    assert await who(ana) == "Ana"
    assert late.status_code == 422


async def test_somebody_of_the_same_name_elsewhere_gets_a_page_of_their_own(open_house: Served) -> None:
    ana = await opened(open_house, await given(open_house, "one"))
    other = await opened(
        open_house, await given(open_house, "two", by=Author(id=AuthorId("telegram:9"), name="ANA"))
    )
    again = await opened(open_house, await given(open_house, "three"))

    assert [await who(each) for each in (ana, other, again)] == ["Ana", "ANA 2", "Ana"]


@pytest.mark.parametrize(
    ("called", "name"),
    [("admin", "admin 2"), ("Mo", "Mo 2"), ("🎨✨", "Guest"), ("x" * 60, "x" * 28), ("a<b>\u202ec", "a b c")],
)
async def test_a_name_from_elsewhere_poses_as_nobody(serve: Serve, called: str, name: str) -> None:
    """Neither as the house nor as a moderator of the page."""
    house = await serve(accounts=True, moderators=("Mo",))
    link = await given(house, "one", by=Author(id=AuthorId("discord:5"), name=called))

    visitor = await opened(house, link)

    me = (await visitor.get("/api/session")).json()["me"]
    assert (me["name"], me["moderator"]) == (name, False)


async def test_who_came_by_a_link_takes_their_page_along_to_the_phone(serve: Serve) -> None:
    """Also where others come by a password, which they do not know."""
    house = await serve(password="open sesame")
    ana = await opened(house, await given(house, "one"))
    phone = await opened(house, await link_of(ana))
    bob = await house.holder("bob")
    stranger = await house.client()

    assert await who(phone) == "Ana"
    assert (
        await stranger.post("/api/links/open", json={"link": await link_of(bob)})
    ).status_code == 401  # Bob came by the password, so it is asked for


async def test_a_person_sees_their_browsers_and_logs_one_out(open_house: Served) -> None:
    desk = await opened(open_house, await given(open_house, "one"), headers=FIREFOX)
    phone = await opened(open_house, await link_of(desk))
    eve = await opened(
        open_house, await given(open_house, "e", by=Author(id=AuthorId("discord:6"), name="Eve"))
    )

    sessions = (await desk.get("/api/sessions")).json()["sessions"]
    own = next(each for each in sessions if each["is_this"])
    other = next(each for each in sessions if not each["is_this"])
    foreign = await eve.delete(f"/api/sessions/{other['id']}")
    ended = await desk.delete(f"/api/sessions/{other['id']}")

    assert (own["browser"], own["way"], len(sessions)) == ("Firefox on Linux", "link", 2)
    assert (foreign.status_code, ended.status_code) == (404, 200)
    assert (await phone.get("/api/session")).json()["login"]
    assert await who(desk) == "Ana"
    assert (await desk.delete(f"/api/sessions/{other['id']}")).status_code == 404


async def test_a_way_that_is_closed_ends_the_sessions_that_came_by_it(serve: Serve) -> None:
    before = await serve(accounts=True)
    ana = await opened(before, await given(before, "one"))
    later = await serve(access=before.world.access)  # a demonstration now

    assert await who(await later.client(cookies=dict(ana.cookies))) == ""


async def test_a_password_set_later_leaves_those_in_who_came_by_a_link(serve: Serve) -> None:
    before = await serve(accounts=True)
    ana = await opened(before, await given(before, "one"))
    later = await serve(access=before.world.access, accounts=True, password="new")

    assert await who(await later.client(cookies=dict(ana.cookies))) == "Ana"
