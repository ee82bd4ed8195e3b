"""A site to fetch from."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from tests.adapters.http.site import Site
from tests.worlds.listener import listening


@pytest.fixture
async def site() -> AsyncGenerator[Site]:
    answers: dict[str, bytes] = {}

    async def speak(writer: asyncio.StreamWriter, path: str) -> None:
        writer.write(answers[path])

    async with listening(speak) as listener:
        site = Site(listener, answers)
        yield site
        await site.fetcher.aclose()
