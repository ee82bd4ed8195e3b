"""Which pictures are meant: the attached ones, one of several, "like last time", "the one from last week"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.lines import Line
from adapters.builtin.planner import wording
from adapters.builtin.planner.reading.counts import ordinal
from adapters.builtin.planner.wanted import attached
from agent.domain.conversation import Message, Picture
from agent.domain.generation import Candidate, Evidence, Gap, Reference
from agent.domain.memory import RecalledPicture
from agent.ports import PlanRequest
from agent.text.words import shares_word
from agent.translation.catalogue import _

PICTURE_HARM = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Like:
    """Words that point to an earlier picture."""

    what: str = ""
    """What is on it, as far as that was said."""
    when: str = ""


def chosen(request: PlanRequest, text: str, language: str) -> tuple[tuple[str, ...], Gap | None]:
    """The attached pictures that are meant; a gap where "that one" may be any of several."""
    images = attached(request)
    if len(images) < 2:
        return images, None
    number = ordinal(text, language)
    if number is not None and -len(images) <= number[0] < len(images):
        return (images[number[0]],), None
    if not Line(text, language).has("that_one"):
        return images, None
    share = round(0.9 / len(images), 3)
    gap = Gap(
        slot="references", why=f"{len(images)} pictures are attached", route="ask", harm=PICTURE_HARM,
        question=wording.question("picture"),
        candidates=tuple(
            Candidate(value=_("picture {number}", number=n), probability=share, image=image)
            for n, image in enumerate(images, 1)
        ),
    )  # fmt: skip
    return (), gap


def of_several(request: PlanRequest, text: str, language: str) -> tuple[Picture, str] | None:
    """ "the second one, but at sunset" after several pictures: the one that is meant, and what else is said. None where one picture
    is at hand, or none is pointed to."""
    base = request.base
    if base is None or (request.turn.replied is not None and not request.turn.replied.pictures):
        return None
    shown = next((m.pictures for m in _messages(request) if any(p.id == base.id for p in m.pictures)), ())
    found = ordinal(text, language)
    if found is None or len(shown) < 2 or not -len(shown) <= found[0] < len(shown):
        return None
    number, start, end = found
    return shown[number], f"{text[:start]}{text[end:].lstrip(' ,')}".strip(" ,")


def _messages(request: PlanRequest) -> Sequence[Message]:
    """The replied-to message, then the thread, newest first."""
    replied = request.turn.replied
    return (*((replied,) if replied else ()), *reversed(request.turn.thread))


def without_pointing(text: str, language: str) -> str:
    """The text without "use that one", "the second picture"."""
    if (number := ordinal(text, language)) is not None:
        text = f"{text[: number[1]]} {text[number[2] :]}"
    line = Line(text, language)
    found = line.first("that_one")
    rest = " ".join((line.without(found) if found is not None else text).split())
    first = Line(rest, language).norm(0)
    return rest[len(first) :].strip() if first in ("use", "take") else rest


def like_before(text: str, language: str) -> tuple[Like | None, str]:
    """Words that point to an earlier picture, and the text without them: "like last time", "the one with the boat"."""
    line = Line(text, language)
    if (whole := line.first("like_before")) is not None:
        return Like(), _without(text, len(line.until(whole.first)), len(line.upto(whole.last)))
    one = line.first("like_the_one")
    which = line.at(one.last, "which_one") if one is not None else None
    if one is None or which is None or which.last >= line.size:
        return None, text
    when = next((w for w in grammar.pairs("when_days") if w in line.behind(one.last).lower()), "")
    start = line.tokens[which.last].start
    end = text.lower().find(when, start) + len(when) if when else _end_of_clause(text, start)
    rest = _without(text, line.tokens[one.first].start, end)
    return Like(what="" if when else text[start:end], when=when), rest


def _end_of_clause(text: str, start: int) -> int:
    match = re.search(r"[,.;!?]|\s(?:but|again|pero|aber|mais|mas)\b", text[start:])
    return start + match.start() if match else len(text)


def _without(text: str, start: int, end: int) -> str:
    return f"{text[:start].rstrip(' ,')} {text[end:].lstrip(' ,.!?')}".strip()


def recalled(request: PlanRequest, like: Like) -> tuple[Evidence | None, Reference | None]:
    """The earlier picture that is meant, as evidence and reference."""
    found = _fitting(request.recollection.pictures, like, request.now)
    if not found:
        return None, None
    best = found[0]
    evidence = Evidence(
        value=best.caption or _("an earlier picture"), method="recall",
        source=f"memory: the picture of {best.at:%d %B}: {best.caption}", confidence=0.8,
    )  # fmt: skip
    return evidence, Reference(image=best.image, role="style", label=best.caption)


def _fitting(pictures: Sequence[RecalledPicture], like: Like, now: datetime) -> Sequence[RecalledPicture]:
    pictures = [one for one in pictures if like.what and shares_word(like.what, one.caption)] or pictures
    window = grammar.pairs("when_days").get(like.when)
    if window is None:
        return pictures
    least, most = (timedelta(days=int(days)) for days in window.split("-"))
    return [picture for picture in pictures if least <= now - picture.at <= most] or pictures
