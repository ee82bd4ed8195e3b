"""A message that answers the open question: completes the plan that waits for it."""

import re
from dataclasses import replace

from adapters.builtin.language.lexicon import normalised
from adapters.builtin.planner_rules import wishes
from adapters.builtin.planner_rules.characters import UNKNOWN, cast, mine, without_possessive
from adapters.builtin.planner_rules.grammar import frame
from adapters.builtin.planner_rules.introductions import described_in_answer
from adapters.builtin.planner_rules.pointing import attached, ordinal
from adapters.builtin.planner_rules.reading import read
from agent.domain.generation import (
    Candidate,
    Evidence,
    Gap,
    Plan,
    Reference,
    SlotName,
    Statement,
)
from agent.planning.answered_questions import answered as worked_in
from agent.ports import PlanRequest

_SURPRISE = frame("surprise")


def completed(request: PlanRequest, text: str, language: str) -> Plan:
    """The waiting plan with the answer worked in. What is still open stays a gap, to be assumed."""
    pending = request.pending
    assert pending is not None
    if attached(request) and not re.search(r"\w", text):
        return _shown(pending, attached(request)[0])
    if _SURPRISE.match(text) or not re.search(r"\w", text):
        return pending
    plan = pending
    for gap in pending.gaps:
        if gap.slot in request.answers or not request.answers:
            plan = _answered(request, plan, gap, text, language)
    return replace(plan, context=replace(plan.context, prompt=""))


def _shown(plan: Plan, image: str) -> Plan:
    """A picture without a word is the answer: whom or what it shows."""
    gap = next(iter(plan.gaps), None)
    who = gap is not None and gap.slot == "character"
    reference = Reference(image=image, role="character" if who else "subject", label="your picture")
    context = replace(plan.context, references=(*plan.context.references, reference), prompt="")
    return replace(plan, context=context, gaps=tuple(other for other in plan.gaps if other is not gap))


def _answered(request: PlanRequest, plan: Plan, gap: Gap, text: str, language: str) -> Plan:
    gaps = tuple(other for other in plan.gaps if other is not gap)
    candidate = _candidate(gap, text)
    if candidate is None and gap.slot == "references" and attached(request):
        candidate = Candidate(value="your picture", probability=1.0, image=attached(request)[0])
    if gap.slot == "character":
        plan = _without_the_unknown(plan)
    if candidate is not None:
        return replace(plan, context=worked_in(plan.context, gap.slot, candidate), gaps=gaps)
    return _in_words(request, plan, gap, text, language, gaps)


def _without_the_unknown(plan: Plan) -> Plan:
    """The subject without "my dog": who that is, the character slot says now."""
    slots = dict(plan.context.slots)
    if "subject" in slots:
        rest = without_possessive(slots["subject"].value, plan.language)
        evidence = replace(slots.pop("subject"), value=rest)
        slots = {"subject": evidence, **slots} if rest else slots
    return replace(plan, context=replace(plan.context, slots=slots))


def _candidate(gap: Gap, text: str) -> Candidate | None:
    """The candidate that the answer names: by its words, its name or its number."""
    said = normalised(text).strip(" .!?\"'")
    for candidate in gap.candidates:
        name = normalised(candidate.value.split(":")[0])
        if said in (normalised(candidate.value), name) or re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said):
            return candidate
    number = ordinal(text)
    if number is not None and gap.candidates and -len(gap.candidates) <= number < len(gap.candidates):
        return gap.candidates[number]
    words = set(re.findall(r"\w{3,}", said)) - {"the", "one", "please", "that", "this"}
    fits = [c for c in gap.candidates if words and words <= set(re.findall(r"\w{3,}", normalised(c.value)))]
    return fits[0] if len(fits) == 1 else None


def _in_words(
    request: PlanRequest, plan: Plan, gap: Gap, text: str, language: str, gaps: tuple[Gap, ...]
) -> Plan:
    """A free answer is read like a request: it may bring style and place along."""
    plain = re.sub(
        r"^(?:it'?s|it is|he'?s|she'?s|he is|she is|they are|i mean|i meant|maybe|es|er ist|sie ist|c'est|é)\s+",
        "",
        wishes.cleaned(text),
        flags=re.I,
    )
    reading = read(plain, language)
    slots: dict[SlotName, Evidence] = {
        name: replace(evidence, method="ask", source="you answered")
        for name, evidence in reading.evidence().items()
    }
    if gap.slot == "character":
        subject = slots.pop("subject", None)
        value = subject.value if subject else plain
        people = cast(request, value, language)
        before = plan.context.value("character")
        described = people.character.value if people.character else value
        joined = f"{before}; {described}" if before else described
        slots["character"] = Evidence(value=joined, method="ask", source="you answered")
        references = (*plan.context.references, *people.references)
    else:
        people = cast(request, reading.subject, language)
        if people.character is not None:
            slots["character"] = people.character
        references = (*plan.context.references, *people.references)
    told = _introduction(plan, gap, plain)
    if told is not None and told.name:
        others = plan.context.value("character")
        value = "; ".join(filter(None, (others, f"{told.name}: {told.text}")))
        slots["character"] = replace(slots["character"], value=value)
    context = replace(plan.context.fill(slots), references=references)
    return replace(
        plan, context=context, gaps=gaps, statements=(*plan.statements, *((told,) if told else ()))
    )


def _introduction(plan: Plan, gap: Gap, answer: str) -> Statement | None:
    """Whoever was asked for by looks is told of: the next picture knows them."""
    if gap.slot != "character" or plan.language != "en" or not gap.why.startswith(UNKNOWN):
        return None
    return described_in_answer(mine(gap.why.removeprefix(UNKNOWN)), answer)
