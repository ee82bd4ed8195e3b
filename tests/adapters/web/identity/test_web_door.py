"""The door: hosts, origins, and what every answer carries."""

import pytest

from tests.adapters.web.conftest import Serve, Served


async def test_the_page_and_its_modules_come_with_headers_that_keep_other_scripts_out(served: Served) -> None:
    client = await served.client()

    page = await client.get("/")
    module = await client.get("/static/app.js")

    assert page.status_code == 200
    assert "<script>" not in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    assert "require-trusted-types-for 'script'" in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    assert module.headers["content-type"].startswith(("text/javascript", "application/javascript"))


async def test_the_page_names_nothing_outside_itself(served: Served) -> None:
    client = await served.client()

    page = (await client.get("/")).text

    assert "http://" not in page
    assert "https://" not in page


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""])
async def test_a_name_that_is_not_ours_is_refused(served: Served, host: str) -> None:
    client = await served.client()

    answer = await client.get("/api/session", headers={"Host": host})

    assert answer.status_code == 403
    assert "ATELIER_WEB_HOSTS" in answer.json()["error"]["text"]


@pytest.mark.parametrize(
    "host", ["localhost:8080", "127.0.0.1", "[::1]:8080", "192.168.1.7:8080", "atelier.home"]
)
async def test_loopback_bare_addresses_and_configured_names_are_ours(serve: Serve, host: str) -> None:
    served = await serve(hosts=("atelier.home",))
    client = await served.client()

    answer = await client.get("/api/session", headers={"Host": host})

    assert answer.status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
async def test_an_act_that_another_page_asks_for_is_not_done(served: Served, origin: str) -> None:
    client = await served.visitor()

    answer = await client.post("/api/channels", json={"name": "stolen"}, headers={"Origin": origin})

    assert answer.status_code == 403
    assert "stolen" not in (await client.get("/api/channels")).json()["channels"]


async def test_an_act_of_the_page_itself_is_done(served: Served) -> None:
    client = await served.visitor()

    answer = await client.post("/api/channels", json={"name": "mine"}, headers={"Origin": served.address})

    assert answer.status_code == 201


async def test_a_neighbour_on_another_port_cannot_read(served: Served) -> None:
    client = await served.visitor()

    answer = await client.get("/api/channels", headers={"Sec-Fetch-Site": "same-site"})

    assert answer.status_code == 403
