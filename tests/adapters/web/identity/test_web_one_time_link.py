"""The ten minutes of the link that the bot gives in private: each way in which it could serve somebody else, or serve twice."""

import asyncio
import secrets
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest

from agent.domain.accounts import CODE_MINUTES, OPENING, secret_digest
from agent.domain.conversation import Author, AuthorId
from tests.adapters.web.conftest import Serve, Served
from tests.adapters.web.identity.held_names import link_of, who

DISCORD_ANA = Author(id=AuthorId("discord:1"), name="Ana")
PREVIEWERS = (
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)", "TelegramBot (like TwitterBot)",
    "Slackbot-LinkExpanding 1.0", "WhatsApp/2.23",
)  # fmt: skip


@pytest.fixture
async def house(serve: Serve) -> Served:
    return await serve(accounts=True, links_from=("Discord",))


async def given(house: Served) -> str:
    """A link as `/web` gives it, new each time."""
    link = secrets.token_urlsafe(32)
    until = house.world.clock.now() + timedelta(minutes=CODE_MINUTES)
    await house.world.access.add_link(secret_digest(link), author=DISCORD_ANA, until=until, enters=True)
    return link


async def opens(visitor: httpx.AsyncClient, link: str) -> bool:
    """Presses “Open Ana's page here”."""
    answer = await visitor.post("/api/links/open", json={"link": link})
    assert answer.status_code in (200, 422), answer.text
    return answer.status_code == 200


async def good(house: Served, link: str) -> bool:
    return (await (await house.client()).post("/api/links/look", json={"link": link})).status_code == 200


async def test_expired(house: Served) -> None:
    link, visitor = await given(house), await house.client()

    house.world.clock_moves(minutes=CODE_MINUTES - 0.1)
    assert await good(house, link)
    house.world.clock_moves(minutes=0.1)

    assert not await good(house, link)
    assert not await opens(visitor, link)
    assert await who(visitor) == ""


async def test_used_twice(house: Served) -> None:
    link = await given(house)
    first, second = await house.client(), await house.client()

    assert await opens(first, link)

    assert not await good(house, link)
    assert not await opens(second, link)
    assert not await opens(first, link)
    assert [await who(first), await who(second)] == ["Ana", ""]


async def test_used_by_several_browsers_at_once(house: Served) -> None:
    link = await given(house)
    browsers = [await house.client() for _ in range(5)]

    opened = await asyncio.gather(*(opens(browser, link) for browser in browsers))

    assert sorted(opened) == [False] * 4 + [True]
    assert sorted([await who(browser) for browser in browsers]) == [""] * 4 + ["Ana"]


async def test_forwarded_to_somebody_who_only_looks(house: Served) -> None:
    """They are told whose it is, and nothing is used up; the page says “only if you asked me for it yourself”."""
    link, curious = await given(house), await house.client()

    looked = await curious.post("/api/links/look", json={"link": link})

    assert looked.json() == {"name": "Ana", "platform": "discord"}
    assert await who(curious) == ""
    assert (await curious.get("/api/memory")).status_code == 401
    assert await opens(await house.client(), link)


async def test_forwarded_to_somebody_who_is_somebody_here(house: Served) -> None:
    """Eve sends Bob hers, to have him write under her name: his page stays his until he presses, and another page cannot press for him."""
    bob, eve = await house.client(), await given(house)
    assert await opens(bob, await bob_s(house))

    await bob.post("/api/links/look", json={"link": eve})
    forged = await bob.post("/api/links/open", json={"link": eve}, headers={"Origin": "https://evil.example"})

    assert (forged.status_code, await who(bob), await good(house, eve)) == (403, "Bob", True)


async def bob_s(house: Served) -> str:
    link = secrets.token_urlsafe(32)
    until = house.world.clock.now() + timedelta(minutes=CODE_MINUTES)
    bob = Author(id=AuthorId("discord:2"), name="Bob")
    await house.world.access.add_link(secret_digest(link), author=bob, until=until, enters=True)
    return link


@pytest.mark.parametrize("agent", PREVIEWERS)
@pytest.mark.parametrize("method", ["HEAD", "GET"])
async def test_fetched_by_a_preview(house: Served, agent: str, method: str) -> None:
    """With the fragment, as careless ones do, and by the addresses that a browser posts to."""
    link = await given(house)
    robot = await house.client(headers={"User-Agent": agent, "Sec-Purpose": "prefetch"})

    page = await robot.request(method, f"{OPENING}{link}")
    as_path = await robot.request(method, f"/open/{link}")
    asked = [
        await robot.request(method, path, params={"link": link})
        for path in ("/api/links", "/api/links/look", "/api/links/open")
    ]

    assert (page.status_code, as_path.status_code) == (200, 404)
    assert {answer.status_code for answer in asked} == {405}
    told = "".join(answer.text + str(answer.headers) for answer in (page, as_path, *asked))
    assert link not in told
    assert "Ana" not in told
    assert await who(robot) == ""
    assert await opens(await house.client(), link)


async def test_in_another_browser_than_the_one_that_looked(house: Served) -> None:
    """It is the link that lets in, not the browser: looking on the phone and opening at the desk is what people do."""
    link, phone, desk = await given(house), await house.client(), await house.client()
    await phone.post("/api/links/look", json={"link": link})

    assert await opens(desk, link)

    assert [await who(phone), await who(desk)] == ["", "Ana"]
    assert not await opens(phone, link)


async def test_after_everything_was_forgotten(house: Served) -> None:
    """The one that was used, and the one that the page made for another device."""
    used = await given(house)
    ana = await house.client()
    assert await opens(ana, used)
    carried = await link_of(ana)

    answer = await ana.request("DELETE", "/api/memory", json={"confirm": "forget everything"})

    assert answer.status_code == 200, answer.text
    assert await who(ana) == ""
    late = await house.client()
    assert [await opens(late, link) for link in (used, carried)] == [False, False]
    assert await who(late) == ""


async def test_after_logging_out(house: Served) -> None:
    """The same link is used up, and so is the cookie; a new one is a new session."""
    link, ana = await given(house), await house.client()
    assert await opens(ana, link)
    before = dict(ana.cookies)

    assert (await ana.post("/api/logout", json={})).status_code == 200

    assert not await opens(ana, link)
    assert await who(await house.client(cookies=before)) == ""
    assert await opens(ana, await given(house))
    assert await who(ana) == "Ana"
    assert dict(ana.cookies) != before


async def test_of_a_browser_that_another_logged_out(house: Served) -> None:
    """Whoever sat there for a minute may have made a link for later."""
    desk, library = await house.client(), await house.client()
    assert await opens(desk, await given(house))
    assert await opens(library, await given(house))
    kept = await link_of(library)

    assert (await desk.delete("/api/sessions/others")).status_code == 200

    assert await who(library) == ""
    assert not await opens(library, kept)
    assert await who(desk) == "Ana"


@pytest.mark.parametrize("change", [str.lower, lambda link: link[:-1], lambda link: link + "A", lambda _: ""])
async def test_nearly_the_same(house: Served, change: Callable[[str], str]) -> None:
    link, visitor = await given(house), await house.client()

    assert not await opens(visitor, change(link))

    assert await who(visitor) == ""
    assert await opens(visitor, link)
