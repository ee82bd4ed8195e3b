"""What began incognito stays so: its buttons, its time-out, and what is said after it."""

import pytest

from adapters.media import PillowGate
from agent.domain.incoming import IncomingPress
from agent.outcomes import button
from bot.turns.incoming_events import BlockedPeople, EventKeys
from bot.turns.intake import TurnIntake
from db.pool import Pool
from db.turns.question_timeouts import TimeoutStore
from tests.fakes.board import FakeBus
from tests.fakes.builders import author
from tests.fakes.models.withdrawals import FakeWithdrawals
from tests.fakes.stores.moderation import FakeBlocks
from tests.worlds.stored_turns import ART, StoredTurns


@pytest.fixture
def house(pool: Pool) -> StoredTurns:
    return StoredTurns(pool)


async def test_a_press_on_an_incognito_picture_is_incognito(house: StoredTurns) -> None:
    intake = TurnIntake(
        house.intake,
        PillowGate(),
        FakeBus(),
        keys=EventKeys(secret=b"k"),
        withdrawals=FakeWithdrawals(),
        blocked=BlockedPeople(FakeBlocks()),
    )
    again = button("again", "Again")
    secret = await house.answer((await house.say(incognito=True)).turn, buttons=[again], picture="secret")

    taken = await intake.press(
        IncomingPress(event_id="p1", place=ART, author=author(), message=secret.reply, button=again.id)
    )

    assert taken.turn is not None
    claim = await house.claim(taken.turn)
    assert claim.turn.incognito
    assert await house.count("messages", turn_id=taken.turn, only_for=author().id) == 1


async def test_an_incognito_question_times_out_incognito(house: StoredTurns, pool: Pool) -> None:
    asked = (await house.say("draw something", incognito=True)).turn
    await house.answer(asked, question=True)

    late = await TimeoutStore(pool, house.intake).time_out(asked)

    assert late is not None
    assert (await house.claim(late)).turn.incognito


async def test_what_is_said_openly_afterwards_knows_nothing_of_it(house: StoredTurns) -> None:
    await house.answer((await house.say("draw my secret", incognito=True)).turn, picture="secret")
    openly = await house.claim((await house.say("make it blue")).turn)
    hidden = await house.claim((await house.say("make it blue", by="ana", incognito=True)).turn)

    assert [message.text for message in openly.turn.thread] == []
    assert await house.threads.last_picture(openly.turn) is None
    assert "draw my secret" in [message.text for message in hidden.turn.thread]
    assert await house.threads.last_picture(hidden.turn) is not None
