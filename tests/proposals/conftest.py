"""The real planner and SDK against the simulated server, the real core, the real memory in Postgres: only the model is the attacker's."""

from collections.abc import AsyncGenerator, AsyncIterator

import asyncpg
import pytest
from openai import AsyncOpenAI

from adapters.openai.connection import connect
from simulators.openai.server import OpenAIServer, openai_server
from tests.proposals.obeying import Attacked


@pytest.fixture
async def server() -> AsyncGenerator[OpenAIServer]:
    async with openai_server(side_max=64) as running:
        yield running


@pytest.fixture
async def client(server: OpenAIServer) -> AsyncIterator[AsyncOpenAI]:
    async with connect(key="sk-test", base_url=server.url) as connected:
        yield connected


@pytest.fixture
async def attacked(pool: asyncpg.Pool, server: OpenAIServer, client: AsyncOpenAI) -> Attacked:
    house = Attacked(pool, server, client)
    await house.furnish()
    return house
