"""What intake makes of messages from chats that others write in too: edits, replies to what it never saw, private answers."""

from dataclasses import replace

from agent.domain.conversation import Author, AuthorId, Place, Said
from agent.domain.incoming import IncomingImage, IncomingMessage, IncomingPress
from agent.outcomes import button
from bot.turns.intake import TOO_LATE, TurnIntake
from db.pool import Pool
from tests.fakes.models.images import png
from tests.worlds.stored_turns import StoredTurns, pixels

GROUP = Place(platform="telegram", community="-1001", channel="-1001", thread="40")
PRIVATE = Place(platform="telegram", channel="7", private=True)
ANN = Author(id=AuthorId("telegram:7"), name="Ann")
BOB = Author(id=AuthorId("telegram:8"), name="Bob")


def says(text: str, *, event: str = "1", message: str = "1", **more: object) -> IncomingMessage:
    said = IncomingMessage(event_id=event, message=message, place=GROUP, author=ANN, text=text)
    return replace(said, **more)  # pyright: ignore[reportArgumentType]


async def test_an_edit_before_the_turn_starts_replaces_its_words_and_keeps_its_pictures(
    house: StoredTurns, intake: TurnIntake
) -> None:
    picture = IncomingImage(name="a.png", data=png().data)
    first = await intake.message(says("draw a fxo", images=(picture,)))
    edited = await intake.message(says("/draw a fox", event="2", edited=True))
    again = await intake.message(says("/draw a fox", event="2", edited=True))

    assert first.turn is not None
    turn = (await house.claim(first.turn)).turn
    assert isinstance(turn.request, Said)
    assert (turn.request.text, turn.request.command and turn.request.command.name) == ("/draw a fox", "draw")
    assert len(turn.request.images) == 1
    assert (edited.turn, edited.note, again.note) == (None, "", "")
    assert await house.count("turns") == 1


async def test_an_edit_after_the_start_is_told_how_to_go_on(house: StoredTurns, intake: TurnIntake) -> None:
    first = await intake.message(says("draw a fox"))
    assert first.turn is not None
    await house.answer(first.turn)

    late = await intake.message(says("draw an owl", event="2", edited=True))
    redelivered = await intake.message(says("draw an owl", event="2", edited=True))
    same = await intake.message(says("draw a fox", event="3", edited=True))

    assert (late.turn, late.note) == (None, TOO_LATE)
    assert (redelivered.note, same.note) == ("", "")
    assert await house.count("turns") == 1


async def test_an_edit_of_a_message_never_handed_in_is_a_message(
    house: StoredTurns, intake: TurnIntake
) -> None:
    accepted = await intake.message(says("draw a fox", edited=True))

    assert accepted.turn is not None
    assert await house.state(accepted.turn) == "queued"


async def test_nobody_edits_the_words_of_another(house: StoredTurns, intake: TurnIntake) -> None:
    first = await intake.message(says("draw a fox"))
    assert first.turn is not None

    await intake.message(says("draw an owl", event="2", edited=True, author=BOB))

    assert (await house.claim(first.turn)).turn.request == Said(text="draw a fox")


async def test_a_reply_to_a_message_the_bot_never_saw_is_taken_with_what_it_shows(
    house: StoredTurns, intake: TurnIntake
) -> None:
    accepted = await intake.message(says("as a watercolour", reply_to="99", quoted="my cat"))

    assert accepted.turn is not None
    turn = (await house.claim(accepted.turn)).turn
    assert isinstance(turn.request, Said)
    assert (turn.replied, turn.request.quoted) == (None, "my cat")


async def test_on_the_web_such_a_reply_is_asked_about(intake: TurnIntake) -> None:
    web = Place(platform="web", community="home", channel="studio")

    accepted = await intake.message(says("as a watercolour", place=web, reply_to="u99"))

    assert accepted.is_error
    assert "not one I know" in accepted.note


async def test_a_button_of_a_whispered_answer_works_in_private_and_for_its_person_alone(
    house: StoredTurns, intake: TurnIntake
) -> None:
    asked = await intake.message(says("/memory"))
    assert asked.turn is not None
    forget = button("forget", "Forget", memory="m")
    await house.answer(asked.turn, buttons=[forget], only_for_author=True)
    press = IncomingPress(event_id="2", place=PRIVATE, author=ANN, message="5", button=forget.id)

    stranger = await intake.press(
        replace(press, event_id="3", author=BOB, place=replace(PRIVATE, channel="8"))
    )
    elsewhere = await intake.press(
        replace(press, event_id="4", place=replace(GROUP, channel="-2", community="-2"))
    )
    hers = await intake.press(press)

    assert stranger.is_error
    assert elsewhere.is_error
    assert hers.turn is not None


