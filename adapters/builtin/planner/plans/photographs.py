"""Attached pictures in a draft: "make this cat a pirate", "draw this in pixel art", "put a hat on it"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line
from adapters.builtin.planner.reading.reading import Reading
from agent.domain.generation import Reference, ReferenceRole

LABEL_CHARS_MAX = 40


def of_picture(reading: Reading) -> tuple[Reading, str]:
    """ "make this cat a pirate": the attached picture's cat, as a pirate; and what the picture shows, where that is said."""
    language = reading.language
    if worn := _given_to_it(Line(reading.subject, language)):
        return replace(reading, subject=f"with {worn}"), ""
    line = Line(reading.subject, language)
    line = Line(line.after("make", "replace") or line.text, language)
    points = line.at(0, "points_at", "mine")
    if points is None:
        return replace(reading, subject=line.text), ""
    what, how = _shown(Line(line.behind(points.last).strip(), language))
    name = "" if Line(what, language).is_whole("picture") else what
    pictured = f"the {name}" if name else ""
    if not how.startswith("in a"):
        how = re.sub(r"^(?:as|into|to|in|like)\s+(?=\w)", "", how, flags=re.IGNORECASE)
    joint = " as " if pictured and Line(how, language).own(0, "determiner") else " "
    return replace(reading, subject=f"{pictured}{joint}{how}".strip()), name


def _shown(rest: Line) -> tuple[str, str]:
    """What the picture shows, and what becomes of it: "cat", "a pirate"."""
    first = int(rest.norm(0) in grammar.word_set("picture_or_one"))
    becomes = (n for n in range(first, rest.size) if rest.own(n, *_BECOMES) or rest.norm(n).endswith("ing"))
    last = next(becomes, rest.size)
    return rest.said(first, last), rest.behind(last).strip(" ,") if last else rest.text


_BECOMES = ("determiner", "place_preposition", "has", "attribute_opens", "leads", "joiner")
"""Words with which what becomes of it begins."""


def _given_to_it(subject: Line) -> str:
    """ "a hat" of "a hat on it" and of "her sunglasses"."""
    last = subject.size - 2
    behind = last > 0 and subject.norm(last) in grammar.word_set("leaves_where")
    if behind and subject.is_word(last + 1, "it"):
        return re.sub(r"^(?:add|put|give)\s+", "", subject.upto(last), flags=re.IGNORECASE)
    given = re.match(r"^(?:give|put|add)\s+(?:(?:it|him|her|them|this|that)\s)?\s*(.+)$", subject.text, re.I)
    return given[1] if given else ""


def given(images: Sequence[str], shown: str, *, role: ReferenceRole) -> tuple[Reference, ...]:
    """The attached pictures as references; `shown` is what they show, as far as that was said."""
    label = shown[:LABEL_CHARS_MAX] or ("the style to follow" if role == "style" else "your picture")
    return tuple(Reference(image=image, role=role, label=label) for image in images)
