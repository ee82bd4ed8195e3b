"""What one person's pictures give to another who builds on them, and what was forgotten and must leave no marks. Pure."""

from dataclasses import replace

from agent.domain.characters import Character
from agent.domain.conversation import Picture
from agent.domain.generation import Evidence, GenerationContext, SlotName
from agent.image_prompt import prompt_of
from agent.text.forgotten_marks import FORGOTTEN, closed_up
from agent.translation.catalogue import N_


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
