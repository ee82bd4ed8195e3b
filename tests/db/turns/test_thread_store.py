"""Open questions and the picture that is talked about: by message, by person, by place."""

import pytest

from agent.domain.conversation import Turn
from db.pool import Pool
from tests.fakes import builders
from tests.worlds.stored_turns import POSTERS, SURPRISE, StoredTurns


@pytest.fixture
def house(pool: Pool) -> StoredTurns:
    return StoredTurns(pool)


async def said(house: StoredTurns, text: str = "a dragon", **more: object) -> Turn:
    taken = await house.say(text, **more)  # pyright: ignore[reportArgumentType] # keywords of `say`
    return (await house.claim(taken.turn)).turn


async def test_the_plain_next_message_of_the_asker_finds_the_question(house: StoredTurns) -> None:
    asked = await house.say("draw something")
    await house.answer(asked.turn, question=True)

    mine = await house.threads.pending(await said(house))
    bobs = await house.threads.pending(await said(house, by="bob"))
    elsewhere = await house.threads.pending(await said(house, at=POSTERS))

    assert mine is not None
    assert mine.turn == asked.turn
    assert bobs is None
    assert elsewhere is None


async def test_a_reply_to_the_question_finds_it_whoever_replies(house: StoredTurns) -> None:
    asked = await house.say("draw something")
    question = await house.answer(asked.turn, question=True)

    found = await house.threads.pending(await said(house, by="bob", reply_to=question.reply))

    assert found is not None
    assert found.asker == "console:ana"


async def test_a_button_finds_the_question_of_its_message_and_no_later_one(house: StoredTurns) -> None:
    first = await house.say("draw something")
    question = await house.answer(first.turn, question=True, buttons=[SURPRISE])
    await house.answer((await house.say("draw something else")).turn, question=True)
    pressed = await house.press(SURPRISE, question.reply)

    found = await house.threads.pending((await house.claim(pressed.turn)).turn)

    assert found is not None
    assert found.turn == first.turn


async def test_a_question_is_closed_once_and_its_buttons_are_used_up(house: StoredTurns) -> None:
    asked = await house.say("draw something")
    await house.answer(asked.turn, question=True, buttons=[SURPRISE])

    assert await house.threads.close(asked.turn)
    assert not await house.threads.close(asked.turn)

    found = await house.intake.button("console", SURPRISE.id)
    assert found is not None
    assert found.used
    assert await house.state(asked.turn) == "done"
    assert await house.threads.pending(await said(house)) is None


async def test_the_last_picture_is_ones_own_before_anybody_elses(house: StoredTurns) -> None:
    await house.answer((await house.say()).turn, picture="mine")
    await house.answer((await house.say(by="bob")).turn, picture="bob's")

    mine = await house.threads.last_picture(await said(house, "make it night"))
    cleos = await house.threads.last_picture(await said(house, "make it night", by="cleo"))
    elsewhere = await house.threads.last_picture(await said(house, "make it night", at=POSTERS))

    assert mine is not None
    assert mine.author == "console:ana"
    assert cleos is not None
    assert cleos.author == "console:bob"
    assert elsewhere is None


async def test_an_incognito_picture_is_nobody_elses_last_picture(house: StoredTurns) -> None:
    await house.answer((await house.say(incognito=True)).turn, picture="secret")

    assert await house.threads.last_picture(await said(house, by="bob")) is None


async def test_pictures_are_found_by_id_and_unknown_ids_are_left_out(house: StoredTurns) -> None:
    claim = await house.answer((await house.say()).turn, picture="fox")
    image = (await house.replies.load(claim.reply)).reply.images[0]

    found = await house.threads.pictures([image, "not-a-uuid", builders.uuid_of("other")])

    assert [picture.id for picture in found] == [image]
    assert found[0].context.value("subject") == "a fox"
