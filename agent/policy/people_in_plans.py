"""Who is meant by a plan, by the platform's word; who stays unnamed; and what one person's pictures give to another who builds on them.
Pure.

A planner writes `@me` for the author and `@name` for whom the message names, exactly as it was written. Who that is, is decided here: a
name alone is nobody, and a model's word is nobody's consent. What was forgotten leaves no marks.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from agent.domain.characters import Character
from agent.domain.conversation import Picture
from agent.domain.generation import Evidence, GenerationContext, Panel, Plan, SlotName
from agent.domain.people import UNNAMED, Likeness, Person, PersonKey, shown_name
from agent.image_prompt import prompt_of
from agent.text.forgotten_marks import FORGOTTEN, closed_up
from agent.translation.catalogue import N_

AUTHOR = "@me"
ANOTHER = "another person"
_NAMED_IN: tuple[SlotName, ...] = ("subject", "setting", "composition")


def recognised(plan: Plan, author: Person, named: Sequence[Person]) -> Plan:
    """The plan with its people known by their keys, and called by their names. Two of one name are nobody: which of them is meant,
    nobody can tell."""
    people = _by_marker(author, named)
    told = _renamed(plan, {marker: shown_name(one.name) for marker, one in people.items()})
    present = _present(plan, people)
    if not present:
        return told
    slots = dict(told.context.slots)
    before = told.context.characters()
    known = {shown_name(one.name).casefold(): one for one in present}
    found = [_as_person(one, known) for one in before]
    there = {one.person for one in found if one.person}
    found += [Character(name=shown_name(one.name), person=one.key) for one in present if one.key not in there]
    found = _as_told(found, " ".join(told.context.value(slot) for slot in _NAMED_IN))
    evidence = slots.get("character") or Evidence(value="", method="said", source="you said")
    slots["character"] = replace(evidence, characters=tuple(found))
    return replace(told, context=replace(told.context, slots=slots))


def speaks_of_author(plan: Plan) -> bool:
    """Whether the author's marker stands in the plan, so that it has to be known who that is."""
    author = Person(key=PersonKey(""), name="")
    return bool(_present(plan, {AUTHOR: author})) or _renamed(plan, {AUTHOR: ""}) != plan


def people_in(contexts: Sequence[GenerationContext]) -> Mapping[PersonKey, str]:
    """Whom the contexts name, and what they are called there."""
    return {
        PersonKey(one.person): one.name for context in contexts for one in context.characters() if one.person
    }


def without_names(plan: Plan, people: Collection[PersonKey]) -> Plan:
    """The plan with these drawn as somebody, and not as themselves."""
    if not people:
        return plan
    names = [one.name for one in plan.context.characters() if one.person in people]
    panels = tuple(
        replace(panel, slots={slot: _unnamed(value, names) for slot, value in panel.slots.items()})
        for panel in plan.panels
    )
    checks = tuple(replace(check, text=_unnamed(check.text, names)) for check in plan.checklist)
    return replace(plan, context=unnamed(plan.context, people), panels=panels, checklist=checks)


def unnamed(context: GenerationContext, people: Collection[PersonKey]) -> GenerationContext:
    """As `without_names`, of a context alone."""
    gone = [one for one in context.characters() if one.person in people]
    if not gone:
        return context
    names = [one.name for one in gone]
    slots = {slot: _said_unnamed(slot, evidence, names) for slot, evidence in context.slots.items()}
    left = [one for one in context.characters() if one.person not in people]
    # Whom no other words speak of would be missing altogether.
    seen = " ".join(context.value(slot) for slot in _NAMED_IN)
    left += [
        replace(one, name="", person="", description=one.description or UNNAMED)
        for one in gone
        if not _stands(one.name, seen)
    ]
    evidence = replace(slots.pop("character"), characters=tuple(left), value="", memory=None)
    if left:
        slots["character"] = evidence
    return replace(context, slots=slots, prompt=_unnamed(context.prompt, names))


def with_looks(context: GenerationContext, lent: Mapping[PersonKey, Likeness]) -> GenerationContext:
    """The context with what those who may be drawn say of how they look. To be handed to a model, and not to be kept."""
    told: list[str] = []

    def described(one: Character) -> Character:
        likeness = lent.get(PersonKey(one.person))
        if likeness is None or not likeness.words:
            return one
        told.append(f"{one.name}: {likeness.words}.")
        return replace(one, description="; ".join(filter(None, (likeness.words, one.description))))

    people = tuple(described(one) for one in context.characters())
    if not told:
        return context
    slots = {**context.slots, "character": replace(context.slots["character"], characters=people)}
    prompt = " ".join(filter(None, (context.prompt, *told)))
    return replace(context, slots=slots, prompt=prompt)


def _by_marker(author: Person, named: Sequence[Person]) -> dict[str, Person]:
    found: dict[str, Person] = {AUTHOR: author}
    twice: set[str] = set()
    for one in named:
        marker = f"@{one.name}"
        if marker.casefold() == AUTHOR:
            continue  # whoever calls themselves so is not the author
        if marker in found and found[marker].key != one.key:
            twice.add(marker)
        found[marker] = one
    return {marker: one for marker, one in found.items() if marker not in twice}


