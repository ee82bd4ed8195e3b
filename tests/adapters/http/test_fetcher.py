"""Pages and pictures by their address, within limits of size and time."""

import asyncio
import gzip
import zlib
from collections.abc import Sequence

import pytest

from adapters.http.fetcher import PAGE_BYTES_MAX, PAGE_CHARS_MAX, SafeFetcher
from adapters.http.public_addresses import IPAddress
from agent.errors import SearchUnavailable
from agent.ports import Fetcher
from tests.adapters.http.site import PAGE, Site
from tests.patience import PATIENCE_SECONDS
from tests.worlds.listener import Listener, answer, listening

PNG = b"\x89PNG\r\n\x1a\nrest"


async def test_a_page_becomes_its_readable_text(site: Site) -> None:
    site.answers["/"] = answer(PAGE, kind="text/html; charset=utf-8")

    text = await site.fetcher.page(site.url(), timeout_seconds=PATIENCE_SECONDS)

    assert "Foxes are red" in text
    assert "<" not in text


async def test_a_long_page_is_cut(site: Site) -> None:
    site.answers["/"] = answer(b"word " * 10_000, kind="text/plain")

    assert len(await site.fetcher.page(site.url(), timeout_seconds=PATIENCE_SECONDS)) == PAGE_CHARS_MAX


async def test_a_picture_comes_as_its_bytes(site: Site) -> None:
    site.answers["/fox.png"] = answer(PNG, kind="image/png")

    assert await site.fetcher.image(site.url("/fox.png"), timeout_seconds=PATIENCE_SECONDS) == PNG


async def test_the_request_names_the_host_and_carries_no_cookie_of_an_earlier_one(site: Site) -> None:
    site.answers["/"] = answer(PAGE, headers={"Set-Cookie": "spy=1"})

    await site.fetcher.page(site.url(), timeout_seconds=PATIENCE_SECONDS)
    await site.fetcher.page(site.url(), timeout_seconds=PATIENCE_SECONDS)

    for head in site.listener.requests:
        assert f"host: site.test:{site.listener.port}\r\n" in head.lower()
        assert "cookie" not in head.lower()
        assert "accept-encoding: identity" in head.lower()
        assert "user-agent: atelier/" in head.lower()


async def test_a_redirect_to_another_page_is_followed(site: Site) -> None:
    site.answers["/"] = answer(status=302, headers={"Location": "/there"})
    site.answers["/there"] = answer(PAGE)

    assert "Foxes" in await site.fetcher.page(site.url(), timeout_seconds=PATIENCE_SECONDS)


async def test_redirects_end_somewhere(site: Site) -> None:
    site.answers["/"] = answer(status=302, headers={"Location": "/"})

    with pytest.raises(SearchUnavailable, match="redirects more than"):
        await site.fetcher.page(site.url(), timeout_seconds=PATIENCE_SECONDS)

    assert site.listener.connections == 5


async def test_a_byte_a_second_runs_out_of_time() -> None:
    async def drip(writer: asyncio.StreamWriter, path: str) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    async with listening(drip) as listener:
        site = Site(listener, {})

        with pytest.raises(SearchUnavailable, match="longer than"):
            await site.fetcher.page(site.url(), timeout_seconds=0.3)
        await site.fetcher.aclose()


async def test_a_name_server_that_hangs_runs_out_of_time() -> None:
    async def hang(host: str, port: int) -> Sequence[IPAddress]:
        await asyncio.Event().wait()
        return []

    fetcher = SafeFetcher(resolve=hang)

    with pytest.raises(SearchUnavailable, match="longer than"):
        await fetcher.page("http://slow.test/", timeout_seconds=0.1)
    await fetcher.aclose()


BIG = b"y" * (PAGE_BYTES_MAX + 1)


@pytest.mark.parametrize(
    "data",
    [
        answer(BIG),
        answer(BIG, headers={"Content-Length": ""}),
        answer(b"x", headers={"Content-Length": "99999999999"}),
        answer(b"short", headers={"Content-Length": "500"}),
        answer(b"x", headers={"Content-Length": "-5"}),
        answer(gzip.compress(b"\0" * 50_000_000), headers={"Content-Encoding": "gzip"}),
        answer(zlib.compress(b"\0" * 50_000_000), headers={"Content-Encoding": "deflate"}),
        answer(b"not gzip", headers={"Content-Encoding": "gzip"}),
        answer(b"x", headers={"Content-Encoding": "br"}),
        answer(gzip.compress(gzip.compress(b"x")), headers={"Content-Encoding": "gzip, gzip"}),
        answer(b"%PDF-1.7", kind="application/pdf"),
        answer(b"x", headers={"Content-Type": ""}),
        answer(PAGE, status=404),
        answer(PAGE, status=500),
        answer(PAGE, status=206),
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"",
    ],
    ids=[
        "too-big", "too-big-unclaimed", "claims-too-much", "claims-more-than-comes", "claims-less-than-nothing",
        "gzip-bomb", "deflate-bomb", "broken-gzip", "brotli", "gzip-twice", "pdf", "typeless", "404", "500", "206",
        "ssh", "nothing",
    ],
)  # fmt: skip
async def test_a_page_that_is_too_much_or_not_a_page_is_search_unavailable(site: Site, data: bytes) -> None:
    site.answers["/"] = data

    with pytest.raises(SearchUnavailable):
        await site.fetcher.page(site.url(), timeout_seconds=PATIENCE_SECONDS)


async def test_a_page_packed_unasked_is_still_read(site: Site) -> None:
    site.answers["/"] = answer(gzip.compress(PAGE), headers={"Content-Encoding": "gzip"})

    assert "Foxes" in await site.fetcher.page(site.url(), timeout_seconds=PATIENCE_SECONDS)


async def test_an_svg_is_no_picture(site: Site) -> None:
    site.answers["/"] = answer(b"<svg/>", kind="image/svg+xml")

    with pytest.raises(SearchUnavailable):
        await site.fetcher.image(site.url(), timeout_seconds=PATIENCE_SECONDS)


async def test_a_site_that_is_down_is_search_unavailable() -> None:
    async with listening(lambda writer, path: asyncio.sleep(0)) as listener:
        port = listener.port
    site = Site(Listener(port=port), {})

    with pytest.raises(SearchUnavailable, match="reached"):
        await site.fetcher.page(site.url(), timeout_seconds=PATIENCE_SECONDS)
    await site.fetcher.aclose()


async def test_proxies_of_the_environment_are_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.answers["/"] = answer(PAGE)
    fetcher: Fetcher = site.fetcher

    assert "Foxes" in await fetcher.page(site.url(), timeout_seconds=PATIENCE_SECONDS)
