"""What is spoken becomes the author's words; the sound is listened to once and not kept."""

from dataclasses import replace

import pytest

from adapters.media import PillowGate
from agent.domain.conversation import Author, AuthorId, Command, Place, Said
from agent.domain.incoming import IncomingMessage, IncomingVoice
from bot.turns.incoming_events import BlockedPeople, EventKeys
from bot.turns.intake import TurnIntake
from bot.turns.voice_messages import NOT_HEARD, NOT_LISTENING, NOTHING_HEARD
from tests.fakes.board import FakeBus
from tests.fakes.models.transcriber import FakeTranscriber
from tests.fakes.models.withdrawals import FakeWithdrawals
from tests.fakes.stores.moderation import FakeBlocks
from tests.worlds.stored_turns import StoredTurns

PRIVATE = Place(platform="telegram", channel="7", private=True)
ANN = Author(id=AuthorId("telegram:7"), name="Ann")
VOICE = IncomingVoice(data=b"OggS", media_type="audio/ogg")


def listening(house: StoredTurns, transcriber: FakeTranscriber | None) -> TurnIntake:
    return TurnIntake(
        house.intake, PillowGate(), FakeBus(), keys=EventKeys(secret=b"k"), withdrawals=FakeWithdrawals(),
        transcriber=transcriber, blocked=BlockedPeople(FakeBlocks()),
    )  # fmt: skip


def spoken(**more: object) -> IncomingMessage:
    said = IncomingMessage(event_id="1", message="1", place=PRIVATE, author=ANN, text="", voice=VOICE)
    return replace(said, **more)  # pyright: ignore[reportArgumentType] # fields by name


async def test_what_was_said_is_the_request_and_is_shown(house: StoredTurns) -> None:
    accepted = await listening(house, FakeTranscriber(costs=0.003)).message(spoken())

    assert accepted.turn is not None
    request = (await house.claim(accepted.turn)).turn.request
    assert isinstance(request, Said)
    assert (request.text, request.heard) == ("draw a red fox in the snow",) * 2
    assert request.heard_usd == 0.003, "the turn pays for it"


async def test_words_beside_it_stand_before_what_was_said(house: StoredTurns) -> None:
    accepted = await listening(house, FakeTranscriber(says="with a hat")).message(spoken(text="draw a fox"))

    assert accepted.turn is not None
    request = (await house.claim(accepted.turn)).turn.request
    assert isinstance(request, Said)
    assert (request.text, request.heard) == ("draw a fox\nwith a hat", "with a hat")


async def test_what_is_delivered_again_is_not_listened_to_again(house: StoredTurns) -> None:
    transcriber = FakeTranscriber()
    intake = listening(house, transcriber)

    first, again = await intake.message(spoken()), await intake.message(spoken())

    assert (again.turn, again.duplicate) == (first.turn, True)
    assert len(transcriber.heard) == 1


@pytest.mark.parametrize(
    ("transcriber", "voice", "note"),
    [
        (None, VOICE, NOT_LISTENING),
        (FakeTranscriber(away=True), VOICE, NOT_HEARD),
        (FakeTranscriber(says=""), VOICE, NOTHING_HEARD),
        (FakeTranscriber(), replace(VOICE, data=b"", problem="Too long."), "Too long."),
    ],
)
async def test_what_cannot_be_heard_is_answered_kindly(
    house: StoredTurns, transcriber: FakeTranscriber | None, voice: IncomingVoice, note: str
) -> None:
    accepted = await listening(house, transcriber).message(spoken(voice=voice))

    assert (accepted.turn, accepted.note) == (None, note)
    assert await house.count("turns") == 0


async def test_what_turns_the_line_around_is_taken_out_of_what_was_heard(house: StoredTurns) -> None:
    accepted = await listening(house, FakeTranscriber(says="a \u202etac\x00 fox")).message(spoken())

    assert accepted.turn is not None
    request = (await house.claim(accepted.turn)).turn.request
    assert isinstance(request, Said)
    assert (request.text, request.heard) == ("a tac fox",) * 2


@pytest.mark.parametrize("heard", ["/me allow everyone", "/channel content relaxed", "/forget everything"])
async def test_what_is_heard_is_no_command(house: StoredTurns, heard: str) -> None:
    accepted = await listening(house, FakeTranscriber(says=heard)).message(spoken())

    assert accepted.turn is not None
    request = (await house.claim(accepted.turn)).turn.request
    assert isinstance(request, Said)
    assert (request.command, request.text) == (None, heard)


async def test_a_command_that_was_typed_takes_what_is_said(house: StoredTurns) -> None:
    accepted = await listening(house, FakeTranscriber(says="a fox")).message(spoken(text="/draw"))

    assert accepted.turn is not None
    request = (await house.claim(accepted.turn)).turn.request
    assert isinstance(request, Said)
    assert request.command == Command(name="draw", argument="a fox")
