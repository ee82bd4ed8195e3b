"""The real planner and SDK against the simulated server, the real core, the real memory in Postgres: only the model is the attacker's."""

from collections.abc import AsyncGenerator, AsyncIterator

import asyncpg
import pytest
from openai import AsyncOpenAI

from adapters.openai.connection import connect
from db.pool import open_pool
from simulators.openai.server import OpenAIServer, openai_server
from tests.proposals.obeying import Attacked

EMPTIED = (
    "memories", "memory_scopes", "schedules", "spending", "questions", "messages", "turns", "inbox", "images", "people",
    "author_settings", "channel_settings", "consent_asked", "erasures", "procrastinate_jobs",
)  # fmt: skip


@pytest.fixture
async def pool(module_dsn: str) -> AsyncIterator[asyncpg.Pool]:
    """One database a file, emptied before each test."""
    opened = await open_pool(module_dsn, min_size=1, max_size=8)
    await opened.execute(";".join(f"delete from {table}" for table in EMPTIED))
    yield opened
    await opened.close()


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
