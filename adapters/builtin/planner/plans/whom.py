"""Whom a new picture is about: pronouns, names and what the same message tells of somebody."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.names import says_name
from adapters.builtin.planner.memory.people import Cast, cast, only_one, who
from adapters.builtin.planner.plans.which_figure import which_of_several
from adapters.builtin.planner.reading import altered_phrases, opening, phrases
from adapters.builtin.planner.reading.reading import Reading, said
from adapters.builtin.planner.wanted import Draft, Wanted, known
from agent.domain.cast import evidence_of, references_of
from agent.domain.characters import Character
from agent.domain.generation import (
    Evidence,
    Gap,
    GenerationContext,
    Reference,
    SlotName,
    Statement,
)
from agent.learning.character_looks import worked_in
from agent.text.words import shares_word, tokenise

_KEPT: tuple[SlotName, ...] = ("character", "style", "palette", "format")
"""What somebody takes along into a new scene."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """The subject with its pronoun resolved, and what comes with it."""

    subject: str
    slots: Mapping[SlotName, Evidence] = field(default_factory=dict[SlotName, Evidence])
    references: tuple[Reference, ...] = ()
    gap: Gap | None = None


def drafted(wanted: Wanted, reading: Reading, *, pictured: bool) -> Draft:
    """Slots and characters, pronouns and names resolved. With a picture at hand "this" is the picture."""
    found = None if pictured else _meant(wanted, reading.subject)
    subject = found.subject if found else reading.subject
    unnamed = ("text", "exclude", "style")
    shown = " ".join(value for name, value in reading.slots().items() if name not in unnamed)
    people = _introduced(
        cast(wanted.request, subject, wanted.language, asked=shown), wanted.statements, subject
    )
    slots: dict[SlotName, Evidence] = {**(found.slots if found else {}), **reading.evidence()}
    slots.pop("subject", None)
    if people.subject:
        slots["subject"] = said(re.sub(r",?\s+(?:again|once more)$", "", people.subject, flags=re.IGNORECASE))
    if people.character is not None:
        slots["character"] = people.character
    gap = (found.gap,) if found and found.gap else ()
    references = (*(found.references if found else ()), *people.references)
    # A picture that came along shows who "my dog" is.
    return Draft(slots=slots, references=references, gaps=() if pictured else (*gap, *people.gaps))


def _meant(wanted: Wanted, subject: str) -> Meant:
    """Whom a pronoun means: somebody told of in the same message, in the picture before, or the one character that is known."""
    request, language = wanted.request, wanted.language
    end = opening.leading_pronoun(subject, language) or _the_one_before(wanted, subject)
    if not end:
        return Meant(subject=subject)
    rest = subject[end:].strip(" ,")
    named = next((told.name for told in wanted.statements if told.name), "") or _named_before(wanted)
    if named:
        return Meant(subject=f"{named} {rest}".strip())
    base = request.base
    if base is not None and (base.context.value("subject") or base.context.value("character")):
        meant = _in_new_scene(base.context, rest, language)
        gap = which_of_several(subject[:end], base.context.value("subject"), rest, language)
        return meant if gap is None else replace(meant, gap=gap)
    memories = known(request, "character")
    if len(memories) == 1:
        return Meant(subject=f"{memories[0].name or memories[0].text} {rest}".strip())
    return Meant(subject=rest, gap=who(request, subject[:end], language))


def _named_before(wanted: Wanted) -> str:
    """The one character whom another sentence of the message names: "you know Momo? put him on a throne"."""
    said = (one.name for one in known(wanted.request, "character") if one.name)
    named = [one for one in said if says_name(wanted.request.text, one) and not says_name(wanted.text, one)]
    return named[0] if len(named) == 1 else ""


def _the_one_before(wanted: Wanted, subject: str) -> int:
    """ "the fox", "the same fox", where the picture before shows a fox: where those words end."""
    base = wanted.request.base
    tokens = tokenise(subject)
    definite = grammar.words("definite", wanted.language).at(tokens, 0)
    shown = base.context.value("subject") if base else ""
    if definite is None or definite.last >= len(tokens) or not shown:
        return 0
    noun = tokens[definite.last]
    return noun.end if shares_word(subject[noun.start : noun.end], shown) else 0


def _in_new_scene(context: GenerationContext, rest: str, language: str) -> Meant:
    """Who the picture before shows, in a new scene; its style stays too."""
    kept: dict[SlotName, Evidence] = {
        name: replace(context.slots[name], source=context.slots[name].source or "the picture before")
        for name in _KEPT
        if name in context.slots
    }
    shown = phrases.who_of(context.value("subject"), language)
    first = tokenise(rest)[0].norm if tokenise(rest) else ""
    tied = first.endswith("ing") or grammar.is_any(
        tokenise(rest), 0, language, "place_preposition", "has", "leads"
    )
    subject = f"{shown} {rest}" if shown and tied else altered_phrases.joined(shown, rest)
    references = tuple(ref for ref in context.references if ref.role in ("character", "subject"))
    return Meant(subject=subject, slots=kept, references=references)


def _introduced(people: Cast, statements: Sequence[Statement], subject: str) -> Cast:
    """A character introduced in the same message."""
    told = [
        one
        for one in statements
        if one.kind == "character"
        and one.name
        and re.search(rf"(?<!\w){re.escape(one.name)}(?!\w)", subject, re.IGNORECASE)
    ]
    if people.character is not None:
        return replace(people, character=_redescribed(people.character, told))
    if not told:
        return people
    new = [
        Character(name=one.name, description=one.text, images=(one.image,) if one.image else ())
        for one in told
    ]
    character = evidence_of(new, method="said", source="you said")
    return replace(people, character=character, references=(*people.references, *references_of(new)))


def _redescribed(character: Evidence, told: Sequence[Statement]) -> Evidence:
    """With what this very message tells of the one person whom it is about."""
    person = only_one(character.people())
    for one in told:
        if person and one.name.casefold() == person.name.casefold():
            looks = "; ".join(filter(None, worked_in(person.description, one.text)))
            person = replace(person, description=looks)
    return replace(character, characters=(person,)) if person else character
