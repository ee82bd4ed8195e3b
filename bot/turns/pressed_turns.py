"""A press: whether it is one at all, and the turn that it becomes."""

import hashlib
from collections.abc import Sequence

from agent.actions import BUTTONS
from agent.domain.conversation import Action, Place, Pressed
from agent.domain.generation import ImageData
from agent.domain.incoming import IncomingPress
from agent.limits import TEXT_CHARS_MAX
from agent.text.reactions import Sign
from db.posted_buttons import PostedButton
from db.turns.intake_statement import NewTurn

ANSWER_PRIORITY = 10


def queue_of(place: Place) -> str:
    """The console's turns stay in the console's own process: only it can print them."""
    return "console" if place.platform == "console" else "turns"


def is_in_place(posted: PostedButton, incoming: IncomingPress) -> bool:
    """Pressed where it was posted; an answer for one person alone may have been given in private."""
    whispered = incoming.place.private and posted.only_for == incoming.author.id
    return posted.channel == incoming.place.channel_key or whispered


def may_see(posted: PostedButton, incoming: IncomingPress) -> bool:
    return posted.only_for is None or posted.only_for == incoming.author.id


def pressed_turn(
    incoming: IncomingPress,
    posted: PostedButton,
    images: Sequence[ImageData],
    *,
    by_reaction: Sign | None = None,
) -> NewTurn:
    """What the press stands for; `by_reaction`: what a reaction to the button's message says instead."""
    action = by_reaction or posted.button.action
    pressed = Pressed(
        action=action,
        args=posted.button.args,
        message=posted.message,
        owner=posted.owner,
        text=incoming.text[:TEXT_CHARS_MAX],
        by_reaction=by_reaction is not None,
        picture=incoming.picture,
    )
    row = BUTTONS[action]
    return NewTurn(
        # A button that works once is one event of each person, however often and by whichever event ids it is pressed. (Not
        # one event of all: a stranger's press, which is declined, must not use it up for its owner.)
        event_id=_once(incoming, posted, action) if row.once else incoming.event_id,
        delivery=incoming.event_id if row.once else None,
        place=incoming.place,
        author=incoming.author,
        request=pressed,
        text=pressed.text,
        reply_to=incoming.message,
        images=tuple(images),
        incognito=posted.incognito,
        handle=incoming.handle,
        queue=queue_of(incoming.place),
        locked=not row.looks,
        priority=ANSWER_PRIORITY if row.answers else 0,
    )


def _once(incoming: IncomingPress, posted: PostedButton, action: Action) -> str:
    """The press of a button, or the like under it, by one person."""
    what = posted.button.id if action == posted.button.action else f"{action} {posted.button.id}"
    return f"once:{hashlib.sha256(f'{what} {incoming.author.id}'.encode()).hexdigest()[:32]}"
