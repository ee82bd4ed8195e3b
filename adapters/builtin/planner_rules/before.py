"""Whom a pronoun means: somebody told of in the same message, in the picture before, or the one character that is known."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from adapters.builtin.planner_rules import subjects, wishes
from adapters.builtin.planner_rules.characters import who
from adapters.builtin.planner_rules.recalling import known
from adapters.builtin.planner_rules.wanted import Wanted
from agent.domain.generation import Evidence, Gap, GenerationContext, Reference, SlotName

_KEPT: tuple[SlotName, ...] = ("character", "style", "palette", "format")
"""What somebody takes along into a new scene."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """The subject with its pronoun resolved, and what comes with it."""

    subject: str
    slots: Mapping[SlotName, Evidence] = field(default_factory=dict[SlotName, Evidence])
    references: tuple[Reference, ...] = ()
    gap: Gap | None = None


def meant(wanted: Wanted, subject: str) -> Meant:
    """The subject as it is, where it has no pronoun."""
    request = wanted.request
    match = wishes.PRONOUNS[wanted.language].match(subject) or _the_one_before(wanted, subject)
    if match is None:
        return Meant(subject=subject)
    rest = subject[match.end() :].strip(" ,")
    named = next((told.name for told in wanted.statements if told.name), "")
    if named:
        return Meant(subject=f"{named} {rest}".strip())
    base = request.base
    if base is not None and (base.context.value("subject") or base.context.value("character")):
        return _in_new_scene(base.context, rest)
    memories = known(request, "character")
    if len(memories) == 1:
        return Meant(subject=f"{memories[0].name or memories[0].text} {rest}".strip())
    return Meant(subject=rest, gap=who(request, match["who"], wanted.language))


def _the_one_before(wanted: Wanted, subject: str) -> re.Match[str] | None:
    """ "the fox", where the picture before shows a fox."""
    match = re.match(r"(?P<who>the ([\w-]+))(?=$|[\s,.!?])", subject, re.IGNORECASE)
    base = wanted.request.base
    shown = base.context.value("subject") if base else ""
    return match if match and shown and subjects.shares_word(match[2], shown) else None


def _in_new_scene(context: GenerationContext, rest: str) -> Meant:
    """Who the picture before shows, in a new scene; its style stays too."""
    kept: dict[SlotName, Evidence] = {
        name: replace(context.slots[name], source=context.slots[name].source or "the picture before")
        for name in _KEPT
        if name in context.slots
    }
    shown = subjects.who_of(context.value("subject"))
    tied = re.match(r"^(?:as|in|on|at|with|under|wearing|holding|riding|\w+ing)\b", rest, re.IGNORECASE)
    subject = f"{shown} {rest}" if shown and tied else subjects.joined(shown, rest)
    references = tuple(ref for ref in context.references if ref.role in ("character", "subject"))
    return Meant(subject=subject, slots=kept, references=references)
