"""Pictures to go by: which of them count most, and what each is for, in words. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from agent.domain.generation import Reference, ReferenceRole

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
    numbered = list(enumerate(handed, start=1))
    groups = groupby(numbered, key=lambda pair: (pair[1].role, pair[1].label))
    return " ".join(_sentence([n for n, _ in pairs], [one for _, one in pairs]) for pairs in _lists(groups))


def _lists(
    groups: Iterable[tuple[object, Iterator[tuple[int, Reference]]]],
) -> Iterator[list[tuple[int, Reference]]]:
    return (list(pairs) for _, pairs in groups)


def _sentence(numbers: Sequence[int], alike: Sequence[Reference]) -> str:
    first, one = alike[0], len(alike) == 1
    which = (
        f"Picture {numbers[0]}" if one else f"Pictures {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
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
