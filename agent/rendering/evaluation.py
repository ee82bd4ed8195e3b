"""Judges a context before the render, for free, and keeps the better of two pictures."""

from collections.abc import Sequence

from agent.domain.generation import Check, Evaluation, GenerationContext, Plan
from agent.domain.memory import Profile
from agent.ports import KeptImage


def lacks(plan: Plan) -> tuple[str, ...]:
    """What the context still needs before it is worth a render: nothing to draw, or a rule it would break."""
    context = plan.context
    if context.base or context.references or any(panel.slots.get("subject") for panel in plan.panels):
        return ()
    anything = any(context.value(slot) for slot in ("subject", "character", "setting", "text", "style"))
    return () if anything else ("there is nothing to draw yet",)


def hard_checks(checklist: Sequence[Check]) -> tuple[Check, ...]:
    return tuple(check for check in checklist if check.hard)


def with_rules(context: GenerationContext, profile: Profile) -> tuple[Check, ...]:
    """The channel's rules as checks of their own: they hold whatever the planner made of the request."""
    return tuple(
        Check(slot="exclude", text=f"it keeps the rule: {rule.text}", hard=True) for rule in profile.rules()
    )


def better(
    first: tuple[KeptImage, Evaluation], second: tuple[KeptImage, Evaluation]
) -> tuple[KeptImage, Evaluation]:
    """The picture that holds more of the checklist; the earlier one on a draw (it was drawn as asked)."""
    return second if second[1].score > first[1].score else first


def stayed_wrong(evaluation: Evaluation) -> tuple[str, ...]:
    """What the reply must admit."""
    return evaluation.failed
