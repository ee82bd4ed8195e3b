"""Pictures that an image server gives the address of. Where that is the server's own, it is asked itself: the operator chose to
speak to it, and it may well stand in a private network. Every other address is a stranger's and goes through the one fetcher."""

import asyncio

import httpx2
from openai import AsyncOpenAI

from adapters.openai.connection import within
from adapters.openai.errors import Foreign
from agent.errors import AtelierError, BadImage
from agent.ports import Fetcher
from agent.translation.catalogue import N_

FETCH_SECONDS = 60.0
UNFETCHED = N_("The picture was drawn, but it cannot be fetched from where the image service put it.")


async def fetched(url: str, client: AsyncOpenAI, fetcher: Fetcher) -> bytes:
    """The bytes at `url`, still to pass the pixel gate. Raises BadImage."""
    try:
        address = own_address(url, str(client.base_url))
        if address is None:
            return await fetcher.image(url, timeout_seconds=FETCH_SECONDS)
        return await _asked_for(address, client)
    except (AtelierError, TimeoutError, *Foreign) as error:
        raise BadImage(UNFETCHED) from error


def own_address(url: str, base_url: str) -> str | None:
    """The address, whole, if it lies on the very server that draws (scheme, host and port are those of `base_url`); else None.

    >>> own_address("/files/1.png", "http://10.0.0.5:8000/v1")
    'http://10.0.0.5:8000/files/1.png'
    >>> own_address("http://10.0.0.5:22/files/1.png", "http://10.0.0.5:8000/v1") is None
    True
    """
    try:
        base = httpx2.URL(base_url)
        found = base.join(url)
    except httpx2.InvalidURL:
        return None
    same = (found.scheme, found.host, _port(found)) == (base.scheme, base.host, _port(base))
    return str(found) if same and not found.userinfo else None


def _port(url: httpx2.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


async def _asked_for(address: str, client: AsyncOpenAI) -> bytes:
    """Through the client that draws: it counts bytes and follows no redirect, so that the server can send us nowhere else."""
    async with asyncio.timeout(FETCH_SECONDS):
        response = await client.get(
            address, cast_to=httpx2.Response, options={"timeout": within(FETCH_SECONDS)}
        )
        return await response.aread()
