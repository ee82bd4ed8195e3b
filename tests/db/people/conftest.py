"""People in a real database."""

import pytest

from db.installation import installation_key
from db.pool import Pool
from tests.db.people.people_house import PgPeopleHouse


@pytest.fixture
async def house(pool: Pool) -> PgPeopleHouse:
    await installation_key(pool)
    return PgPeopleHouse(pool)
