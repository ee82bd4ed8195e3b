"""Characters as evidence, as pictures to go by, and as what a question offers. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from agent.domain.characters import Character, characters_in, in_words
from agent.domain.generation import Candidate, Evidence, Method, Reference


def evidence_of(
    characters: Iterable[Character], *, method: Method, source: str = "", confidence: float = 1.0
) -> Evidence:
    """What the slot character holds."""
    told = tuple(characters)
    return Evidence(
        value=in_words(told), method=method, source=source, confidence=confidence, characters=told
    )


def references_of(characters: Iterable[Character]) -> tuple[Reference, ...]:
    """The pictures that show them."""
    return tuple(
        Reference(image=image, role="character", label=one.called)
        for one in characters
        for image in one.images
    )


def people_of(candidate: Candidate) -> tuple[Character, ...]:
    """Whom a candidate for the slot character names."""
    if candidate.character is not None:
        return (candidate.character,)
    first, *others = characters_in(candidate.value) or (Character(description=candidate.value),)
    images = (candidate.image,) if candidate.image else ()
    return (replace(first, memory=candidate.memory, images=images), *others)
