"""The web chat behind its password, whole: the real bot and its Postgres, browsers as HTTP clients, the operator's command."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from simulators.fresh_machine import ROOT, clean_environment
from tests.e2e.processes.web_process import bot_running, empty_home
from tests.patience import PATIENCE_SECONDS
from tests.worlds.web_visitor import heard, listening, press, send, visiting

pytestmark = pytest.mark.e2e
PASSWORD = "open sesame"
TOKEN = "a token of the metrics alone"


@asynccontextmanager
async def browser(address: str, **cookies: str) -> AsyncIterator[httpx.AsyncClient]:
    """Past the password."""
    async with visiting(address, cookies=cookies) as client:
        (await client.post("/api/login", json={"password": PASSWORD})).raise_for_status()
        yield client


async def invited(home: Path, name: str) -> str:
    """The secret of the link that `python -m bot invite` prints, beside the running bot."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "invite", name, cwd=ROOT, stdout=asyncio.subprocess.PIPE,
        env=clean_environment(home, ATELIER_DATA_DIR=str(home / "data"), ATELIER_WEB_PASSWORD=PASSWORD),
    )  # fmt: skip
    told, _ = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
    found = re.search(rb"#open=(\S+)", told)
    assert found is not None, told
    return found.group(1).decode()


async def answer_to(client: httpx.AsyncClient, text: str) -> dict[str, Any]:
    """The bot's reply to what is said in private."""
    async with listening(client) as events:
        await send(client, text, channel="@me")
        while not (message := (await heard(events, "message"))["message"])["reply"]:
            pass
    return message


async def test_a_name_is_its_browsers_through_restarts_until_all_is_forgotten() -> None:
    with empty_home() as home:
        async with (
            bot_running(home) as address,
            visiting(address) as demonstration,
        ):
            await demonstration.post("/api/session", json={"name": "Old"})
            noted = await answer_to(demonstration, "remember that I like watercolour")
            assert "watercolour" in noted["reply"]["text"]

        settings = {"ATELIER_WEB_PASSWORD": PASSWORD, "ATELIER_METRICS_TOKEN": TOKEN}
        async with bot_running(home, **settings) as address, browser(address) as bob:
            taken = await bob.post("/api/session", json={"name": "Old"})
            assert (taken.status_code, taken.json()["error"]["code"]) == (409, "name_taken")
            assert (await bob.post("/api/session", json={"name": "Bob"})).status_code == 200
            kept = dict(bob.cookies)
            metrics = [
                (await bob.get("/metrics", headers={"Authorization": f"Bearer {each}"})).status_code
                for each in (TOKEN, PASSWORD)
            ]
            assert metrics == [200, 404]
            assert (await bob.get("/readyz")).text == "ok\n"

        async with bot_running(home, **settings) as address:
            async with visiting(address, cookies=kept) as bob:
                assert (await bob.get("/api/session")).json()["me"]["name"] == "Bob"
            async with browser(address) as owner:
                opened = await owner.post("/api/links/open", json={"link": await invited(home, "Old")})
                assert opened.json() == {"name": "Old"}
                assert "watercolour" in (await owner.get("/api/memory")).text
                sure = await answer_to(owner, "/forget everything")
                yes = next(b["id"] for b in sure["reply"]["buttons"] if b["label"].startswith("Yes"))
                async with listening(owner) as events:
                    await press(owner, sure["id"], yes)
                    # A worker does it; the stream ends with the session, and nobody told the page to close it.
                    async with asyncio.timeout(PATIENCE_SECONDS):
                        async for _ in events:
                            pass
                assert (await owner.get("/api/memory")).status_code == 401
