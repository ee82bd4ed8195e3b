"""People in a real database."""

import pytest

from db.pool import Pool
from tests.db.people.people_house import PeopleHouse


@pytest.fixture
def house(pool: Pool) -> PeopleHouse:
    return PeopleHouse(pool)
