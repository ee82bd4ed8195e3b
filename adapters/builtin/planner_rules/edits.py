"""A change to a picture, and what the ways of saying one come down to: said of the whole, in place of a thing, of a thing."""

import re
from dataclasses import dataclass, field

from adapters.builtin.planner_rules import grammar, subjects
from adapters.builtin.planner_rules.beings import is_animal
from adapters.builtin.planner_rules.grammar import frame
from adapters.builtin.planner_rules.reading import read
from adapters.builtin.planner_rules.tokens import tokenise
from agent.domain.generation import SlotName

Slots = dict[SlotName, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What becomes of the slots. A value of "" empties the slot."""

    slots: Slots = field(default_factory=dict[SlotName, str])

    @property
    def is_restyle(self) -> bool:
        return bool(self.slots) and set(self.slots) <= {"style", "palette"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The change as it is said, without "ok, now can you ... please"."""

    text: str
    base: Slots
    language: str

    @property
    def subject(self) -> str:
        return self.base.get("subject", "")

    def with_text(self, text: str) -> "Body":
        return Body(text=text, base=self.base, language=self.language)


def whole(body: Body) -> Edit | None:
    """ "night", "a banner", "in pixel art", "blue", "darker": said of the whole picture."""
    value = plainly(body.text)
    reading = read(value, body.language)
    slots: Slots = dict(reading.slots())
    bare = subjects.without_article(value, body.language)
    subject = reading.subject
    if subject and (found := named(bare, body.language)):
        slots.update(found)
        subject = ""
    one_word = re.fullmatch(r"[\w-]+", bare) is not None and not grammar.things().all(tokenise(bare))
    if subject and not slots and one_word:
        slots["palette" if bare.lower() in grammar.word_set("shade") else "composition"] = bare
    elif subject and not is_same(subject, slots):
        costumed = _in_costume(body, subject)
        if costumed:
            return Edit(slots={**slots, "subject": costumed})
        is_thing = grammar.words("determiner", body.language).at(tokenise(subject), 0) is not None
        changed = (
            subjects.with_head(body.subject, subject, body.language)
            if is_thing
            else subjects.joined(body.subject, subject)
        )
        slots["subject"] = changed
    return Edit(slots=slots) if slots else None


def _in_costume(body: Body, subject: str) -> str:
    """ "a pirate", said of a cat, is "a cat as a pirate"; "" where it is somebody else in its place."""
    words = [token.norm for token in tokenise(subject)]
    head = subjects.head_of(body.subject, body.language)
    animal = bool(head) and is_animal(head.split()[-1])
    if not animal or not words or words[-1] not in grammar.word_set("costume"):
        return ""
    return f"{head} as {subject}{body.subject[len(head) :]}"


def plainly(value: str) -> str:
    """ "a bit darker" -> "darker"."""
    return frame("degree").sub("", value.strip())


def is_same(subject: str, slots: Slots) -> bool:
    return any(
        subject.lower() == value.lower() or subject.lower().endswith(f" {value.lower()}")
        for value in slots.values()
    )


def named(bare: str, language: str) -> Slots:
    """A single lexicon word: "blue", "winter", "watercolour"."""
    if grammar.times(language).whole(bare):
        return {"time": read(f"x {bare}", language).time or bare}
    if grammar.styles(language).whole(bare):
        return {"style": bare}
    if grammar.palettes(language).whole(bare) or grammar.colours(language).whole(bare):
        return {"palette": bare}
    if bare.endswith("er") and grammar.palettes(language).whole(
        plain := re.sub(r"(?<=r)m?er$|er$", "", bare)
    ):
        return {"palette": plain}
    return {"setting": bare} if grammar.settings(language).whole(bare) else {}


def replaced(body: Body, old: str, new: str) -> Edit:
    """Another thing in its place, or another place, time or style for what stood in those slots."""
    changed = subjects.with_replaced(body.subject, old, new, body.language)
    if changed is not None:
        slots: Slots = {"subject": changed}
        if body.base.get("count") and subjects.shares_word(old, body.base["count"]):
            slots["count"] = read(new, body.language).count
        return Edit(slots=slots)
    bare = subjects.without_article(
        re.sub(r"^(?:in|at|on)\s+", "", new.strip(), flags=re.IGNORECASE), body.language
    )
    replaceable: tuple[SlotName, ...] = ("setting", "time", "style", "palette")
    for name in replaceable:
        if body.base.get(name) and subjects.shares_word(old, body.base[name]):
            found: Slots = {}
            found[name] = bare
            return Edit(slots=found)
    return Edit(
        slots={"subject": subjects.joined(body.subject, f"with {subjects.with_article(new, body.language)}")}
    )


def described(body: Body, what: str, how: str) -> Edit:
    how = plainly(how)
    changed = subjects.described(body.subject, what, how, body.language)
    new = subjects.with_article(f"{how} {what}", body.language)
    return Edit(slots={"subject": changed or subjects.joined(body.subject, f"with {new}")})
