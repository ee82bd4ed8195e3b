"""Context-aware planning by a language model: one call, and never a turn that dies of bad JSON."""

from dataclasses import replace

from adapters.openai.errors import TooLong
from adapters.openai.planner.plan_reading import plan_of
from adapters.openai.planner.plan_shape import PlanShape
from adapters.openai.planner.planner_context import sight_of, values
from agent.domain.generation import GONE, Plan
from agent.domain.memory import Recollection
from agent.errors import MalformedCompletion, RenderRefused
from agent.planning.prompts import render
from agent.ports import LanguageModel, Planner, PlanRequest, Usage

DEGRADED = "I planned this one simply: the language model's answer could not be read."
BRIEF = "I planned this one without our earlier conversation: it is longer than the language model can take."
NO_ROOM = "I planned this one simply: it is longer than the language model can take."
REFUSAL = "I would rather not draw that. I am glad to draw something else."


class ModelPlanner:
    """Implements Planner. `fallback` plans from the author's text alone when the model's answer cannot be read."""

    def __init__(self, model: LanguageModel, *, fallback: Planner) -> None:
        self._model = model
        self._fallback = fallback

    async def plan(self, request: PlanRequest, *, timeout_seconds: float) -> tuple[Plan, Usage]:
        try:
            return await self._planned(request, timeout_seconds)
        except TooLong:
            pass
        try:
            plan, usage = await self._planned(_brief(request), timeout_seconds)
            degraded = ", ".join(filter(None, ["without the conversation", usage.degraded]))
            return replace(plan, notes=(*plan.notes, BRIEF)), replace(usage, degraded=degraded)
        except TooLong:
            plan, usage = await self._fallback.plan(request, timeout_seconds=timeout_seconds)
            return replace(plan, notes=(*plan.notes, NO_ROOM)), replace(
                usage, degraded="planned simply: too long"
            )

    async def _planned(self, request: PlanRequest, timeout_seconds: float) -> tuple[Plan, Usage]:
        sight = sight_of(request)
        prompt = render(
            "plan", images=[image for image in request.images if image is not GONE], **values(request, sight)
        )
        try:
            completion = await self._model.complete(prompt, PlanShape, timeout_seconds=timeout_seconds)
        except RenderRefused as error:
            return Plan(intent="refuse", answer=REFUSAL), Usage(cost_usd=error.cost_usd)
        except MalformedCompletion as error:
            plan, _ = await self._fallback.plan(request, timeout_seconds=timeout_seconds)
            noted = replace(plan, notes=(*plan.notes, DEGRADED))
            return noted, Usage(cost_usd=error.cost_usd, degraded="planned simply: unreadable")
        return plan_of(completion.value, request, sight), completion.usage


def _brief(request: PlanRequest) -> PlanRequest:
    """What cannot be left out: the message, the rules and the profile, the picture meant (by its record) and the question it answers."""
    return replace(request, turn=replace(request.turn, thread=()), recollection=Recollection(), images=())
