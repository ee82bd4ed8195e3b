"""What people say to each other on the page is kept for them, and is no part of any request."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.media import PillowGate
from agent.domain.conversation import AuthorId, Place, Said
from agent.domain.incoming import IncomingImage, IncomingMessage
from agent.domain.memory import ChannelSettings, MemoryScope
from bot.turns.incoming_events import BlockedPeople, EventKeys
from bot.turns.intake import TurnIntake
from db.delivery.board import PgBoard
from db.memory.forgetting.erase_turns import erase_turns
from db.memory.forgetting.retention import retain
from db.pool import Pool
from db.settings_store import PgSettingsStore
from db.turns.intake_store import IntakeStore
from tests.fakes.board import FakeBus
from tests.fakes.builders import author
from tests.fakes.models.images import png
from tests.fakes.models.withdrawals import FakeWithdrawals
from tests.fakes.stores.moderation import FakeBlocks
from tests.worlds.stored_turns import StoredTurns

ART = Place(platform="web", community="atelier", channel="art")
VIEWER = AuthorId("web:cat")
ANA, BEN = author("ana"), author("ben")


@pytest.fixture
def house(pool: Pool) -> StoredTurns:
    found = StoredTurns(pool)
    found.intake = IntakeStore(pool, join_seconds=600.0)
    return found


@pytest.fixture
def bus() -> FakeBus:
    return FakeBus()


@pytest.fixture
def intake(house: StoredTurns, bus: FakeBus) -> TurnIntake:
    return TurnIntake(
        house.intake,
        PillowGate(),
        bus,
        keys=EventKeys(secret=b"k"),
        withdrawals=FakeWithdrawals(),
        blocked=BlockedPeople(FakeBlocks()),
    )


def says(text: str, **more: object) -> IncomingMessage:
    said = IncomingMessage(event_id=text, message=text, place=ART, author=ANA, text=text)
    return replace(said, **more)  # pyright: ignore[reportArgumentType] # fields by name


async def test_it_is_on_the_board_once_and_makes_no_turn(
    house: StoredTurns, intake: TurnIntake, bus: FakeBus
) -> None:
    aside = says("nice weather", aside=True, images=(IncomingImage(name="a.png", data=png().data),))
    first, again = await intake.message(aside), await intake.message(aside)

    shown = await PgBoard(house.pool).page(ART, viewer=VIEWER)
    assert [
        (message.text, len(message.images), message.author and message.author.id) for message in shown
    ] == [("nice weather", 1, ANA.id)]
    assert (first.turn, first.duplicate, again.duplicate) == (None, False, True)
    assert await house.count("turns") == 0
    assert [event.message for event in bus.published] == [shown[0].id]


async def test_it_is_neither_read_with_what_is_asked_next_nor_joined_to_it(
    house: StoredTurns, intake: TurnIntake
) -> None:
    await intake.message(says("the doctor says it is diabetes", aside=True))
    asked = await intake.message(says("draw a fox", shown="@atelier draw a fox"))
    await intake.message(says("poor you", aside=True))

    assert asked.turn is not None
    turn = (await house.claim(asked.turn)).turn
    assert isinstance(turn.request, Said)
    assert (turn.request.text, turn.thread) == ("draw a fox", ())
    shown = await PgBoard(house.pool).page(ART, viewer=VIEWER)
    assert [message.text for message in shown if message.author] == [
        "the doctor says it is diabetes", "@atelier draw a fox", "poor you",
    ]  # fmt: skip


async def test_a_reply_that_names_the_bot_brings_what_it_answers_and_no_more(
    house: StoredTurns, intake: TurnIntake
) -> None:
    board = PgBoard(house.pool)
    await intake.message(says("the doctor says it is diabetes", aside=True))
    first = (await board.page(ART, viewer=VIEWER))[-1].id
    await intake.message(says("a cake without sugar then", author=BEN, aside=True, reply_to=first))
    second = (await board.page(ART, viewer=VIEWER))[-1].id

    asked = await intake.message(says("draw that", reply_to=second))

    assert asked.turn is not None
    turn = (await house.claim(asked.turn)).turn
    assert turn.replied is not None
    assert turn.replied.text == "a cake without sugar then"
    assert [message.text for message in turn.thread] == ["a cake without sugar then"]


async def test_a_picture_joins_what_was_asked_for_and_else_is_shown(
    house: StoredTurns, intake: TurnIntake
) -> None:
    picture = (IncomingImage(name="a.png", data=png().data),)
    asked = await intake.message(says("make it blue"))
    joined = await intake.message(says("one", aside=True, only_joins=True, images=picture))
    alone = await intake.message(says("two", author=BEN, aside=True, only_joins=True, images=picture))

    assert asked.turn is not None
    assert (joined.turn, alone.turn) == (asked.turn, None)
    request = (await house.claim(asked.turn)).turn.request
    assert isinstance(request, Said)
    assert len(request.images) == 1


async def test_it_goes_with_the_period_of_its_channel(house: StoredTurns, intake: TurnIntake) -> None:
    await intake.message(
        says("nice weather", aside=True, images=(IncomingImage(name="a.png", data=png().data),))
    )
    await intake.message(says("indeed", author=BEN, aside=True))
    settings = PgSettingsStore(house.pool)
    await settings.save_channel(
        MemoryScope(kind="channel", key=ART.channel_key), ChannelSettings(retention_days=7)
    )

    await retain(house.pool, datetime.now(UTC) + timedelta(days=6))
    assert await house.count("messages") == 2
    await retain(house.pool, datetime.now(UTC) + timedelta(days=8))
    assert (await house.count("messages"), await house.count("images")) == (0, 0)


async def test_it_goes_when_its_author_is_forgotten(house: StoredTurns, intake: TurnIntake) -> None:
    await intake.message(says("nice weather", aside=True))
    await intake.message(says("indeed", author=BEN, aside=True))

    await erase_turns(house.pool, ANA.id, until=datetime.now(UTC) + timedelta(seconds=1))

    assert [message.text for message in await PgBoard(house.pool).page(ART, viewer=VIEWER)] == ["indeed"]


async def test_what_was_said_to_people_is_taken_back_with_its_pictures(
    house: StoredTurns, intake: TurnIntake, bus: FakeBus, pool: Pool
) -> None:
    await intake.message(
        says("look at my dog", aside=True, images=(IncomingImage(name="dog", data=png().data),))
    )
    await intake.message(says("and so on", aside=True))
    board = PgBoard(pool)
    first, second = await board.page(ART, viewer=VIEWER)

    await intake.deleted(ART, first.id)

    assert [message.id for message in await board.page(ART, viewer=VIEWER)] == [second.id]
    assert await house.count("images") == 0
    assert (bus.published[-1].kind, bus.published[-1].message) == ("removed", first.id)


async def test_a_wish_that_is_taken_back_keeps_what_something_else_shows(
    house: StoredTurns, intake: TurnIntake, pool: Pool
) -> None:
    dog = IncomingImage(name="dog", data=png().data)
    asked = await intake.message(says("draw my dog as a knight", images=(dog,)))
    await intake.message(says("my dog once more", aside=True, images=(dog,)))
    said = [message for message in await PgBoard(pool).page(ART, viewer=VIEWER) if message.author]
    wish, again = said

    await intake.deleted(ART, wish.id)

    assert await house.count("images") == 1
    assert (await PgBoard(pool).image(again.images[0], viewer=VIEWER)).data
    assert asked.turn is not None
    assert await pool.fetchval("select cancel_requested from turns where id = $1::uuid", asked.turn)
