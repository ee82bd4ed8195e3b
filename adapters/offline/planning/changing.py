"""Plans a change to the picture at hand: the base's slots with what the message changes, its layout kept."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.offline.planning import wording
from adapters.offline.planning.characters import cast
from adapters.offline.planning.checking import checklist
from adapters.offline.planning.drafting import finished
from adapters.offline.planning.editing import Edit
from adapters.offline.planning.reading import Reading, said
from agent.conversation import Picture
from agent.generation import Evidence, Gap, GenerationContext, Plan, Reference, SlotName, Statement
from agent.ports import PlanRequest
from agent.prompting import prompt_of


def changed_picture(
    request: PlanRequest, base: Picture, edit: Edit, language: str, statements: Sequence[Statement]
) -> Plan:
    """The edit's plan."""
    slots: dict[SlotName, Evidence] = dict(base.context.slots)
    for name, value in edit.slots.items():
        if value:
            slots[name] = said(value)
        else:
            slots.pop(name, None)
    added = cast(request, edit.slots.get("subject", ""), language)
    references = [ref for ref in base.context.references if ref.role != "base"]
    if added.character is not None:
        slots["character"] = added.character
        references += [ref for ref in added.references if ref not in references]
    context = replace(
        base.context, slots=slots, base=base.id, panel="", prompt="",
        references=(Reference(image=base.id, role="base", label="the picture to change"), *references),
    )  # fmt: skip
    reading = Reading(language=language, subject=context.value("subject"))
    plan = finished(
        request,
        context,
        reading,
        text="",
        statements=statements,
        intent="restyle" if edit.is_restyle else "edit",
    )
    return _kept_to_base(plan, base, edit)


def _kept_to_base(plan: Plan, base: Picture, edit: Edit) -> Plan:
    """Preferences fill no slot of a picture that was made without them: an edit changes what was asked, no more."""
    if plan.intent == "refuse":
        return plan
    named = {*base.context.slots, *edit.slots}
    slots = {
        name: evidence
        for name, evidence in plan.context.slots.items()
        if (name in named and edit.slots.get(name) != "")
        or evidence.source.endswith("rule")
        or " rule: " in evidence.source
    }
    context = replace(plan.context, slots=slots, prompt="")
    context = replace(context, prompt=prompt_of(context))
    return replace(plan, context=context, checklist=checklist(context))


def another(base: Picture, language: str) -> Plan:
    """ "again": the same picture with a new seed."""
    references = tuple(ref for ref in base.context.references if ref.role != "base")
    context = replace(base.context, seed=0, base=None, references=references, panel="", prompt="")
    context = replace(context, prompt=prompt_of(context))
    return Plan(intent="vary", context=context, checklist=checklist(context), language=language)


def nothing_to_change(edit: Edit, language: str) -> Plan:
    """An edit without a picture: which one?"""
    slots = {name: said(value) for name, value in edit.slots.items() if value and name != "subject"}
    gap = Gap(
        slot="references", why="there is no picture here to change", route="ask", harm=0.9,
        question=wording.question("change", language),
    )  # fmt: skip
    return Plan(intent="edit", context=GenerationContext(slots=slots), gaps=(gap,), language=language)
