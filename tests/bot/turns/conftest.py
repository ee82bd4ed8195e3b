"""Stored turns, and who takes them in and runs them."""

import pytest

from adapters.media import PillowGate
from bot.turns.incoming_events import BlockedPeople, EventKeys
from bot.turns.intake import TurnIntake
from db.pool import Pool
from tests.bot.turns.desk import Desk
from tests.fakes.board import FakeBus
from tests.fakes.models.withdrawals import FakeWithdrawals
from tests.fakes.stores.moderation import FakeBlocks
from tests.worlds.stored_turns import StoredTurns


@pytest.fixture
def house(pool: Pool) -> StoredTurns:
    return StoredTurns(pool)


@pytest.fixture
def desk(pool: Pool, house: StoredTurns) -> Desk:
    return Desk(pool, house)


@pytest.fixture
def intake(house: StoredTurns) -> TurnIntake:
    return TurnIntake(
        house.intake,
        PillowGate(),
        FakeBus(),
        keys=EventKeys(secret=b"k"),
        withdrawals=FakeWithdrawals(),
        blocked=BlockedPeople(FakeBlocks()),
    )
