"""What is sent compressed, and what is not."""

import gzip
import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from adapters.web.static_files import KEPT, STATIC, PageFiles
from tests.adapters.web.conftest import Served, drawn
from tests.worlds.web_visitor import listening, send


@pytest.mark.parametrize("name", ["app.js", "base.css"])
async def test_the_page_s_own_files_are_compressed_and_asked_about_each_time(
    served: Served, name: str
) -> None:
    visitor = await served.client()
    file, path = STATIC / name, f"/static/{name}"

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
    assert again.status_code == 304


async def test_the_page_names_its_files_so_that_browsers_may_keep_them_until_there_are_others(
    served: Served,
) -> None:
    visitor = await served.client()
    page = await visitor.get("/")
    named = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)

    answers = [await visitor.get(path) for path in named]
    elsewhere = await visitor.get("/static/0123456789abcdef/app.js")

    assert page.headers["cache-control"] == "no-cache"
    assert {answer.status_code for answer in (*answers, elsewhere)} == {200}
    assert {answer.headers["cache-control"] for answer in answers} == {KEPT}
    assert elsewhere.headers["cache-control"] == "no-cache", (
        "a page of another version is served, and not kept"
    )
    modules = {path.rpartition("/")[2] for path in named if path.endswith(".js")}
    assert {"app.js", "texts.js", "richtext.js"} <= modules, "what is imported by what is imported"
    assert not {"lightbox.js", "login.js"} & modules, "what is fetched when it is needed"
    assert (await visitor.get("/static/0123456789abcdef/../app.py")).status_code == 404
    assert (await visitor.post("/static/app.js")).status_code == 405


def served_page(folder: Path) -> str:
    with TestClient(Starlette(routes=[Route("/", PageFiles(folder).page)])) as browser:
        return browser.get("/").text


def test_a_changed_file_changes_the_addresses(tmp_path: Path) -> None:
    def address() -> str:
        return served_page(tmp_path).partition('src="')[2]

    (tmp_path / "index.html").write_text('<script src="/static/app.js">')
    (tmp_path / "app.js").write_text('import { a } from "./parts/a.js";')
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "a.js").write_text('import { b } from "../b.js";')
    (tmp_path / "b.js").write_text("one")
    before = address()
    (tmp_path / "b.js").write_text("two")

    assert before.startswith("/static/")
    assert address() != before


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