async def test_the_picture_meant_comes_first(house: StoredTurns, intake: TurnIntake, pool: Pool) -> None:
    first = await intake.message(says("two foxes"))
    assert first.turn is not None
    vary = button("vary", "Vary")
    claim = await house.answer(first.turn, picture="one", buttons=[vary])
    await house.replies.delivered(claim.reply, "500")
    await pool.execute("update messages set platform_id = '500' where id = $1", int(claim.reply[1:]))
    second = await house.image("two", by=ANN)
    await pool.execute(
        "insert into message_images (message_id, position, image_id) values ($1, 1, $2::uuid)",
        int(claim.reply[1:]),
        second,
    )
    await pool.execute(
        "insert into pictures (image_id, turn_id, message_id, author, channel, conversation, private, incognito, context, caption) "
        "select $1::uuid, turn_id, message_id, author, channel, conversation, private, incognito, context, 'two' from pictures",
        second,
    )

    accepted = await intake.message(says("at night", event="2", message="2", reply_to="500", reply_picture=1))
    varied = await intake.press(
        IncomingPress(event_id="3", place=GROUP, author=ANN, message="500", button=vary.id, picture=1)
    )

    for turn in (accepted.turn, varied.turn):
        assert turn is not None
        replied = (await house.claim(turn)).turn.replied
        assert replied is not None
        assert [picture.caption for picture in replied.pictures] == ["two", "a fox"]
        assert replied.images[0] == second
    assert pixels("two").data != pixels("one").data


async def test_a_reply_to_what_refine_asked_means_the_picture_it_asked_about(
    house: StoredTurns, intake: TurnIntake, pool: Pool
) -> None:
    first = await intake.message(says("a fox"))
    assert first.turn is not None
    refine = button("refine", "Refine")
    shown = await house.answer(first.turn, picture="one", buttons=[refine])
    await pool.execute("update messages set platform_id = '500' where id = $1", int(shown.reply[1:]))
    pressed = await intake.press(
        IncomingPress(event_id="2", place=GROUP, author=ANN, message="500", button=refine.id)
    )
    assert pressed.turn is not None
    asked = await house.answer(pressed.turn, "What should change?")
    await pool.execute("update messages set platform_id = '501' where id = $1", int(asked.reply[1:]))

    answer = await intake.message(says("make it night", event="3", message="3", reply_to="501"))

    assert answer.turn is not None
    turn = (await house.claim(answer.turn)).turn
    assert turn.replied is not None
    about = next(m for m in turn.thread if turn.replied.reply_to and m.id[1:] == turn.replied.reply_to[1:])
    assert [picture.caption for picture in about.pictures] == ["a fox"]


async def test_a_picture_that_comes_along_with_a_reply_to_a_message_of_the_store_is_there_once(
    house: StoredTurns, intake: TurnIntake
) -> None:
    cat, dog = (
        IncomingImage(name=f"{colour}.png", data=png(colour=colour).data) for colour in ("grey", "tan")
    )
    await intake.message(says("draw my cat", author=BOB, images=(cat,)))

    accepted = await intake.message(
        says("as a pirate, with my dog", event="2", message="2", reply_to="1", images=(dog, cat))
    )

    assert accepted.turn is not None
    turn = (await house.claim(accepted.turn)).turn
    assert isinstance(turn.request, Said)
    assert turn.replied is not None
    assert (len(turn.request.images), len(turn.replied.images)) == (1, 1)


async def test_a_picture_that_comes_along_with_a_reply_to_what_the_store_never_saw_is_kept(
    house: StoredTurns, intake: TurnIntake
) -> None:
    cat = IncomingImage(name="cat.png", data=png(colour="grey").data)

    accepted = await intake.message(says("as a pirate", reply_to="77", images=(cat,)))

    assert accepted.turn is not None
    request = (await house.claim(accepted.turn)).turn.request
    assert isinstance(request, Said)
    assert len(request.images) == 1
