"""The client that every model call goes through. Retries are ours and counted (see trying.py), never the SDK's: it posts a
paid render again without an idempotency key (openai 3.54)."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import cast

import httpx2
from openai import AsyncOpenAI, DefaultAsyncHttpxClient

CONNECT_SECONDS = 5.0
ANSWER_BYTES_MAX = 48_000_000
"""Largest answer that is read, of a whole stream as well: a picture of 20 MB in base64 with its two previews at half the size."""
NO_KEY = "none"
"""Sent to servers that want no key: the SDK insists on one."""


class AnswerTooLarge(httpx2.ReadError):
    """The answer was given up at ANSWER_BYTES_MAX."""


class _Capped(httpx2.AsyncByteStream):
    """A body that is counted while it is read."""

    def __init__(self, stream: httpx2.AsyncByteStream, bytes_max: int) -> None:
        self._stream = stream
        self._bytes_max = bytes_max

    async def __aiter__(self) -> AsyncGenerator[bytes]:
        read = 0
        # Closed here and now: left to the garbage collector, a half-read body is closed on whatever thread happens to collect.
        async with aclosing(cast("AsyncGenerator[bytes]", aiter(self._stream))) as chunks:
            async for chunk in chunks:
                read += len(chunk)
                if read > self._bytes_max:
                    raise AnswerTooLarge(f"the answer is larger than {self._bytes_max} bytes")
                yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


def connect(*, key: str = "", base_url: str = "", answer_bytes_max: int = ANSWER_BYTES_MAX) -> AsyncOpenAI:
    """A client of the server at `base_url` ("" is OpenAI's own). To be closed with `await client.close()`."""

    async def cap(response: httpx2.Response) -> None:
        if isinstance(response.stream, httpx2.AsyncByteStream):
            response.stream = _Capped(response.stream, answer_bytes_max)

    # A hook and not a transport of our own: with one, httpx2 would ignore the operator's proxy settings.
    http = DefaultAsyncHttpxClient(
        event_hooks={"response": [cap]},
        follow_redirects=False,
        verify=not base_url.startswith(
            "http://"
        ),  # without TLS there is nothing to verify, and reading the CAs takes 0.2 s
    )
    return AsyncOpenAI(
        api_key=key or NO_KEY,
        base_url=base_url or None,
        max_retries=0,
        http_client=http,
        default_headers={"Accept-Encoding": "identity"},
    )


def within(seconds: float) -> httpx2.Timeout:
    """The SDK's time-out of one try; the caller's deadline bounds them all."""
    return httpx2.Timeout(max(seconds, 0.01), connect=min(CONNECT_SECONDS, max(seconds, 0.01)))
