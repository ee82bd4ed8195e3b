"""A house whose models are behind the simulated server."""

import pytest

from tests.adapters.openai.turns.model_house import furnished
from tests.worlds.house import House


@pytest.fixture
def house(client, sleep) -> House:
    return furnished(client, sleep, "tiny")
