"""The one fetcher: the only way to a URL that came from the web, a person or a model.

The name is resolved here, every answer is checked, and the connection goes to the checked address itself, so that a second
DNS answer has no say. Redirects are followed by hand, each checked like a first URL. It sits directly on httpx's transport:
no client, hence no cookies, no proxies, no automatic redirects and no request log.
"""

import asyncio
import ipaddress
import socket
import zlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing, asynccontextmanager

import httpx

from adapters.http.page_readers import PageReaders
from adapters.http.public_addresses import PORTS, IPAddress, Target, is_public, read_url
from agent.errors import BadInput, SearchUnavailable
from agent.limits import IMAGE_BYTES_MAX
from agent.translation.catalogue import _

PAGE_BYTES_MAX = 2_000_000
PAGE_CHARS_MAX = 4_000
REDIRECTS_MAX = 4
ADDRESSES_MAX = 16
"""Answers of one name that are looked at; a name with more is refused."""
DIALS_MAX = 2
"""Addresses of one name that are tried when a connection fails."""
STEP_SECONDS = 10.0
"""Longest wait for one connection or one read; the caller's deadline bounds the whole."""
USER_AGENT = "Atelier/0.1 (image bot; reads pages its users ask about)"

_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain")
_IMAGE_TYPES = ("image/png", "image/jpeg", "image/jpg", "image/webp", "image/gif", "application/octet-stream")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})

Resolve = Callable[[str, int], Awaitable[Sequence[IPAddress]]]


async def resolve(host: str, port: int) -> Sequence[IPAddress]:
    """All addresses of a name, by the system's resolver. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ipaddress.ip_address(str(answer[4][0])) for answer in found]


class SafeFetcher:
    """Implements Fetcher. `resolve`, `transport`, `admits` and `readers` are seams for tests; the process uses the defaults."""

    def __init__(
        self,
        *,
        resolve: Resolve = resolve,
        transport: httpx.AsyncBaseTransport | None = None,
        admits: Callable[[IPAddress], bool] = is_public,
        ports: frozenset[int] = PORTS,
        readers: PageReaders | None = None,
    ) -> None:
        self._resolve = resolve
        self._transport = transport
        self._admits = admits
        self._ports = ports
        self._readers = readers or PageReaders()

    async def page(self, url: str, *, timeout_seconds: float) -> str:
        """The readable text, at most PAGE_CHARS_MAX chars; "" for a page without any."""
        async with _deadline(timeout_seconds):
            data, kind = await self._get(url, _PAGE_TYPES, PAGE_BYTES_MAX)
            if kind == "text/plain":
                return data.decode("utf-8", "replace").strip()[:PAGE_CHARS_MAX]
            return (await self._readers.text(data))[:PAGE_CHARS_MAX]

    async def image(self, url: str, *, timeout_seconds: float) -> bytes:
        async with _deadline(timeout_seconds):
            data, _ = await self._get(url, _IMAGE_TYPES, IMAGE_BYTES_MAX)
            return data

    async def aclose(self) -> None:
        self._readers.close()
        if self._transport is not None:
            await self._transport.aclose()

    def _opened(self) -> httpx.AsyncBaseTransport:
        """The transport, made at the first page: most processes never look at one, and it takes them as long as a tenth of their start."""
        if self._transport is None:
            # No connection is kept: a kept one is found again by address, and another site may share that address.
            self._transport = httpx.AsyncHTTPTransport(
                trust_env=False, http2=False, retries=0, limits=httpx.Limits(max_keepalive_connections=0)
            )
        return self._transport

    async def _get(self, url: str, types: tuple[str, ...], bytes_max: int) -> tuple[bytes, str]:
        """Body and media type at the end of the redirects."""
        for _hop in range(REDIRECTS_MAX + 1):
            target = read_url(url, ports=self._ports)
            response = await self._send(target, types)
            try:
                if response.status_code not in _REDIRECTS:
                    return await _body(response, types, bytes_max)
                url = str(target.url.join(response.headers.get("location", "")))
            except httpx.InvalidURL as error:
                raise BadInput(_("That link leads to one that cannot be read.")) from error
            except httpx.HTTPError as error:
                raise SearchUnavailable("the page broke off") from error
            finally:
                await response.aclose()
        raise SearchUnavailable(f"the page redirects more than {REDIRECTS_MAX} times")

    async def _send(self, target: Target, types: tuple[str, ...]) -> httpx.Response:
        """The response, unread, of the first of the checked addresses that answers."""
        failure: httpx.HTTPError | None = None
        for address in (await self._checked(target))[:DIALS_MAX]:
            request = _request(target, address, types)
            try:
                response = await self._opened().handle_async_request(request)
            except httpx.ConnectError as error:
                failure = error
                continue
            except httpx.HTTPError as error:
                raise SearchUnavailable("the page does not answer properly") from error
            response.request = request
            return response
        raise SearchUnavailable("the page cannot be reached") from failure

    async def _checked(self, target: Target) -> list[IPAddress]:
        """The target's addresses. One that is not public refuses them all: an honest name has no such mixture."""
        if target.address is not None:
            found: Sequence[IPAddress] = [target.address]
        else:
            try:
                found = list(dict.fromkeys(await self._resolve(target.host, target.port)))
            except (OSError, UnicodeError, ValueError) as error:
                raise SearchUnavailable("the site's name cannot be found") from error
        if not found:
            raise SearchUnavailable("the site's name has no address")
        if len(found) > ADDRESSES_MAX or not all(self._admits(address) for address in found):
            raise BadInput(_("That link does not lead to a public site."))
        return list(found)


