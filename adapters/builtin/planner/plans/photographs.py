"""Attached pictures in a draft: "make this cat a pirate", "draw this in pixel art", "put a hat on it"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from adapters.builtin.language import small_words as grammar
from adapters.builtin.planner.reading.reading import Reading
from agent.domain.generation import Reference, ReferenceRole
from agent.text.words import tokenise

LABEL_CHARS_MAX = 40


def of_picture(reading: Reading) -> tuple[Reading, str]:
    """ "make this cat a pirate": the attached picture's cat, as a pirate; and what the picture shows, where that is said."""
    language = reading.language
    subject = reading.subject
    worn = _given_to_it(subject, language)
    if worn:
        return replace(reading, subject=f"with {worn}"), ""
    verb = grammar.spoken("make", language).at(tokenise(subject), 0) or grammar.spoken(
        "replace", language
    ).at(tokenise(subject), 0)
    subject = (
        subject[tokenise(subject)[verb.last].start :]
        if verb and verb.last < len(tokenise(subject))
        else subject
    )
    tokens = tokenise(subject)
    points = grammar.spoken("points_at", language).at(tokens, 0) or grammar.spoken("mine", language).at(
        tokens, 0
    )
    if points is None:
        return replace(reading, subject=subject), ""
    rest = subject[tokens[points.last - 1].end :].strip()
    what, how = _shown(rest, language)
    name = "" if grammar.spoken("picture", language).whole(what) else what
    pictured = f"the {name}" if name else ""
    how = (
        re.sub(r"^(?:as|into|to|in|like)\s+(?=\w)", "", how, flags=re.IGNORECASE)
        if not how.startswith("in a")
        else how
    )
    joint = " as " if pictured and grammar.is_any(tokenise(how), 0, language, "determiner") else " "
    return replace(reading, subject=f"{pictured}{joint}{how}".strip()), name


def _shown(rest: str, language: str) -> tuple[str, str]:
    """What the picture shows, and what becomes of it: "cat", "a pirate"."""
    tokens = tokenise(rest)
    first = 1 if tokens and tokens[0].norm in grammar.word_set("picture_or_one") else 0
    last = first
    while (
        last < len(tokens)
        and not grammar.is_any(
            tokens,
            last,
            language,
            "determiner",
            "place_preposition",
            "has",
            "attribute_opens",
            "leads",
            "joiner",
        )
        and not tokens[last].norm.endswith("ing")
    ):
        last += 1
    what = rest[tokens[first].start : tokens[last - 1].end] if last > first else ""
    return what, rest[tokens[last - 1].end :].strip(" ,") if last else rest


def _given_to_it(subject: str, language: str) -> str:
    """ "a hat" of "a hat on it" and of "her sunglasses"."""
    tokens = tokenise(subject)
    if (
        len(tokens) > 2
        and tokens[-2].norm in grammar.word_set("leaves_where")
        and grammar.spoken("it", language).get([tokens[-1].norm])
    ):
        return re.sub(r"^(?:add|put|give)\s+", "", subject[: tokens[-3].end], flags=re.IGNORECASE)
    given = re.match(
        r"^(?:give|put|add)\s+(?:it|him|her|them|this|that)?\s*(?P<what>.+)$", subject, re.IGNORECASE
    )
    return given["what"] if given else ""


def given(images: Sequence[str], shown: str, *, role: ReferenceRole) -> tuple[Reference, ...]:
    """The attached pictures as references; `shown` is what they show, as far as that was said."""
    label = shown[:LABEL_CHARS_MAX] or ("the style to follow" if role == "style" else "your picture")
    return tuple(Reference(image=image, role=role, label=label) for image in images)
