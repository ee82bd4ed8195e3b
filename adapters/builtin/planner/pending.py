"""A message that answers the open question: completes the plan that waits for it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line, says_name
from adapters.builtin.planner.memory import people
from adapters.builtin.planner.memory.introductions import described_in_answer
from adapters.builtin.planner.reading import phrases
from adapters.builtin.planner.reading.counts import ordinal
from adapters.builtin.planner.reading.reading import read
from adapters.builtin.planner.reading.said_looks import is_look, is_part
from adapters.builtin.planner.wanted import attached
from agent.domain.cast import evidence_of
from agent.domain.characters import Character
from agent.domain.generation import Candidate, Evidence, Gap, Plan, Reference, SlotName, Statement
from agent.planning.answered_questions import answered as worked_in
from agent.ports import PlanRequest
from agent.text.words import normalised, tokenise
from agent.translation.catalogue import _


def completed(request: PlanRequest, text: str, language: str, *, is_your_choice: bool) -> Plan:
    """The waiting plan with the answer worked in. What is still open stays a gap, to be assumed."""
    pending = request.pending
    assert pending is not None
    if attached(request) and not re.search(r"\w", text):
        return _shown(pending, attached(request)[0])
    if is_your_choice or not re.search(r"\w", text):
        return pending
    plan = pending
    for gap in pending.gaps:
        if gap.slot in request.answers or not request.answers:
            plan = _answered(request, plan, gap, text, language)
    return replace(plan, context=replace(plan.context, prompt=""))


def named_candidate(request: PlanRequest, text: str, language: str) -> bool:
    """Whether the message names one of the answers that were offered."""
    return request.pending is not None and any(
        _candidate(gap, text, language) for gap in request.pending.gaps
    )


def _shown(plan: Plan, image: str) -> Plan:
    """A picture without a word is the answer: whom or what it shows."""
    gap = next(iter(plan.gaps), None)
    who = gap is not None and gap.slot == "character"
    reference = Reference(image=image, role="character" if who else "subject", label="your picture")
    context = replace(plan.context, references=(*plan.context.references, reference), prompt="")
    return replace(plan, context=context, gaps=tuple(other for other in plan.gaps if other is not gap))


def _answered(request: PlanRequest, plan: Plan, gap: Gap, text: str, language: str) -> Plan:
    gaps = tuple(other for other in plan.gaps if other is not gap)
    asked_about = plan
    candidate = _candidate(gap, text, language)
    if candidate is None and gap.slot == "references" and attached(request):
        candidate = Candidate(value=_("your picture"), probability=1.0, image=attached(request)[0])
    if gap.slot == "character":
        plan = _without_the_unknown(plan)
    if candidate is not None:
        return replace(plan, context=worked_in(plan.context, gap.slot, candidate), gaps=gaps)
    answer = _plainly(text, language)
    shown = _described(asked_about, gap, answer, language)
    completed_plan = _in_words(request, plan, gap, shown, language, answer=answer)
    return replace(completed_plan, gaps=gaps)


def _described(plan: Plan, gap: Gap, answer: str, language: str) -> str:
    """ "fluffy and white" with the cat that was asked about; an answer that names somebody or something stands for itself."""
    asked = plan.context.value("subject") if gap.slot in ("subject", "character") else ""
    owned = (one.noun for spoken in (language, plan.language) for one in people.possessives(asked, spoken))
    noun = next(owned, asked if gap.slot == "subject" else "")
    if not noun or _names_somebody(answer, language) or phrases.names(answer, noun, language):
        return answer
    return f"{noun}, {answer}"


def _names_somebody(answer: str, language: str) -> bool:
    """Whether its first phrase has a head of its own: "a tabby", "black cat", not "black", "floppy ears"."""
    head = Line(phrases.head_of(answer, language), language)
    noun = head.norm(0 if language in phrases.LOOK_BEHIND else head.size - 1)
    if not noun or is_part(noun) or is_look(noun, language):
        return False
    named = grammar.thing_words(head.text, language) or grammar.things().all(head.tokens)
    return bool(named) or head.own(0, "indefinite") is not None or head.text[:1].isupper()


def _without_the_unknown(plan: Plan) -> Plan:
    """The subject without "my dog": who that is, the character slot says now."""
    slots = dict(plan.context.slots)
    subject = plan.context.value("subject")
    owned = next(iter(people.possessives(subject, plan.language)), None)
    if owned is None:
        return plan
    rest = f"{subject[: owned.start]}{subject[owned.end :]}".strip(" ,")
    rest = re.sub(r"^(?:and|with|but)\s+|[\s,]+(?:and|with)$", "", rest, flags=re.IGNORECASE)
    evidence = replace(slots.pop("subject"), value=rest)
    slots = {"subject": evidence, **slots} if rest else slots
    return replace(plan, context=replace(plan.context, slots=slots))


def _candidate(gap: Gap, text: str, language: str) -> Candidate | None:
    """The candidate that the answer names: by its words, its name or its number."""
    said = normalised(text).strip(" .!?\"'")
    for candidate in gap.candidates:
        name = normalised(candidate.value.split(":")[0])
        if gap.slot == "subject" and candidate.source and says_name(said, candidate.source):
            return candidate
        if said in (normalised(candidate.value), name) or re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said):
            return candidate
    number = ordinal(text, language)
    if number is not None and gap.candidates and -len(gap.candidates) <= number[0] < len(gap.candidates):
        return gap.candidates[number[0]]
    words = {t.norm for t in tokenise(said) if len(t.norm) > 2} - grammar.word_set("chooses")
    fits = [c for c in gap.candidates if words and words <= {t.norm for t in tokenise(c.value)}]
    return fits[0] if len(fits) == 1 else None


def _in_words(request: PlanRequest, plan: Plan, gap: Gap, plain: str, language: str, *, answer: str) -> Plan:
    """A free answer is read like a request: it may bring style and place along. `plain`: with whom it describes."""
    reading = read(plain, language)
    slots: dict[SlotName, Evidence] = {
        name: replace(evidence, method="ask", source="you answered")
        for name, evidence in reading.evidence().items()
    }
    if gap.slot == "character":
        subject = slots.pop("subject", None)
        value = subject.value if subject else plain
        cast = people.cast(request, value, language)
        described = cast.character.people() if cast.character else (Character(description=value),)
        slots["character"] = _joined(plan, described)
    else:
        cast = people.cast(request, reading.subject, language)
        slots |= {"character": cast.character} if cast.character is not None else {}
    told = _introduction(plan, gap, answer)
    if told is not None and told.name:
        slots["character"] = _joined(plan, (Character(name=told.name, description=told.text),))
    context = replace(plan.context.fill(slots), references=(*plan.context.references, *cast.references))
    return replace(plan, context=context, statements=(*plan.statements, *((told,) if told else ())))


def _joined(plan: Plan, further: Sequence[Character]) -> Evidence:
    """Those who are known, and whom the answer tells of."""
    return evidence_of((*plan.context.characters(), *further), method="ask", source="you answered")


def _plainly(text: str, language: str) -> str:
    """Without "it's", "I mean", "maybe"."""
    return (Line(text, language).after("answer_lead") or text).strip()


def _introduction(plan: Plan, gap: Gap, answer: str) -> Statement | None:
    """Whoever was asked for by looks is told of: the next picture knows them."""
    if gap.slot != "character" or plan.language != "en" or not gap.why.startswith(people.UNKNOWN):
        return None
    return described_in_answer(people.mine(gap.why.removeprefix(people.UNKNOWN)), answer, plan.language)
