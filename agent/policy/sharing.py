"""What one person's pictures give to another who builds on them, and what was forgotten and must leave no marks. Pure."""

import re
from dataclasses import replace

from agent.domain.conversation import Picture
from agent.domain.generation import Evidence, GenerationContext, SlotName
from agent.domain.taste_signals import FORGOTTEN
from agent.image_prompt import prompt_of

_JOINS = "and|with|of|in|by|for|as|like|the|a|an"
_LOOSE_ENDS = re.compile(rf"^(?:[\s,;:.]*(?:and|with|of|by)\b)+|(?:\b(?:{_JOINS})[\s,;:.]*)+$", re.IGNORECASE)


def borrowed(picture: Picture, author: str) -> GenerationContext:
    """The picture's context as someone else may build on it: what everybody can see in it stays, but not as memory, and what the
    owner's memory says of a character is no more than its name."""
    context = without_forgotten(picture.context)
    return context if picture.author == author else lent(context)


def lent(context: GenerationContext) -> GenerationContext:
    """A context as someone else may build on it, see `borrowed`."""
    slots = {name: _seen(name, evidence) for name, evidence in context.slots.items()}
    references = tuple(ref for ref in context.references if ref.role != "character")
    context = replace(context, slots=slots, references=references)
    return replace(context, prompt=prompt_of(context))


def without_forgotten(context: GenerationContext) -> GenerationContext:
    """What was forgotten since the picture was made leaves no marks in what is drawn from it now."""
    said = [text for evidence in context.slots.values() for text in (evidence.value, evidence.source)]
    if not any(FORGOTTEN in text for text in (*said, context.prompt, context.panel)):
        return context
    slots = {
        name: replace(e, value=_closed_up(e.value), source=_closed_up(e.source))
        for name, e in context.slots.items()
    }
    context = replace(
        context, slots={name: e for name, e in slots.items() if e.value}, panel=_closed_up(context.panel)
    )
    return replace(context, prompt=prompt_of(context))


def _closed_up(text: str) -> str:
    """
    >>> _closed_up("[forgotten] and a dragon with [forgotten]")
    'a dragon'
    """
    if FORGOTTEN not in text:
        return text
    left = " ".join(text.replace(FORGOTTEN, " ").split())
    return _LOOSE_ENDS.sub("", left).strip(" ,;:.")


def _names_alone(character: str) -> str:
    """The names, and no clause of a description that itself is several.

    >>> _names_alone("Luna: silver-haired elf; green cloak; Rex: a black labrador")
    'Luna; Rex'
    """
    first, *rest = character.split("; ")
    named = [first, *(person for person in rest if ": " in person)]
    return "; ".join(person.partition(": ")[0] for person in named)


def _seen(slot: SlotName, evidence: Evidence) -> Evidence:
    if evidence.method != "recall" and not evidence.memory:
        return evidence
    value = _names_alone(evidence.value) if slot == "character" else evidence.value
    return replace(evidence, value=value, method="said", source="the picture", memory=None)
