"""Plans a new picture: what the message says, then the thread, then memory; gaps where none of them knows."""

import re
from collections.abc import Sequence
from dataclasses import replace

from adapters.builtin.planner_rules import clauses, panels, picturing, pointing, wording
from adapters.builtin.planner_rules.before import meant
from adapters.builtin.planner_rules.characters import Cast, cast, oneself, only_one
from adapters.builtin.planner_rules.finishing import finished
from adapters.builtin.planner_rules.grammar import frame
from adapters.builtin.planner_rules.lacking import completed_subject
from adapters.builtin.planner_rules.reading import Reading, read, said
from adapters.builtin.planner_rules.wanted import Draft, Wanted
from agent.domain.generation import (
    Evidence,
    GenerationContext,
    Plan,
    Reference,
    ReferenceRole,
    Search,
    SlotName,
    Statement,
)
from agent.learning.character_looks import worked_in

_ONCE_MORE = re.compile(r",?\s+(?:again|once more)$", re.IGNORECASE)
"""Behind the subject: the picture is drawn anew in any case."""
_LOOK_UP = frame("look_up")
_USUAL_STYLE = frame("usual_style")
_AND_MAKE_IT = frame("and_make_it")
_STYLE_OF_PICTURE = frame("style_of_picture")


def new_picture(wanted: Wanted) -> Plan:
    """The plan for a new picture."""
    text = _USUAL_STYLE.sub("", wanted.text)
    usual = text != wanted.text
    text = _AND_MAKE_IT.sub(", in ", text)
    text, searches = _looked_up(text)
    like, text = pointing.like_before(text)
    images, which = pointing.chosen(wanted.request, text, wanted.language)
    pictured = bool(images or which)
    itself = text if pictured else frame("myself").sub("a person", text)
    asks_who = itself != text
    text = itself
    text = pointing.without_pointing(text) if which or len(pointing.attached(wanted.request)) > 1 else text
    plain = _STYLE_OF_PICTURE.sub(" ", text) if pictured else text
    role: ReferenceRole = "style" if plain != text else "subject"
    text = plain
    reading, shown = panels.common_to(read(text, wanted.language), text), ""
    reading = clauses.joined_in(reading)
    if searches and not reading.subject:
        reading = replace(reading, subject=searches[0].query)
    if pictured:
        reading, shown = picturing.of_picture(reading)
    draft = _drafted(wanted, reading, pictured=pictured)
    draft = replace(
        draft,
        references=(*draft.references, *picturing.given(images, shown, role=role)),
        gaps=(*draft.gaps, which) if which else draft.gaps,
    )
    draft = picturing.with_earlier(draft, wanted, like)
    if asks_who:
        draft = replace(draft, gaps=(*draft.gaps, oneself(wanted.language)))
    if not any(panel.slots.get("subject") for panel in panels.panels_of(reading, text)):
        draft = completed_subject(draft, wanted, reading, text)
    context = GenerationContext(slots=draft.slots, references=tuple(dict.fromkeys(draft.references)))
    plan = finished(
        wanted.request,
        context,
        reading,
        text=text,
        gaps=draft.gaps,
        searches=searches,
        statements=wanted.statements,
    )
    unknown = usual and not plan.context.value("style")
    return (
        replace(plan, notes=(*plan.notes, wording.answer("no_style", wanted.language))) if unknown else plan
    )


def _drafted(wanted: Wanted, reading: Reading, *, pictured: bool) -> Draft:
    """Slots and characters, pronouns and names resolved. With a picture at hand "this" is the picture."""
    found = None if pictured else meant(wanted, reading.subject)
    subject = found.subject if found else reading.subject
    people = cast(wanted.request, subject, wanted.language, asked=_shown_text(reading))
    people = _introduced(people, wanted.statements, subject)
    slots: dict[SlotName, Evidence] = {**(found.slots if found else {}), **reading.evidence()}
    slots.pop("subject", None)
    if people.subject:
        slots["subject"] = said(_ONCE_MORE.sub("", people.subject))
    if people.character is not None:
        slots["character"] = people.character
    gap = (found.gap,) if found and found.gap else ()
    references = (*(found.references if found else ()), *people.references)
    # A picture that came along shows who "my dog" is.
    return Draft(slots=slots, references=references, gaps=() if pictured else (*gap, *people.gaps))


def _looked_up(text: str) -> tuple[str, tuple[Search, ...]]:
    """ "look up the Bauhaus and draw it": what to draw, and what to search the web for."""
    match = _LOOK_UP.search(text)
    if match is None:
        return text, ()
    what = match["what"].strip()
    left = f"{text[: match.start()]}{text[match.end() :]}".strip()
    rest = re.sub(r"^\W*(?:draw|paint|sketch|make)\s+(?:it|that|one|them)\b", "", left, flags=re.IGNORECASE)
    draws = f"draw {what} {rest}" if rest != left or not re.search(r"\w", left) else left
    texts = Search(query=what, kind="text", slot="subject")
    return draws, (texts, Search(query=what, kind="image", slot="references"))


def _shown_text(reading: Reading) -> str:
    """Where names may stand beside the subject."""
    unnamed = ("text", "exclude", "style")
    return " ".join(value for name, value in reading.slots().items() if name not in unnamed)


def _introduced(people: Cast, statements: Sequence[Statement], subject: str) -> Cast:
    """A character introduced in the same message."""
    told = [
        one
        for one in statements
        if one.kind == "character"
        and one.name
        and re.search(rf"\b{re.escape(one.name)}\b", subject, re.IGNORECASE)
    ]
    if people.character is not None:
        return replace(people, character=_changed(people.character, told))
    if not told:
        return people
    value = "; ".join(f"{one.name}: {one.text}" for one in told)
    images = tuple(Reference(image=one.image, role="character", label=one.name) for one in told if one.image)
    return replace(people, character=said(value), references=(*people.references, *images))


def _changed(character: Evidence, told: Sequence[Statement]) -> Evidence:
    """With what this very message tells of the one person whom it is about."""
    name, looks = only_one(character.value)
    for one in told:
        if name and one.name.casefold() == name.casefold():
            looks = "; ".join(filter(None, worked_in(looks, one.text)))
    return replace(character, value=f"{name}: {looks}") if name else character
