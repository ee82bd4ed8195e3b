"""What a server was found to be able to do, and how to ask it from then on. Pure."""

import re
from dataclasses import dataclass, replace

import openai
from pydantic import BaseModel

from adapters.openai.chat.answer_shapes import described
from adapters.openai.chat.dialects import (
    ANSWER_ROOM,
    BOUNDS,
    OPTIONAL,
    TOKENS_MAX,
    How,
    Question,
    Said,
    thinks,
)
from adapters.openai.chat.lenient_types import Shape
from adapters.openai.errors import BLIND, has_no_room, mentions
from agent.ports import Prompt

_LOWER: dict[How, How] = {"schema": "json", "json": "text"}
NOTES: dict[How, str] = {"schema": "", "json": "json mode", "text": "json in text"}
_NOT_UNDERSTOOD = (400, 404, 415, 422, 500, 501)
_UNSEEN = "(Pictures belong to this, but you cannot see them.)"
_SWITCH = "chat_template_kwargs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """What the server was found to be able to do."""

    how: How = "schema"
    sees: bool = True
    left_out: frozenset[str] = frozenset()
    quiet: bool = False
    """The model thinks unless it is told not to."""
    thinks: bool = False
    """It thinks whatever it is told, and needs room for it."""

    def after(self, said: Said, model: str) -> "Ways":
        """With what an answer showed: a model that thinks of itself is told not to, or given the room."""
        if not said.thought or thinks(model):
            return self
        if self.quiet or _SWITCH in self.left_out:
            return replace(self, thinks=True)
        return replace(self, quiet=True, thinks=said.cut)

    def after_noise(self, said: Said) -> "Ways":
        """For the repair of an answer that cannot be read. A server that enforces schemas cannot have let it pass, unless it was
        cut off, or enforces none while thinking is switched off (Ollama)."""
        if said.cut:
            return self
        if self.quiet:
            return replace(self, quiet=False, left_out=self.left_out | {_SWITCH}, thinks=True)
        return replace(self, how="text")


def question_of(
    prompt: Prompt,
    shape: type[object],
    ways: Ways,
    mending: tuple[tuple[str, str], ...],
    *,
    model: str,
    silence_seconds: float,
) -> Question:
    """The call as this server is asked it."""
    assert issubclass(shape, BaseModel)
    user = prompt.user if ways.sees or not prompt.images else f"{prompt.user}\n\n{_UNSEEN}"
    if ways.how != "schema":
        user = f"{user}\n\n{described(shape)}"
    ceiling = shape.answer_tokens if issubclass(shape, Shape) else TOKENS_MAX
    return Question(
        name=prompt.name, system=prompt.system, user=user, images=prompt.images if ways.sees else (),
        said=mending, shape=shape, how=ways.how, left_out=ways.left_out, quiet=ways.quiet,  # pyright: ignore[reportArgumentType] # roles as the mending writes them
        tokens_max=TOKENS_MAX if ways.thinks or thinks(model) else ceiling, silence_seconds=silence_seconds,
    )  # fmt: skip


def lower(ways: Ways, complaint: BaseException | None, question: Question) -> Ways | None:
    """What to try next after a complaint; None when it is about something else."""
    if not isinstance(complaint, openai.APIStatusError) or complaint.status_code not in _NOT_UNDERSTOOD:
        return None
    if mentions(complaint, "model_not_found", "does not exist"):
        return None
    if has_no_room(
        complaint
    ):  # a small model may have room for the call, but not for the longest answer beside it
        return None if ways.left_out >= ANSWER_ROOM else replace(ways, left_out=ways.left_out | ANSWER_ROOM)
    named = {name for name in OPTIONAL if name not in ways.left_out and _names(complaint, name)}
    if mentions(complaint, "reasoning") and "reasoning_effort" not in ways.left_out:
        named.add("reasoning_effort")
    if not ways.left_out & BOUNDS and mentions(complaint, *(keyword.lower() for keyword in BOUNDS)):
        named |= BOUNDS
    if named:
        return replace(ways, left_out=ways.left_out | named)
    if question.images and mentions(complaint, "image", *BLIND):
        return replace(ways, sees=False)
    plain = complaint.status_code not in (404, 500)  # those two say something else as a rule
    if ways.how in _LOWER and (plain or mentions(complaint, "format", "schema", "grammar")):
        return replace(ways, how=_LOWER[ways.how])
    return None


def _names(complaint: openai.APIStatusError, name: str) -> bool:
    """As a word of its own: an "upstream" error is none about `stream`."""
    said = f"{complaint.param} {complaint.message} {complaint.body}"
    return re.search(rf"(?<![\w-]){name}(?!\w)", said, re.IGNORECASE) is not None
