"""The fake albums and likenesses keep the same promises as the real ones."""

import pytest

from tests.contracts.stores.albums_contract import AlbumsContract
from tests.contracts.stores.likenesses_contract import LikenessesContract
from tests.contracts.stores.people_house import PeopleHouse
from tests.fakes.people.people_house import FakePeopleHouse


@pytest.fixture
def house() -> PeopleHouse:
    return FakePeopleHouse()


class TestFakeAlbums(AlbumsContract):
    """`house` is the fake."""


class TestFakeLikenesses(LikenessesContract):
    """`house` is the fake."""
