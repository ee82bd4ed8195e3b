"""The hints contract, for the smallest models: the built-in planner plans, and the model is asked the one thing that it cannot know, what a
riddle or a description stands for. What the author wrote always stays in the plan, so that a wrong answer can add but not replace."""

from dataclasses import replace
from typing import Annotated, ClassVar

from adapters.openai.chat.lenient_types import Shape, Text, at_most
from adapters.openai.chat.spoken_text import one_line, stands_in, weighty
from adapters.openai.planner.claims import is_placeholder
from agent.domain.generation import Evidence, Plan
from agent.ports import PlanRequest

HINT_CHARS_MAX = 80
HINT_CONFIDENCE = 0.6
DESCRIPTION_WORDS_MIN = 3
WORKED_OUT = "worked out by the language model"


class HintShape(Shape):
    answer_tokens: ClassVar[int] = 80

    clues: Annotated[Text, at_most(HINT_CHARS_MAX)] = ""
    """Written before the answer, which is better for it; of no other use."""
    answer: Annotated[Text, at_most(HINT_CHARS_MAX)] = ""


def leaves_open(simple: Plan) -> bool:
    """Whether a plan of the built-in planner's may want an answer: a new picture of something described and not remembered, with
    nothing to be asked first. What is named in a word or two ("a lighthouse") stands for nothing else."""
    subject = simple.context.slots.get("subject")
    return (
        simple.intent == "create"
        and not simple.gaps
        and not simple.context.value("character")
        and subject is not None
        and subject.method == "said"
        and len(weighty(subject.value)) >= DESCRIPTION_WORDS_MIN
    )


def hinted(simple: Plan, hint: HintShape, request: PlanRequest) -> Plan:
    """The plan with the answer beside the author's words for it; as it was, where the answer says nothing new."""
    answer = one_line(hint.answer, HINT_CHARS_MAX).rstrip(".")
    subject = simple.context.slots["subject"]
    if not answer or stands_in(answer, request.text) or is_placeholder(answer, request):
        return simple
    worked_out = Evidence(
        value=f"{subject.value} ({answer})", method="reason", source=WORKED_OUT, confidence=HINT_CONFIDENCE
    )
    return replace(simple, context=simple.context.fill({"subject": worked_out}))
