"""A link carries a name to another device, once."""

from tests.adapters.web.conftest import Served
from tests.adapters.web.identity.held_names import link_of, who


async def test_a_link_carries_a_name_to_another_device_once(house: Served) -> None:
    bob = await house.holder("bob")
    link = await link_of(bob)
    phone, late = await house.let_in(), await house.let_in()

    looked = await phone.post("/api/links/look", json={"link": link})
    before = await who(phone)
    opened = await phone.post("/api/links/open", json={"link": link})
    again = await late.post("/api/links/open", json={"link": link})

    assert (looked.json(), before, opened.json()) == (
        {"name": "bob", "platform": "web"},
        "",
        {"name": "bob"},
    )
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
