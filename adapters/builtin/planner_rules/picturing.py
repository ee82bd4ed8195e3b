"""Attached pictures and earlier ones in a draft: "make this cat a pirate", "like last time"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from adapters.builtin.planner_rules import grammar, pointing, wording
from adapters.builtin.planner_rules.editing import edit_in
from adapters.builtin.planner_rules.edits import Slots
from adapters.builtin.planner_rules.grammar import frame
from adapters.builtin.planner_rules.reading import Reading, read, said
from adapters.builtin.planner_rules.wanted import Draft, Wanted
from agent.domain.generation import Evidence, Gap, Reference, ReferenceRole, SlotName

LABEL_CHARS_MAX = 40
_MAKE_PICTURED = frame("make_pictured")
_LOOK: tuple[SlotName, ...] = ("style", "palette", "format")


def of_picture(reading: Reading) -> tuple[Reading, str]:
    """ "make this cat a pirate": the attached picture's cat, as a pirate; and what the picture shows, where that is said."""
    subject = frame("joins_pictures").sub("", reading.subject).strip() if reading.subject else ""
    worn = frame("given_to_it").match(subject)
    if worn is not None:
        return replace(reading, subject=f"with {worn['what'] or worn['given']}"), ""
    match = _MAKE_PICTURED.match(subject)
    if match is None or not frame("speaks_of_it").match(subject):
        return replace(reading, subject=subject), ""
    what, how = (match["what"] or "").strip(), (match["how"] or "").strip()
    first = what.split(" ")[0].lower()
    if first in grammar.word_set("not_pictured") or (
        first.endswith("ing") and not grammar.things().whole(first)
    ):
        what, how = "", f"{what} {how}".strip()
    name = re.sub(r"\s+in (?:this|the|my) (?:picture|photo|image)$", "", what)
    name = "" if name.lower() in grammar.listed("picture", "en") else name
    pictured = f"the {name}" if name else ""
    how = re.sub(r"^as\s+", "", how, flags=re.IGNORECASE)
    joint = " as " if pictured and re.match(r"^(?:an?|the)\b", how, re.IGNORECASE) else " "
    return replace(reading, subject=f"{pictured}{joint}{how}".strip()), name


def given(images: Sequence[str], shown: str, *, role: ReferenceRole) -> tuple[Reference, ...]:
    """The attached pictures as references; `shown` is what they show, as far as that was said."""
    label = shown[:LABEL_CHARS_MAX] or ("the style to follow" if role == "style" else "your picture")
    return tuple(Reference(image=image, role=role, label=label) for image in images)


def with_earlier(draft: Draft, wanted: Wanted, like: re.Match[str] | None) -> Draft:
    """ "like last time": the earlier picture as a style reference, or as the whole request where nothing else is said."""
    if like is None:
        return draft
    evidence, reference = pointing.recalled(wanted.request, like)
    if evidence is None or reference is None:
        return _like_the_last(draft, wanted)
    slots: dict[SlotName, Evidence] = dict(draft.slots)
    changed = _changed(evidence, wanted)
    if changed is not None or not draft.has_somebody:
        slots |= changed or {"subject": evidence}
        reference = replace(reference, role="subject")
    else:
        slots["references"] = evidence
    return Draft(slots=slots, references=(*draft.references, reference), gaps=draft.gaps)


def _changed(earlier: Evidence, wanted: Wanted) -> dict[SlotName, Evidence] | None:
    """ "like last time but with 3 kites": the earlier picture with that change; None where no change is said."""
    match = frame("like_but").match(wanted.text.strip())
    base: Slots = {"subject": earlier.value, "count": read(earlier.value, wanted.language).count}
    edit = edit_in(match["rest"], base, wanted.language, replying=True) if match else None
    if edit is None:
        return None
    slots: dict[SlotName, Evidence] = {"subject": earlier}
    for name, value in edit.slots.items():
        slots[name] = said(value) if name != "subject" else replace(earlier, value=value)
    return slots


def _like_the_last(draft: Draft, wanted: Wanted) -> Draft:
    """Nothing in memory fits: the picture at hand stands for it, else it is asked."""
    base = wanted.request.base
    if base is not None:
        kept: dict[SlotName, Evidence] = {}
        for name, evidence in base.context.slots.items():
            if name in _LOOK or not draft.has_somebody:
                kept[name] = evidence
        return replace(draft, slots={**kept, **draft.slots})
    if draft.has_somebody:
        return draft
    gap = Gap(
        slot="references", why="no earlier picture fits", route="ask", harm=pointing.PICTURE_HARM,
        question=wording.question("picture", wanted.language),
    )  # fmt: skip
    return replace(draft, gaps=(*draft.gaps, gap))
