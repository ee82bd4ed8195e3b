"""What is sent compressed, and what is not."""

import gzip

import pytest

from adapters.web.static_files import STATIC
from tests.adapters.web.conftest import Served, drawn
from tests.worlds.web_visitor import listening, send


@pytest.mark.parametrize("path", ["/", "/static/app.js", "/static/base.css"])
async def test_the_page_s_own_files_are_compressed_and_asked_about_each_time(
    served: Served, path: str
) -> None:
    visitor = await served.client()
    file = STATIC / (path.removeprefix("/static/") if path != "/" else "index.html")

    packed = await visitor.get(path, headers={"Accept-Encoding": "gzip"})
    plain = await visitor.get(path, headers={"Accept-Encoding": "identity"})
    again = await visitor.get(
        path, headers={"If-None-Match": packed.headers["etag"], "Accept-Encoding": "gzip"}
    )

    assert packed.headers["content-encoding"] == "gzip"
    assert (
        int(packed.headers["content-length"])
        == len(gzip.compress(file.read_bytes(), 9, mtime=0))
        < file.stat().st_size
    )
    assert packed.content == plain.content == file.read_bytes()
    assert "content-encoding" not in plain.headers
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert packed.headers["cache-control"] == "no-cache"
    assert again.status_code == (200 if path == "/" else 304)


async def test_what_the_page_is_told_is_compressed_and_pictures_are_not(served: Served) -> None:
    ana = await served.visitor()
    for number in range(5):
        image = (await drawn(served, ana, f"draw a fox number {number}"))["reply"]["images"][0]["id"]

    told = await ana.get("/api/channels/art/messages", headers={"Accept-Encoding": "gzip"})
    picture = await ana.get(f"/api/images/{image}", headers={"Accept-Encoding": "gzip"})

    assert told.headers["content-encoding"] == "gzip"
    assert int(told.headers["content-length"]) < len(told.content) / 3
    assert "content-encoding" not in picture.headers


async def test_the_stream_comes_as_it_is_said(online: Served) -> None:
    ana = await online.visitor()
    async with listening(ana) as events:
        await send(ana, "draw a fox")
        assert (await anext(events))[0] == "message"
