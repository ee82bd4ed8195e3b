"""What a turn ends with: the reply, how the turn ends, and what is stored beside it."""

import secrets
from dataclasses import dataclass
from typing import Literal

from agent.domain.conversation import Action, Button, ImageId, Reply
from agent.domain.generation import GenerationContext
from agent.domain.questions import OpenQuestion

End = Literal["done", "waiting", "declined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedPicture:
    """A picture of the reply, to be remembered as a record."""

    image: ImageId
    context: GenerationContext
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The whole outcome of a turn, ready to be stored in one transaction and posted."""

    reply: Reply
    end: End = "done"
    pictures: tuple[PostedPicture, ...] = ()
    question: OpenQuestion | None = None


def button(action: Action, label: str, **args: str) -> Button:
    """A new button: its id cannot be guessed, what it means is in the store."""
    return Button(id=f"v1:{action}:{secrets.token_urlsafe(16)}", action=action, label=label, args=args)


def told(text: str, *buttons: Button, private: bool = False) -> Outcome:
    """An answer in words."""
    return Outcome(reply=Reply(kind="text", text=text, buttons=buttons, only_for_author=private))


def declined(text: str, *, private: bool = False) -> Outcome:
    """A kind no."""
    return Outcome(reply=Reply(kind="error", text=text, only_for_author=private), end="declined")
