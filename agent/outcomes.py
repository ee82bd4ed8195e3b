"""What a turn ends with: the reply, how the turn ends, and what is stored beside it."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from agent.domain.conversation import Action, Button, ImageId, Pressed, Reply, Request
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
    links: tuple[str, ...] = ()
    """Addresses that may stay links in the reply: those that our own search found."""
    is_ours: bool = False
    """No word of the reply comes from anybody else, a model included: what it names may be tapped."""


def answering(request: Request, outcome: Outcome) -> Outcome:
    """The outcome as it is said to who asked: to a reaction nothing is, whatever came of it."""
    if not isinstance(request, Pressed) or not request.by_reaction:
        return outcome
    return replace(outcome, reply=replace(outcome.reply, silent=True))


def button(action: Action, label: str, **args: str) -> Button:
    """A new button: its id cannot be guessed, what it means is in the store."""
    return Button(id=f"v1:{action}:{secrets.token_urlsafe(16)}", action=action, label=label, args=args)


def told(text: str, *buttons: Button, private: bool = False) -> Outcome:
    """An answer in words."""
    return Outcome(reply=Reply(kind="text", text=text, buttons=buttons, only_for_author=private))


def declined(text: str, *, private: bool = False) -> Outcome:
    """A kind no."""
    return Outcome(reply=Reply(kind="error", text=text, only_for_author=private), end="declined")


def links_in(contexts: Iterable[GenerationContext]) -> tuple[str, ...]:
    """The addresses that searches gave for these pictures."""
    sources = (e.source for c in contexts for e in c.slots.values() if e.method == "search")
    return tuple(dict.fromkeys(one for source in sources for one in source.split() if "://" in one))
