"""Whole turns at the web's door: forged presses do nothing, a report is nobody else's to see, and a removed picture is gone."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from agent.domain.conversation import Place
from agent.domain.incoming import Accepted, IncomingPress
from agent.wording.moderation import DECIDED, FILED, NOT_YOUR_COMMUNITY, REMOVED_BY_MODERATOR
from tests.conversations.drivers.web_driver import WebDriver, open_web
from tests.conversations.house import House, open_house
from tests.fakes.builders import Author, AuthorId
from tests.worlds.web_visitor import button_of, page, press, send

pytestmark = pytest.mark.asyncio(loop_scope="module")
UNKNOWN = "I do not know that button (any more)."


class Web:
    """A house whose only door is the web's."""

    def __init__(self, house: House) -> None:
        self.house = house
        driver = house.drivers["web"]
        assert isinstance(driver, WebDriver)
        self._driver = driver
        self._people = 0

    async def enters(self, *, moderator: bool = False) -> httpx.AsyncClient:
        self._people += 1
        return await self._driver.visitor(f"person {self._people}", moderator=moderator)

    async def says(self, visitor: httpx.AsyncClient, text: str, **fields: str) -> dict[str, Any]:
        """The bot's answer, as its asker sees it."""
        answer = await send(visitor, text if text.startswith("/") else f"@Atelier {text}", **fields)
        assert answer.status_code == 202, answer.text
        return await self._answer(visitor)

    async def presses(
        self, visitor: httpx.AsyncClient, message: dict[str, Any], action: str
    ) -> dict[str, Any]:
        answer = await press(visitor, message["id"], button_of(message, action))
        assert answer.status_code == 202, answer.text
        return await self._answer(visitor)

    async def forged(
        self,
        button: str,
        message: str,
        *,
        by: str,
        manages: bool = True,
        channel: str = "art",
        event: str = "",
    ) -> Accepted:
        """A press that no page of ours would send."""
        private = channel.startswith("@")
        return await self.house.app.intake.press(
            IncomingPress(
                event_id=event or uuid4().hex, message=message, button=button,
                place=Place(platform="web", community=None if private else "atelier", channel=channel, private=private),
                author=Author(id=AuthorId(by), name="x", may_manage=manages),
            )
        )  # fmt: skip

    async def _answer(self, visitor: httpx.AsyncClient) -> dict[str, Any]:
        await self.house.quiet("web")
        return (await page(visitor))[-1]

    async def decided(self) -> int:
        return await self.house.app.pool.fetchval("select count(*) from reports where decided_at is not null")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def web(module_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Web]:
    folder: Path = tmp_path_factory.mktemp("moderation")
    async with open_house(module_dsn, folder, (open_web,)) as house:
        yield Web(house)


async def reported(web: Web) -> tuple[dict[str, Any], httpx.AsyncClient, dict[str, Any], httpx.AsyncClient]:
    """A picture, who reported it, the queue that a moderator was shown, and that moderator."""
    ana, ben, mia = await web.enters(), await web.enters(), await web.enters(moderator=True)
    picture = await web.says(ana, "draw a heron")
    assert FILED in (await web.says(ben, "/report nasty bill", reply_to=picture["id"]))["reply"]["text"]
    return picture, ben, await web.says(mia, "/reports"), mia


async def test_a_report_and_the_queue_are_nobody_elses_to_see(web: Web) -> None:
    picture, ben, queue, mia = await reported(web)
    stranger = await web.enters()

    seen = await page(stranger)

    assert queue["reply"]["only_me"]
    assert queue["reply"]["spoiler"]
    assert not [m for m in seen if "/report" in m["text"] or "nasty" in str(m)]
    assert queue["id"] not in [m["id"] for m in await page(ben)]
    assert (await ben.get(f"/api/messages/{queue['id']}")).status_code == 404
    await web.presses(mia, queue, "report_dismiss")
    assert picture["id"] in [m["id"] for m in await page(stranger)]


