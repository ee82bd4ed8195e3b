"""Plays one item: what was there before, then the message, then a look at what came of it. Each item has people, a channel and a
community of its own, so that nothing of one reaches another."""

import asyncio
import uuid
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agent.domain.conversation import Author, AuthorId, Picture, Place, Reply, TurnId
from agent.domain.generation import GenerationContext, ImageData
from agent.domain.incoming import IncomingImage, IncomingMessage
from agent.domain.memory import AuthorSettings, Memory, NewMemory, Reader
from agent.domain.questions import PendingQuestion
from benchmarks.context.items import ME, Item, Known, Step
from benchmarks.context.outcomes import Outcome, Stored
from benchmarks.context.plans import plan_of_step
from benchmarks.context.stage import PLANNED, PLATFORM, Stage, flat_picture
from bot.turns.error_messages import apology

LOOK_SECONDS = 0.005
POSTED_SECONDS = 10.0
PHOTO_SIDE = 96
_SCHEDULES = "select count(*) from schedules where author = $1"
_PHOTOS = """
select i.image_id from message_images i join turns t on t.message_id = i.message_id where t.author = $1 and t.channel = $2
"""


class BeforeFailed(Exception):
    """What was to be there before the message could not be brought about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A turn that is over."""

    turn: TurnId
    reply: Reply
    message: str
    """The id of the bot's message, on this platform the same as ours."""


