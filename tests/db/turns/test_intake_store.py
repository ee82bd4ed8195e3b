"""Events taken in: once, whole or not at all, in the right conversation, and cancelled again."""

import asyncio

import pytest

from agent.domain.conversation import AuthorId, Place
from agent.errors import BadInput
from agent.outcomes import button
from db.pool import Pool
from db.posted_buttons import PostedButton
from tests.worlds.stored_turns import ART, POSTERS, StoredTurns, pixels


@pytest.fixture
def house(pool: Pool) -> StoredTurns:
    return StoredTurns(pool)


async def test_an_event_makes_one_turn_one_message_one_working_message_and_one_job(
    house: StoredTurns,
) -> None:
    taken = await house.say("draw a fox")

    assert not taken.duplicate
    assert taken.message is not None
    assert taken.message.startswith("u")
    assert await house.count("turns", id=taken.turn, state="queued") == 1
    assert await house.count("messages", state="said", body="draw a fox") == 1
    assert await house.count("messages", state="working", turn_id=taken.turn) == 1
    assert await house.count("procrastinate_jobs", queue_name="console", task_name="turn") == 1


async def test_the_same_event_again_is_known_and_stores_nothing(house: StoredTurns) -> None:
    first = await house.say("draw a fox", event="m1")
    second = await house.say("draw a fox", event="m1")

    assert second.duplicate
    assert second.turn == first.turn
    assert await house.count("turns") == 1
    assert await house.count("procrastinate_jobs") == 1


async def test_a_crowd_that_writes_at_once_is_stored_each_once_and_one_bad_event_harms_no_other(
    house: StoredTurns,
) -> None:
    said = [house.say(f"fox {n}", event=f"m{n % 8}", by=f"person{n % 8}") for n in range(16)]

    outcomes = await asyncio.gather(*said, house.say("a NUL \x00 byte", event="bad"), return_exceptions=True)

    assert isinstance(outcomes[-1], BadInput)
    taken = outcomes[:-1]
    assert sorted(one.duplicate for one in taken) == [False] * 8 + [True] * 8
    assert len({one.turn for one in taken}) == 8
    assert await house.count("turns") == await house.count("procrastinate_jobs") == 8


async def test_the_same_event_id_on_another_platform_is_another_event(house: StoredTurns) -> None:
    await house.say("draw a fox", event="m1")
    other = await house.say(
        "draw a fox", event="m1", at=Place(platform="web", community="guild", channel="art")
    )

    assert not other.duplicate


async def test_an_event_that_is_also_known_by_its_delivery_is_found_by_both_ids(house: StoredTurns) -> None:
    taken = await house.say("draw a fox", event="once:1", delivery="press 7")

    assert await house.intake.known_event("console", "once:1") == taken.turn
    assert await house.intake.known_event("console", "press 7") == taken.turn
    assert await house.intake.known_event("console", "press 8") is None
    assert await house.intake.known_event("web", "press 7") is None


async def test_what_cannot_be_stored_leaves_nothing_behind(house: StoredTurns) -> None:
    with pytest.raises(BadInput):
        await house.say("a\x00fox", images=[pixels("photo")])

    for table in ("inbox", "turns", "messages", "images", "procrastinate_jobs"):
        assert await house.count(table) == 0, table


async def test_attached_pictures_are_the_messages_and_the_turns(house: StoredTurns) -> None:
    taken = await house.say("this one", images=[pixels("one"), pixels("two")])
    turn = (await house.claim(taken.turn)).turn

    assert await house.count("message_images") == 2
    assert len(turn.request.images) == 2  # pyright: ignore[reportAttributeAccessIssue] # a Said


async def test_turns_of_one_persons_exchange_wait_for_each_other_and_others_do_not(
    house: StoredTurns,
) -> None:
    await house.say("one")
    await house.say("two")
    await house.say("three", by="bob")
    await house.say("four", at=POSTERS)
    await house.say("look", locked=False)

    locks = [row["lock"] for row in await house.pool.fetch("select lock from procrastinate_jobs order by id")]

    assert locks[0] == locks[1] is not None
    assert len({locks[0], locks[2], locks[3], locks[4]}) == 4
    assert locks[4] is None


async def test_a_message_is_known_only_in_its_place_and_to_those_who_may_see_it(house: StoredTurns) -> None:
    ana, bob = AuthorId("console:ana"), AuthorId("console:bob")
    await house.say("draw a fox", event="m1")
    await house.say("for me alone", event="m2", incognito=True)

    assert await house.intake.known_message(ART, "m1", bob)
    assert not await house.intake.known_message(POSTERS, "m1", ana)
    assert not await house.intake.known_message(ART, "m9", ana)
    assert await house.intake.known_message(ART, "m2", ana)
    assert not await house.intake.known_message(ART, "m2", bob)


async def test_a_posted_button_is_found_with_whose_it_is_and_where(house: StoredTurns) -> None:
    again = button("again", "Again", image="x")
    taken = await house.say("draw a fox", at=POSTERS)
    claim = await house.answer(taken.turn, buttons=[again])

    found = await house.intake.button("console", again.id)

    assert isinstance(found, PostedButton)
    assert (found.button.action, found.button.args) == ("again", {"image": "x"})
    assert (found.turn, found.message, found.owner) == (taken.turn, claim.reply, "console:ana")
    assert (found.channel, found.only_for, found.used) == (POSTERS.channel_key, None, False)
    assert await house.intake.button("web", again.id) is None
    assert await house.intake.button("console", "v1:again:nothing") is None


async def test_a_button_of_a_deleted_message_is_no_longer_known(house: StoredTurns) -> None:
    again = button("again", "Again")
    claim = await house.answer((await house.say()).turn, buttons=[again])
    await house.answer((await house.say("delete it")).turn, removes=claim.reply)

    assert await house.intake.button("console", again.id) is None


async def test_cancel_stops_what_one_person_has_under_way_here_and_nothing_else(house: StoredTurns) -> None:
    running = await house.say("one")
    await house.claim(running.turn)
    queued = await house.say("two")
    bobs = await house.say("three", by="bob")
    elsewhere = await house.say("four", at=POSTERS)

    stopped = await house.intake.cancel(AuthorId("console:ana"), ART.conversation(AuthorId("console:ana")))

    assert stopped == 2
    assert await house.turns.cancel_requested(running.turn)
    assert await house.turns.cancel_requested(queued.turn)
    assert not await house.turns.cancel_requested(bobs.turn)
    assert not await house.turns.cancel_requested(elsewhere.turn)
    assert await house.intake.cancel(AuthorId("console:ana"), ART.conversation(AuthorId("console:ana"))) == 0


async def test_cancel_closes_an_open_question(house: StoredTurns) -> None:
    asked = await house.say("draw something")
    await house.answer(asked.turn, question=True)

    await house.intake.cancel(AuthorId("console:ana"), ART.conversation(AuthorId("console:ana")))

    assert await house.threads.pending_of(asked.turn) is None
