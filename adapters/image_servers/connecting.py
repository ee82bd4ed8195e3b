"""The client of an image server, and one call through it. Nothing is sent twice: a render is paid for once."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, cast

import httpx

from adapters.image_servers.failures import AnswerTooLarge, Foreign, by_wire

CONNECT_SECONDS = 5.0
ANSWER_BYTES_MAX = 72_000_000
"""Largest answer that is read: a file of 40 MB in base64, and what stands around it."""


class _Capped(httpx.AsyncByteStream):
    """A body that is counted while it is read."""

    def __init__(self, stream: httpx.AsyncByteStream, bytes_max: int) -> None:
        self._stream = stream
        self._bytes_max = bytes_max

    async def __aiter__(self) -> AsyncGenerator[bytes]:
        read = 0
        async with aclosing(cast("AsyncGenerator[bytes]", aiter(self._stream))) as chunks:
            async for chunk in chunks:
                read += len(chunk)
                if read > self._bytes_max:
                    raise AnswerTooLarge(f"the answer is larger than {self._bytes_max} bytes")
                yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    content: bytes


def connect(
    base_url: str, *, headers: Mapping[str, str] | None = None, answer_bytes_max: int = ANSWER_BYTES_MAX
) -> httpx.AsyncClient:
    """A client of the server at `base_url`, to be closed with `await client.aclose()`. It follows no redirect: the key is told to
    nobody else."""

    async def cap(response: httpx.Response) -> None:
        if isinstance(response.stream, httpx.AsyncByteStream):
            response.stream = _Capped(response.stream, answer_bytes_max)

    return httpx.AsyncClient(
        base_url=base_url.rstrip("/") + "/",
        headers={"Accept-Encoding": "identity", **(headers or {})},
        event_hooks={"response": [cap]},
        follow_redirects=False,
        verify=not base_url.startswith(
            "http://"
        ),  # nothing to verify without TLS, and the CAs take 0.2 s to read
    )


def within(seconds: float) -> httpx.Timeout:
    """The time-out of one call; the caller's deadline bounds them all."""
    return httpx.Timeout(max(seconds, 0.01), connect=min(CONNECT_SECONDS, max(seconds, 0.01)))


async def ask(
    client: httpx.AsyncClient,
    method: str,
    path: str,
    *,
    timeout_seconds: float,
    paid: bool = False,
    **more: Any,
) -> Answered:
    """One call, whatever it is answered with. `path` is relative to the base. Raises our errors when no answer comes."""
    try:
        response = await client.request(method, path, timeout=within(timeout_seconds), **more)
    except Foreign as error:
        raise by_wire(error, paid=paid) from error
    return Answered(status=response.status_code, headers=response.headers, content=response.content)
