"""Whom moderators blocked is kept out at the door: nothing is stored, and one kind sentence says so."""

from dataclasses import replace

import pytest

from adapters.media import PillowGate
from agent.domain.conversation import Command, Place
from agent.domain.incoming import IncomingMessage, IncomingPress, IncomingVoice
from agent.outcomes import button
from agent.wording.moderation import blocked
from bot.turns.incoming_events import TOLD_EVERY_SECONDS, BlockedPeople, EventKeys
from bot.turns.intake import TurnIntake
from tests.fakes.board import FakeBus
from tests.fakes.builders import author, turn
from tests.fakes.clock import FakeClock
from tests.fakes.models.transcriber import FakeTranscriber
from tests.fakes.models.withdrawals import FakeWithdrawals
from tests.fakes.stores.moderation import FakeBlocks
from tests.worlds.stored_turns import StoredTurns

GROUP = Place(platform="telegram", community="7", channel="7")
PRIVATE = Place(platform="telegram", channel="12", private=True)
SENTENCE = blocked(GROUP)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def intake(house: StoredTurns, clock: FakeClock) -> TurnIntake:
    """Ben is blocked in the group, and not in private."""
    blocks = FakeBlocks()
    await blocks.block(turn(by="mod"), author("ben"), GROUP)
    return TurnIntake(
        house.intake, PillowGate(), FakeBus(), keys=EventKeys(secret=b"k"), withdrawals=FakeWithdrawals(),
        blocked=BlockedPeople(blocks, monotonic=clock.monotonic),
    )  # fmt: skip


def says(text: str, *, by: str = "ben", place: Place = GROUP, **more: object) -> IncomingMessage:
    event = f"{by}-{text}"
    said = IncomingMessage(event_id=event, message=event, place=place, author=author(by), text=text)
    return replace(said, **more)  # pyright: ignore[reportArgumentType] # fields by name


@pytest.mark.parametrize(
    "incoming",
    [
        says("draw a fox"),
        says("draw a fox", place=replace(GROUP, channel="8")),
        says("make it night", reply_to="1"),
        says("/memory"),
        says("/cancel"),
        says("/forget everything"),
        says("draw a fox", edited=True),
        says("draw " + "a" * 5_000),
    ],
    ids=lambda incoming: incoming.text[:20],
)
async def test_words_replies_and_commands_are_not_taken_in(
    house: StoredTurns, intake: TurnIntake, incoming: IncomingMessage
) -> None:
    accepted = await intake.message(incoming)

    assert (accepted.turn, accepted.note) == (None, SENTENCE)
    for table in ("turns", "messages", "inbox", "people", "images"):
        assert await house.count(table) == 0


async def test_buttons_are_not_taken_in_whoever_they_were_made_for(
    house: StoredTurns, intake: TurnIntake
) -> None:
    again = button("again", "Again")
    posted = (await house.answer((await house.say(by="ben", at=GROUP)).turn, buttons=(again,))).reply
    before = await house.count("turns")
    press = IncomingPress(event_id="p1", place=GROUP, author=author("ben"), message=posted, button=again.id)

    refused = await intake.press(press)
    taken = await intake.press(replace(press, event_id="p2", author=author("ana")))

    assert (refused.turn, refused.note) == (None, SENTENCE)
    assert taken.turn is not None
    assert await house.count("turns") == before + 1


async def test_a_reaction_is_taken_from_others_alone_and_nothing_is_said(
    house: StoredTurns, intake: TurnIntake
) -> None:
    delete = button("delete", "Delete")
    reply = await house.answer((await house.say(by="ben", at=GROUP)).turn, buttons=(delete,), picture="fox")
    heart = IncomingPress(
        event_id="r1", place=GROUP, author=author("ben"), message=reply.reply, button="", reaction="like"
    )

    refused = await intake.press(heart)
    taken = await intake.press(replace(heart, event_id="r2", author=author("ana")))

    assert (refused.turn, refused.note) == (None, "")
    assert taken.turn is not None


async def test_a_voice_is_not_even_listened_to(house: StoredTurns, clock: FakeClock) -> None:
    blocks, transcriber = FakeBlocks(), FakeTranscriber()
    await blocks.block(turn(by="mod"), author("ben"), GROUP)
    intake = TurnIntake(
        house.intake, PillowGate(), FakeBus(), keys=EventKeys(secret=b"k"), withdrawals=FakeWithdrawals(),
        blocked=BlockedPeople(blocks, monotonic=clock.monotonic), transcriber=transcriber,
    )  # fmt: skip
    voice = IncomingVoice(data=b"OggS", media_type="audio/ogg")

    refused = await intake.message(says("", voice=voice))
    taken = await intake.message(says("", by="ana", voice=voice))

    assert (refused.turn, refused.note) == (None, SENTENCE)
    assert taken.turn is not None
    assert transcriber.heard == [voice], "ana's"


async def test_others_and_other_places_are_taken_in(intake: TurnIntake) -> None:
    for incoming in (
        says("draw a fox", by="ana"),
        says("draw a fox", place=replace(GROUP, community="8")),
        says("/export", place=PRIVATE),
    ):
        assert (await intake.message(incoming)).turn is not None


async def test_it_is_said_once_in_a_while_and_silence_follows(intake: TurnIntake, clock: FakeClock) -> None:
    notes = [(await intake.message(says(f"draw fox {n}"))).note for n in range(3)]
    clock.move(seconds=TOLD_EVERY_SECONDS + 1)
    later = (await intake.message(says("draw a boat"))).note

    assert notes == [SENTENCE, "", ""]
    assert later == SENTENCE


async def test_what_waits_for_an_answer_always_gets_it(intake: TurnIntake) -> None:
    """A native command shows that the bot is thinking until it is answered."""
    command = says("", waits=True, command=Command(name="draw", argument="a fox"))

    notes = [(await intake.message(replace(command, event_id=f"c{n}"))).note for n in range(3)]

    assert notes == [SENTENCE] * 3


async def test_a_picture_that_was_not_said_to_the_bot_is_not_answered(intake: TurnIntake) -> None:
    assert (await intake.message(says("", only_joins=True))).note == ""


async def test_what_is_kept_of_a_person_is_theirs_in_private(house: StoredTurns, clock: FakeClock) -> None:
    """Also where all private chats are closed to them."""
    blocks = FakeBlocks()
    await blocks.block(turn(by="boss"), author("ben"), PRIVATE)
    intake = TurnIntake(
        house.intake, PillowGate(), FakeBus(), keys=EventKeys(secret=b"k"), withdrawals=FakeWithdrawals(),
        blocked=BlockedPeople(blocks, monotonic=clock.monotonic),
    )  # fmt: skip
    yes = button("forget", "Yes, forget everything", everything="yes")
    posted = (await house.answer((await house.say(by="ben", at=PRIVATE)).turn, buttons=(yes,))).reply
    press = IncomingPress(event_id="p1", place=PRIVATE, author=author("ben"), message=posted, button=yes.id)

    assert (await intake.message(says("draw a fox", place=PRIVATE))).note == blocked(PRIVATE)
    for owed in ("/memory", "/export", "/forget everything", "/privacy"):
        assert (await intake.message(says(owed, place=PRIVATE))).turn is not None
    assert (await intake.press(press)).turn is not None
