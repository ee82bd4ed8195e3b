"""Plans a new picture: what the message says, then the thread, then memory; gaps where none of them knows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from adapters.offline.planning import panels, pointing, wishes, wording
from adapters.offline.planning.characters import Cast, cast, who
from adapters.offline.planning.checking import checklist
from adapters.offline.planning.reading import Reading, read, said
from adapters.offline.planning.recalling import Priors, known, priors, stem
from adapters.offline.planning.tokens import tokenise
from agent.generation import (
    Candidate,
    Evidence,
    Gap,
    GenerationContext,
    Intent,
    Panel,
    Plan,
    Reference,
    Search,
    SlotName,
    Statement,
)
from agent.ports import PlanRequest
from agent.prompting import prompt_of

IDEAS = 3
_LOOK_UP = re.compile(r"\b(?:look up|search (?:the web )?for|google|find (?:out )?(?:what|how)|research)\s+(?P<what>[^,.!?]{2,60}?)(?=\s+and\s+(?:draw|paint|sketch|make)|[,.!?]|$)(?:\s+and\s+)?", re.I)  # fmt: skip
_MAKE_PICTURED = re.compile(r"^(?:make|turn|draw|paint|transform|change|put|dress|give|show|render|do|imagine)?\s*(?:(?:this|that|the|my|our|it|him|her|them)\b\s*(?P<what>[\w-]+(?: in (?:this|the|my) (?:picture|photo|image))?)?)\s*(?:into|as|to|like|be|look like)?\s*(?P<how>.*)$", re.I | re.S)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A request for a picture of its own, before it is filled in."""

    request: PlanRequest
    text: str
    language: str
    statements: tuple[Statement, ...] = ()


def new_picture(wanted: Wanted) -> Plan:
    """The plan for a new picture."""
    request, language = wanted.request, wanted.language
    text, searches = _looked_up(wanted.text)
    like, text = pointing.like_before(text)
    images, which = pointing.chosen(request, text, language)
    text = pointing.without_pointing(text) if (which or len(pointing.attached(request)) > 1) else text
    reading = read(text, language)
    if images or which:
        reading = _of_picture(reading, text, language)
    subject, before, gap = _resolved(request, reading.subject, language, images=bool(images or which))
    people = cast(request, subject, language, asked=_shown_text(reading))
    people = _with_statements(people, wanted.statements, subject)
    slots: dict[SlotName, Evidence] = {**before.slots, **reading.evidence()}
    if people.subject:
        slots["subject"] = said(people.subject)
    elif "subject" in slots and not before.slots:
        del slots["subject"]
    if people.character is not None:
        slots["character"] = people.character
    references = (*before.references, *people.references, *_given(images, reading))
    gaps = tuple(one for one in (gap, which, *people.gaps) if one is not None)
    slots, references, gaps = _like_before(request, like, slots, references, gaps, language)
    if not (slots.keys() & {"subject", "character"} or references or gaps) and not _has_panels(reading, text):
        gaps = (_nothing_named(request, reading, language),)
    context = GenerationContext(slots=slots, references=tuple(dict.fromkeys(references)))
    return finished(
        request, context, reading, text=text, gaps=gaps, searches=searches, statements=wanted.statements
    )


def _looked_up(text: str) -> tuple[str, tuple[Search, ...]]:
    """ "look up the Bauhaus and draw it"."""
    match = _LOOK_UP.search(text)
    if match is None:
        return text, ()
    what = match["what"].strip()
    left = f"{text[: match.start()]}{text[match.end() :]}"
    rest = re.sub(r"^\W*(?:draw|paint|sketch|make)\s+(?:it|that|one|them)\b", "", left.strip(), flags=re.I)
    draws = f"draw {what} {rest}" if rest != left.strip() or not re.search(r"\w", left) else left
    return draws, (
        Search(query=what, kind="text", slot="subject"),
        Search(query=what, kind="image", slot="references"),
    )


