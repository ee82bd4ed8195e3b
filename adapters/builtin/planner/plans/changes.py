"""Plans a change to the picture at hand, or more pictures like it: the base's slots with what the message changes."""

import re
from dataclasses import replace

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner import wording
from adapters.builtin.planner.edits.operations import Edit, Slots, edit_of
from adapters.builtin.planner.memory.people import cast, only_one
from adapters.builtin.planner.memory.recalled import priors
from adapters.builtin.planner.plans import panels
from adapters.builtin.planner.plans.earlier import of_several
from adapters.builtin.planner.plans.finishing import checklist, finished
from adapters.builtin.planner.plans.which_figure import whom_of_several
from adapters.builtin.planner.reading import opening, phrases
from adapters.builtin.planner.reading.reading import Reading, read, said
from adapters.builtin.planner.wanted import Wanted, attached
from agent.domain.cast import evidence_of
from agent.domain.characters import characters_in
from agent.domain.conversation import Picture
from agent.domain.generation import (
    Evidence,
    Gap,
    GenerationContext,
    Panel,
    Plan,
    Reference,
    ReferenceRole,
    SlotName,
)
from agent.image_prompt import prompt_of
from agent.learning.character_looks import worked_in
from agent.text.words import tokenise
from agent.translation.catalogue import _

CHANGE_HARM = 0.9
_LOOK: tuple[SlotName, ...] = ("style", "palette")


def change_of(wanted: Wanted) -> Plan:
    """The plan for a message that changes the picture at hand. Where nothing of it changes, that is said."""
    base = wanted.request.base
    if base is None:
        return nothing_to_change(wanted)
    one = of_several(wanted.request, wanted.text, wanted.language)
    if one is not None:
        base, rest = one
        wanted = replace(wanted, text=rest)
        if only_again(rest, wanted.language):
            return another(base, wanted.language)
    usual = in_usual_style(wanted)
    if usual is not None and not usual.slots:
        return _told("no_style", wanted)
    edit = usual or edit_of(wanted.text, values_of(base), wanted.language)
    if wanted.ratio:
        edit = replace(edit, slots={**edit.slots, "format": wanted.ratio})
    plan = _asking_whom(_changed(base, edit, wanted), base, wanted)
    pictures = attached(wanted.request)
    if not pictures or plan.intent not in ("edit", "restyle"):
        return plan
    # Refine names the picture that changes; what comes with it is to go by, or to be put in where the words say so.
    puts_in = any(token.norm in grammar.word_set("puts_in") for token in tokenise(wanted.text))
    role: ReferenceRole = "subject" if puts_in else "style"
    going_by = tuple(Reference(image=image, role=role, label="your picture") for image in pictures)
    return replace(plan, context=replace(plan.context, references=(*plan.context.references, *going_by)))


def _asking_whom(plan: Plan, base: Picture, wanted: Wanted) -> Plan:
    """With the question which of several figures changes, where the words leave that open."""
    gap = whom_of_several(wanted.text, values_of(base), wanted.language) if plan.intent == "edit" else None
    return replace(plan, gaps=(*plan.gaps, gap)) if gap is not None else plan


def values_of(base: Picture) -> Slots:
    return {name: evidence.value for name, evidence in base.context.slots.items()}


def _told(name: str, wanted: Wanted, **values: str) -> Plan:
    answer = wording.answer(name, **values)
    return Plan(
        intent="remember" if wanted.statements else "chat",
        answer=answer,
        language=wanted.language,
        statements=wanted.statements,
    )


def in_usual_style(wanted: Wanted) -> Edit | None:
    """ "in my usual style", and nothing else: what memory says of the look. An empty edit where memory says nothing."""
    tokens = tokenise(wanted.text)
    book = grammar.spoken("usual_style", wanted.language)
    found = next((one for n in range(len(tokens)) if (one := book.at(tokens, n))), None)
    if found is None:
        return None
    rest = f"{wanted.text[: tokens[found.first].start]} {wanted.text[tokens[found.last - 1].end :]}"
    plain = opening.without_closing(opening.without_opening(rest.strip(), wanted.language), wanted.language)
    if re.search(r"\w{4,}", plain):
        return None
    slots = priors(wanted.request, Reading(language=wanted.language)).slots
    return Edit(slots={name: slots[name].value for name in _LOOK if name in slots})


