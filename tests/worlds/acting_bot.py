"""An intake that acts like the bot, from a script: working, progress, then a picture, a question or an answer in words."""

import asyncio
import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

from agent.domain.conversation import Author, AuthorId, MessageId, Place, Reply, TurnId
from agent.domain.generation import ImageData
from agent.domain.incoming import Accepted, IncomingImage, IncomingMessage, IncomingPress
from agent.errors import BadImage, StoreUnavailable
from agent.limits import IMAGES_PER_TURN_MAX, TEXT_CHARS_MAX
from agent.ports import Address, BoardEvent, Outbound, PixelGate
from tests.fakes.board import FakeBoard, FakeBus, FakeDesk, said
from tests.patience import PATIENCE_SECONDS
from tests.worlds.acted_replies import ActedReplies
from tests.worlds.painted import painted

STEPS = (
    ("plan", "working out what you have in mind"),
    ("recall", "remembering what you like"),
    ("render", "drawing a fox reading under a lamp, watercolour"),
    ("evaluate", "looking at it"),
)


class ActingBot:
    """The `Intake`. `pause` seconds lie between two steps."""

    def __init__(
        self,
        board: FakeBoard,
        bus: FakeBus,
        desk: FakeDesk,
        outbound: Outbound,
        gate: PixelGate,
        *,
        pause: float = 0.0,
    ) -> None:
        self.messages: list[IncomingMessage] = []
        self.presses: list[IncomingPress] = []
        self.down = False
        self._held_at = ""
        self._go_on = asyncio.Event()
        self._reached: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._board, self._bus, self._outbound, self._gate = board, bus, outbound, gate
        self._replies = ActedReplies(board, desk)
        self._pause = pause
        self._turns: set[asyncio.Task[None]] = set()

    async def message(self, incoming: IncomingMessage) -> Accepted:
        if self.down:
            raise StoreUnavailable("the database is away")
        if any(known.event_id == incoming.event_id for known in self.messages):
            return Accepted(turn=TurnId("known"), duplicate=True)
        self.messages.append(incoming)
        if incoming.text == "/cancel":
            return Accepted(turn=None, note="Cancelled.")
        if len(incoming.text) > TEXT_CHARS_MAX:
            note = f"That is {len(incoming.text):,} characters long; I read {TEXT_CHARS_MAX:,} at most."
            return Accepted(turn=None, note=note, is_error=True)
        if incoming.reply_to and MessageId(incoming.reply_to) not in self._board.kept:
            return Accepted(turn=None, note="The message you replied to is not one I know.", is_error=True)
        images, notes = await self._admit(incoming.images)
        if notes and not images:
            return Accepted(turn=None, note=" ".join(notes), is_error=True)
        if not incoming.text.strip() and not images and incoming.voice is None:
            return Accepted(turn=None, note="There was nothing in that message.", is_error=True)
        saved = tuple(self._board.save(image, owner=incoming.author.id) for image in images)
        only_for = incoming.author.id if incoming.incognito else None
        message = said(
            incoming.shown or incoming.text, author=incoming.author, place=incoming.place, images=saved,
            reply_to=MessageId(incoming.reply_to) if incoming.reply_to else None,
        )  # fmt: skip
        stored = self._board.add(message, only_for=only_for)
        await self._tell("message", stored.id, incoming.place)
        if incoming.aside:
            return Accepted(turn=None)
        reply = self._replies.to(incoming.text, incoming.author, incoming.place)
        return self._start(incoming.author, incoming.place, stored.id, reply, hidden=incoming.incognito)

    async def deleted(self, place: Place, message: str) -> None:
        self._board.remove(MessageId(message))
        await self._tell("removed", MessageId(message), place)

    async def press(self, incoming: IncomingPress) -> Accepted:
        self.presses.append(incoming)
        found = self._board.kept.get(MessageId(incoming.message))
        buttons = found.message.reply.buttons if found and found.message.reply else ()
        button = next((each for each in buttons if each.id == incoming.button), None)
        if found is None or button is None:
            return Accepted(turn=None, note="I do not know that button (any more).", is_error=True)
        if button.id in found.message.pressed:
            return Accepted(turn=None, note="That was answered already.", is_error=True)
        if button.action in ("answer", "surprise", "undo", "forget"):
            used = [each.id for each in buttons if each.action in ("answer", "surprise") or each is button]
            self._board.change(found.message.id, pressed=(*found.message.pressed, *used))
            await self._tell("reply", found.message.id, incoming.place)
        reply = self._replies.to_press(button, incoming)
        return self._start(incoming.author, incoming.place, found.message.id, reply)

    async def answer_for(
        self, name: str, text: str, *, channel: str = "art", thread: str | None = None
    ) -> None:
        """As if that person had said it, by another page."""
        author = Author(id=AuthorId(f"web:{name.lower()}"), name=name)
        place = Place(platform="web", community="atelier", channel=channel, thread=thread)
        event = secrets.token_hex(8)
        await self.message(
            IncomingMessage(event_id=event, message=event, place=place, author=author, text=text)
        )

    def hold_at(self, step: str) -> None:
        """From now on every turn waits at that step until `go_on`."""
        self._held_at = step
        self._go_on.clear()

    def go_on(self) -> None:
        self._held_at = ""
        self._go_on.set()

    async def reached(self, step: str) -> None:
        """Until some turn has come to that step."""
        await asyncio.wait_for(self._reached[step].wait(), timeout=PATIENCE_SECONDS)

    async def settled(self) -> None:
        """Until every turn has ended."""
        while self._turns:
            await asyncio.wait(set(self._turns), timeout=PATIENCE_SECONDS)

    async def stop(self) -> None:
        for turn in self._turns:
            turn.cancel()
        await self.settled()

    def _start(
        self, author: Author, place: Place, replied: MessageId, reply: Reply, *, hidden: bool = False
    ) -> Accepted:
        turn = TurnId(str(uuid4()))
        task = asyncio.create_task(self._play(turn, author, place, replied, reply, hidden))
        self._turns.add(task)
        task.add_done_callback(self._turns.discard)
        return Accepted(turn=turn)

    async def _play(
        self, turn: TurnId, author: Author, place: Place, replied: MessageId, reply: Reply, hidden: bool
    ) -> None:
        working = replace(
            said("", author=author, place=place), author=None, turn=turn, reply_to=replied, asker=author.id, working="plan: thinking",
        )  # fmt: skip
        posted = self._board.add(working, only_for=author.id if hidden else None)
        address = Address(
            turn=turn,
            place=place,
            author=author,
            reply_to=replied,
            handle={},
            nonce=turn[:25],
            message=posted.id,
        )
        slow = reply.kind in ("image", "question")
        message = await self._outbound.open(address, "plan: thinking") if slow else posted.id
        for step, text in STEPS if slow else ():
            await asyncio.sleep(self._pause)
            self._board.change(posted.id, working=f"{step}: {text}")
            preview = painted("preview", size=(64, 64)).data if step == "evaluate" else None
            await self._outbound.progress(address, message, f"{step}: {text}", preview)
            self._reached[step].set()
            if step == self._held_at:
                await self._go_on.wait()
        await asyncio.sleep(self._pause if slow else 0)
        only_for = author.id if reply.only_for_author else None
        self._board.change(
            posted.id, reply=reply, working="", text=reply.text, images=reply.images, only_for=only_for
        )
        await self._outbound.deliver(address, message, reply, ())
        if reply.removes is not None:
            self._board.remove(reply.removes)
            await self._outbound.remove(address, reply.removes)

    async def _tell(self, kind: str, message: MessageId, place: Place) -> None:
        await self._bus.publish(BoardEvent(channel=place.channel_key, kind=kind, message=message))  # pyright: ignore[reportArgumentType]

    async def _admit(self, images: Sequence[IncomingImage]) -> tuple[list[ImageData], list[str]]:
        admitted: list[ImageData] = []
        notes: list[str] = []
        for image in images[:IMAGES_PER_TURN_MAX]:
            if image.problem:
                notes.append(image.problem)
                continue
            try:
                admitted.append(await self._gate.admit(image.data, name=image.name))
            except BadImage as error:
                notes.append(str(error))
        return admitted, notes