async def test_forged_presses_do_nothing(web: Web) -> None:
    """By who was not shown the button, from another place, without the right (any more), and with a made-up id."""
    _, ben, queue, mia = await reported(web)
    remove, dismiss = button_of(queue, "report_remove"), button_of(queue, "report_dismiss")
    me = (await mia.get("/api/session")).json()["me"]["id"]
    him = (await ben.get("/api/session")).json()["me"]["id"]
    before = await web.decided()

    refused = [
        await web.forged(remove, queue["id"], by=him),
        await web.forged(remove, queue["id"], by=him, channel="@him"),
        await web.forged(remove, queue["id"], by=me, channel="other"),
        await web.forged("v1:report_remove:" + "k" * 22, queue["id"], by=me),
        await web.forged(remove[:-1] + "~", queue["id"], by=me),
    ]
    assert {accepted.note for accepted in refused} == {UNKNOWN}
    assert {accepted.turn for accepted in refused} == {None}

    taken = await web.forged(remove, queue["id"], by=me, manages=False)
    assert taken.turn is not None
    assert NOT_YOUR_COMMUNITY in (await web._answer(mia))["reply"]["text"]
    own = await web.forged(dismiss, queue["id"], by=me, channel="@me-in-private", manages=False)
    assert own.turn is not None
    await web.house.quiet("web")

    assert await web.decided() == before
    await web.presses(mia, await web.says(mia, "/reports"), "report_dismiss")
    assert await web.decided() == before + 1


async def test_a_replayed_press_and_a_second_moderator_change_nothing(web: Web) -> None:
    picture, ben, queue, mia = await reported(web)
    max_ = await web.enters(moderator=True)
    also = await web.says(max_, "/reports")
    me = (await mia.get("/api/session")).json()["me"]["id"]
    before = await web.decided()

    first, second = await asyncio.gather(
        press(mia, queue["id"], button_of(queue, "report_dismiss")),
        press(max_, also["id"], button_of(also, "report_dismiss")),
    )
    await web.house.quiet("web")
    texts = [(await page(who))[-1]["reply"]["text"] for who in (mia, max_)]
    again = await web.forged(button_of(queue, "report_dismiss"), queue["id"], by=me)
    late = await web.forged(button_of(queue, "report_remove"), queue["id"], by=me)
    await web.house.quiet("web")

    assert {first.status_code, second.status_code} == {202}
    assert sum(DECIDED in text for text in texts) == 1
    assert again.duplicate
    assert not late.duplicate
    assert DECIDED in (await page(mia))[-1]["reply"]["text"]
    assert await web.decided() == before + 1
    (shown,) = [m for m in await page(ben) if m["id"] == picture["id"]]
    assert shown["reply"]["images"]


async def test_what_a_moderator_removes_is_gone_for_all_and_says_so(web: Web) -> None:
    picture, ben, queue, mia = await reported(web)
    (image,) = [each["id"] for each in picture["reply"]["images"]]
    assert (await ben.get(f"/api/images/{image}")).status_code == 200

    await web.presses(mia, queue, "report_remove")

    (shown,) = [m for m in await page(ben) if m["id"] == picture["id"]]
    assert (shown["reply"]["text"], shown["reply"]["images"], shown["reply"]["buttons"]) == (
        REMOVED_BY_MODERATOR, [], [],
    )  # fmt: skip
    for visitor in (ben, mia):
        assert (await visitor.get(f"/api/images/{image}")).status_code == 404
    assert (await press(ben, picture["id"], button_of(picture, "again"))).status_code == 422
    gone = await web.says(ben, "/report once more", reply_to=picture["id"])
    assert "I can only report pictures" in gone["reply"]["text"]
    assert queue["id"] not in [m["id"] for m in await page(mia)]


async def test_who_is_blocked_gets_one_sentence_at_the_door_and_no_picture(web: Web) -> None:
    ana, mia = await web.enters(), await web.enters(moderator=True)
    picture = await web.says(ana, "draw a heron")
    await web.says(await web.enters(), "/report", reply_to=picture["id"])
    rest = await web.presses(mia, await web.says(mia, "/reports"), "report_block")
    drawn = len(web.house.painter.asked)

    refused = [
        await send(ana, "@Atelier draw a fox"),
        await send(ana, "@Atelier draw a fox", channel="another"),
        await send(ana, "@Atelier make it night", reply_to=picture["id"]),
        await press(ana, picture["id"], button_of(picture, "again")),
    ]

    assert "is blocked here" in rest["reply"]["text"]
    assert {answer.status_code for answer in refused} == {422}
    assert all("not to answer you" in answer.json()["error"]["text"] for answer in refused)
    assert len(web.house.painter.asked) == drawn
    assert (await send(ana, "/export", channel="@me")).status_code == 202
    await web.house.quiet("web")
    await web.presses(mia, rest, "report_dismiss")
