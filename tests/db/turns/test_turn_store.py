"""A turn from claim to end: fences, the thread it sees, and what is left to deliver."""

import pytest

from agent.domain.conversation import Reply, Said, TurnId
from db.pool import Pool
from tests.fakes import builders
from tests.worlds.stored_turns import DIRECT, POSTERS, StoredTurns


@pytest.fixture
def house(pool: Pool) -> StoredTurns:
    return StoredTurns(pool)


async def test_a_claim_brings_the_turn_as_it_was_said(house: StoredTurns) -> None:
    taken = await house.say("draw a fox", handle={"line": "m1"})

    claim = await house.claim(taken.turn)

    assert claim.turn.id == taken.turn
    assert claim.turn.place == builders.PLACE
    assert claim.turn.author == builders.author("ana")
    assert claim.turn.request == Said(text="draw a fox")
    assert claim.turn.handle == {"line": "m1"}
    assert (claim.fence, claim.tries, claim.cancelled, claim.posted) == (1, 1, False, None)
    assert claim.reply_to == "e1"
    assert await house.state(taken.turn) == "running"


async def test_each_claim_raises_the_fence_and_counts_a_try(house: StoredTurns) -> None:
    taken = await house.say()
    first = await house.claim(taken.turn, "one")

    second = await house.claim(taken.turn, "two")

    assert (second.fence, second.tries) == (first.fence + 1, 2)
    assert not await house.turns.finish(taken.turn, first.fence, "failed")
    assert await house.turns.finish(taken.turn, second.fence, "failed")
    assert await house.state(taken.turn) == "failed"


async def test_a_turn_that_is_over_or_gone_cannot_be_claimed(house: StoredTurns) -> None:
    taken = await house.say()
    await house.answer(taken.turn)

    assert await house.turns.claim(taken.turn, "worker") is None
    assert await house.turns.claim(TurnId(builders.uuid_of("nobody's")), "worker") is None


async def test_the_thread_holds_what_was_said_here_before_oldest_first(house: StoredTurns) -> None:
    await house.answer((await house.say("draw a fox")).turn, "a fox")
    await house.answer((await house.say("draw a whale", by="bob")).turn, "bob's whale")
    await house.answer((await house.say("a castle", at=POSTERS)).turn, "a castle")
    latest = await house.say("make it night")

    thread = (await house.claim(latest.turn)).turn.thread

    assert [message.text for message in thread] == ["draw a fox", "a fox"]
    assert [message.author and message.author.name for message in thread] == ["ana", None]


async def test_the_reply_chain_is_seen_across_exchanges_with_the_pictures_it_carries(
    house: StoredTurns,
) -> None:
    bobs = await house.say("draw a whale", by="bob")
    posted = await house.answer(bobs.turn, "bob's whale", picture="whale")
    mine = await house.say("make it night", reply_to=posted.reply)

    turn = (await house.claim(mine.turn)).turn

    assert turn.replied is not None
    assert turn.replied.id == posted.reply
    assert [picture.author for picture in turn.replied.pictures] == ["console:bob"]
    assert [message.text for message in turn.thread] == ["draw a whale", "bob's whale"]


async def test_a_picture_that_is_shown_again_can_be_built_on_there_too(house: StoredTurns) -> None:
    drawn = await house.answer((await house.say("draw a whale")).turn, picture="whale")
    shown = await house.claim((await house.say("/show whale")).turn)
    [picture] = await house.threads.pictures([(await house.image("whale", by=shown.turn.author))])
    await house.replies.store(shown, Reply(kind="image", text="a whale", images=(picture.id,)), end="done")
    await house.replies.delivered(shown.reply, shown.reply)

    turn = (await house.claim((await house.say("make it night", reply_to=shown.reply)).turn)).turn

    assert turn.replied is not None
    assert [found.id for found in turn.replied.pictures] == [picture.id]
    assert picture.message == drawn.reply


async def test_what_is_for_one_person_alone_is_in_nobody_elses_thread(house: StoredTurns) -> None:
    secret = await house.answer((await house.say("/memory")).turn, "my secrets", only_for_author=True)
    bobs = await house.say("what was that", by="bob", reply_to=secret.reply)

    turn = (await house.claim(bobs.turn)).turn

    assert "my secrets" not in str(turn)
    assert turn.replied is None


async def test_a_private_chat_is_one_conversation(house: StoredTurns) -> None:
    await house.answer((await house.say("draw a fox", at=DIRECT)).turn, "a fox")
    latest = await house.say("more", at=DIRECT)

    assert len((await house.claim(latest.turn)).turn.thread) == 2


async def test_a_reply_that_was_stored_and_not_sent_is_found(house: StoredTurns) -> None:
    taken = await house.say()
    claim = await house.answer(taken.turn, deliver=False)

    assert await house.turns.undelivered_reply(taken.turn) == claim.reply
    assert await house.turns.open_count("console") == 1

    await house.replies.delivered(claim.reply, "b1")

    assert await house.turns.undelivered_reply(taken.turn) is None
    assert await house.turns.open_count("console") == 0


async def test_a_question_that_waits_is_not_under_way(house: StoredTurns) -> None:
    taken = await house.say()
    assert await house.turns.open_count("console") == 1

    await house.answer(taken.turn, question=True)

    assert await house.state(taken.turn) == "waiting"
    assert await house.turns.open_count("console") == 0
