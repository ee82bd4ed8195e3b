"""Text as Telegram counts it: offsets and lengths in UTF-16 units. Incoming mentions and commands, outgoing bold and cuts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import MessageEntity

TEXT_UNITS_MAX = 4_096
CAPTION_UNITS_MAX = 1_024

STEPS = frozenset({"plan", "recall", "search", "ask", "render", "evaluate", "deliver"})
_MENTION = re.compile(r"(?<!\w)@(?=\w)")
_UNLINKED = "@\N{WORD JOINER}"
_MARKS = re.compile(r"\*\*(?P<bold>[^*\n][^\n]*?)\*\*|`(?P<code>[^`\n]+)`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Plain text with the places that look different. Nothing in it can be misread as markup."""

    text: str
    entities: tuple[MessageEntity, ...] = ()


def units(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def without(text: str, entities: Sequence[MessageEntity]) -> str:
    """`text` with these pieces, and the space or comma after each, taken out."""
    raw = text.encode("utf-16-le", "replace")
    for entity in sorted(entities, key=lambda entity: entity.offset, reverse=True):
        head = raw[: 2 * entity.offset].decode("utf-16-le", "ignore")
        tail = raw[2 * (entity.offset + entity.length) :].decode("utf-16-le", "ignore")
        raw = (head + tail.lstrip(" ,:\u060c\uff0c\u3001")).encode("utf-16-le")
    return raw.decode("utf-16-le", "ignore").strip()


def working(progress: str) -> Wording:
    """A line of progress ("render: drawing a fox") as people read it."""
    step, found, what = progress.partition(": ")
    words = what if found and step in STEPS else progress
    return Wording(text=_harmless(f"{words[:1].upper()}{words[1:]} …"))


def worded(markdown: str) -> Wording:
    """The small Markdown of a Reply (**bold**, `code`) as text and entities. Nobody is called by it: Telegram would make a
    mention of every @name, whoever wrote it."""
    markdown = _harmless(markdown)
    text = ""
    entities: list[MessageEntity] = []
    at = 0
    for mark in _MARKS.finditer(markdown):
        text += markdown[at : mark.start()]
        kind = MessageEntity.BOLD if mark.lastgroup == "bold" else MessageEntity.CODE
        inside = mark.group("bold") or mark.group("code")
        entities.append(MessageEntity(kind, units(text), units(inside)))
        text += inside
        at = mark.end()
    return Wording(text=text + markdown[at:], entities=tuple(entities))


def pieces(wording: Wording, *, first_max: int) -> tuple[Wording, ...]:
    """Cut into messages: the first at most `first_max` units, the rest at most TEXT_UNITS_MAX; at a line or a word where
    there is one. At least one piece, even for no text."""
    cut: list[Wording] = []
    rest, room = _part(wording, 0, units(wording.text.rstrip())), first_max
    while units(rest.text) > room:
        at = _cut_at(rest.text, room)
        cut.append(_part(rest, 0, at))
        rest, room = _part(rest, at, units(rest.text)), TEXT_UNITS_MAX
    return (*cut, rest)


def _harmless(text: str) -> str:
    """Without NUL and lone surrogates, which no JSON takes, and with @names that call nobody."""
    text = text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    return _MENTION.sub(_UNLINKED, text)


def _cut_at(text: str, room: int) -> int:
    """Where to cut, in units, so that the part before is not longer than `room`."""
    head = text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore")
    for gap in ("\n", " "):
        at = head.rfind(gap)
        if at > len(head) // 2:
            return units(head[: at + 1])
    return units(head)


def _part(wording: Wording, start: int, end: int) -> Wording:
    """Units [start, end) of it, with the entities clipped."""
    text = wording.text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")
    clipped = [
        MessageEntity(entity.type, max(entity.offset, start) - start, stop - max(entity.offset, start))
        for entity in wording.entities
        if (stop := min(entity.offset + entity.length, end)) > max(entity.offset, start)
    ]
    return Wording(text=text, entities=tuple(clipped))
