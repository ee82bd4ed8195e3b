"""The shape of a plan as the model is asked to write it. Lists instead of maps: strict schemas know no free keys."""

from typing import Literal

from pydantic import Field

from adapters.openai.chat.lenient_types import Flag, Forgiving, Shape, Share, Text
from agent.domain.generation import Intent, ReferenceRole, Route, SlotName

Told = Literal["said", "reason", "recall", "assume"]
"""How the planner may have come by a value; searching and asking come later."""


class SlotShape(Shape):
    slot: SlotName
    value: Text
    method: Told = "assume"
    memory: Text = ""
    confidence: Share = 0.7
    why: Text = ""


class CandidateShape(Shape):
    value: Text
    probability: Share = 0.3
    memory: Text = ""
    picture: Text = ""


class GapShape(Shape):
    slot: SlotName
    why: Text = ""
    route: Route = "assume"
    question: Text = ""
    candidates: Forgiving[CandidateShape] = Field(default_factory=list[CandidateShape])
    harm: Share = 0.4
    taste: Flag = False


class SearchShape(Shape):
    query: Text
    kind: Literal["text", "image"] = "text"
    slot: SlotName


class ReferenceShape(Shape):
    picture: Text
    role: ReferenceRole = "subject"
    label: Text = ""


class PanelSlotShape(Shape):
    slot: SlotName
    value: Text


class PanelShape(Shape):
    label: Text
    slots: Forgiving[PanelSlotShape] = Field(default_factory=list[PanelSlotShape])


class CheckShape(Shape):
    slot: SlotName
    text: Text
    hard: Flag = False


class StatementShape(Shape):
    kind: Literal["preference", "character", "fact", "rule"]
    text: Text
    quote: Text = ""
    scope: Literal["user", "channel", "community"] = "user"
    name: Text = ""
    picture: Text = ""
    explicit: Flag = False


class PlanShape(Shape):
    """Only the intent has to be there: what else is missing has a plain meaning."""

    thought: Text = ""
    intent: Intent
    language: Text = "en"
    answers_question: Flag = False
    slots: Forgiving[SlotShape] = Field(default_factory=list[SlotShape])
    gaps: Forgiving[GapShape] = Field(default_factory=list[GapShape])
    searches: Forgiving[SearchShape] = Field(default_factory=list[SearchShape])
    edits: Text = ""
    references: Forgiving[ReferenceShape] = Field(default_factory=list[ReferenceShape])
    panels: Forgiving[PanelShape] = Field(default_factory=list[PanelShape])
    prompt: Text = ""
    checklist: Forgiving[CheckShape] = Field(default_factory=list[CheckShape])
    statements: Forgiving[StatementShape] = Field(default_factory=list[StatementShape])
    forget: Text = ""
    answer: Text = ""
    notes: Forgiving[str] = Field(default_factory=list[str])