# --- more of the same ------------------------------------------------------------------------------------------


def more_of(wanted: Wanted) -> Plan | None:
    """ "again", "two more", "three variants", "in three different styles", of the picture at hand."""
    base = wanted.request.base
    assert base is not None
    tokens = tokenise(opening.without_closing(wanted.text, wanted.language))
    count = next((n for t in tokens if (n := _count(t.norm, wanted.language))), 0)
    reading = read(wanted.text, wanted.language)
    if not reading.series and count > 1:
        reading = Reading(language=wanted.language, series="variants", pictures=count)
    if reading.series and reading.pictures > 1:
        return _series(base, wanted, reading)
    return another(base, wanted.language)


def _count(word: str, language: str) -> int:
    if word.isascii() and word.isdecimal():
        return int(word[:2])
    return grammar.numbers(language).get([word]) or grammar.numbers("en").get([word]) or 0


def only_again(text: str, language: str) -> bool:
    """Whether it says no more than "another one"."""
    left = tokenise(opening.without_opening(text, language))
    return all(grammar.spoken("once_more", language).get([token.norm]) is not None for token in left)


def another(base: Picture, language: str) -> Plan:
    """The same picture with a new seed."""
    context = _afresh(base)
    return Plan(intent="vary", context=context, checklist=checklist(context), language=language)


def _afresh(base: Picture) -> GenerationContext:
    references = tuple(ref for ref in base.context.references if ref.role not in ("base", "mask"))
    context = replace(base.context, seed=0, base=None, references=references, panel="", prompt="")
    return replace(context, prompt=prompt_of(context))


def _series(base: Picture, wanted: Wanted, reading: Reading) -> Plan:
    """Several pictures of what the base shows."""
    context = _afresh(base)
    listed = panels.panels_of(reading, wanted.text)
    styled = any(token.norm in grammar.word_set("different_styles") for token in tokenise(wanted.text))
    if styled and not reading.style:
        listed = tuple(
            Panel(label=style, slots={"style": style}) for style in map(_, panels.STYLES[: len(listed)])
        )
    changed: dict[SlotName, Evidence] = {name: said(value) for name, value in reading.slots().items()}
    context = replace(context.fill(changed), prompt="")
    note = panels.too_many(reading)
    return Plan(
        intent="series", context=replace(context, prompt=prompt_of(context)), panels=listed,
        checklist=checklist(context), statements=wanted.statements, notes=(note,) if note else (), language=wanted.language,
    )  # fmt: skip


# --- a change --------------------------------------------------------------------------------------------------


def _changed(base: Picture, edit: Edit, wanted: Wanted) -> Plan:
    """The base with the edit's slots, its seed and its references: the layout stays."""
    slots = dict(base.context.slots)
    edit = _of_the_character(base, edit, wanted)
    for name, value in edit.slots.items():
        if value:
            slots[name] = _changed_value(name, value, base.context)
        else:
            slots.pop(name, None)
    slots = _no_longer_excluded(slots, edit, wanted.language)
    left = _left_to_the_model(
        edit, wanted, is_changed={n: e.value for n, e in slots.items()} != values_of(base)
    )
    if not left and {n: e.value for n, e in slots.items()} == values_of(base):
        shown = ", ".join(value for value in edit.slots.values() if value)
        return _told("so_already", wanted, what=shown) if shown else _told("nothing_changed", wanted)
    references = [ref for ref in base.context.references if ref.role not in ("base", "mask")]
    slots, references, gaps = _with_cast(base, edit, wanted, slots, references)
    context = replace(
        base.context, slots=slots, base=base.id, panel="", prompt="",
        references=(Reference(image=base.id, role="base", label="the picture to change"), *references),
    )  # fmt: skip
    reading = Reading(language=wanted.language, subject=context.value("subject"))
    intent = "restyle" if edit.is_restyle else "edit"
    plan = finished(
        wanted.request,
        context,
        reading,
        text="",
        gaps=gaps,
        statements=wanted.statements,
        intent=intent,
        memory=False,
    )
    if left:
        return replace(plan, context=replace(plan.context, prompt=f"{plan.context.prompt} Change: {left}"))
    if not edit.missed:
        return plan
    note = _("I did not understand “{part}”, so that part is unchanged.", part="”, “".join(edit.missed))
    return replace(plan, notes=(*plan.notes, note))


