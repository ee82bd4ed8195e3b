"""A server that answers as a provider does."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack

import pytest

from tests.adapters.search.provider_answers import Serve
from tests.worlds.listener import Listener, listening, saying


@pytest.fixture
async def stack() -> AsyncGenerator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


@pytest.fixture
def serve(stack: AsyncExitStack) -> Serve:
    async def start(data: bytes) -> Listener:
        return await stack.enter_async_context(listening(saying(data)))

    return start
