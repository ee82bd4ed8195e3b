"""Context-aware planning by a language model: one call, and never a turn that dies of bad JSON or of a slow model."""

from dataclasses import replace

from adapters.openai.errors import TooLong, TooSlow
from adapters.openai.planner.plan_sizes import CONTRACTS
from agent.domain.generation import Plan
from agent.domain.memory import Recollection
from agent.domain.plan_sizes import PlanSize
from agent.errors import MalformedCompletion, RenderRefused
from agent.ports import LanguageModel, Planner, PlanRequest, Usage
from agent.translation.catalogue import N_, _

DEGRADED = N_("I planned this one simply: the language model's answer could not be read.")
BRIEF = N_(
    "I planned this one without our earlier conversation: it is longer than the language model can take."
)
NO_ROOM = N_("I planned this one simply: it is longer than the language model can take.")
SLOW = N_("I planned this one simply: the language model was still at work when its time was over.")
REFUSAL = N_("I would rather not draw that. I am glad to draw something else.")


class ModelPlanner:
    """Implements Planner. `fallback`, the built-in planner, reads every request as well: its plan is taken where the model's cannot be
    had, and fills in what the model leaves out. `size` and `seconds` may be set while it is at work (see plan_trial.py)."""

    def __init__(
        self,
        model: LanguageModel,
        *,
        fallback: Planner,
        size: PlanSize = "full",
        seconds: float | None = None,
    ) -> None:
        self._model = model
        self._fallback = fallback
        self.size: PlanSize = size
        self.seconds = seconds
        """Longest that one plan may take, where that is less than the turn gives it."""

    async def plan(self, request: PlanRequest, *, timeout_seconds: float) -> tuple[Plan, Usage]:
        simple, usage = await self._fallback.plan(request, timeout_seconds=timeout_seconds)
        if CONTRACTS[self.size].settled(simple, request):
            return simple, usage
        seconds = min(timeout_seconds, self.seconds or timeout_seconds)
        try:
            return await self._fitting(request, simple, seconds)
        except TooSlow as error:
            slow = Usage(cost_usd=error.cost_usd, degraded="planned simply: too slow")
            return replace(simple, notes=(*simple.notes, _(SLOW))), slow

    async def _fitting(self, request: PlanRequest, simple: Plan, seconds: float) -> tuple[Plan, Usage]:
        """With as much of the conversation as the model has room for."""
        try:
            return await self._planned(request, simple, seconds)
        except TooLong:
            pass
        try:
            plan, usage = await self._planned(_brief(request), simple, seconds)
            degraded = ", ".join(filter(None, ["without the conversation", usage.degraded]))
            return replace(plan, notes=(*plan.notes, _(BRIEF))), replace(usage, degraded=degraded)
        except TooLong:
            return replace(simple, notes=(*simple.notes, _(NO_ROOM))), Usage(
                degraded="planned simply: too long"
            )

    async def _planned(self, request: PlanRequest, simple: Plan, seconds: float) -> tuple[Plan, Usage]:
        contract = CONTRACTS[self.size]
        prompt = contract.prompt(request, simple)
        try:
            completion = await self._model.complete(prompt, contract.shape, timeout_seconds=seconds)
        except RenderRefused as error:
            return Plan(intent="refuse", answer=_(REFUSAL)), Usage(cost_usd=error.cost_usd)
        except MalformedCompletion as error:
            noted = replace(simple, notes=(*simple.notes, _(DEGRADED)))
            return noted, Usage(cost_usd=error.cost_usd, degraded="planned simply: unreadable")
        return contract.plan(completion.value, request, simple), completion.usage


def _brief(request: PlanRequest) -> PlanRequest:
    """What cannot be left out: the message, the rules and the profile, the picture meant (by its record) and the question it answers."""
    return replace(request, turn=replace(request.turn, thread=()), recollection=Recollection(), images=())
