"""Characters as evidence, as pictures to go by, and as what a question offers. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from agent.domain.characters import Character, characters_in, in_words
from agent.domain.generation import Candidate, Evidence, GenerationContext, Method, Reference
from agent.text.who_does_what import acts_in, as_told, speaks_of_sides

FIGURES_MAX = 8
"""Figures that are told apart; more are a crowd."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One of several in a picture: what is theirs and nobody else's."""

    name: str
    looks: str = ""
    act: str = ""
    """What they do, in the request's words: "hugs Rex"."""

    def sentence(self) -> str:
        """ "Luna (silver-haired elf): hugs Rex"."""
        return f"{self.name}{f' ({self.looks})' if self.looks else ''}{f': {self.act}' if self.act else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Of a picture with two or more named figures."""

    figures: tuple[Figure, ...] = ()
    """From left to right; () where there are fewer."""
    sides_told: bool = False
    """The request itself says who is on which side, so that their order says nothing."""


def laid_out(context: GenerationContext) -> Layout:
    """Who is where, and who does what. Read of the request's words each time, so that nothing of it has to be kept, or forgotten."""
    looks = {one.name: one.description for one in context.characters() if one.name}
    if len(looks) < 2:
        return Layout()
    words = context.value("subject")
    acts = acts_in(words, tuple(looks))
    figures = (
        Figure(name=name, looks=looks[name], act=acts.get(name, "")) for name in as_told(tuple(looks), words)
    )
    sides = speaks_of_sides(f"{words} {context.value('composition')}")
    return Layout(figures=tuple(figures)[:FIGURES_MAX], sides_told=sides)


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
