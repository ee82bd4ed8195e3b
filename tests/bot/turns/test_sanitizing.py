"""Words that no store takes, or that turn a line around; and cancelling what waits for an answer."""

from agent.domain.conversation import Command, Said
from agent.domain.incoming import IncomingMessage, IncomingPress
from agent.limits import TEXT_CHARS_MAX
from bot.turns.intake import TurnIntake
from tests.fakes.builders import author
from tests.worlds.stored_turns import ART, SURPRISE, StoredTurns


def says(text: str, **more: object) -> IncomingMessage:
    return IncomingMessage(event_id="1\x00", message="1", place=ART, author=author(), text=text, **more)  # type: ignore[arg-type]


async def test_half_characters_and_turned_lines_are_taken_in_legibly(
    house: StoredTurns, intake: TurnIntake
) -> None:
    command = Command(name="remember", argument="\ud83d\x00 I like \u202eink", options={"a\x00": "\udc00"})

    taken = await intake.message(says("\ud83d\x00 I like \u202eink", command=command, quoted="\ud800\x00"))

    assert taken.turn is not None
    request = (await house.claim(taken.turn)).turn.request
    assert isinstance(request, Said)
    assert request.text == "? I like ink"
    assert request.command == Command(name="remember", argument="? I like ink", options={"a": "?"})
    assert request.quoted == "?"


async def test_a_forged_button_of_no_characters_is_not_known(intake: TurnIntake) -> None:
    for forged in ("\x00", "\ud800", "v1:again:' or 1=1", "", "v1:" + "x" * 5_000):
        pressed = IncomingPress(event_id="\x00", place=ART, author=author(), message="b1\x00", button=forged)
        assert "do not know that button" in (await intake.press(pressed)).note


async def test_a_command_with_too_many_words_is_told_so(intake: TurnIntake) -> None:
    command = Command(name="draw", argument="a" * (TEXT_CHARS_MAX + 1))

    refused = await intake.message(says("/draw", command=command))

    assert (refused.turn, "4,001 characters" in refused.note) == (None, True)


async def test_cancelling_a_question_says_so_and_uses_it_up(house: StoredTurns, intake: TurnIntake) -> None:
    asked = (await house.say("draw something")).turn
    claim = await house.answer(asked, question=True, buttons=[SURPRISE])

    first = await intake.message(says("/cancel"))
    second = await intake.message(says("/cancel"))
    pressed = await intake.press(
        IncomingPress(event_id="p", place=ART, author=author(), message=claim.reply, button=SURPRISE.id)
    )

    assert (first.note, second.note) == ("Cancelled.", "There is nothing under way to cancel.")
    assert (pressed.turn, pressed.note) == (None, "That was answered already.")
    assert await house.state(asked) == "cancelled"
