"""Puts a context, and the pictures to go by, into words for an image model. Pure: the same context gives the same prompt."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from agent.domain.cast import laid_out
from agent.domain.characters import Character
from agent.domain.generation import GenerationContext, Panel, Reference, ReferenceRole

PROMPT_CHARS_MAX = 4_000
"""Image models take no more (OpenAI's limit is 32,000; the open ones read far less)."""


def prompt_of(context: GenerationContext, panel: Panel | None = None) -> str:
    """The prompt: what is seen first, then how it looks, then what must hold.

    >>> from agent.domain.generation import Evidence
    >>> prompt_of(GenerationContext(slots={"subject": Evidence(value="a fox", method="said")}))
    'A fox.'
    """
    sentences = [
        _lead(context),
        _scene(context),
        _labelled("Palette", context.value("palette")),
        _labelled("Composition", context.value("composition")),
        _printed(context.value("text")),
        _labelled("Exactly", context.value("count")),
        excluded(context),
        _panel(panel.label if panel else context.panel),
        _labelled("Format", context.value("format")),
    ]
    return " ".join(sentence for sentence in sentences if sentence)[:PROMPT_CHARS_MAX]


def excluded(context: GenerationContext) -> str:
    """The prompt's sentence on what is not to be seen; "" for nothing."""
    return _labelled("The picture must not contain", context.value("exclude"))


def _lead(context: GenerationContext) -> str:
    if context.base is None:
        return ""
    return "Change the given picture and keep its layout and all that is not named differently here."


def _scene(context: GenerationContext) -> str:
    """Who and what, where, when and in which style, as one sentence."""
    subject, characters = context.value("subject"), context.characters()
    alone = subject.casefold() in (one.called.casefold() for one in characters)
    who = [_people(characters), "" if alone else subject]
    seen = ", ".join(part for part in who if part) or context.value("setting") or "A picture"
    details = [
        detail
        for detail in (_place(context, seen), context.value("time"), _style(context.value("style")))
        if detail and not _is_said(detail, seen)
    ]
    text = ", ".join([seen, *details])
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _people(characters: Sequence[Character]) -> str:
    """`Luna (silver-haired elf) and Rex`."""
    return " and ".join(
        f"{one.name} ({one.description})" if one.name and one.description else one.called
        for one in characters
    )


def layout_in_words(context: GenerationContext) -> str:
    """Two or more by name: where each stands, what each does and looks like, and that what is said of one holds for nobody else. Models
    mix them up otherwise."""
    layout = laid_out(context)
    if not layout.figures:
        return ""
    lead = "In the picture" if layout.sides_told else "From left to right"
    each = " ".join(
        f"{number}. {figure.sentence().rstrip('.')}." for number, figure in enumerate(layout.figures, start=1)
    )
    return f"{lead}: {each} Each of them keeps their own face, hair and clothes, and does only what is said of them."


def _place(context: GenerationContext, seen: str) -> str:
    setting = context.value("setting")
    if not setting or _is_said(setting, seen):
        return ""
    return f"setting: {setting}"


def _is_said(detail: str, seen: str) -> bool:
    """In words of its own: a raincoat is no rain."""
    return re.search(rf"(?<!\w){re.escape(detail)}(?!\w)", seen) is not None


def _style(style: str) -> str:
    return f"in the style of {style}" if style else ""


def _labelled(label: str, value: str) -> str:
    return f"{label}: {value}." if value else ""


def _printed(text: str) -> str:
    return f"The words “{text}” are printed in it, legibly and spelt exactly so." if text else ""


def _panel(label: str) -> str:
    return f"This is one of a series: {label}." if label else ""


# --- pictures to go by --------------------------------------------------------------------------------------------

_BY_USE: tuple[tuple[ReferenceRole, ...], ...] = (
    ("base",), ("subject", "person"), ("series",), ("character",), ("style",), ("setting",), ("composition",), ("mask",),
)  # fmt: skip
"""What a picture is worst done without first. What its author showed of a thing weighs as much as a person."""
_USE = {role: place for place, roles in enumerate(_BY_USE) for role in roles}
NAMELESS = "what is to be seen"


def by_use(references: Iterable[Reference]) -> tuple[Reference, ...]:
    """In the order in which they are handed over, so that a model that takes fewer takes those that count most: one picture of everybody
    before a second of anybody."""
    unique = list(dict.fromkeys(references))
    further = {
        one for place, one in enumerate(unique) if any(_same_figure(one, other) for other in unique[:place])
    }
    return tuple(sorted(unique, key=lambda one: (one.role != "base", one in further, _USE[one.role])))


def _same_figure(one: Reference, other: Reference) -> bool:
    """What has no name is somebody of its own."""
    return bool(one.label) and (one.role, one.label) == (other.role, other.label)


def in_words(handed: Sequence[Reference]) -> str:
    """What an image model is told of the pictures it is given, in the order in which it gets them.

    >>> in_words([Reference(image="a", role="base"), Reference(image="b", role="style", label="ink")])
    'Picture 1 is the one to change. Picture 2 gives the style only (ink): take nothing else from it.'
    """
    return _counted(handed, "Picture")


def sheet_in_words(number: int, parts: Sequence[Reference]) -> str:
    """The same of several small pictures that it is given in one, the `number`th.

    >>> sheet_in_words(1, [Reference(image="a", role="setting", label="the club"), Reference(image="b", role="style")])
    'Picture 1 is a sheet of 2 separate pictures, counted from left to right and row by row; do not draw the sheet. \
Part 1 shows the place (the club). Part 2 gives the style only: take nothing else from it.'
    """
    lead = f"Picture {number} is a sheet of {len(parts)} separate pictures"
    return (
        f"{lead}, counted from left to right and row by row; do not draw the sheet. {_counted(parts, 'Part')}"
    )


def _counted(handed: Sequence[Reference], noun: str) -> str:
    numbered = list(enumerate(handed, start=1))
    groups = groupby(numbered, key=lambda pair: (pair[1].role, pair[1].label))
    return " ".join(
        _sentence([n for n, _ in pairs], [one for _, one in pairs], noun) for pairs in _lists(groups)
    )


def _lists(
    groups: Iterable[tuple[object, Iterator[tuple[int, Reference]]]],
) -> Iterator[list[tuple[int, Reference]]]:
    return (list(pairs) for _, pairs in groups)


def _sentence(numbers: Sequence[int], alike: Sequence[Reference], noun: str) -> str:
    first, one = alike[0], len(alike) == 1
    which = (
        f"{noun} {numbers[0]}" if one else f"{noun}s {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
    )
    shows, gives, said = ("shows", "gives", "is") if one else ("show", "give", "are")
    details = ", ".join(dict.fromkeys(ref.detail for ref in alike if ref.detail))
    name = f"{first.label or NAMELESS}{f' ({details})' if details else ''}"
    only = f" ({first.label})" if first.label else ""
    match first.role:
        case "base":
            return f"{which} {said} the one to change."
        case "person":
            return f"{which} {shows} {name}, a real person: keep the face and the likeness, whatever else changes."
        case "character":
            return f"{which} {shows} {name}: keep the looks, and draw the scene described here anew."
        case "series":
            return f"{which} {said} {name} of the same series: keep its characters and style, and draw the scene described here anew."
        case "style":
            return f"{which} {gives} the style only{only}: take nothing else from it."
        case "setting":
            return f"{which} {shows} the place{only}."
        case "composition":
            return f"{which} {gives} the composition only{only}."
        case _:
            return f"{which} {shows} {name}."


def left_out_in_words(given: Sequence[Reference], left_out: Sequence[Reference]) -> tuple[str, ...]:
    """What a picture lacks for want of references, in its author's words. Of somebody who is there in another picture nothing is lacking
    that would be noticed."""
    there = {(one.role, one.label) for one in given}
    lost = {(one.role, one.label): one for one in left_out if (one.role, one.label) not in there}
    return tuple(_lost(one.role, one.label) for one in lost.values())


def _lost(role: ReferenceRole, label: str) -> str:
    match role:
        case "style":
            return f"the style of the reference picture{f' ({label})' if label else ''}"
        case "composition" | "series":
            return f"the {role} of {label or 'the reference picture'}"
        case _:
            return f"{label or 'the picture'} as it looks in the reference picture"
