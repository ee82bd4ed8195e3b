"""The shape of a full plan as the model is asked to write it. Lists instead of maps: strict schemas know no free keys."""

from typing import Annotated, ClassVar, Literal

from adapters.openai.chat.lenient_types import Forgiving, Shape, Share, Text, at_most, few
from agent.domain.generation import Intent, Route, SlotName

Told = Literal["said", "reason", "recall", "assume"]
"""How the planner may have come by a value; searching and asking come later."""
ShownRole = Literal["base", "subject", "character", "style", "setting", "composition", "mask"]
"""What a model may take a picture for. Whose likeness it is, only the person says, to us."""
Word = Annotated[Text, at_most(40)]
Phrase = Annotated[Text, at_most(160)]
Line = Annotated[Text, at_most(400)]


class SlotShape(Shape):
    slot: SlotName
    value: Line
    method: Told = "assume"
    memory: Word = ""
    confidence: Share = 0.7
    why: Phrase = ""


class CandidateShape(Shape):
    value: Phrase
    probability: Share = 0.3
    memory: Word = ""
    picture: Word = ""


class GapShape(Shape):
    slot: SlotName
    why: Phrase = ""
    route: Route = "assume"
    question: Phrase = ""
    candidates: Forgiving[CandidateShape] = few(4)
    harm: Share = 0.4
    taste: bool = False


class SearchShape(Shape):
    query: Phrase
    kind: Literal["text", "image"] = "text"
    slot: SlotName


class ReferenceShape(Shape):
    picture: Word
    role: ShownRole = "subject"
    label: Phrase = ""


class PanelSlotShape(Shape):
    slot: SlotName
    value: Line


class PanelShape(Shape):
    label: Phrase
    slots: Forgiving[PanelSlotShape] = few(6)


class CheckShape(Shape):
    slot: SlotName
    text: Phrase
    hard: bool = False


class StatementShape(Shape):
    kind: Literal["preference", "character", "fact", "rule"]
    text: Line
    quote: Line = ""
    scope: Literal["user", "channel", "community"] = "user"
    name: Word = ""
    picture: Word = ""
    explicit: bool = False


class PlanShape(Shape):
    """Only the intent has to be there: what else is missing has a plain meaning."""

    answer_tokens: ClassVar[int] = 2_000

    intent: Intent
    language: Word = "en"
    answers_question: bool = False
    slots: Forgiving[SlotShape] = few(12)
    gaps: Forgiving[GapShape] = few(4)
    searches: Forgiving[SearchShape] = few(3)
    edits: Word = ""
    references: Forgiving[ReferenceShape] = few(6)
    panels: Forgiving[PanelShape] = few(4)
    prompt: Annotated[Text, at_most(1_200)] = ""
    checklist: Forgiving[CheckShape] = few(6)
    statements: Forgiving[StatementShape] = few(3)
    forget: Phrase = ""
    answer: Annotated[Text, at_most(900)] = ""