def _present(plan: Plan, people: Mapping[str, Person]) -> Sequence[Person]:
    """Those whom the plan shows: as characters, or by their marker anywhere in what is to be seen."""
    context = plan.context
    words = " ".join(
        [
            context.prompt,
            *(context.value(slot) for slot in _NAMED_IN),
            *(v for panel in plan.panels for v in panel.slots.values()),
        ]
    )
    called = {one.called.casefold().removeprefix("@") for one in context.characters() if not one.memory}
    return [
        one
        for marker, one in people.items()
        if marker.casefold().removeprefix("@") in called or _stands(marker, words)
    ]


def _as_person(one: Character, known: Mapping[str, Person]) -> Character:
    person = known.get(one.name.casefold().removeprefix("@")) if not one.memory else None
    return one if person is None else replace(one, name=shown_name(person.name), person=person.key, images=())


def _as_told(people: Sequence[Character], words: str) -> list[Character]:
    """In the order in which the words name them, which is how they are laid out; whom they do not name comes last."""
    said = words.casefold()
    places = {one.name: said.find(one.name.casefold()) for one in people if one.name}
    return sorted(people, key=lambda one: place if (place := places.get(one.name, -1)) >= 0 else len(said))


def _renamed(plan: Plan, names: Mapping[str, str]) -> Plan:
    """The plan with these said in the markers' place."""
    if not names:
        return plan
    pattern = re.compile(
        "|".join(rf"{re.escape(marker)}(?!\w)" for marker in sorted(names, key=len, reverse=True)),
        re.IGNORECASE,
    )
    folded = {marker.casefold(): name for marker, name in names.items()}

    def said(text: str) -> str:
        return pattern.sub(lambda hit: folded[hit[0].casefold()], text)

    return _reworded(plan, said)


def _reworded(plan: Plan, said: Callable[[str], str]) -> Plan:
    slots: dict[SlotName, Evidence] = {
        name: _evidence(evidence, said) for name, evidence in plan.context.slots.items()
    }
    context = replace(plan.context, slots=slots, prompt=said(plan.context.prompt))
    panels = tuple(
        Panel(label=said(panel.label), slots={slot: said(value) for slot, value in panel.slots.items()})
        for panel in plan.panels
    )
    checks = tuple(replace(check, text=said(check.text)) for check in plan.checklist)
    gaps = tuple(replace(gap, why=said(gap.why), question=said(gap.question)) for gap in plan.gaps)
    return replace(plan, context=context, panels=panels, checklist=checks, gaps=gaps)


def _evidence(evidence: Evidence, said: Callable[[str], str]) -> Evidence:
    people = tuple(
        replace(one, name=said(one.name), description=said(one.description)) for one in evidence.characters
    )
    return replace(evidence, value=said(evidence.value), characters=people)


def _said_unnamed(slot: SlotName, evidence: Evidence, names: Sequence[str]) -> Evidence:
    return evidence if slot == "character" else replace(evidence, value=_unnamed(evidence.value, names))


def _unnamed(text: str, names: Sequence[str]) -> str:
    for number, name in enumerate(names):
        text = re.sub(_whole(name), UNNAMED if not number else ANOTHER, text, flags=re.IGNORECASE)
    return text


def _stands(name: str, text: str) -> bool:
    return bool(name) and re.search(_whole(name), text, re.IGNORECASE) is not None


def _whole(name: str) -> str:
    return rf"(?<!\w){re.escape(name)}(?!\w)"


def borrowed(picture: Picture, author: str) -> GenerationContext:
    """The picture's context as someone else may build on it: what everybody can see in it stays, but not as memory, and what the
    owner's memory says of a character is no more than its name."""
    context = without_forgotten(picture.context)
    return context if picture.author == author else lent(context)


def lent(context: GenerationContext) -> GenerationContext:
    """A context as someone else may build on it, see `borrowed`."""
    slots = {name: _seen(name, evidence) for name, evidence in context.slots.items()}
    slots = {name: evidence for name, evidence in slots.items() if evidence.value}
    references = tuple(ref for ref in context.references if ref.role != "character")
    context = replace(context, slots=slots, references=references)
    return replace(context, prompt=prompt_of(context))


def without_forgotten(context: GenerationContext) -> GenerationContext:
    """What was forgotten since the picture was made leaves no marks in what is drawn from it now."""
    said = [text for evidence in context.slots.values() for text in (evidence.value, evidence.source)]
    if not any(FORGOTTEN in text for text in (*said, context.prompt, context.panel)):
        return context
    slots = {name: _left_of(evidence) for name, evidence in context.slots.items()}
    context = replace(
        context, slots={name: e for name, e in slots.items() if e.value}, panel=closed_up(context.panel)
    )
    return replace(context, prompt=prompt_of(context))


def _left_of(evidence: Evidence) -> Evidence:
    """Evidence without what was forgotten."""
    people = [
        replace(one, name=closed_up(one.name), description=closed_up(one.description))
        for one in evidence.characters
    ]
    return replace(
        evidence, value=closed_up(evidence.value), source=closed_up(evidence.source),
        characters=tuple(one for one in people if one.called),
    )  # fmt: skip


def _seen(slot: SlotName, evidence: Evidence) -> Evidence:
    """As everybody may know it."""
    if evidence.method != "recall" and not evidence.memories:
        return evidence
    public = replace(evidence, method="said", source=N_("the picture"), memory=None, characters=())
    if slot != "character":
        return public
    # A record older than `Character` does not say whom of several the memory told of.
    people = [one for one in evidence.people() if one.name]
    named = tuple(
        one if evidence.characters and not one.memory else Character(name=one.name) for one in people
    )
    return replace(public, value="", characters=named)
