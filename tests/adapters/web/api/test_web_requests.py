"""What is asked of the page's server: the start, health, unknown addresses, and bodies that are not what they should be."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.adapters.web.conftest import Served
from tests.patience import PATIENCE_SECONDS

JSON = {"Content-Type": "application/json"}


async def test_the_start_tells_the_page_what_it_needs(served: Served) -> None:
    client = await served.visitor()

    told = (await client.get("/api/session")).json()

    assert told["channels"] == ["art", "posters", "random"]
    assert {"draw", "memory", "forget"} <= {command["name"] for command in told["commands"]}
    assert told["limits"] == {
        "text": 4000, "images": 8, "image_bytes": 20_000_000, "voice_seconds": 120.0,
    }  # fmt: skip


async def test_health_is_told_to_machines_under_any_name(served: Served) -> None:
    client = await served.client()
    odd = {"Host": "pod-17.cluster"}

    assert (await client.get("/livez", headers=odd)).status_code == 200
    assert (await client.get("/readyz", headers=odd)).status_code == 200

    served.world.not_ready = "migrations are running"
    answer = await client.get("/readyz", headers=odd)

    assert answer.status_code == 503
    assert "migrations" in answer.text


@pytest.mark.parametrize("path", ["/nope", "/static/../app.py", "/static/%2e%2e/app.py", "/api/nope"])
async def test_an_unknown_address_is_a_clear_no(served: Served, path: str) -> None:
    client = await served.client()

    answer = await client.get(path)

    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


async def test_a_wrong_method_and_wrong_json_are_told_apart(served: Served) -> None:
    client = await served.visitor()

    assert (await client.delete("/api/channels")).status_code == 405
    for content, status in (
        (b"{not json", 400),
        (b"[" * 50_000, 400),
        (b"\xff\xfe", 400),
        (b"[]", 422),
        (b'{"name": 7}', 422),
        (b'{"name": "' + b"x" * 101 + b'"}', 422),
        (b'{"name": "' + b"x" * 70_000 + b'"}', 413),
    ):
        answer = await client.post("/api/channels", content=content, headers=JSON)

        assert answer.status_code == status, content[:20]
        assert answer.json()["error"]["text"]


async def test_what_is_not_json_is_not_read_as_json(served: Served) -> None:
    """A form of another page can send text/plain without being asked first; JSON it cannot."""
    client = await served.client()

    answer = await client.post(
        "/api/session", content=b'{"name": "Ana"}', headers={"Content-Type": "text/plain"}
    )

    assert answer.status_code == 415
    assert "JSON" in answer.json()["error"]["text"]


async def test_a_body_larger_than_everything_is_refused_before_it_is_read(online: Served) -> None:
    client = await online.visitor()
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    reader, writer = await asyncio.open_connection("127.0.0.1", online.port)
    head = (
        f"POST /api/channels/art/messages HTTP/1.1\r\nHost: 127.0.0.1:{online.port}\r\nCookie: {cookies}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000000\r\n\r\n"
    )

    writer.write(head.encode())
    answer = await asyncio.wait_for(reader.readuntil(b"}}"), PATIENCE_SECONDS)
    writer.close()

    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"20 MB" in answer


async def test_a_body_that_hides_its_length_is_counted(served: Served) -> None:
    client = await served.visitor()

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield b" " * 1_000

    answer = await client.post("/api/channels", content=endless(), headers=JSON)

    assert answer.status_code == 413
