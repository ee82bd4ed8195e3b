"""What somebody on the page gets of another's, who knows every id of theirs: of the real bot, on its real database. Each request that was
tried from outside is a row; afterwards everything is still there, and still its owner's."""

import io
import zipfile
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from tests.conversations.drivers.web_driver import AccountsDriver, open_web_with_accounts
from tests.conversations.house import House, open_house
from tests.conversations.outside_requests import FORGET, TRIES, Try, filled
from tests.patience import PATIENCE_SECONDS
from tests.worlds.web_visitor import heard, listening, page, press, send

pytestmark = pytest.mark.asyncio(loop_scope="module")
OWN_WORDS = ("vermilion", "lamplight", "teapot")
"""Ana's, said in private: of her memory, of her picture, and while another listens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """What Ana has, as the outsider knows it."""

    house: House
    driver: AccountsDriver
    ana: httpx.AsyncClient
    eve: httpx.AsyncClient
    ids: Mapping[str, str] = field(default_factory=dict[str, str])
    buttons: tuple[str, ...] = ()
    """Of her private picture."""

    async def is_whole(self) -> None:
        """All of it is there, and hers."""
        memories = (await self.ana.get("/api/memory")).json()["memories"]
        assert [one["text"] for one in memories if "vermilion" in one["text"]], memories
        for picture in ("private_picture", "public_picture"):
            assert (await self.ana.get(f"/api/images/{self.ids[picture]}")).status_code == 200
        assert len((await self.ana.get("/api/gallery")).json()["pictures"]) == 2
        assert self.ids["session"] in {
            one["id"] for one in (await self.ana.get("/api/sessions")).json()["sessions"]
        }
        assert (await self.ana.get("/api/session")).json()["me"]["name"] == "Ana"


async def said(house: House, visitor: httpx.AsyncClient, text: str, channel: str) -> dict[str, Any]:
    """The answer to it, once it is whole."""
    answer = await send(visitor, text, channel=channel)
    assert answer.status_code == 202, answer.text
    await house.quiet("web")
    return (await page(visitor, channel))[-1]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def owned(module_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Owned]:
    folder: Path = tmp_path_factory.mktemp("outsiders")
    async with open_house(module_dsn, folder, [open_web_with_accounts], ATELIER_WEB_ACCOUNTS="yes") as house:
        driver = cast("AccountsDriver", house.drivers["web"])
        ana, eve = await driver.visitor("Ana"), await driver.visitor("Eve")
        await said(house, ana, "remember that I like vermilion", "@me")
        private = await said(house, ana, "draw a fox in the lamplight", "@me")
        public = await said(house, ana, "@atelier draw a cat on a roof", "art")
        own = next(message for message in await page(ana, "@me") if message["author"])
        link = (await ana.post("/api/links", json={})).json()["path"].split("=", 1)[1]
        phone = await driver.opens(link)
        ids = {
            "private": private["id"], "private_picture": private["reply"]["images"][0]["id"],
            "public": public["id"], "public_picture": public["reply"]["images"][0]["id"], "own": own["id"],
            "memory": (await ana.get("/api/memory")).json()["memories"][0]["id"],
            "session": (await ana.get("/api/sessions")).json()["sessions"][0]["id"],
            "turn": private["turn"], "link": link,
        }  # fmt: skip
        assert (await phone.get("/api/session")).json()["me"]["name"] == "Ana"
        buttons = tuple(button["id"] for button in private["reply"]["buttons"])
        yield Owned(house=house, driver=driver, ana=ana, eve=eve, ids=ids, buttons=buttons)


@pytest.mark.parametrize("tried", TRIES, ids=lambda tried: f"{tried.address} {dict(tried.headers) or ''}")
async def test_nothing_of_another_s_is_reached_or_changed(owned: Owned, tried: Try) -> None:
    method, _, path = filled(tried.address, owned.ids).partition(" ")
    visitor = owned.ana if tried.owner else owned.eve

    answer = await visitor.request(
        method, path, json=filled(tried.json, owned.ids), headers=dict(tried.headers)
    )

    assert answer.status_code in tried.says, answer.text
    told = answer.content.decode(errors="replace").lower()
    assert not [word for word in OWN_WORDS if word in told and word not in path]
    if answer.status_code == 200:
        assert not [
            name for name in ("private", "private_picture", "memory") if f'"{owned.ids[name]}"' in told
        ]
    assert (await owned.eve.get("/api/session")).json()["me"]["name"] == "Eve"
    await owned.is_whole()


async def test_a_zip_has_no_picture_that_is_for_another_alone(owned: Owned) -> None:
    answer = await owned.eve.get("/api/gallery/archive", params={"images": owned.ids["private_picture"]})

    assert zipfile.ZipFile(io.BytesIO(answer.content)).namelist() == ["README.txt"]


async def test_no_button_of_another_s_private_message_can_be_pressed(owned: Owned) -> None:
    assert owned.buttons
    for button in owned.buttons:
        for message in ("private", "public"):
            answer = await press(owned.eve, owned.ids[message], button)
            assert answer.status_code == (404 if message == "private" else 422), answer.text
    await owned.house.quiet("web")
    await owned.is_whole()


@pytest.mark.parametrize("channel", ["@me", "art"])
@pytest.mark.parametrize("named", ["reply_to", "thread", "reference", "image"])
async def test_a_message_that_points_at_another_s_private_one_learns_nothing(
    owned: Owned, channel: str, named: str
) -> None:
    await send(
        owned.eve,
        "@atelier make it night",
        channel=channel,
        **{named: owned.ids["private"]},  # pyright: ignore[reportArgumentType]
    )
    await owned.house.quiet("web")

    assert not [word for word in OWN_WORDS if word in str(await page(owned.eve, channel))]
    await owned.is_whole()


@pytest.mark.parametrize("asked", ["/show lamplight", "/memory", "what do you remember of Ana?"])
async def test_words_do_not_reach_what_is_another_s_either(owned: Owned, asked: str) -> None:
    told = await said(owned.house, owned.eve, asked, "@me")

    assert "vermilion" not in str(told)
    assert "lamplight" not in str(told["reply"]["images"])
    assert owned.ids["private_picture"] not in str(told)


async def test_an_event_s_id_that_another_used_takes_nothing_away(owned: Owned) -> None:
    event = uuid4().hex
    for visitor, text in ((owned.ana, "hello from ana"), (owned.eve, "hello from eve")):
        assert (await send(visitor, text, channel="@me", event=event)).status_code == 202
    await owned.house.quiet("web")

    for visitor, text in ((owned.ana, "hello from ana"), (owned.eve, "hello from eve")):
        assert text in [message["text"] for message in await page(visitor, "@me") if message["author"]]


async def test_a_stream_that_asks_for_another_s_hears_only_its_own(owned: Owned) -> None:
    gus = await owned.driver.visitor("Gus")
    gus.params = {"channel": "@ana", "author": "web:ana"}
    gus.headers["Last-Event-ID"] = "0"
    async with listening(gus) as events:
        await said(owned.house, owned.ana, "what is a teapot?", "@me")
        await send(gus, "hello", channel="@me")
        first = await heard(events, "message")

    assert first["message"]["text"] == "hello"
    assert "teapot" not in str(first)


async def test_who_takes_a_name_that_was_given_up_finds_nothing_and_the_old_cookie_is_no_key(
    owned: Owned,
) -> None:
    kept = await owned.driver.visitor("Kim")
    await said(owned.house, kept, "remember that I like vermilion", "@me")
    drawn = (await said(owned.house, kept, "draw a fox in the lamplight", "@me"))["reply"]["images"][0]["id"]
    cookies = dict(kept.cookies)

    assert (await kept.request("DELETE", "/api/memory", json=FORGET)).status_code == 200
    heir = await owned.driver.visitor("Kim")

    for path in ("memory", "gallery", "channels/@me/messages", "memory/export", "accounts"):
        told = (await heir.get(f"/api/{path}")).raise_for_status().content.decode(errors="replace")
        assert not [word for word in OWN_WORDS if word in told], path
    assert (await heir.get(f"/api/images/{drawn}")).status_code == 404
    async with httpx.AsyncClient(base_url=kept.base_url, cookies=cookies, timeout=PATIENCE_SECONDS) as old:
        assert (await old.get("/api/gallery")).status_code == 401
    await owned.is_whole()
