"""The last step of every plan: memory's preferences and rules, panels, the checklist and the prompt."""

import re
from collections.abc import Sequence
from dataclasses import replace

from adapters.builtin.planner_rules import panels
from adapters.builtin.planner_rules.checking import checklist
from adapters.builtin.planner_rules.reading import Reading, said
from adapters.builtin.planner_rules.recalling import Priors, priors, read_wishes
from adapters.builtin.planner_rules.tokens import stem, tokenise
from agent.domain.generation import (
    Evidence,
    Gap,
    GenerationContext,
    Intent,
    Plan,
    Search,
    SlotName,
    Statement,
)
from agent.image_prompt import prompt_of
from agent.ports import PlanRequest

_ORDER: tuple[SlotName, ...] = (
    "subject", "character", "style", "setting", "time", "palette", "composition", "text", "references", "format",
    "count", "exclude",
)  # fmt: skip


def finished(
    request: PlanRequest,
    context: GenerationContext,
    reading: Reading,
    *,
    text: str,
    gaps: Sequence[Gap] = (),
    searches: Sequence[Search] = (),
    statements: Sequence[Statement] = (),
    intent: Intent = "create",
    memory: bool = True,
) -> Plan:
    """The plan with memory's priors, rules, panels, checks and prompt. `memory` False: preferences fill nothing (an edit
    changes what was asked, no more); rules hold all the same."""
    prior = priors(request, reading)
    told = {
        name: said(value)
        for one in statements
        if one.kind == "preference"
        for name, value in read_wishes(one.text).items()
    }
    context = replace(context, slots={**told, **context.slots})
    refused = _forbidden(prior, context)
    if refused:
        return Plan(intent="refuse", answer=refused, language=reading.language, statements=tuple(statements))
    slots = {**(prior.slots if memory else {}), **context.slots}
    meant = prior.meanings.get("format")
    if meant is not None and re.match(r"[a-z]", reading.format):
        word = reading.format.rpartition(" ")[0]
        slots["format"] = replace(meant, value=f"{word} {meant.value}")
    excluded = _merged_exclusions(prior, context, memory=memory)
    notes = list(_rule_notes(prior, context))
    slots |= {name: evidence for name, evidence in prior.ruled.items() if name != "exclude"}
    if excluded is not None:
        slots["exclude"] = excluded
    series = panels.panels_of(reading, text)
    if note := panels.too_many(reading):
        notes.append(note)
    ordered: dict[SlotName, Evidence] = {name: slots[name] for name in _ORDER if name in slots}
    context = replace(context, slots=ordered, prompt="")
    context = replace(context, prompt=prompt_of(context)) if not gaps else context
    return Plan(
        intent="series" if series else intent, context=context, gaps=tuple(gaps),
        searches=tuple(searches), panels=series, checklist=checklist(context), statements=tuple(statements),
        notes=tuple(notes), language=reading.language,
    )  # fmt: skip


def _forbidden(prior: Priors, context: GenerationContext) -> str:
    """What to say where a rule forbids the very subject; "" where it does not."""
    subject = {stem(token.norm) for token in tokenise(context.value("subject"))}
    for things, memory in prior.forbidden:
        for thing in re.split(r",\s*|\s+(?:and|or)\s+", things):
            words = {stem(token.norm) for token in tokenise(thing)}
            if words and words <= subject:
                return f"A rule here says: “{memory.text}”. So I do not draw that one."
    return ""


def _merged_exclusions(prior: Priors, context: GenerationContext, *, memory: bool) -> Evidence | None:
    """The message's own, the rules' and the preferences' exclusions in one slot."""
    liked = prior.slots.get("exclude") if memory else None
    found = [e for e in (context.slots.get("exclude"), prior.ruled.get("exclude"), liked) if e]
    if not found:
        return None
    values = dict.fromkeys(one for evidence in found for one in evidence.value.split(", "))
    recalled = next((evidence for evidence in found if evidence.method == "recall"), None)
    first = recalled or found[0]
    return replace(first, value=", ".join(values), source="; ".join(dict.fromkeys(e.source for e in found)))


def _rule_notes(prior: Priors, context: GenerationContext) -> list[str]:
    """Where a rule overrides what the message says."""
    return [
        f"The {evidence.source} wins over “{context.value(name)}” here."
        for name, evidence in prior.ruled.items()
        if name != "exclude" and context.value(name) and context.value(name).lower() != evidence.value.lower()
    ]
