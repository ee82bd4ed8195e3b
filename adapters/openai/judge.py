"""Looks at a render with the whole checklist, in one call."""

from typing import Annotated, Literal

from adapters.openai.chat.lenient_types import Forgiving, Shape, Text, one_of
from adapters.openai.chat.spoken_text import spoken
from agent.domain.evaluation import Evaluation
from agent.domain.generation import Check
from agent.errors import MalformedCompletion, ModelUnavailable, RenderRefused
from agent.planning.prompts import render
from agent.ports import JudgeRequest, LanguageModel, Usage

CHECKS_MAX = 12
ADVICE_CHARS_MAX = 500
UNCLEAR_WORTH = 0.5
"""What an item that the picture cannot show counts for."""
SOFT_SHARE_MIN = 0.5
"""Below this share of items that hold a picture is drawn again even if nothing hard failed."""


class VerdictShape(Shape):
    number: int
    holds: Literal["yes", "no", "unclear"]
    why: Text = ""


class JudgeShape(Shape):
    verdicts: Forgiving[VerdictShape]
    advice: Text = ""
    sexual: Annotated[Literal["none", "suggestive", "explicit"], one_of("none")] = "none"
    person: Annotated[Literal["real", "fictional", "unclear"], one_of("unclear")] = "unclear"


class ModelJudge:
    """Implements Judge."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model

    async def judge(self, request: JudgeRequest, *, timeout_seconds: float) -> tuple[Evaluation, Usage]:
        checks = sorted(request.checklist, key=lambda check: not check.hard)[:CHECKS_MAX]
        prompt = render(
            "judge",
            images=[request.image, *(image for _, image in request.figures)],
            figures=[
                {"number": number, "label": ref.label}
                for number, (ref, _) in enumerate(request.figures, start=2)
            ],
            slots=[{"name": name, "value": e.value} for name, e in request.context.slots.items()],
            checks=[{"number": number, "text": check.text} for number, check in enumerate(checks, start=1)],
            missing=request.missing,
        )
        try:
            completion = await self._model.complete(prompt, JudgeShape, timeout_seconds=timeout_seconds)
        except (MalformedCompletion, RenderRefused) as error:
            unjudged = ModelUnavailable("the judging model's answer cannot be used")
            unjudged.cost_usd = error.cost_usd
            raise unjudged from error
        if "unseen" in completion.degraded:
            # A judge without eyes knows nothing; what it says would only cost a second render.
            return Evaluation(verdict="accept"), completion.usage
        return evaluation_of(completion.value, checks), completion.usage


def evaluation_of(shape: JudgeShape, checks: list[Check]) -> Evaluation:
    """The verdict over our own checklist: of what the model wrote, only numbers and the advice are used."""
    holds = {verdict.number: verdict.holds for verdict in shape.verdicts}
    worth = {"yes": 1.0, "unclear": UNCLEAR_WORTH, "no": 0.0}
    states = [holds.get(number, "unclear") for number in range(1, len(checks) + 1)]
    failed = [check for check, state in zip(checks, states, strict=True) if state == "no"]
    score = sum(worth[state] for state in states) / len(states) if states else 1.0
    again = any(check.hard for check in failed) or score < SOFT_SHARE_MIN
    return Evaluation(
        verdict="revise" if again else "accept",
        failed=tuple(check.text for check in failed),
        advice=spoken(shape.advice, ADVICE_CHARS_MAX) or "; ".join(check.text for check in failed),
        score=round(score, 4),
        sexual=shape.sexual,
        person=shape.person,
    )
