"""The one contract of planning in three sizes, for models from the largest to the smallest. Each says how the model is asked, in which
shape it answers, and what becomes of the answer. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from adapters.openai.chat.lenient_types import Shape
from adapters.openai.planner.compact_plan import CompactShape, contradicts, expanded, grounded
from adapters.openai.planner.hinted_plan import HintShape, hinted, leaves_open
from adapters.openai.planner.plan_reading import plan_of
from adapters.openai.planner.plan_shape import PlanShape
from adapters.openai.planner.planner_context import compact_values, sight_of, values
from adapters.openai.planner.supplement import is_anew, starts_anew, supplemented
from agent.domain.generation import ImageData, Intent, Plan
from agent.domain.images import GONE
from agent.domain.plan_sizes import PlanSize
from agent.planning.prompts import render
from agent.ports import PlanRequest, Prompt

_DETERMINISTIC: tuple[Intent, ...] = ("remember", "forget", "refuse", "edit", "restyle", "vary")
"""What a small model is not asked about where the built-in planner recognises it: it would only add to it, or change the rest as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """`simple` is the built-in planner's plan of the same request."""

    size: PlanSize
    shape: type[Shape]
    settled: Callable[[Plan, PlanRequest], bool]
    """Whether `simple` is the plan, and no model need be asked."""
    prompt: Callable[[PlanRequest, Plan], Prompt]
    plan: Callable[[Any, PlanRequest, Plan], Plan]


# --- full ------------------------------------------------------------------------------------------------------


def _never(simple: Plan, request: PlanRequest) -> bool:
    return False


def _full_prompt(request: PlanRequest, simple: Plan) -> Prompt:
    return render("plan", images=_shown(request), **values(request, sight_of(request)))


def _full_plan(shape: PlanShape, request: PlanRequest, simple: Plan) -> Plan:
    if is_anew(shape, simple, request):
        shape = shape.model_copy(update={"intent": simple.intent, "edits": ""})
        request = replace(request, base=None)
    plan = plan_of(shape, request, sight_of(request))
    return supplemented(plan, simple, reads_statements=True)


def _shown(request: PlanRequest) -> list[ImageData]:
    return [image for image in request.images if image is not GONE]


# --- compact ---------------------------------------------------------------------------------------------------


def _is_deterministic(simple: Plan, request: PlanRequest) -> bool:
    """Also where only the person knows: a small model would rather invent their cat than ask. And where something is told to be kept, which
    it draws instead."""
    asks = any(gap.route == "ask" for gap in simple.gaps)
    keeps = any(statement.explicit for statement in simple.statements)
    return simple.intent in _DETERMINISTIC or asks or keeps


def _compact_prompt(request: PlanRequest, simple: Plan) -> Prompt:
    request = _anew(request, simple)
    return render("plan_compact", images=_shown(request), **compact_values(request, sight_of(request)))


def _compact_plan(shape: CompactShape, request: PlanRequest, simple: Plan) -> Plan:
    request = _anew(request, simple)
    plan = grounded(plan_of(expanded(shape, request), request, sight_of(request)), simple, request)
    if contradicts(plan, simple):
        return simple
    return supplemented(replace(plan, language=simple.language), simple, reads_statements=False)


def _anew(request: PlanRequest, simple: Plan) -> PlanRequest:
    """Without the picture before, where the message plainly starts anew: a small model changes whatever it is shown."""
    return replace(request, base=None) if starts_anew(simple, request) else request


# --- hints -----------------------------------------------------------------------------------------------------


def _is_whole(simple: Plan, request: PlanRequest) -> bool:
    return request.pending is not None or not leaves_open(simple)


def _hint_prompt(request: PlanRequest, simple: Plan) -> Prompt:
    return render("plan_hints", message=request.text)


def _hinted_plan(shape: HintShape, request: PlanRequest, simple: Plan) -> Plan:
    return hinted(simple, shape, request)


CONTRACTS: dict[PlanSize, Contract] = {
    "full": Contract(
        size="full", shape=PlanShape, settled=_never, prompt=_full_prompt, plan=_full_plan
    ),
    "compact": Contract(
        size="compact", shape=CompactShape, settled=_is_deterministic, prompt=_compact_prompt, plan=_compact_plan
    ),
    "hints": Contract(size="hints", shape=HintShape, settled=_is_whole, prompt=_hint_prompt, plan=_hinted_plan),
}  # fmt: skip
