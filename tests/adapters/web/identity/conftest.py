"""A web chat behind a password, asked in the process and over loopback."""

import pytest

from tests.adapters.web.conftest import Serve, Served
from tests.adapters.web.identity.held_names import PASSWORD


@pytest.fixture
async def house(serve: Serve) -> Served:
    return await serve(password=PASSWORD)


@pytest.fixture
async def street(serve: Serve) -> Served:
    return await serve(password=PASSWORD, online=True)
