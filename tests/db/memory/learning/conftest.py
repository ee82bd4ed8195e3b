"""What the tests of learning share."""

import pytest

from db.pool import Pool
from tests.db.memory.learning.parlour import Parlour
from tests.db.memory.learning.study import Study


@pytest.fixture
def parlour(pool: Pool) -> Parlour:
    return Parlour(pool)


@pytest.fixture
def study(pool: Pool) -> Study:
    return Study(pool)
