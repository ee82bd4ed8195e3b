"""Plans a new picture: what the message says, then the thread, then memory; gaps where none of them knows."""

import re
from dataclasses import replace

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line
from adapters.builtin.planner import wording
from adapters.builtin.planner.edits.operations import edit_of
from adapters.builtin.planner.frames import frame
from adapters.builtin.planner.memory.people import oneself
from adapters.builtin.planner.named_people import stand_in_of_author
from adapters.builtin.planner.plans import earlier, panels
from adapters.builtin.planner.plans.finishing import finished
from adapters.builtin.planner.plans.missing import completed_subject
from adapters.builtin.planner.plans.photographs import given, of_picture
from adapters.builtin.planner.plans.whom import drafted
from adapters.builtin.planner.reading.object_pronouns import author_in_a_role
from adapters.builtin.planner.reading.reading import Reading, read, said
from adapters.builtin.planner.wanted import Draft, Wanted, attached
from agent.domain.generation import (
    Evidence,
    Gap,
    GenerationContext,
    Plan,
    ReferenceRole,
    Search,
    SlotName,
)

_LOOK: tuple[SlotName, ...] = ("style", "palette", "format")


def new_picture(wanted: Wanted) -> Plan:
    """The plan for a new picture."""
    language = wanted.language
    text, usual = _cut(_with_look(wanted.text, language), language, "usual_style")
    text, searches = _looked_up(text, language)
    images, which = earlier.chosen(wanted.request, text, language)
    pictured = bool(images or which)
    like, text = earlier.like_before(text, language) if not pictured else (None, text)
    text, asks_who = _oneself(text, language, stand_in_of_author(wanted.request))
    asks_who = asks_who and not pictured
    text = earlier.without_pointing(text, language) if which or len(attached(wanted.request)) > 1 else text
    text, styled = _cut(text, language, "style_of_it") if pictured else (text, False)
    reading, shown = panels.common_to(read(text, language), text), ""
    reading = _with_flags(reading, wanted)
    if searches and not reading.subject:
        reading = replace(reading, subject=searches[0].query)
    if pictured:
        reading, shown = of_picture(reading)
    reading = replace(reading, subject=_without_again(reading.subject, language)) if like else reading
    draft = drafted(wanted, reading, pictured=pictured)
    role: ReferenceRole = "style" if styled else "subject"
    draft = replace(
        draft,
        references=(*draft.references, *given(images, shown, role=role)),
        gaps=(*draft.gaps, *((which,) if which else ()), *((oneself(),) if asks_who else ())),
    )
    draft = _with_earlier(draft, wanted, like) if like else draft
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
    if usual and not plan.context.value("style"):
        return replace(plan, notes=(*plan.notes, wording.answer("no_style")))
    return plan


def _cut(text: str, language: str, name: str) -> tuple[str, bool]:
    """The text without the first phrase of that name, and whether there was one."""
    line = Line(text, language)
    found = line.first(name)
    return (text, False) if found is None else (line.without(found).strip(), True)


def _without_again(subject: str, language: str) -> str:
    """ "again" alone names nothing."""
    line = Line(subject, language)
    return subject if sum(not line.is_word(n, "once_more") for n in range(line.size)) > 1 else ""


def _with_look(text: str, language: str) -> str:
    """ "a cat but make it gothic" as "a cat, gothic"."""
    line = Line(text, language)
    found = line.first("and_make_it")
    if found is None or not found.first:
        return text
    return f"{line.upto(found.first)}, {line.behind(found.last).strip()}"


def _with_flags(reading: Reading, wanted: Wanted) -> Reading:
    """With what flags of another tool say."""
    excluded = tuple(dict.fromkeys([*reading.excluded, *wanted.excluded]))
    return replace(reading, excluded=excluded, format=wanted.ratio or reading.format)


