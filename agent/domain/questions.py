"""A question in the thread and the plan it interrupted: the one shape that the core makes and the store keeps."""

from dataclasses import dataclass
from datetime import datetime

from agent.domain.conversation import AuthorId, MessageId, TurnId
from agent.domain.generation import Candidate, Plan, SlotName
from agent.domain.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked about one gap. The reply adds "Surprise me"."""

    slot: SlotName
    text: str
    options: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskDecision:
    """Which gaps are asked, and the arithmetic that says why (kept in the trace)."""

    questions: tuple[Question, ...] = ()
    arithmetic: tuple[str, ...] = ()
    drafts: tuple[Candidate, ...] = ()
    """Matters of taste to be shown as small drafts instead."""
    people: tuple[Person, ...] = ()
    """Who is asked whether they may be drawn. What the request's author writes meanwhile is no answer to that."""
    about_author: bool = False
    """It asks how the author looks: a picture that comes in answer is kept as theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """The question that a reply asks, and the plan that waits for its answer."""

    text: str
    """The request that led to it."""
    plan: Plan
    ask: AskDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingQuestion(OpenQuestion):
    """A question as it was posted, until somebody answers it or its time is over."""

    turn: TurnId
    """The turn that asked."""
    message: MessageId
    asker: AuthorId
    """Whose request it interrupted: the one it is put to."""
    expires_at: datetime
