"""`make demo`: the whole bot between simulated platforms, as its page shows it and acts."""

import asyncio
import base64
import re
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from simulators.fresh_machine import ROOT
from tests.patience import PATIENCE_SECONDS, START_SECONDS, until_seen
from tests.worlds.painted import painted
from tests.worlds.web_visitor import visiting

pytestmark = pytest.mark.e2e

Message = dict[str, Any]


class Demo:
    """One run of it."""

    def __init__(self, client: httpx.AsyncClient, process: asyncio.subprocess.Process) -> None:
        self.client = client
        self.process = process

    async def does(self, path: str, stage: str, who: str, place: str, **more: object) -> httpx.Response:
        return await self.client.post(path, json={"stage": stage, "who": who, "place": place, **more})

    async def seen(self, stage: str, place: str, wanted: Callable[[Message], bool]) -> Message:
        """The latest such message, once there is one."""

        async def there() -> list[Message]:
            state = (await self.client.get("/state")).json()
            (messages,) = [one["messages"] for one in state[stage]["places"] if one["name"] == place]
            return [message for message in messages if wanted(message)]

        return (await until_seen(there, f"a message in {place} of {stage}"))[-1]


@pytest.fixture
async def demo(tmp_path: Path, dsn: str) -> AsyncIterator[Demo]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "simulators.demo", "--port", "0", "--bot-port", "0", "--database", dsn, "--data", str(tmp_path),
        cwd=ROOT, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(START_SECONDS):
            assert process.stdout is not None
            while not (found := re.search(rb"simulated: (\S+)", await process.stdout.readline())):
                assert process.returncode is None
        async with visiting(found[1].decode()) as client:
            yield Demo(client, process)
    finally:
        if process.returncode is None:
            process.terminate()
            await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)


def finished(message: Message) -> bool:
    return bool(message["by_bot"] and message["pictures"] and "Again" in message["buttons"])


async def test_both_platforms_are_played_on_one_page(demo: Demo) -> None:
    page = await demo.client.get("/")
    assert "Telegram" in page.text
    assert "script-src" not in page.headers["content-security-policy"], (
        "what is not named falls back to 'self'"
    )

    await a_picture_on_discord_is_refined_by_its_form(demo)
    await a_photo_on_telegram_is_changed(demo)
    await what_cannot_be_done_is_said(demo)

    demo.process.terminate()
    assert await asyncio.wait_for(demo.process.wait(), PATIENCE_SECONDS) == 0, "the bot ended as it should"


async def a_picture_on_discord_is_refined_by_its_form(demo: Demo) -> None:
    await demo.does("/say", "discord", "ana", "#art", text="draw a fox under a lamp")
    picture = await demo.seen("discord", "#art", finished)
    async with httpx.AsyncClient(timeout=PATIENCE_SECONDS) as anybody:
        assert len((await anybody.get(picture["pictures"][0])).content) > 1_000

    opened = await demo.does("/press", "discord", "ana", "#art", message=picture["id"], label="Refine")
    form = opened.json()["form"]
    await demo.does("/fill-in", "discord", "ana", "#art", message=picture["id"], form=form, text="at night")

    await demo.seen("discord", "#art", lambda message: finished(message) and "night" in message["text"])
    await demo.does("/say", "discord", "ben", "#art", text="/memory list")
    await demo.seen("discord", "#art", lambda message: message["only_for"] == "ben")


async def a_photo_on_telegram_is_changed(demo: Demo) -> None:
    photo = base64.b64encode(painted("a photo", size=(64, 64)).data).decode()
    await demo.does("/say", "telegram", "Ann", "Club", text="as a watercolour", picture=photo)
    picture = await demo.seen("telegram", "Club", finished)
    assert len((await demo.client.get(picture["pictures"][0])).content) > 1_000

    assert (
        await demo.does("/press", "telegram", "Ann", "Club", message=picture["id"], label="Refine")
    ).json() == {}
    prompt = await demo.seen("telegram", "Club", lambda message: message["wants_reply"])
    await demo.does("/say", "telegram", "Ann", "Club", text="at night", message=prompt["id"])

    await demo.seen("telegram", "Club", lambda message: finished(message) and message["id"] != picture["id"])


async def what_cannot_be_done_is_said(demo: Demo) -> None:
    gone = await demo.does("/press", "telegram", "Ann", "Club", message="999", label="Again")
    assert (gone.status_code, gone.json()) == (409, {"error": "That message is not there any more."})
    gone = await demo.does("/press", "discord", "ana", "#art", message="999", label="Again")
    assert gone.status_code == 409
    assert (await demo.does("/say", "discord", "eve", "#art", text="hi")).status_code == 400
    assert (
        await demo.client.post("/say", content="{}", headers={"Content-Type": "text/plain"})
    ).status_code == 415
