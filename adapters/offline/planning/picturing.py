"""Attached pictures and earlier ones in a draft: "make this cat a pirate", "like last time"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from adapters.offline.planning import grammar, pointing, wishes, wording
from adapters.offline.planning.grammar import frame
from adapters.offline.planning.reading import Reading
from adapters.offline.planning.wanted import Draft, Wanted
from agent.generation import Evidence, Gap, Reference, SlotName

LABEL_CHARS_MAX = 40
_MAKE_PICTURED = frame("make_pictured")
_LOOK: tuple[SlotName, ...] = ("style", "palette", "format")


def of_picture(reading: Reading, text: str, language: str) -> Reading:
    """ "make this cat a pirate": the attached picture's cat, as a pirate."""
    subject = reading.subject or wishes.without_opening(text, language)
    match = _MAKE_PICTURED.match(subject)
    if match is None or not frame("speaks_of_it").match(subject):
        return reading
    what, how = (match["what"] or "").strip(), (match["how"] or "").strip()
    if what.split(" ")[0].lower() in grammar.word_set("not_pictured"):
        what, how = "", f"{what} {how}".strip()
    name = re.sub(r"\s+in (?:this|the|my) (?:picture|photo|image)$", "", what)
    pictured = f"the {name}" if name and name.lower() not in grammar.listed("picture", "en") else ""
    how = how if reading.subject else ""
    joint = " as " if pictured and re.match(r"^(?:an?|the)\b", how, re.IGNORECASE) else " "
    return replace(reading, subject=f"{pictured}{joint}{how}".strip() if pictured or how else "")


def given(images: Sequence[str], reading: Reading) -> tuple[Reference, ...]:
    """The attached pictures as references; the first thing named is what they show."""
    label = re.sub(r"^the ", "", reading.subject.split(" as ")[0])[:LABEL_CHARS_MAX]
    return tuple(Reference(image=image, role="subject", label=label or "your picture") for image in images)


def with_earlier(draft: Draft, wanted: Wanted, like: re.Match[str] | None) -> Draft:
    """ "like last time": the earlier picture as a style reference, or as the whole request where nothing else is said."""
    if like is None:
        return draft
    evidence, reference = pointing.recalled(wanted.request, like)
    if evidence is None or reference is None:
        return _like_the_last(draft, wanted)
    slots = {**draft.slots, "references": evidence}
    if not draft.has_somebody:
        slots["subject"] = evidence
        reference = replace(reference, role="subject")
    return Draft(slots=slots, references=(*draft.references, reference), gaps=draft.gaps)


def _like_the_last(draft: Draft, wanted: Wanted) -> Draft:
    """Nothing in memory fits: the picture at hand stands for it, else it is asked."""
    base = wanted.request.base
    if base is not None:
        before = base.context.slots
        kept: dict[SlotName, Evidence] = (
            {name: before[name] for name in _LOOK if name in before} if draft.has_somebody else dict(before)
        )
        return replace(draft, slots={**kept, **draft.slots})
    if draft.has_somebody:
        return draft
    gap = Gap(
        slot="references", why="no earlier picture fits", route="ask", harm=pointing.PICTURE_HARM,
        question=wording.question("picture", wanted.language),
    )  # fmt: skip
    return replace(draft, gaps=(*draft.gaps, gap))
