"""What one person writes back to back is one request, whichever process takes it in, and nothing of it is lost."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from agent.domain.conversation import Place, Said, TurnId
from agent.errors import Superseded
from agent.limits import IMAGES_PER_TURN_MAX, TEXT_CHARS_MAX
from db.pool import Pool
from db.turns.intake_statement import NewTurn
from db.turns.intake_store import IntakeStore
from db.turns.joined_requests import MESSAGES_MAX, left_out
from db.turns.journal import PgJournal
from db.turns.open_questions import PgOpenQuestions
from tests.fakes import builders
from tests.worlds.stored_turns import ART, DIRECT, StoredTurns, pixels

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
WINDOW = timedelta(minutes=10)
"""In which what is added joins: longer than any test takes, so that only the times it names lie outside."""


@pytest.fixture
def house(pool: Pool) -> StoredTurns:
    found = StoredTurns(pool)
    found.intake = IntakeStore(pool, join_seconds=WINDOW / SECOND)
    return found


async def asked(house: StoredTurns, turn: TurnId) -> Said:
    request = (await house.claim(turn)).turn.request
    assert isinstance(request, Said)
    return request


async def journal(house: StoredTurns, turn: TurnId) -> PgJournal:
    claim = await house.claim(turn)
    return await PgJournal.open(house.pool, turn=turn, fence=claim.fence, author=claim.turn.author.id)


async def test_what_comes_right_after_joins_in_the_order_written(house: StoredTurns) -> None:
    first = await house.say("make it a woodcut")
    second = await house.say("", images=[pixels("photo")])
    third = await house.say("with a thick frame")

    assert first.turn == second.turn == third.turn
    request = await asked(house, first.turn)
    assert request.text == "make it a woodcut\nwith a thick frame"
    assert len(request.images) == 1
    assert await house.count("procrastinate_jobs") == 1


async def test_two_messages_at_the_same_moment_are_one_request(house: StoredTurns) -> None:
    taken = await asyncio.gather(house.say("draw a fox"), house.say("with a hat"))

    assert len({each.turn for each in taken}) == 1
    assert (await asked(house, taken[0].turn)).text == "draw a fox\nwith a hat"


async def test_a_part_that_is_delivered_again_is_known(house: StoredTurns) -> None:
    first = await house.say("draw a fox")
    await house.say("with a hat", event="m2")
    again = await house.say("with a hat", event="m2")

    assert (again.turn, again.duplicate) == (first.turn, True)
    assert (await asked(house, first.turn)).text == "draw a fox\nwith a hat"


@pytest.mark.parametrize(
    "other",
    [
        {"by": "bob"},
        {"at": DIRECT},
        {"said": NOON + WINDOW + SECOND},
        {"said": NOON - WINDOW - SECOND},
        {"incognito": True},
    ],
)
async def test_what_is_not_of_the_same_breath_stands_alone(
    house: StoredTurns, other: dict[str, object]
) -> None:
    said = other.pop("said", NOON + SECOND)
    first = await house.say("draw a fox", at=ART)
    await house.pool.execute("update turns set said_at = $1", NOON)
    second = await house_say(house, "with a hat", said, **other)

    assert second != first.turn


async def house_say(house: StoredTurns, text: str, said: object, **more: object) -> TurnId:
    place = more.pop("at", ART)
    by = str(more.pop("by", "ana"))
    assert isinstance(place, Place)
    assert isinstance(said, datetime)
    taken = await house.intake.take_in(
        NewTurn(
            event_id=f"other {text}", place=place, author=builders.author(by), request=Said(text=text), text=text, message="m9",
            queue="console", at=said, **more,  # pyright: ignore[reportArgumentType] # further fields of NewTurn
        )
    )  # fmt: skip
    return taken.turn


async def test_a_turn_at_work_begins_anew_with_all_of_it(house: StoredTurns) -> None:
    first = await house.say("draw a fox")
    at_work = await journal(house, first.turn)
    await at_work.once("plan", str, lambda: said_so("a plan of the first words"))

    await house.say("with a hat")

    with pytest.raises(Superseded):
        await at_work.close_request()
    assert await house.count("procrastinate_jobs") == 2, "a job of its own, should that worker die"
    anew = await journal(house, first.turn)
    assert anew.recorded("plan", str) is None
    await anew.close_request()
    assert (await asked(house, first.turn)).text == "draw a fox\nwith a hat"


async def said_so(text: str) -> str:
    return text


async def test_once_drawing_has_begun_what_comes_is_another_request(house: StoredTurns) -> None:
    first = await house.say("draw a fox")
    await (await journal(house, first.turn)).close_request()

    second = await house.say("draw a cat")

    assert second.turn != first.turn


async def test_a_request_is_held_until_its_author_has_said_all_of_it(house: StoredTurns) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    first = await house.say("draw a fox")
    claim = await house.claim(first.turn)
    mine = PgJournal(
        house.pool, turn=first.turn, fence=claim.fence, author=claim.turn.author.id, steps={}, whole_in=2.0, sleep=sleep
    )  # fmt: skip
    await mine.close_request()
    await mine.close_request()

    assert len(slept) == 1
    assert 0 < slept[0] <= 2.0


async def test_an_answer_to_another_message_is_another_request(house: StoredTurns) -> None:
    one, two = (
        await house.say("draw a fox", event="m1", by="bob"),
        await house.say("draw a cat", event="m2", by="cem"),
    )
    assert one.turn != two.turn
    first = await house.say("make it blue", reply_to="m1")
    same = await house.say("and small", reply_to="m1")
    other = await house.say("make it red", reply_to="m2")

    assert first.turn == same.turn != other.turn


async def test_a_new_wording_of_one_part_leaves_the_others(house: StoredTurns) -> None:
    first = await house.say("draw a fix", event="m1")
    await house.say("with a hat", event="m2")
    wording = NewTurn(
        event_id="m1:edited", place=ART, author=builders.author("ana"), request=Said(text="draw a fox"), text="draw a fox",
        message="m1", queue="console",
    )  # fmt: skip

    assert await house.intake.reword(wording) == "reworded"
    assert (await asked(house, first.turn)).text == "draw a fox\nwith a hat"
    await (await journal(house, first.turn)).close_request()
    later = replace(wording, event_id="m1:edited again", request=Said(text="draw an ox"), text="draw an ox")
    assert await house.intake.reword(later) == "started"


async def test_many_messages_bring_no_more_pictures_to_a_turn_than_one_may(house: StoredTurns) -> None:
    taken = [
        await house.say("", images=[pixels(f"photo {n} {m}") for m in range(3)], event=f"p{n}")
        for n in range(5)
    ]

    assert len({each.turn for each in taken}) == 1
    request = await asked(house, taken[0].turn)
    assert len(request.images) == IMAGES_PER_TURN_MAX
    assert request.notes == (left_out(),), "and it says so, once"


async def test_so_many_messages_are_one_request_and_the_next_one_is_another(house: StoredTurns) -> None:
    taken = [await house.say(f"part {n}") for n in range(MESSAGES_MAX + 1)]

    assert len({each.turn for each in taken[:-1]}) == 1
    assert taken[-1].turn != taken[0].turn


async def test_words_that_are_too_many_together_stand_alone(house: StoredTurns) -> None:
    first = await house.say("a" * (TEXT_CHARS_MAX - 10))
    second = await house.say("b" * 20)
    third = await house.say("c")

    assert first.turn != second.turn
    assert third.turn == second.turn


async def test_what_only_joins_is_nothing_by_itself(house: StoredTurns) -> None:
    photo = NewTurn(
        event_id="m7", place=ART, author=builders.author("ana"), request=Said(text=""), message="m7", queue="console"
    )  # fmt: skip
    questions = PgOpenQuestions(house.pool, join_seconds=WINDOW / SECOND)
    ana = builders.author("ana").id
    assert await house.intake.join(photo) is None
    assert await house.count("turns") == 0
    assert not await questions.gathers(ART, ana, datetime.now(UTC))

    first = await house.say("draw a fox")

    assert await questions.gathers(ART, ana, datetime.now(UTC))
    assert not await questions.gathers(ART, ana, datetime.now(UTC) + 2 * WINDOW)
    joined = await house.intake.join(photo)
    assert joined is not None
    assert joined.turn == first.turn