def _request(target: Target, address: IPAddress, types: tuple[str, ...]) -> httpx.Request:
    """To the address itself, while Host and SNI (and with it the certificate check) keep the name."""
    shown = f"[{target.host}]" if ":" in target.host else target.host
    extensions: dict[str, object] = {"timeout": httpx.Timeout(STEP_SECONDS).as_dict()}
    if target.address is None:
        extensions["sni_hostname"] = target.host
    return httpx.Request(
        "GET",
        target.url.copy_with(host=str(address)),
        headers={
            "Host": shown if target.url.port is None else f"{shown}:{target.port}",
            "User-Agent": USER_AGENT,
            "Accept": ", ".join(types),
            "Accept-Encoding": "identity",
            "Connection": "close",
        },
        extensions=extensions,
    )


async def _body(response: httpx.Response, types: tuple[str, ...], bytes_max: int) -> tuple[bytes, str]:
    if response.status_code != 200:
        raise SearchUnavailable(f"the page answers {response.status_code}")
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in types:
        raise SearchUnavailable("the page is not of a kind that can be read here")
    claimed = response.headers.get("content-length", "0")
    if claimed.isdecimal() and int(claimed) > bytes_max:
        raise SearchUnavailable(f"the page is larger than {bytes_max} bytes")
    body = bytearray()
    async with aclosing(_unpacked(response, bytes_max)) as chunks:
        async for chunk in chunks:
            body += chunk
            if len(body) > bytes_max:
                raise SearchUnavailable(f"the page is larger than {bytes_max} bytes")
    return bytes(body), kind


async def _unpacked(response: httpx.Response, bytes_max: int) -> AsyncGenerator[bytes]:
    """The body, inflated in bounded bites where a server packs it unasked."""
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing in ("", "identity"):
        async for chunk in response.aiter_raw(65_536):
            yield chunk
        return
    if packing not in ("gzip", "x-gzip", "deflate"):
        raise SearchUnavailable("the page is packed in a way that was not asked for")
    unpacker = zlib.decompressobj(wbits=47)  # 47: gzip or zlib, told apart by the header
    try:
        async for chunk in response.aiter_raw(65_536):
            yield unpacker.decompress(chunk, bytes_max + 1)
            if unpacker.unconsumed_tail:
                raise SearchUnavailable(f"the page is larger than {bytes_max} bytes")
    except zlib.error as error:
        raise SearchUnavailable("the page is packed badly") from error


@asynccontextmanager
async def _deadline(seconds: float) -> AsyncGenerator[None]:
    """The whole of one fetch ends in time: name lookup, slow bytes and reading. A reader still at work is ended by a limit of its own."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError as error:
        raise SearchUnavailable(f"the page took longer than {seconds:.0f} seconds") from error