def _left_to_the_model(edit: Edit, wanted: Wanted, *, is_changed: bool) -> str:
    """The change in its author's words, whole, where what draws reads words: the slots say what the scene is now, and never all of what was
    asked. "" where it reads none, or all of it is so already."""
    return "" if not wanted.request.words_are_read or (edit.slots and not is_changed) else wanted.text


def _changed_value(name: SlotName, value: str, before: GenerationContext) -> Evidence:
    """Whose look changes stays who it is."""
    if name == "character":
        return evidence_of(characters_in(value, before.characters()), method="said", source="you said")
    return said(value)


def _of_the_character(base: Picture, edit: Edit, wanted: Wanted) -> Edit:
    """A look of the one person shown replaces what their description says: "straight horns" of "tiefling with curved horns"."""
    shown = only_one(base.context.characters())
    subject = edit.slots.get("subject", "")
    before = base.context.value("subject")
    if shown is None or not subject.startswith(before) or subject == before:
        return edit
    told = subject[len(before) :].strip(" ,")
    told = re.sub(r"^with (?:an? )?", "has ", told)
    changed, rest = worked_in(shown.description, told)
    if rest or changed == shown.description:
        return edit
    return Edit(slots={**edit.slots, "character": replace(shown, description=changed).sentence()})


def _no_longer_excluded(
    slots: dict[SlotName, Evidence], edit: Edit, language: str
) -> dict[SlotName, Evidence]:
    """What was taken out before and is asked for now may be there again."""
    excluded, subject = slots.get("exclude"), edit.slots.get("subject", "")
    if excluded is None or not subject or "exclude" in edit.slots:
        return slots
    kept = [one for one in excluded.value.split(", ") if not phrases.names(subject, one, language)]
    left = dict(slots)
    del left["exclude"]
    if kept:
        left["exclude"] = replace(excluded, value=", ".join(kept))
    return left


def _with_cast(
    base: Picture, edit: Edit, wanted: Wanted, slots: dict[SlotName, Evidence], references: list[Reference]
) -> tuple[dict[SlotName, Evidence], list[Reference], tuple[Gap, ...]]:
    """Characters that the change brings in or takes out, and who of them nobody knows."""
    subject = edit.slots.get("subject", "")
    if not subject:
        return slots, references, ()
    before, people = base.context.value("subject"), base.context.characters()
    gone = [one for one in people if one.called and one.called in before and one.called not in subject]
    if gone:
        kept = tuple(one for one in people if one not in gone)
        slots.pop("character", None)
        if kept:
            slots["character"] = replace(base.context.slots["character"], characters=kept)
        images = {image for one in gone for image in one.images}
        labels = {one.called for one in gone if not one.images}
        references = [ref for ref in references if ref.image not in images and ref.label not in labels]
    added = cast(wanted.request, subject, wanted.language)
    if added.character is not None and "character" not in edit.slots:  # unless it is what changes
        slots["character"] = added.character
        references += [ref for ref in added.references if ref not in references]
        slots["subject"] = replace(slots["subject"], value=added.subject)
    asked_before = {gap.why for gap in cast(wanted.request, before, wanted.language).gaps}
    return slots, references, tuple(gap for gap in added.gaps if gap.why not in asked_before)


def nothing_to_change(wanted: Wanted) -> Plan:
    """An edit without a picture: which one?"""
    edit = edit_of(wanted.text, {}, wanted.language)
    slots: dict[SlotName, Evidence] = {}
    for name, value in edit.slots.items():
        if value and name != "subject":
            slots[name] = said(value)
    gap = Gap(
        slot="references", why="there is no picture here to change", route="ask", harm=CHANGE_HARM,
        question=wording.question("change"),
    )  # fmt: skip
    return Plan(
        intent="edit",
        context=GenerationContext(slots=slots),
        gaps=(gap,),
        language=wanted.language,
        statements=wanted.statements,
    )
