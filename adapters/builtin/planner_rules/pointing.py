"""Which pictures are meant: the attached ones, the one before, "like last time", "the one from last week"."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from adapters.builtin.planner_rules import subjects, wording
from adapters.builtin.planner_rules.grammar import frame, frames
from agent.domain.conversation import Message, Picture, Pressed, Said
from agent.domain.generation import Candidate, Evidence, Gap, Reference
from agent.domain.memory import RecalledPicture
from agent.ports import PlanRequest

PICTURE_HARM = 0.9
_THAT_ONE = frame("that_one")
_LIKE_BEFORE = frame("like_before")
_WINDOWS: tuple[tuple[str, int, int], ...] = (
    ("yesterday", 1, 2), ("last night", 0, 2), ("today", 0, 1), ("this morning", 0, 1), ("last week", 3, 15),
    ("week ago", 5, 10), ("last month", 14, 65), ("month ago", 20, 45), ("last year", 200, 700),
)  # fmt: skip
"""Words, and how many days ago they reach from and to."""


def attached(request: PlanRequest) -> tuple[str, ...]:
    """Pictures that came with the message, or that another person's replied-to message carries."""
    asked = request.turn.request
    own = asked.images if isinstance(asked, Said | Pressed) else ()
    replied = request.turn.replied
    others = replied.images if replied and not replied.pictures else ()
    return tuple(dict.fromkeys([*own, *others]))


def chosen(request: PlanRequest, text: str, language: str) -> tuple[tuple[str, ...], Gap | None]:
    """The attached pictures that are meant; a gap where "that one" may be any of several."""
    images = attached(request)
    if len(images) < 2:
        return images, None
    number = ordinal(text)
    if number is not None and -len(images) <= number < len(images):
        return (images[number],), None
    if not re.search(
        r"\b(?:that|this) (?:one|picture|image|photo|pic|cat|dog)\b|\buse (?:it|this|that)\b|\bone of (?:them|these)\b",
        text,
        re.I,
    ):
        return images, None
    share = round(0.9 / len(images), 3)
    gap = Gap(
        slot="references", why=f"{len(images)} pictures are attached", route="ask", harm=PICTURE_HARM,
        question=wording.question("picture", language),
        candidates=tuple(
            Candidate(value=f"picture {n}", probability=share, image=image) for n, image in enumerate(images, 1)
        ),
    )  # fmt: skip
    return (), gap


def ordinal(text: str) -> int | None:
    """0 for "the first one", -1 for "the last picture"."""
    return next((number for number, said in _ordinals() if said.search(text)), None)


def _ordinals() -> list[tuple[int, re.Pattern[str]]]:
    return [(int(number), said) for number, said in frames("ordinals").items()]


def of_several(request: PlanRequest, text: str) -> tuple[Picture, str] | None:
    """ "the second one, but at sunset" after several pictures: the one that is meant, and what else is said. None where one picture
    is at hand, or none is pointed to."""
    base = request.base
    if base is None or (request.turn.replied is not None and not request.turn.replied.pictures):
        return None
    match = frame("which_of_several").match(text)
    shown = next((m.pictures for m in _messages(request) if any(p.id == base.id for p in m.pictures)), ())
    number = ordinal(match["which"]) if match else None
    if match is None or number is None or not -len(shown) <= number < len(shown) or len(shown) < 2:
        return None
    return shown[number], text[match.end() :].strip()


def _messages(request: PlanRequest) -> Sequence[Message]:
    """The replied-to message, then the thread, newest first."""
    replied = request.turn.replied
    return (*((replied,) if replied else ()), *reversed(request.turn.thread))


def without_pointing(text: str) -> str:
    """The text without "use that one", "the second picture"."""
    for _, said in _ordinals():
        text = said.sub(" ", text)
    return frame("left_of_pointing").sub(" ", _THAT_ONE.sub(" ", text))


def like_before(text: str) -> tuple[re.Match[str] | None, str]:
    """Words that point to an earlier picture, and the text without them."""
    match = _LIKE_BEFORE.search(text.rstrip(" .!?"))
    if match is None:
        return None, text
    after = text[match.end() :].lstrip(" ,.!?")
    return match, f"{text[: match.start()].rstrip(' ,')} {after}".strip()


def recalled(request: PlanRequest, match: re.Match[str]) -> tuple[Evidence | None, Reference | None]:
    """The earlier picture that is meant, as evidence and reference."""
    found = _fitting(request.recollection.pictures, match, request.now)
    if found:
        best = found[0]
        evidence = Evidence(
            value=best.caption or "an earlier picture", method="recall",
            source=f"memory: the picture of {best.at:%d %B}: {best.caption}", confidence=0.8,
        )  # fmt: skip
        return evidence, Reference(image=best.image, role="style", label=best.caption)
    return None, None


def _fitting(
    pictures: Sequence[RecalledPicture], match: re.Match[str], now: datetime
) -> Sequence[RecalledPicture]:
    what = match.groupdict().get("what") or ""
    pictures = [one for one in pictures if what and subjects.shares_word(what, one.caption)] or pictures
    when = (match.groupdict().get("when") or "").lower()
    window = next(((least, most) for words, least, most in _WINDOWS if words in when), None)
    if window is None:
        return pictures
    least, most = (timedelta(days=days) for days in window)
    inside = [picture for picture in pictures if least <= now - picture.at <= most]
    return inside or pictures
