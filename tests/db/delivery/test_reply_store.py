"""Replies: stored with all they entail, or not at all; delivered, replayed, deleted."""

import pytest

from agent.domain.conversation import Reply
from agent.errors import NotFound, Superseded
from agent.outcomes import button
from db.pool import Pool
from tests.fakes import builders
from tests.worlds.stored_turns import ART, SURPRISE, StoredTurns


@pytest.fixture
def house(pool: Pool) -> StoredTurns:
    return StoredTurns(pool)


async def test_a_reply_ends_its_turn_and_brings_its_picture_and_buttons(house: StoredTurns) -> None:
    taken = await house.say()
    claim = await house.answer(taken.turn, picture="fox", buttons=[button("again", "Again")], deliver=False)

    stored = await house.replies.load(claim.reply)

    assert await house.state(taken.turn) == "done"
    assert stored.reply.text == "here it is"
    assert len(stored.reply.images) == 1
    assert (stored.address.turn, stored.address.reply_to, stored.address.place) == (taken.turn, "e1", ART)
    assert await house.count("pictures", turn_id=taken.turn) == 1
    assert await house.count("buttons", turn_id=taken.turn) == 1


async def test_a_worker_that_lost_the_turn_stores_nothing(house: StoredTurns) -> None:
    taken = await house.say()
    old = await house.claim(taken.turn, "one")
    await house.claim(taken.turn, "two")

    with pytest.raises(Superseded):
        await house.replies.store(
            old, Reply(kind="text", text="late", buttons=(button("again", "Again"),)), end="done"
        )

    assert await house.state(taken.turn) == "running"
    assert await house.count("buttons") == 0


async def test_a_cancelled_turn_takes_no_answer_but_the_word_that_it_was_cancelled(
    house: StoredTurns,
) -> None:
    taken = await house.say()
    claim = await house.claim(taken.turn)
    await house.intake.cancel(claim.turn.author.id, claim.turn.conversation)

    with pytest.raises(Superseded):
        await house.replies.store(claim, Reply(kind="text", text="too late"), end="done")
    await house.replies.store(claim, Reply(kind="error", text="Cancelled."), end="cancelled")

    assert await house.state(taken.turn) == "cancelled"


async def test_a_question_waits_with_its_plan(house: StoredTurns) -> None:
    taken = await house.say("draw something")
    claim = await house.answer(taken.turn, question=True, buttons=[SURPRISE])

    pending = await house.threads.pending_of(taken.turn)

    assert pending is not None
    assert (pending.message, pending.asker, pending.text) == (claim.reply, "console:ana", "draw something")
    assert pending.ask.questions[0].text == "What shall I draw?"


async def test_a_reply_not_yet_delivered_is_listed_by_its_platform_until_it_is(house: StoredTurns) -> None:
    claim = await house.answer((await house.say()).turn, deliver=False)

    assert list(await house.replies.undelivered("console", older_than_seconds=0)) == [claim.reply]
    assert list(await house.replies.undelivered("console", older_than_seconds=60)) == []
    assert list(await house.replies.undelivered("web", older_than_seconds=0)) == []

    await house.replies.delivered(claim.reply, claim.reply)

    assert list(await house.replies.undelivered("console", older_than_seconds=0)) == []


async def test_tries_are_counted_and_what_is_given_up_is_not_tried_again(house: StoredTurns) -> None:
    claim = await house.answer((await house.say()).turn, deliver=False)

    assert [await house.replies.tried(claim.reply), await house.replies.tried(claim.reply)] == [1, 2]
    await house.replies.undeliverable(claim.reply)

    assert list(await house.replies.undelivered("console", older_than_seconds=0)) == []


async def test_the_reply_to_an_event_is_told_again_once_it_was_delivered(house: StoredTurns) -> None:
    taken = await house.say(event="m1")
    assert await house.replies.replay("console", "m1") is None
    claim = await house.answer(taken.turn, "a fox", deliver=False)
    assert await house.replies.replay("console", "m1") is None
    await house.replies.delivered(claim.reply, claim.reply)

    found = await house.replies.replay("console", "m1")

    assert found is not None
    assert (found[0], found[1].text) == (claim.reply, "a fox")
    assert await house.replies.replay("web", "m1") is None


async def test_delete_takes_text_picture_and_buttons_away(house: StoredTurns) -> None:
    posted = await house.answer(
        (await house.say()).turn, "my fox", picture="fox", buttons=[button("again", "Again")]
    )
    await house.answer((await house.say("delete it")).turn, "Deleted.", removes=posted.reply)

    with pytest.raises(NotFound):
        await house.replies.load(posted.reply)
    assert await house.count("messages", state="removed", body="") == 1
    assert await house.count("images") == 0
    assert await house.count("pictures") == 0
    assert await house.count("buttons", message_id=posted.reply[1:]) == 0


async def test_an_incognito_turns_reply_is_for_its_author_alone(house: StoredTurns) -> None:
    taken = await house.say(event="m1", incognito=True)
    claim = await house.answer(taken.turn, "secret")

    assert await house.intake.known_message(ART, claim.reply, builders.author("ana").id)
    assert not await house.intake.known_message(ART, claim.reply, builders.author("bob").id)


async def test_what_is_not_ours_is_not_found(house: StoredTurns) -> None:
    for message in ("b999", "b", "bx", "b1;drop table turns", "b" + "9" * 30):
        with pytest.raises(NotFound):
            await house.replies.load(builders.MessageId(message))


@pytest.mark.parametrize("end", ["delivered", "given up"])
async def test_what_is_shown_once_is_kept_until_it_was_sent_and_no_longer(
    house: StoredTurns, end: str
) -> None:
    taken = await house.say()
    claim = await house.claim(taken.turn)
    reply = Reply(kind="text", text="This link opens your page.", once="https://x.example/#open=secret")
    await house.replies.store(claim, reply, end="done")

    waiting = await house.replies.load(claim.reply)
    if end == "delivered":
        await house.replies.delivered(claim.reply, "p1")
    else:
        await house.replies.undeliverable(claim.reply)

    assert waiting.reply == reply
    left = await house.pool.fetch("select body, reply from messages")
    assert "secret" not in str([dict(row) for row in left])
    assert (await house.replies.load(claim.reply)).reply.text == reply.text
