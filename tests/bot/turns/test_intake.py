"""What intake takes in, and what it answers at once."""

import pytest

from adapters.http.pace import Pace
from adapters.media import PillowGate
from agent.domain.conversation import Said
from agent.domain.incoming import IncomingImage, IncomingMessage
from agent.limits import IMAGES_PER_TURN_MAX, TEXT_CHARS_MAX
from bot.turns.brought_pictures import REFUSALS_APART_SECONDS
from bot.turns.incoming_events import BlockedPeople, EventKeys
from bot.turns.intake import TurnIntake
from db.turns.journal import PgJournal
from tests.bot.turns.told_intake import posted, request_of, says
from tests.fakes.board import FakeBus
from tests.fakes.models.images import png
from tests.fakes.models.withdrawals import FakeWithdrawals
from tests.fakes.stores.moderation import FakeBlocks
from tests.worlds.stored_turns import ART, POSTERS, StoredTurns

PNG = IncomingImage(name="a.png", data=png().data)
EMPTY = IncomingImage(name="empty.png", data=b"")


async def test_a_message_becomes_a_turn_once(house: StoredTurns, intake: TurnIntake) -> None:
    first, second = await intake.message(says()), await intake.message(says())

    assert first.turn == second.turn
    assert (first.duplicate, second.duplicate) == (False, True)


@pytest.mark.parametrize(
    ("incoming", "said"),
    [
        (says("x" * (TEXT_CHARS_MAX + 1)), f"{TEXT_CHARS_MAX + 1:,} characters"),
        (says(""), "nothing in that message"),
        (says(" \n\x00 "), "nothing in that message"),
        (says(reply_to="b99"), "not one I know"),
        (says("", images=(EMPTY,)), "empty.png"),
        (says("", images=(IncomingImage(name="t.png", data=b"only text"),)), "t.png"),
        (
            says("", images=(IncomingImage(name="v.mp4", data=b"", problem="v.mp4 is a video."),)),
            "v.mp4 is a video.",
        ),
    ],
)
async def test_what_cannot_be_used_is_said_at_once_and_nothing_is_stored(
    house: StoredTurns, intake: TurnIntake, incoming: IncomingMessage, said: str
) -> None:
    accepted = await intake.message(incoming)

    assert (accepted.turn, accepted.is_error) == (None, True)
    assert said in accepted.note
    assert await house.count("inbox") == 0


async def test_a_bad_picture_beside_a_good_one_is_noted(house: StoredTurns, intake: TurnIntake) -> None:
    said = await request_of(house, intake, says(images=(PNG, EMPTY)))

    assert isinstance(said, Said)
    assert len(said.images) == 1
    assert "empty.png" in said.notes[0]


@pytest.mark.parametrize("problem", ["I cannot read v.mp4; I can read words and pictures.", ""])
async def test_complete_words_count_whatever_cannot_be_read_beside_them(
    house: StoredTurns, intake: TurnIntake, problem: str
) -> None:
    film = IncomingImage(name="v.mp4", data=b"", problem=problem)

    said = await request_of(house, intake, says("draw a red fox in the snow", images=(film,)))

    assert isinstance(said, Said)
    assert said.text == "draw a red fox in the snow"
    assert "v.mp4" in said.notes[0]


async def test_more_pictures_than_are_looked_at_are_counted(house: StoredTurns, intake: TurnIntake) -> None:
    said = await request_of(house, intake, says(images=(PNG,) * (IMAGES_PER_TURN_MAX + 1)))

    assert isinstance(said, Said)
    assert str(IMAGES_PER_TURN_MAX + 1) in said.notes[0]


async def test_a_command_is_read_and_what_only_looks_waits_for_nothing(
    house: StoredTurns, intake: TurnIntake
) -> None:
    drawn = await request_of(house, intake, says("/draw a fox", event="m1"))
    await intake.message(says("/memory", event="m2"))

    assert isinstance(drawn, Said)
    assert drawn.command is not None
    assert (drawn.command.name, drawn.command.argument) == ("draw", "a fox")
    locks = [row["lock"] for row in await house.pool.fetch("select lock from procrastinate_jobs order by id")]
    assert (locks[0] is None, locks[1]) == (False, None)


