"""The documented proxies with TLS, tried: a real nginx and a real Caddy by the recipes of docs/setup-web.md before the real page."""

import asyncio
import os
import ssl
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from adapters.web.identity.login_attempts import TRIES_PER_ADDRESS_MAX
from tests.adapters.web.conftest import running
from tests.e2e.processes.caddy_process import caddy_before, caddy_path
from tests.e2e.processes.nginx_process import nginx_before, nginx_path
from tests.patience import PATIENCE_SECONDS
from tests.worlds.painted import painted
from tests.worlds.web_visitor import heard, listening, send
from tests.worlds.web_world import WebWorld

PASSWORD = "open sesame"
NAME = "atelier.example.org"


PROXIES = {"nginx": (nginx_path, nginx_before), "caddy": (caddy_path, caddy_before)}
House = tuple[WebWorld, int, ssl.SSLContext]


@pytest.fixture(params=list(PROXIES))
async def house(request: pytest.FixtureRequest) -> AsyncIterator[House]:
    path, before = PROXIES[request.param]
    path()
    world = WebWorld(password=PASSWORD, hosts=(NAME,), trusted_proxies=("127.0.0.1",))
    with tempfile.TemporaryDirectory(prefix=f"atelier-{request.param}-") as folder:
        os.chmod(folder, 0o755)  # nginx' workers are another user
        async with (
            running(world),
            before(world.platform.bind(), home=Path(folder)) as (certificate, own_port),
        ):
            yield world, own_port, ssl.create_default_context(cafile=str(certificate))
            await world.bot.stop()


@asynccontextmanager
async def visitor(port: int, trust: ssl.SSLContext, **headers: str) -> AsyncIterator[httpx.AsyncClient]:
    """Speaks to the proxy on this machine, under the page's public name."""
    named = {"Host": NAME, "Origin": f"https://{NAME}", **headers}
    async with httpx.AsyncClient(
        base_url=f"https://localhost:{port}", verify=trust, headers=named, timeout=PATIENCE_SECONDS
    ) as client:
        yield client


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


async def test_a_made_up_address_is_not_believed_and_metrics_stay_inside(
    house: House,
) -> None:
    _, port, trust = house
    async with visitor(port, trust) as eve:
        statuses = [
            (
                await eve.post(
                    "/api/login", json={"password": "x"}, headers={"X-Forwarded-For": f"10.0.0.{n}"}
                )
            ).status_code
            for n in range(TRIES_PER_ADDRESS_MAX + 2)
        ]
        hidden = [(await eve.get(path)).status_code for path in ("/metrics", "/readyz")]

    assert statuses == [401] * TRIES_PER_ADDRESS_MAX + [429] * 2
    assert hidden == [404, 404]


@pytest.mark.parametrize("house", ["caddy"], indirect=True)
async def test_under_another_name_caddy_has_no_page(house: House) -> None:
    _, port, trust = house
    async with visitor(port, trust) as eve:
        other = await eve.get("/", headers={"Host": "evil.example"})

    assert other.text == ""


@pytest.mark.parametrize("house", ["nginx"], indirect=True)
async def test_what_is_too_large_or_under_another_name_stops_at_nginx(
    house: House,
) -> None:
    _, port, trust = house
    async with visitor(port, trust) as eve:
        other = await eve.get("/", headers={"Host": "evil.example"})

    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trust, server_hostname="localhost")
    head = f"POST /api/channels/art/messages HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 200000000\r\n\r\n"
    writer.write(head.encode())
    large = await asyncio.wait_for(reader.readline(), PATIENCE_SECONDS)
    writer.close()

    assert other.status_code == 403
    assert large.startswith(b"HTTP/1.1 413 ")