@dataclass(slots=True)
class Player:
    """One item on the stage."""

    stage: Stage
    item: Item
    timeout_seconds: float
    _prefix: str = field(default_factory=lambda: uuid.uuid4().hex[:12])
    _known: dict[str, Memory] = field(default_factory=dict[str, Memory])
    _named: dict[str, Answered] = field(default_factory=dict[str, Answered])
    _open: TurnId | None = None
    """The turn whose question is open before the message."""
    _events: int = 0

    async def play(self) -> Outcome:
        """Raises BeforeFailed; a message that gets no answer is an outcome."""
        await self._settle_in()
        before = await self._memories()
        try:
            answered = await self._say(
                self.item.message, who=ME, photo=self.item.photo, reply_to=self.item.reply_to
            )
        except TimeoutError:
            return Outcome(reply="failed", text=f"no answer within {self.timeout_seconds:.0f} s")
        if answered.reply.text.startswith(apology(answered.turn[:13])):
            return Outcome(reply="failed", text="the turn raised; the log says why")
        return await self._outcome(answered, before)

    # --- what was there before -------------------------------------------------------------------------------

    async def _settle_in(self) -> None:
        item, settings = self.item, self.stage.app.author_settings
        await settings.save_author(self._author(ME).id, AuthorSettings(ask=item.ask, learning=item.learning))
        for known in item.memory:
            self._known[known.key] = await self._remember(known)
        for step in item.before:
            await self._before(step)

    async def _remember(self, known: Known) -> Memory:
        author, reader = self._author(known.who), self._reader(known.who)
        images: tuple[str, ...] = ()
        if known.photo:
            images = (await self.stage.app.images.save(self._photo(known.key), owner=author.id),)
        scope = next(scope for scope in reader.scopes() if scope.kind == known.scope)
        new = NewMemory(
            scope=scope, kind=known.kind, text=known.text, name=known.name, aliases=known.aliases, author=author.id,
            images=images, said_in_private=known.said_in_private or self.item.private,
        )  # fmt: skip
        return (await self.stage.memory.remember(new)).memory

    async def _before(self, step: Step) -> None:
        planned = ""
        if step.is_planned:
            planned = f"{self._prefix}-{self._events}"
            self.stage.planner.given[planned] = plan_of_step(step, self._known)
        try:
            answered = await self._say(step.says, who=step.who, photo=step.photo, planned=planned)
        except TimeoutError as error:
            raise BeforeFailed(f"{step.says!r} got no answer") from error
        wanted = "question" if step.asks else "image" if step.draws is not None else answered.reply.kind
        if answered.reply.kind != wanted:
            raise BeforeFailed(f"{step.says!r} came out as {answered.reply.kind}: {answered.reply.text!r}")
        if step.name:
            self._named[step.name] = answered
        if step.asks and step.who == ME:
            self._open = answered.turn

    # --- saying something ------------------------------------------------------------------------------------

    async def _say(
        self, text: str, *, who: str, photo: int, reply_to: str = "", planned: str = ""
    ) -> Answered:
        """Raises TimeoutError."""
        self._events += 1
        event = f"{self._prefix}-{self._events}"
        images = tuple(
            IncomingImage(name=f"photo{n}.png", data=self._photo(f"{event}/{n}").data) for n in range(photo)
        )
        incoming = IncomingMessage(
            event_id=event, message=event, place=self._place(), author=self._author(who), text=text, images=images,
            reply_to=self._named[reply_to].message if reply_to else None,
            incognito=self.item.incognito and not planned, handle={PLANNED: planned} if planned else {},
        )  # fmt: skip
        accepted = await self.stage.app.intake.message(incoming)
        if accepted.turn is None:
            return Answered(turn=TurnId(""), reply=Reply(kind="text", text=accepted.note), message="")
        reply = await self.stage.heard.reply(accepted.turn, timeout_seconds=self.timeout_seconds)
        async with asyncio.timeout(POSTED_SECONDS):
            while (found := await self.stage.app.turn_status.replay(event, PLATFORM)) is None:  # noqa: ASYNC110
                await asyncio.sleep(LOOK_SECONDS)
        return Answered(turn=accepted.turn, reply=reply, message=found[0])

    # --- what came of it -------------------------------------------------------------------------------------

    async def _outcome(self, answered: Answered, before: Mapping[str, Memory]) -> Outcome:
        after, reply = await self._memories(), answered.reply
        pending = await self._pending(answered.turn) if reply.kind == "question" else None
        contexts, sizes = await self._pictures(reply)
        keys = {memory.id: key for key, memory in self._known.items()}
        fresh = [m for m in after.values() if m.id not in before or m.sentence() != before[m.id].sentence()]
        lost = {m.id for m in before.values() if m.id not in after or m.sentence() != after[m.id].sentence()}
        author, channel = self._author(ME).id, self._place().channel_key
        asked = pending.ask.questions if pending else ()
        return Outcome(
            reply=reply.kind, text=reply.text, contexts=contexts, sizes=sizes, bases=await self._bases(contexts),
            photos=frozenset(str(row[0]) for row in await self.stage.app.pool.fetch(_PHOTOS, author, channel)),
            asked=tuple(question.slot for question in asked),
            options=tuple(option.value for question in asked for option in question.options),
            actions=frozenset(button.action for button in reply.buttons),
            scheduled=int(await self.stage.app.pool.fetchval(_SCHEDULES, author)),
            still_open=None if self._open is None else await self._pending(self._open) is not None,
            used=frozenset(key for key, memory in self._known.items() if _rests_on(contexts, memory)),
            stored=tuple(
                Stored(kind=m.kind, scope=m.scope.kind, name=m.name, sentence=m.in_full()) for m in fresh
            ),
            lost=frozenset(keys[memory] for memory in lost if memory in keys),
            removed=frozenset(keys[memory] for memory in lost if memory in keys and memory not in after),
        )  # fmt: skip

    async def _pictures(
        self, reply: Reply
    ) -> tuple[tuple[GenerationContext, ...], tuple[tuple[int, int], ...]]:
        """Contexts and sizes; of a question, what is known so far."""
        if reply.kind == "question":
            return (reply.context,) if reply.context else (), ()
        records = {picture.id: picture for picture in await self.stage.threads.pictures(reply.images)}
        shown = [records[image] for image in reply.images if image in records]
        loaded = [await self.stage.app.images.load(picture.id) for picture in shown]
        return tuple(picture.context for picture in shown), tuple((i.width, i.height) for i in loaded)

    async def _bases(self, contexts: Sequence[GenerationContext]) -> Mapping[str, GenerationContext]:
        changed = [context.base for context in contexts if context.base]
        found: Sequence[Picture] = await self.stage.threads.pictures(changed)
        return {str(picture.id): picture.context for picture in found}

    async def _pending(self, turn: TurnId) -> PendingQuestion | None:
        return await self.stage.threads.pending_of(turn)

    async def _memories(self) -> Mapping[str, Memory]:
        """All that holds, of everyone in the item, by id."""
        found = [
            memory for who in self.item.people for memory in await self.stage.desk.list(self._reader(who))
        ]
        return {memory.id: memory for memory in found}

    # --- people and places -----------------------------------------------------------------------------------

    def _place(self) -> Place:
        community = None if self.item.private else f"context-{self._prefix}"
        return Place(
            platform=PLATFORM, community=community, channel=f"{self._prefix}-art", private=self.item.private
        )

    def _author(self, who: str) -> Author:
        manages = self.item.moderator and who == ME
        return Author(id=AuthorId(f"{PLATFORM}:{self._prefix}-{who}"), name=who.title(), may_manage=manages)

    def _reader(self, who: str) -> Reader:
        place = self._place()
        return Reader(
            author=self._author(who).id, channel=place.channel_key, community=place.community_key,
            private=place.private,
        )  # fmt: skip

    def _photo(self, name: str) -> ImageData:
        """A flat picture that no other item has."""
        return flat_picture((PHOTO_SIDE, PHOTO_SIDE), zlib.crc32(f"{self._prefix}/{name}".encode()))


def _rests_on(contexts: Sequence[GenerationContext], memory: Memory) -> bool:
    """By its id; by its words, where what was recalled names no memory; or by its picture."""
    for context in contexts:
        for evidence in context.slots.values():
            recalled = evidence.method == "recall" and not evidence.memories
            if memory.id in evidence.memories or (
                recalled and memory.text in (evidence.value, evidence.source)
            ):
                return True
        if set(memory.images) & {reference.image for reference in context.references}:
            return True
    return False