def _oneself(text: str, language: str, author: str) -> tuple[str, bool]:
    """ "a portrait of me": with `author` in the pronoun's place. "Draw me a cat" is for them, not of them."""
    line, who = Line(text, language), author or "a person"
    for found in line.all("myself"):
        of_me = found.value.startswith(("of ", "de ", "von ")) or found.value.endswith("self")
        joined = " and" if found.value.endswith(" and") else ""
        ordered = line.is_word(found.first - 1, "draw", "add", "replace") or (not found.first and joined)
        digits = found.last < line.size and line.norm(found.last).isdecimal()
        counted = digits or grammar.numbers(language).at(line.tokens, found.last) is not None
        opens = counted or line.own(found.last, "determiner") is not None
        is_shown = of_me or (ordered and _ends_a_scene(line, found.last))
        if (is_shown and not opens) or (ordered and joined):
            lead = "of " if found.value.startswith("of ") else ""
            return line.without(found, put=f"{lead}{who}{joined}"), True
    role = author_in_a_role(text, language)
    return (text, False) if role is None else (f"draw {who} {role}", True)


def _ends_a_scene(line: Line, position: int) -> bool:
    """Whether what follows the author says how they look or where they are, and names no thing of its own."""
    ties = ("has", "place_preposition", "joiner", "attribute_opens")
    acts = line.norm(position).endswith("ing")
    return acts or line.own(position, *ties) is not None or not grammar.things().all(line.tokens[position:])


def _looked_up(text: str, language: str) -> tuple[str, tuple[Search, ...]]:
    """ "look up the Bauhaus and draw it": what to draw, and what to search the web for."""
    line = Line(text, language)
    found = line.first("look_up")
    if found is None or found.last >= line.size or found.first > 2:
        return text, ()
    rest = line.since(found.last)
    match = frame("and_drawn").match(rest)
    what = (match["what"] if match else rest).strip(" .!")
    searches = (
        Search(query=what, kind="text", slot="subject"),
        Search(query=what, kind="image", slot="references"),
    )
    return f"draw {what}{match['more'] if match else ''}", searches


def _with_earlier(draft: Draft, wanted: Wanted, like: earlier.Like) -> Draft:
    """ "like last time": the earlier picture as a style reference, or as the whole request where nothing else is said."""
    evidence, reference = earlier.recalled(wanted.request, like)
    if evidence is None or reference is None:
        return _like_the_last(draft, wanted)
    slots: dict[SlotName, Evidence] = dict(draft.slots)
    changed = _earlier_changed(evidence, wanted)
    if changed is not None or not draft.has_somebody:
        slots |= changed or {"subject": evidence}
        reference = replace(reference, role="subject")
    else:
        slots["references"] = evidence
    return Draft(slots=slots, references=(*draft.references, reference), gaps=draft.gaps)


def _earlier_changed(earlier: Evidence, wanted: Wanted) -> dict[SlotName, Evidence] | None:
    """ "like last time but with 3 kites": the earlier picture with that change; None where no change is said."""
    but = re.search(r"\b(?:but|aber|pero|mais|mas)\s+(?P<rest>.+)$", wanted.text, re.IGNORECASE)
    if but is None:
        return None
    count = read(earlier.value, wanted.language).count
    edit = edit_of(but["rest"], {"subject": earlier.value, "count": count}, wanted.language)
    slots: dict[SlotName, Evidence] = {"subject": earlier}
    for name, value in edit.slots.items():
        slots[name] = said(value) if name != "subject" else replace(earlier, value=value)
    return {name: evidence for name, evidence in slots.items() if evidence.value} if edit.slots else None


def _like_the_last(draft: Draft, wanted: Wanted) -> Draft:
    """Nothing in memory fits: the picture at hand stands for it, else it is asked."""
    base = wanted.request.base
    if base is not None:
        kept = {n: e for n, e in base.context.slots.items() if n in _LOOK or not draft.has_somebody}
        return replace(draft, slots={**kept, **draft.slots})
    if draft.has_somebody:
        return draft
    gap = Gap(
        slot="references", why="no earlier picture fits", route="ask", harm=earlier.PICTURE_HARM,
        question=wording.question("picture"),
    )  # fmt: skip
    return replace(draft, gaps=(*draft.gaps, gap))
