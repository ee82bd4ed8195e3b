"""Whether a context holds all it needs and a picture shows it; and the better of two."""

from collections.abc import Sequence
from dataclasses import replace

from agent.domain.cast import laid_out
from agent.domain.evaluation import Evaluation
from agent.domain.generation import Check, GenerationContext, ImageData, Plan, Reference
from agent.domain.memory import Profile
from agent.ports import KeptImage

ADVICE_CHARS_MAX = 600


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


def within(evaluation: Evaluation, checklist: Sequence[Check]) -> Evaluation:
    """What a judge may say: which of our own items fail, how well the picture does, and a word of advice to the image model."""
    ours = {check.text for check in checklist}
    return replace(
        evaluation,
        failed=tuple(item for item in evaluation.failed if item in ours),
        advice=evaluation.advice[:ADVICE_CHARS_MAX],
        score=min(max(evaluation.score, 0.0), 1.0),
    )


def better(
    first: tuple[KeptImage, Evaluation], second: tuple[KeptImage, Evaluation]
) -> tuple[KeptImage, Evaluation]:
    """The picture that holds more of the checklist; the earlier one on a draw (it was drawn as asked)."""
    return second if second[1].score > first[1].score else first


def stayed_wrong(evaluation: Evaluation) -> tuple[str, ...]:
    """What the reply must admit."""
    return evaluation.failed


def identity_checks(figures: Sequence[tuple[Reference, ImageData]]) -> tuple[Check, ...]:
    """That each figure is recognised, by name, beside their picture; a judge is told which picture that is, people would not know."""
    return tuple(
        Check(
            slot="character",
            text=f"{reference.label} looks as in the picture of {reference.label}",
            hard=True,
        )
        for reference, _ in figures
    )


def figure_checks(context: GenerationContext, checklist: Sequence[Check]) -> tuple[Check, ...]:
    """Of several figures what each does and looks like, apart and by name, so that a judge says whose is wrong: unless the checklist
    says it of them already."""
    said = [
        f"{figure.name}: {theirs}"
        for figure in laid_out(context).figures
        for theirs in (figure.act, figure.looks)
        if theirs
    ]
    return tuple(
        Check(slot="character", text=one, hard=True)
        for one in said
        if not any(one.casefold() in check.text.casefold() for check in checklist)
    )
