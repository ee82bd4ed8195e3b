"""What is offered while a person fills in a command: their own characters, styles and memories."""

import asyncio
import logging
from collections.abc import Sequence

from adapters.http.foreign_json import Json
from agent.domain.conversation import AuthorId, Place
from agent.domain.memory import Memory
from agent.errors import AtelierError
from agent.ports import MemoryDesk
from agent.turn_context import reader_of

OFFERED_MAX = 25
CHOICE_CHARS_MAX = 100
ANSWER_SECONDS = 1.5
"""Discord waits three seconds, and people less."""
STYLES = (
    "watercolour", "oil painting", "pencil sketch", "ink drawing", "pixel art", "anime", "comic", "photo", "low poly", "flat design",
    "art deco", "ukiyo-e", "stained glass", "paper cut-out", "clay figure", "cyberpunk", "noir", "pastel", "line art", "isometric",
)  # fmt: skip

logger = logging.getLogger(__name__)


async def suggest(
    desk: MemoryDesk | None,
    suggests: str,
    text: str,
    *,
    author: AuthorId,
    place: Place,
    models: Sequence[str] = (),
) -> list[Json]:
    """Choices for what was typed so far, best first; none where memory does not answer in time."""
    words = text.strip().lower()
    if suggests == "style":
        return _choices([style for style in (*STYLES, "off") if words in style])
    if suggests == "model":
        return _choices([name for name in (*models, "auto") if words in name])
    if desk is None or suggests not in ("character", "memory"):
        return []
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            known = await desk.list(reader_of(author, place))
    except (AtelierError, TimeoutError) as error:
        logger.info("nothing suggested", extra={"action": "suggesting_failed", "error": type(error).__name__})
        return []
    return _choices(_characters(known, words) if suggests == "character" else _memories(known, words))


def _characters(known: Sequence[Memory], words: str) -> list[str]:
    names = [memory.name for memory in known if memory.kind == "character" and memory.name]
    return sorted(
        (name for name in names if words in name.lower()), key=lambda name: not name.lower().startswith(words)
    )


def _memories(known: Sequence[Memory], words: str) -> list[str]:
    own = [memory.sentence() for memory in known if memory.scope.kind == "user"]
    return [sentence for sentence in own if words in sentence.lower()] + (
        ["everything"] if words in "everything" else []
    )


def _choices(texts: Sequence[str]) -> list[Json]:
    cut = dict.fromkeys(text[:CHOICE_CHARS_MAX] for text in texts if text.strip())
    return [{"name": text, "value": text} for text in list(cut)[:OFFERED_MAX]]
