"""The compact contract, for models of some billion parameters: flat, short keys, no claims to make. What a value rests on is looked
up afterwards (claims.py), what the message tells is read by the built-in planner."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, ClassVar, Literal

from adapters.openai.chat.lenient_types import Forgiving, Shape, Text, at_most, few
from adapters.openai.planner.plan_shape import (
    CandidateShape,
    CheckShape,
    GapShape,
    PanelShape,
    PanelSlotShape,
    PlanShape,
    SearchShape,
    SlotShape,
)
from agent.domain.generation import Evidence, Intent, Plan, SlotName
from agent.ports import PlanRequest

ASKED_HARM = 0.6
"""What a model that asks is taken to think of a wrong guess."""
OPTION_PROBABILITY = 0.25

Do = Literal[
    "create", "edit", "restyle", "vary", "series", "about", "remember", "forget", "chat", "refuse",
]  # fmt: skip
Word = Annotated[Text, at_most(60)]
Phrase = Annotated[Text, at_most(160)]


class CompactShape(Shape):
    answer_tokens: ClassVar[int] = 300
    needed: ClassVar[tuple[str, ...]] = ("do", "see")

    do: Do
    see: Annotated[Text, at_most(200)] = ""
    who: Phrase = ""
    style: Word = ""
    place: Word = ""
    time: Word = ""
    colours: Word = ""
    ask: Phrase = ""
    options: Forgiving[Word] = few(4)
    panels: Forgiving[Phrase] = few(4)
    find: Word = ""
    say: Annotated[Text, at_most(400)] = ""


_SLOTS: tuple[tuple[SlotName, str], ...] = (
    ("subject", "see"), ("character", "who"), ("style", "style"), ("setting", "place"), ("time", "time"), ("palette", "colours"),
)  # fmt: skip
_INTENTS: dict[str, Intent] = {"about": "about_image"}
_DRAWS: tuple[Intent, ...] = ("create", "edit", "restyle", "vary", "series")
_WORKED_OUT: tuple[SlotName, ...] = ("subject", "setting", "time")
_READ: tuple[SlotName, ...] = ("text", "format", "count", "exclude")
"""What the built-in planner reads of the message, word for word: small models fill these in whether anything was said or not."""


def expanded(shape: CompactShape, request: PlanRequest) -> PlanShape:
    """The same as a full plan. Everything counts as said until claims.py has looked."""
    slots = [
        SlotShape(slot=slot, value=value, method="said", confidence=0.8)
        for slot, key in _SLOTS
        if (value := str(getattr(shape, key)).strip())
    ]
    return PlanShape(
        intent=_INTENTS.get(shape.do, shape.do),  # pyright: ignore[reportArgumentType] # the rest are intents by name
        answers_question=request.pending is not None and shape.do not in ("chat", "about", "forget", "remember", "refuse"),
        slots=slots,
        gaps=[_gap(shape)] if shape.ask.strip() else [],
        searches=[SearchShape(query=shape.find, slot="subject")] if shape.find.strip() else [],
        panels=[PanelShape(label=panel, slots=[PanelSlotShape(slot="subject", value=panel)]) for panel in shape.panels],
        checklist=_checks(slots),
        answer=shape.say,
    )  # fmt: skip


def grounded(plan: Plan, simple: Plan, request: PlanRequest) -> Plan:
    """Without what nobody said and no memory holds, and with what the built-in planner read. What there is to be seen, and where and
    when, can be worked out; what was there before stays."""
    before = _before(request)
    slots: dict[SlotName, Evidence] = {
        slot: evidence
        for slot, evidence in plan.context.slots.items()
        if slot in _WORKED_OUT or evidence.method not in ("reason", "assume") or evidence in before
    }
    read = (
        {slot: simple.context.slots[slot] for slot in _READ if slot in simple.context.slots}
        if _alike(plan, simple)
        else {}
    )
    checks = (
        *(c for c in simple.checklist if c.slot in read),
        *(c for c in plan.checklist if c.slot in slots),
    )
    return replace(plan, context=replace(plan.context, slots=slots | read), checklist=checks)


def contradicts(plan: Plan, simple: Plan) -> bool:
    """Whether the model draws where the built-in planner hears talk, or talks where that draws. It is right far more often than a
    small model: what is wanted is its word, and what there is to be seen the model's."""
    return (plan.intent in _DRAWS) != (simple.intent in _DRAWS)


def _before(request: PlanRequest) -> Sequence[Evidence]:
    """What the picture that is talked about, or the plan that waits for an answer, was made of."""
    contexts = [known.context for known in (request.base, request.pending) if known is not None]
    return [evidence for context in contexts for evidence in context.slots.values()]


def _alike(plan: Plan, simple: Plan) -> bool:
    """Whether both make a new picture, or both change one."""
    return (plan.context.base is None) == (simple.context.base is None)


def _gap(shape: CompactShape) -> GapShape:
    slot: SlotName = "character" if shape.see.strip() else "subject"
    options = [CandidateShape(value=option, probability=OPTION_PROBABILITY) for option in shape.options]
    return GapShape(slot=slot, route="ask", question=shape.ask, candidates=options, harm=ASKED_HARM)


def _checks(slots: Sequence[SlotShape]) -> list[CheckShape]:
    values = {found.slot: found.value for found in slots}
    hard = (
        [CheckShape(slot="character", text=f"it shows {values['character']}", hard=True)]
        if "character" in values
        else []
    )
    soft = [CheckShape(slot="subject", text=f"it shows {values['subject']}")] if "subject" in values else []
    return [*hard, *soft]
