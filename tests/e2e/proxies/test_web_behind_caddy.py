"""The shorter of the documented proxies, tried: a real Caddy by the recipe of docs/setup-web.md before the real page."""

import ssl
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.web.identity.login_attempts import TRIES_PER_ADDRESS_MAX
from tests.adapters.web.conftest import running
from tests.e2e.processes.caddy_process import caddy_before, caddy_path
from tests.e2e.proxies.test_web_behind_nginx import NAME, PASSWORD, visitor
from tests.worlds.painted import painted
from tests.worlds.web_visitor import heard, listening, send
from tests.worlds.web_world import WebWorld

House = tuple[WebWorld, int, ssl.SSLContext]


@pytest.fixture
async def house() -> AsyncIterator[House]:
    caddy_path()
    world = WebWorld(password=PASSWORD, hosts=(NAME,), trusted_proxies=("127.0.0.1",))
    with tempfile.TemporaryDirectory(prefix="atelier-caddy-") as folder:
        async with (
            running(world),
            caddy_before(world.platform.bind(), home=Path(folder)) as (certificate, own_port),
        ):
            yield world, own_port, ssl.create_default_context(cafile=str(certificate))
            await world.bot.stop()


async def test_the_page_behind_the_recipe(house: House) -> None:
    _, port, trust = house
    async with visitor(port, trust) as ana:
        entered = await ana.post("/api/login", json={"password": PASSWORD})
        named = await ana.post("/api/session", json={"name": "Ana"})
        async with listening(ana) as events:  # `hello` comes at once: nothing is held back
            sent = await send(ana, "draw this", images=[("large.png", painted("x", size=(1800, 1800)).data)])
            said = await heard(events, "message")
        page = await ana.get("/")

    assert (entered.status_code, named.status_code, sent.status_code) == (200, 200, 202)
    assert all(cookie.startswith("__Host-") for cookie in entered.headers.get_list("set-cookie"))
    assert said["message"]["text"] == "draw this"
    assert "max-age" in page.headers["strict-transport-security"]


async def test_a_made_up_address_is_not_believed_and_metrics_stay_inside(house: House) -> None:
    _, port, trust = house
    async with visitor(port, trust) as eve:
        statuses: list[int] = []
        for number in range(TRIES_PER_ADDRESS_MAX + 2):
            made_up = {"X-Forwarded-For": f"10.0.0.{number}"}
            tried = await eve.post("/api/login", json={"password": "x"}, headers=made_up)
            statuses.append(tried.status_code)
        hidden = [(await eve.get(path)).status_code for path in ("/metrics", "/readyz")]
        other = await eve.get("/", headers={"Host": "evil.example"})

    assert statuses == [401] * TRIES_PER_ADDRESS_MAX + [429] * 2
    assert hidden == [404, 404]
    assert other.text == "", "under another name there is no page"
