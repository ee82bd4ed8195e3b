"""Real SDK, real HTTP, simulated server."""

from collections.abc import AsyncGenerator, AsyncIterator

import pytest
from openai import AsyncOpenAI

from adapters.openai.connection import connect
from simulators.openai.server import OpenAIServer, openai_server


@pytest.fixture
async def server() -> AsyncGenerator[OpenAIServer]:
    async with openai_server(side_max=128) as running:
        yield running


@pytest.fixture
async def client(server: OpenAIServer) -> AsyncIterator[AsyncOpenAI]:
    async with connect(key="sk-test", base_url=server.url) as connected:
        yield connected


@pytest.fixture
def slept() -> list[float]:
    """What `sleep` was asked for."""
    return []


@pytest.fixture
def sleep(slept: list[float]):
    async def remembered(seconds: float) -> None:
        slept.append(seconds)

    return remembered
