"""What points inside is never connected to, whatever a name server, a redirect or a spelling says."""

import asyncio
import ipaddress
from collections.abc import Sequence

import httpx
import pytest

from adapters.http.fetcher import SafeFetcher
from adapters.http.public_addresses import IPAddress, is_public, read_url
from agent.errors import BadInput, SearchUnavailable
from tests.adapters.http.site import PAGE, resolve_to_loopback
from tests.patience import PATIENCE_SECONDS
from tests.worlds.listener import answer, listening

PUBLIC = "93.184.216.34"
INSIDE_URLS = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://2130706433/",
    "http://017700000001/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://127.0.0.1./",
    "http://0/",
    "http://0.0.0.0/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25lo]/",
    "http://[fe80::1%lo]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[ff02::1]/",
    "http://[::1%25lo]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.100.100.200/",
    "http://168.63.129.16/",
    "http://192.0.0.192/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://127\u30020\u30020\u30021/",
    "http://\u2460\u2461\u2466.0.0.1/",
    "http://\uff11\uff12\uff17.0.0.1/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://app.localhost/",
    "http://metadata.google.internal/",
    "http://printer.local/",
    "http://intranet/",
    "http://user@93.184.216.34/",
    "http://user:pass@example.com/",
    "http://example.com@127.0.0.1/",
    "http://127.0.0.1\\@example.com/",
    "http://example.com%2f@127.0.0.1/",
    "http://127.0.0.1#@example.com/",
    "http://127.0.0.1?@example.com/",
    "http://example.com:22/",
    "http://example.com:8080/",
    "https://example.com:6379/",
    "http://1.2.3.4.5/",
    "http://999.1.1.1/",
    "http://[::1/",
    "http:///path",
    "http://",
    "",
    "//example.com/",
    "/etc/passwd",
    "file:///etc/passwd",
    "ftp://example.com/",
    "gopher://127.0.0.1:6379/_x",
    "javascript:alert(1)",
    "data:text/html,hello",
    "http://exa mple.com/",
    "http://example.com\r\nHost: 127.0.0.1/",
    "http://example.com/" + "a" * 3_000,
]


@pytest.mark.parametrize("url", INSIDE_URLS)
async def test_a_url_that_points_inside_is_never_connected_to(url: str) -> None:
    calls: list[str] = []

    async def resolve(host: str, port: int) -> Sequence[IPAddress]:
        calls.append(host)
        return [ipaddress.ip_address(PUBLIC)]

    def dial(request: httpx.Request) -> httpx.Response:
        calls.append(str(request.url))
        return httpx.Response(200)

    fetcher = SafeFetcher(resolve=resolve, transport=httpx.MockTransport(dial))

    with pytest.raises(BadInput):
        await fetcher.page(url, timeout_seconds=PATIENCE_SECONDS)
    with pytest.raises(BadInput):
        await fetcher.image(url, timeout_seconds=PATIENCE_SECONDS)

    assert calls == []
    await fetcher.aclose()


@pytest.mark.parametrize(
    "spelling",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "017700000001",
        "[::ffff:127.0.0.1]",
        "localhost",
        "inside.test",
    ],
)
async def test_a_real_listener_inside_stays_silent(spelling: str) -> None:
    async def speak(writer: asyncio.StreamWriter, path: str) -> None:
        writer.write(answer(PAGE))

    async with listening(speak) as listener:
        fetcher = SafeFetcher(resolve=resolve_to_loopback, ports=frozenset({listener.port}))

        with pytest.raises(BadInput):
            await fetcher.page(f"http://{spelling}:{listener.port}/", timeout_seconds=PATIENCE_SECONDS)

        assert listener.connections == 0
        await fetcher.aclose()


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:{port}/secret",
        "http://169.254.169.254/latest/meta-data/",
        "//[::1]:{port}/secret",
        "http://2130706433:{port}/secret",
        "file:///etc/passwd",
        "http://inside.test:{port}/secret",
        "http://[broken/",
    ],
)
async def test_a_redirect_to_the_inside_is_refused_there(location: str) -> None:
    async def silent(writer: asyncio.StreamWriter, path: str) -> None:
        writer.write(answer(PAGE))

    async def resolve(host: str, port: int) -> Sequence[IPAddress]:
        return [ipaddress.ip_address("127.0.0.1" if host == "inside.test" else PUBLIC)]

    async with listening(silent) as inside:
        seen: list[str] = []

        def dial(request: httpx.Request) -> httpx.Response:
            seen.append(request.url.host)
            return httpx.Response(302, headers={"Location": location.format(port=inside.port)})

        fetcher = SafeFetcher(
            resolve=resolve, transport=httpx.MockTransport(dial), ports=frozenset({80, inside.port})
        )

        with pytest.raises(BadInput):
            await fetcher.page("http://outside.test/", timeout_seconds=PATIENCE_SECONDS)

        assert seen == [PUBLIC]
        assert inside.connections == 0
        await fetcher.aclose()


async def test_a_name_that_answers_public_first_and_private_later_is_dialled_at_the_checked_address() -> None:
    answers = iter([PUBLIC, "127.0.0.1", "127.0.0.1"])
    dialled: list[str] = []

    async def rebinding(host: str, port: int) -> Sequence[IPAddress]:
        return [ipaddress.ip_address(next(answers))]

    def dial(request: httpx.Request) -> httpx.Response:
        dialled.append(request.url.host)
        assert request.headers["host"] == "rebind.test"
        assert request.extensions["sni_hostname"] == "rebind.test"
        return httpx.Response(200, stream=httpx.ByteStream(PAGE), headers={"Content-Type": "text/html"})

    fetcher = SafeFetcher(resolve=rebinding, transport=httpx.MockTransport(dial))

    assert "Foxes" in await fetcher.page("https://rebind.test/", timeout_seconds=PATIENCE_SECONDS)
    with pytest.raises(BadInput):
        await fetcher.page("https://rebind.test/", timeout_seconds=PATIENCE_SECONDS)

    assert dialled == [PUBLIC]
    await fetcher.aclose()


@pytest.mark.parametrize(
    "answers", [[PUBLIC, "10.0.0.1"], ["::1", PUBLIC], ["2606:2800:220:1::1", "64:ff9b::a00:1"], [PUBLIC] * 0]
)
async def test_a_name_with_a_private_answer_among_public_ones_is_refused(answers: list[str]) -> None:
    async def resolve(host: str, port: int) -> Sequence[IPAddress]:
        return [ipaddress.ip_address(text) for text in answers]

    def dial(request: httpx.Request) -> httpx.Response:
        raise AssertionError("nothing may be dialled")

    fetcher = SafeFetcher(resolve=resolve, transport=httpx.MockTransport(dial))

    with pytest.raises((BadInput, SearchUnavailable)):
        await fetcher.page("http://mixed.test/", timeout_seconds=PATIENCE_SECONDS)
    await fetcher.aclose()


@pytest.mark.parametrize(
    "text", ["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001:800::200e"]
)
def test_addresses_that_anybody_could_mean_are_public(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


def test_a_plain_link_is_read_with_its_name_in_ascii() -> None:
    target = read_url("https://BÜCHER.example./straße?q=ä")

    assert (target.host, target.port, target.address) == ("xn--bcher-kva.example", 443, None)