def _of_picture(reading: Reading, text: str, language: str) -> Reading:
    """ "make this cat a pirate": the attached picture's cat, as a pirate."""
    match = _MAKE_PICTURED.match(wishes.without_opening(text, language)) or _MAKE_PICTURED.match(text.strip())
    subject = reading.subject
    if match is None or not re.match(
        r"^(?:(?:make|turn|draw|paint|put|give|dress)\s+)?(?:this|that|the|my|our|it|him|her|them)\b",
        subject or text.strip(),
        re.I,
    ):
        return reading
    inner = _MAKE_PICTURED.match(subject) if subject else None
    what = ((inner or match)["what"] or "").strip()
    how = ((inner or match)["how"] or "").strip() if inner else ""
    name = what if what and what.lower() not in _NOT_WHAT else ""
    if what and not name:
        how = f"{what} {how}".strip()
    base = f"the {name}" if name and name.lower() not in ("picture", "photo", "image", "pic") else ""
    joined = (
        f"{base} as {how}" if base and re.match(r"^(?:an?|the)\b", how, re.I) else f"{base} {how}".strip()
    )
    return replace(reading, subject=joined.strip() or "")


_NOT_WHAT = frozenset(["a", "an", "the", "into", "as", "in", "at", "on", "with", "to", "look", "be", "like", "wearing", "holding", "riding", "sitting", "flying", "more", "under"])  # fmt: skip


