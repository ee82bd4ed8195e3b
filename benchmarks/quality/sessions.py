"""One person's conversations with the whole bot: its real core, queue and memory, and a picture at the end."""

import asyncio
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.domain.conversation import Author, AuthorId, Place, Reply
from agent.domain.generation import GenerationContext, ImageData
from agent.domain.incoming import IncomingImage, IncomingMessage
from agent.domain.memory import AuthorSettings
from benchmarks.context.stage import PLATFORM, Stage
from benchmarks.quality.checklists import ChecklistItem

POSTED_SECONDS = 30.0
LOOK_SECONDS = 0.005
_SPENT = "select coalesce(sum(usd), 0) from spending"


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What came of the last message."""

    kind: str
    text: str
    """The reply's words."""
    contexts: tuple[GenerationContext, ...] = ()
    pictures: tuple[ImageData, ...] = ()
    earlier: tuple[ImageData, ...] = ()
    """Pictures of the messages before, in order."""
    cost_usd: float = 0.0

    def plan(self) -> str:
        """All that the image model was told, for a look at its words."""
        told = [" ".join([c.prompt, *(e.value for e in c.slots.values())]) for c in self.contexts]
        return " ".join(told).strip()


async def play(stage: Stage, item: ChecklistItem, *, timeout_seconds: float) -> Played:
    """As somebody new, who is never asked and whose wishes may be learnt. Each session is a private channel of its own; nothing but
    memory goes from one to the next. Raises TimeoutError."""
    prefix = uuid.uuid4().hex[:12]
    author = Author(id=AuthorId(f"{PLATFORM}:{prefix}"), name="Sam")
    await stage.app.author_settings.save_author(author.id, AuthorSettings(ask="never", learning="yes"))
    before = float(await stage.app.pool.fetchval(_SPENT))
    earlier: list[ImageData] = []
    reply, last = Reply(kind="text", text=""), (len(item.sessions) - 1, len(item.sessions[-1]) - 1)
    for number, session in enumerate(item.sessions):
        place = Place(platform=PLATFORM, channel=f"{prefix}-{number}", private=True)
        for at, text in enumerate(session):
            photo = item.photo if (number, at) == last else None
            reply = await _said(stage, f"{prefix}-{number}-{at}", place, author, text, photo, timeout_seconds)
            if (number, at) != last:
                earlier += await _pictures(stage, reply)
    spent = float(await stage.app.pool.fetchval(_SPENT)) - before
    shown = await stage.threads.pictures(reply.images)
    return Played(
        kind=reply.kind, text=reply.text, contexts=tuple(picture.context for picture in shown),
        pictures=tuple(await _pictures(stage, reply)), earlier=tuple(earlier), cost_usd=round(spent, 6),
    )  # fmt: skip


async def _said(
    stage: Stage, event: str, place: Place, author: Author, text: str, photo: Path | None, seconds: float
) -> Reply:
    images = (
        (IncomingImage(name=photo.name, data=await asyncio.to_thread(photo.read_bytes)),) if photo else ()
    )
    message = IncomingMessage(
        event_id=event, message=event, place=place, author=author, text=text, images=images
    )
    accepted = await stage.app.intake.message(message)
    if accepted.turn is None:
        return Reply(kind="text", text=accepted.note)
    reply = await stage.heard.reply(accepted.turn, timeout_seconds=seconds)
    async with asyncio.timeout(POSTED_SECONDS):
        while await stage.app.turn_status.replay(event, PLATFORM) is None:  # noqa: ASYNC110
            await asyncio.sleep(LOOK_SECONDS)
    return reply


async def _pictures(stage: Stage, reply: Reply) -> Sequence[ImageData]:
    return [await stage.app.images.load(image) for image in reply.images]
