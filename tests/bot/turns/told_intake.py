"""Messages and presses as a platform hands them in."""

from dataclasses import replace

from agent.domain.conversation import Button, Pressed, Said
from agent.domain.incoming import IncomingMessage, IncomingPress
from bot.turns.intake import TurnIntake
from tests.fakes.builders import author
from tests.worlds.stored_turns import ART, StoredTurns


def says(text: str = "draw a fox", *, by: str = "ana", event: str = "m1", **more: object) -> IncomingMessage:
    said = IncomingMessage(event_id=event, message=f"line:{event}", place=ART, author=author(by), text=text)
    return replace(said, **more)  # pyright: ignore[reportArgumentType] # fields by name


def presses(pressed: Button, on: str, *, by: str = "ana", event: str = "p1", **more: object) -> IncomingPress:
    press = IncomingPress(event_id=event, place=ART, author=author(by), message=on, button=pressed.id)
    return replace(press, **more)  # pyright: ignore[reportArgumentType] # fields by name


async def posted(house: StoredTurns, *buttons: Button, by: str = "ana", **answer: object) -> str:
    """The bot's message with these buttons; its id."""
    taken = await house.say(by=by)
    return (await house.answer(taken.turn, buttons=buttons, **answer)).reply  # pyright: ignore[reportArgumentType]


async def request_of(
    house: StoredTurns, intake: TurnIntake, incoming: IncomingMessage | IncomingPress
) -> Said | Pressed:
    taken = await (
        intake.message(incoming) if isinstance(incoming, IncomingMessage) else intake.press(incoming)
    )
    assert taken.turn is not None, taken
    request = (await house.claim(taken.turn)).turn.request
    assert isinstance(request, Said | Pressed)
    return request