def _given(images: Sequence[str], reading: Reading) -> tuple[Reference, ...]:
    label = re.sub(r"^the ", "", reading.subject.split(" as ")[0])[:40] if reading.subject else "your picture"
    return tuple(Reference(image=image, role="subject", label=label or "your picture") for image in images)


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What the thread says about whom is meant."""

    slots: Mapping[SlotName, Evidence]
    references: tuple[Reference, ...] = ()


def _resolved(
    request: PlanRequest, subject: str, language: str, *, images: bool
) -> tuple[str, Before, Gap | None]:
    """The subject with its pronoun resolved by the picture before; a gap where nothing tells."""
    match = wishes.PRONOUNS[language].match(subject) if subject else None
    if match is None or images:
        return subject, Before(slots={}), None
    rest = subject[match.end() :].strip(" ,")
    base = request.base
    if base is not None and (base.context.value("subject") or base.context.value("character")):
        return _as_before(base.context, rest)
    memories = known(request, "character")
    if len(memories) == 1:
        return f"{memories[0].name or memories[0].text} {rest}".strip(), Before(slots={}), None
    return rest, Before(slots={}), who(request, match["who"], language)


def _as_before(context: GenerationContext, rest: str) -> tuple[str, Before, None]:
    """Who the picture before shows, in a new scene; its style stays too."""
    kept: dict[SlotName, Evidence] = {}
    for name in ("character", "style", "palette", "format"):
        evidence = context.slots.get(name)
        if evidence is not None:
            kept[name] = replace(evidence, source=evidence.source or "the picture before")
    shown = context.value("subject")
    subject = f"{shown}, {rest}" if shown and rest else shown or rest
    references = tuple(ref for ref in context.references if ref.role in ("character", "subject"))
    return subject, Before(slots=kept, references=references), None


def _shown_text(reading: Reading) -> str:
    return " ".join(
        value for name, value in reading.slots().items() if name not in ("text", "exclude", "style")
    )


def _with_statements(people: Cast, statements: Sequence[Statement], subject: str) -> Cast:
    """A character introduced in the same message."""
    told = [
        s
        for s in statements
        if s.kind == "character" and s.name and re.search(rf"\b{re.escape(s.name)}\b", subject, re.I)
    ]
    if not told or people.character is not None:
        return people
    value = "; ".join(f"{statement.name}: {statement.text}" for statement in told)
    images = tuple(Reference(image=s.image, role="character", label=s.name) for s in told if s.image)
    return replace(people, character=said(value), references=(*people.references, *images))


def _like_before(
    request: PlanRequest,
    like: re.Match[str] | None,
    slots: dict[SlotName, Evidence],
    references: tuple[Reference, ...],
    gaps: tuple[Gap, ...],
    language: str,
) -> tuple[dict[SlotName, Evidence], tuple[Reference, ...], tuple[Gap, ...]]:
    """ "like last time": the earlier picture as a style reference, or as the whole request where nothing else is said."""
    if like is None:
        return slots, references, gaps
    evidence, reference, _ = pointing.recalled(request, like)
    base = request.base
    if evidence is None or reference is None:
        if base is not None:
            kept = {
                name: e for name, e in base.context.slots.items() if name in ("style", "palette", "format")
            }
            whole = slots if slots.keys() & {"subject", "character"} else {**base.context.slots, **slots}
            return {**kept, **whole}, references, gaps
        if slots.keys() & {"subject", "character"}:
            return slots, references, gaps
        gap = Gap(slot="references", why="no earlier picture fits", route="ask", harm=pointing.PICTURE_HARM, question=wording.question("picture", language))  # fmt: skip
        return slots, references, (*gaps, gap)
    slots = {**slots, "references": evidence}
    if not slots.keys() & {"subject", "character"}:
        slots["subject"] = evidence
        reference = replace(reference, role="subject")
    return slots, (*references, reference), tuple(gap for gap in gaps if gap.slot != "subject")


def _has_panels(reading: Reading, text: str) -> bool:
    return any(panel.slots.get("subject") for panel in panels.panels_of(reading, text))


def _nothing_named(request: PlanRequest, reading: Reading, language: str) -> Gap:
    """No subject: a few ideas, the author's own characters first."""
    own = [
        memory.name for memory in known(request, "character") if memory.name and memory.scope.kind == "user"
    ][:1]
    ideas = [*own, *wording.ideas(request.turn.id, language, IDEAS - len(own))]
    share = round(0.45 / len(ideas), 3)
    return Gap(
        slot="subject", why="nothing to draw was named", route="ask", harm=1.0,
        question=wording.question("subject", language),
        candidates=tuple(Candidate(value=idea, probability=share, source="an idea") for idea in ideas),
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
) -> Plan:
    """The plan with memory's priors, rules, panels, checks and prompt."""
    prior = priors(request, reading)
    refused = forbidden(prior, context)
    if refused:
        return Plan(intent="refuse", answer=refused, language=reading.language, statements=tuple(statements))
    slots = {**prior.slots, **context.slots}
    excluded = merged_exclusions(prior, context)
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
        intent="series" if series and _differ(series) else intent, context=context, gaps=tuple(gaps),
        searches=tuple(searches), panels=series, checklist=checklist(context), statements=tuple(statements),
        notes=tuple(notes), language=reading.language,
    )  # fmt: skip


_ORDER: tuple[SlotName, ...] = (
    "subject", "character", "style", "setting", "time", "palette", "composition", "text", "references", "format",
    "count", "exclude",
)  # fmt: skip


def _differ(series: Sequence[Panel]) -> bool:
    return any(panel.slots for panel in series) or len(series) > 1


def forbidden(prior: Priors, context: GenerationContext) -> str:
    """What to say where a rule forbids the very subject; "" where it does not."""
    subject = {stem(token.norm) for token in tokenise(context.value("subject"))}
    for things, memory in prior.forbidden:
        for thing in re.split(r",\s*|\s+(?:and|or)\s+", things):
            words = {stem(token.norm) for token in tokenise(thing)}
            if words and words <= subject:
                return f"A rule here says: “{memory.text}”. So I do not draw that one."
    return ""


def merged_exclusions(prior: Priors, context: GenerationContext) -> Evidence | None:
    """The message's own, the rules' and the preferences' exclusions in one slot."""
    found = [
        e for e in (context.slots.get("exclude"), prior.ruled.get("exclude"), prior.slots.get("exclude")) if e
    ]
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
