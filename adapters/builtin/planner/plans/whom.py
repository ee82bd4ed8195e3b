"""Whom a new picture is about: pronouns, names and what the same message tells of somebody."""

import re
from collections.abc import Sequence
from dataclasses import replace

from adapters.builtin.language.lines import Line, says_name
from adapters.builtin.planner.memory.people import Cast, cast, only_one, who
from adapters.builtin.planner.plans.which_figure import which_of_several
from adapters.builtin.planner.reading import altered_phrases, opening, phrases
from adapters.builtin.planner.reading.reading import Reading, said
from adapters.builtin.planner.wanted import Draft, Wanted, known
from agent.domain.cast import evidence_of, references_of
from agent.domain.characters import Character
from agent.domain.generation import Evidence, GenerationContext, SlotName, Statement
from agent.learning.character_looks import worked_in
from agent.text.words import shares_word

_KEPT: tuple[SlotName, ...] = ("character", "style", "palette", "format")
"""What somebody takes along into a new scene."""


def drafted(wanted: Wanted, reading: Reading, *, pictured: bool) -> Draft:
    """Slots and characters, pronouns and names resolved. With a picture at hand "this" is the picture."""
    subject, meant = (reading.subject, Draft()) if pictured else _meant(wanted, reading.subject)
    unnamed = ("text", "exclude", "style")
    shown = " ".join(value for name, value in reading.slots().items() if name not in unnamed)
    named = cast(wanted.request, subject, wanted.language, asked=shown)
    people = _introduced(named, wanted.statements, subject)
    slots: dict[SlotName, Evidence] = {**meant.slots, **reading.evidence()}
    slots.pop("subject", None)
    if people.subject:
        slots["subject"] = said(re.sub(r",?\s+(?:again|once more)$", "", people.subject, flags=re.IGNORECASE))
    if people.character is not None:
        slots["character"] = _without_the_excluded(people.character, reading.excluded)
    # A picture that came along shows who "my dog" is.
    gaps = () if pictured else (*meant.gaps, *people.gaps)
    return Draft(slots=slots, references=(*meant.references, *people.references), gaps=gaps)


def _meant(wanted: Wanted, subject: str) -> tuple[str, Draft]:
    """The subject with its pronoun resolved, and what comes with it: somebody told of in the same message, in the picture before, or the
    one character that is known."""
    request, language = wanted.request, wanted.language
    end = opening.leading_pronoun(subject, language) or _the_one_before(wanted, subject)
    if not end:
        return subject, Draft()
    rest = subject[end:].strip(" ,")
    named = next((told.name for told in wanted.statements if told.name), "") or _named_before(wanted)
    if named:
        return f"{named} {rest}".strip(), Draft()
    base = request.base
    if base is not None and (base.context.value("subject") or base.context.value("character")):
        gap = which_of_several(subject[:end], base.context.value("subject"), rest, language)
        shown, kept = _in_new_scene(base.context, Line(rest, language))
        return shown, replace(kept, gaps=(gap,) if gap is not None else ())
    memories = known(request, "character")
    if len(memories) == 1:
        return f"{memories[0].name or memories[0].text} {rest}".strip(), Draft()
    return rest, Draft(gaps=(who(request, subject[:end]),))


def _named_before(wanted: Wanted) -> str:
    """The one character whom another sentence of the message names: "you know Momo? put him on a throne"."""
    said = (one.name for one in known(wanted.request, "character") if one.name)
    named = [one for one in said if says_name(wanted.request.text, one) and not says_name(wanted.text, one)]
    return named[0] if len(named) == 1 else ""


def _the_one_before(wanted: Wanted, subject: str) -> int:
    """ "the fox", "the same fox", where the picture before shows a fox: where those words end."""
    base = wanted.request.base
    line = Line(subject, wanted.language)
    definite = line.own(0, "definite")
    shown = base.context.value("subject") if base else ""
    if definite is None or definite.last >= line.size or not shown:
        return 0
    last = definite.last + 1
    return len(line.upto(last)) if shares_word(line.said(definite.last, last), shown) else 0


def _in_new_scene(context: GenerationContext, rest: Line) -> tuple[str, Draft]:
    """Who the picture before shows, in a new scene; its style stays too."""
    kept: dict[SlotName, Evidence] = {
        name: replace(one, source=one.source or "the picture before")
        for name, one in context.slots.items()
        if name in _KEPT
    }
    shown = phrases.who_of(context.value("subject"), rest.language)
    tied = rest.norm(0).endswith("ing") or rest.own(0, "place_preposition", "has", "leads") is not None
    subject = f"{shown} {rest.text}" if shown and tied else altered_phrases.joined(shown, rest.text)
    references = tuple(ref for ref in context.references if ref.role in ("character", "subject"))
    return subject, Draft(slots=kept, references=references)


def _introduced(people: Cast, statements: Sequence[Statement], subject: str) -> Cast:
    """A character introduced in the same message."""
    named = [one for one in statements if one.kind == "character" and one.name]
    told = [one for one in named if re.search(rf"(?<!\w){re.escape(one.name)}(?!\w)", subject, re.IGNORECASE)]
    if people.character is not None:
        return replace(people, character=_redescribed(people.character, told))
    if not told:
        return people
    shown = ((one, (one.image,) if one.image else ()) for one in told)
    new = [Character(name=one.name, description=one.text, images=images) for one, images in shown]
    character = evidence_of(new, method="said", source="you said")
    return replace(people, character=character, references=(*people.references, *references_of(new)))


def _without_the_excluded(character: Evidence, excluded: Sequence[str]) -> Evidence:
    """Without what they have otherwise, and not in this picture: "Hugo, but no hat"."""
    shown = list(character.people())
    for one in excluded:
        shown = [replace(who, description=worked_in(who.description, f"without {one}")[0]) for who in shown]
    return replace(character, characters=tuple(shown)) if excluded and shown else character


def _redescribed(character: Evidence, told: Sequence[Statement]) -> Evidence:
    """With what this very message tells of the one person whom it is about."""
    person = only_one(character.people())
    for one in told:
        if person and one.name.casefold() == person.name.casefold():
            looks = "; ".join(filter(None, worked_in(person.description, one.text)))
            person = replace(person, description=looks)
    return replace(character, characters=(person,)) if person else character
