"""The last step of every plan: memory's preferences and rules, panels, the checklist and the prompt."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from adapters.builtin.planner.memory.recalled import Priors, priors, read_wishes
from adapters.builtin.planner.plans import panels
from adapters.builtin.planner.reading.reading import Reading, said
from agent.domain.generation import (
    Check,
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
from agent.text.words import singular, tokenise
from agent.translation.catalogue import _
from agent.wording.names import source_words

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
    wishes = [read_wishes(one.text) for one in statements if one.kind == "preference"]
    told = {name: said(value) for wish in wishes for name, value in wish.items()}
    context = replace(context, slots={**told, **context.slots})
    refused = _forbidden(prior, context)
    if refused:
        return Plan(intent="refuse", answer=refused, language=reading.language, statements=tuple(statements))
    slots = {**(prior.slots if memory else {}), **context.slots}
    meant = prior.meanings.get("format")
    if meant is not None and re.match(r"[a-z]", reading.format):
        slots["format"] = replace(meant, value=f"{reading.format.rpartition(' ')[0]} {meant.value}")
    excluded = _merged_exclusions(prior, context, memory=memory)
    notes = list(_rule_notes(prior, context))
    slots |= {name: evidence for name, evidence in prior.ruled.items() if name != "exclude"}
    if excluded is not None:
        slots["exclude"] = excluded
    series = panels.panels_of(reading, text)
    notes += [note] if (note := panels.too_many(reading)) else []
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
    subject = {singular(token.norm) for token in tokenise(context.value("subject"))}
    for things, memory in prior.forbidden:
        for thing in re.split(r",\s*|\s+(?:and|or)\s+", things):
            words = {singular(token.norm) for token in tokenise(thing)}
            if words and words <= subject:
                return _("A rule here says: “{rule}”. So I do not draw that one.", rule=memory.text)
    return ""


def _merged_exclusions(prior: Priors, context: GenerationContext, *, memory: bool) -> Evidence | None:
    """The message's own, the rules' and the preferences' exclusions in one slot."""
    liked = prior.slots.get("exclude") if memory else None
    found = [e for e in (context.slots.get("exclude"), prior.ruled.get("exclude"), liked) if e]
    if not found:
        return None
    values = dict.fromkeys(one for evidence in found for one in evidence.value.split(", "))
    first = next((evidence for evidence in found if evidence.method == "recall"), found[0])
    return replace(first, value=", ".join(values), source="; ".join(dict.fromkeys(e.source for e in found)))


def _rule_notes(prior: Priors, context: GenerationContext) -> list[str]:
    """Where a rule overrides what the message says."""
    ruled = ((context.value(name), one) for name, one in prior.ruled.items() if name != "exclude")
    return [
        _("This goes before “{words}” here: {rule}", rule=source_words(one.source), words=words)
        for words, one in ruled
        if words and words.lower() != one.value.lower()
    ]


def checklist(context: GenerationContext) -> tuple[Check, ...]:
    """What must be true of the picture. Hard items are what people notice: counts, printed text, characters, exclusions, what
    memory said."""
    return tuple(
        Check(slot=name, text=text, hard=hard)
        for name, evidence in context.slots.items()
        for text, hard in _must_hold(name, evidence)
    )


def _must_hold(name: SlotName, evidence: Evidence) -> Iterable[tuple[str, bool]]:
    value, recalled = evidence.value, evidence.method == "recall"
    match name:
        case "subject":
            return [(f"it shows {value}", False)]
        case "count":
            return [(f"there are exactly {one}", True) for one in value.split(", ")]
        case "text":
            return [(f"the words “{value}” are printed in it, spelt so", True)]
        case "exclude":
            return [(f"there is no {one} in it", True) for one in value.split(", ")]
        case "character":
            return [(f"it shows {one.sentence()}", True) for one in evidence.people()]
        case "references":
            return [(f"it resembles {value}", recalled)]
        case _:
            return [(f"{name}: {value}", recalled)]