async def test_a_message_that_is_deleted_wants_nothing_any_more(
    house: StoredTurns, intake: TurnIntake
) -> None:
    queued = await intake.message(says("draw a fox", event="m1"))
    running = await intake.message(says("draw a cat", event="m2", by="bob"))
    assert queued.turn is not None
    assert running.turn is not None
    await house.claim(running.turn)

    await intake.deleted(POSTERS, "line:m1")
    assert not await house.turns.cancel_requested(queued.turn), "that is another message"
    await intake.deleted(ART, "line:m1")
    await intake.deleted(ART, "line:m2")
    await intake.deleted(ART, "line:never seen")

    assert await house.turns.cancel_requested(queued.turn)
    assert await house.turns.cancel_requested(running.turn)
    assert await house.count("messages", body="draw a fox") == 0


@pytest.mark.parametrize("is_drawn", [False, True])
async def test_a_wish_that_is_taken_back_by_an_edit_is_cancelled_while_it_waits_or_is_drawn(
    house: StoredTurns, intake: TurnIntake, is_drawn: bool
) -> None:
    taken = await intake.message(says("draw a fox", event="m1"))
    assert taken.turn is not None
    if is_drawn:
        claim = await house.claim(taken.turn)
        journal = PgJournal(
            house.pool, turn=taken.turn, fence=claim.fence, author=claim.turn.author.id, steps={}
        )
        await journal.close_request()
        late = await intake.message(says("draw an ox", event="m1:a", message="line:m1", edited=True))
        assert "already begun" in late.note
    stranger = says("never mind", event="m1:b", message="line:m1", edited=True, by="bob")
    await intake.message(stranger)
    assert not await house.turns.cancel_requested(taken.turn)

    edited = await intake.message(says("Never mind", event="m1:c", message="line:m1", edited=True))

    assert (edited.turn, edited.note) == (None, "")
    assert await house.turns.cancel_requested(taken.turn)


async def test_cancel_is_done_at_once(house: StoredTurns, intake: TurnIntake) -> None:
    nothing = await intake.message(says("/cancel", event="m1"))
    running = await intake.message(says(event="m2"))
    done = await intake.message(says("/cancel", event="m3"))

    assert running.turn is not None
    assert "nothing under way" in nothing.note
    assert (done.turn, done.note, done.is_error) == (None, "Cancelled.", False)
    assert await house.turns.cancel_requested(running.turn)


async def test_cancel_under_a_message_that_nobody_knows_calls_it_stray(
    house: StoredTurns, intake: TurnIntake
) -> None:
    known = await posted(house)

    under_known = await intake.message(says("/cancel", event="m2", reply_to=known))
    under_lost = await intake.message(says("/cancel", event="m3", reply_to="lost"))

    assert (under_known.is_stray, under_lost.is_stray) == (False, True)


async def test_only_who_brought_nothing_that_was_taken_waits(house: StoredTurns) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    pace = Pace(
        apart_seconds=REFUSALS_APART_SECONDS, wait_seconds_max=6.0, monotonic=lambda: 100.0, sleep=sleep
    )
    intake = TurnIntake(
        house.intake, PillowGate(), FakeBus(), keys=EventKeys(secret=b"k"), withdrawals=FakeWithdrawals(),
        blocked=BlockedPeople(FakeBlocks()), refusals=pace,
    )  # fmt: skip
    for event, images in enumerate([(EMPTY,), (PNG,), (), (PNG, EMPTY)]):
        assert (await intake.message(says(event=f"m{event}", images=images))).turn is not None
    assert waited == []

    assert (await intake.message(says(event="m9", images=(EMPTY,)))).turn is not None
    assert waited == [REFUSALS_APART_SECONDS]
