"""An intake that acts like the bot, from a script: working, progress, then a picture, a question or an answer in words."""

import asyncio
import io
import random
import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from uuid import uuid4

from PIL import Image, ImageDraw, ImageFilter

from agent.domain.conversation import (
    Accepted,
    Action,
    Author,
    AuthorId,
    Button,
    IncomingImage,
    IncomingMessage,
    IncomingPress,
    MessageId,
    Place,
    Reply,
    TurnId,
)
from agent.domain.generation import Evidence, GenerationContext, ImageData
from agent.domain.memory import Memory, MemoryId, MemoryScope
from agent.errors import BadImage, StoreUnavailable
from agent.limits import IMAGES_PER_TURN_MAX, TEXT_CHARS_MAX
from agent.ports import Address, BoardEvent, Outbound, PixelGate
from tests.fakes.board import FakeBoard, FakeBus, FakeDesk, said

STEPS = (
    ("plan", "working out what you have in mind"),
    ("recall", "remembering what you like"),
    ("render", "drawing a fox reading under a lamp, watercolour"),
    ("evaluate", "looking at it"),
)

WHY = """**You said**
subject: a fox
**I remembered**
style: watercolour (memory: prefers watercolour)
**I looked up**
setting: a reading lamp (https://example.org/lamps)
**I assumed**
time: dusk
**The image model was told**
a fox reading under a lamp, watercolour, at dusk"""


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
        self._board, self._bus, self._desk, self._outbound, self._gate = board, bus, desk, outbound, gate
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
        if not incoming.text.strip() and not images:
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
        reply = self._reply(incoming.text, incoming.author, incoming.place)
        return self._start(incoming.author, incoming.place, stored.id, reply, hidden=incoming.incognito)

    async def deleted(self, place: Place, message: str) -> None:
        """Nobody deletes here."""

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
        reply = self._pressed(button, incoming)
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
        await asyncio.wait_for(self._reached[step].wait(), timeout=10)

    async def settled(self) -> None:
        """Until every turn has ended."""
        while self._turns:
            await asyncio.wait(set(self._turns), timeout=10)

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

    def _reply(self, text: str, author: Author, place: Place) -> Reply:
        words = text.lower()
        if words.startswith("hello"):
            return Reply(kind="text", text=f"Hello, {author.name}.")
        if words.startswith(("/memory", "/help")):
            return Reply(kind="text", text="**I remember**\n1. prefers watercolour", only_for_author=True)
        if words.startswith(("remember", "/remember")):
            return self._remember(text.partition(" ")[2], author)
        if "luna" in words:
            return self._ask_which(author)
        if "something" in words:
            return self._ask_what()
        if "fail" in words:
            return Reply(
                kind="error",
                text="The image service does not answer at the moment. Try again in a little while.",
            )
        return self._picture(text, author)

    def _picture(self, text: str, author: Author) -> Reply:
        subject = text.removeprefix("/draw").removeprefix("draw").strip(" .") or "a fox"
        image = self._board.save(painted(text), owner=author.id)
        slots = {
            "subject": Evidence(value=subject, method="said"),
            "style": Evidence(value="watercolour", method="recall"),
        }
        buttons = [
            _button("again", "Again"), _button("refine", "Refine"), _button("vary", "Vary"), _button("why", "Why?"),
            _button("remember_style", "Remember style"), _button("remember_character", "Remember character"), _button("delete", "Delete"),
        ]  # fmt: skip
        return Reply(
            kind="image",
            text=f"**{subject}, watercolour**\nFrom memory: watercolour (style).\nI assumed time: dusk. Reply to change it.",
            images=(image,), alts=(f"{subject}, watercolour, at dusk",), buttons=tuple(buttons),
            spoiler="spoiler" in text, context=GenerationContext(slots=slots, prompt=f"{subject}, watercolour, at dusk"),  # pyright: ignore[reportArgumentType]
            memories=("prefers watercolour",), assumptions=("time: dusk",),
        )  # fmt: skip

    def _ask_what(self) -> Reply:
        options = ("a fox", "a lighthouse", "a bowl of fruit")
        buttons = tuple(_button("answer", option, slot="subject", value=option) for option in options)
        return Reply(
            kind="question",
            text="What should be in the picture?",
            buttons=(*buttons, _button("surprise", "Surprise me")),
        )

    def _ask_which(self, author: Author) -> Reply:
        options = ("Luna the elf", "Luna the cat")
        images = tuple(self._board.save(painted(option), owner=author.id) for option in options)
        buttons = tuple(_button("answer", option, slot="character", value=option) for option in options)
        return Reply(
            kind="question", text="Which Luna do you mean?", images=images, alts=options,
            buttons=(*buttons, _button("surprise", "Surprise me")),
        )  # fmt: skip

    def _remember(self, text: str, author: Author) -> Reply:
        memory = Memory(
            id=MemoryId(str(uuid4())), scope=MemoryScope(kind="user", key=author.id), kind="preference",
            text=text.removeprefix("that ").strip(), author=author.id, valid_from=datetime.now(UTC),
        )  # fmt: skip
        self._desk.add(memory)
        return Reply(
            kind="text", text=f"Noted: {memory.text}", buttons=(_button("undo", "Undo", memory=memory.id),)
        )

    def _pressed(self, button: Button, incoming: IncomingPress) -> Reply:
        match button.action:
            case "why":
                why = WHY
                return Reply(
                    kind="text",
                    text=why,
                    only_for_author=True,
                    buttons=(_button("forget", "Forget “watercolour”"),),
                )
            case "delete":
                return Reply(
                    kind="text", text="Deleted.", only_for_author=True, removes=MessageId(incoming.message)
                )
            case "undo" | "forget":
                self._desk.memories.pop(button.args.get("memory", ""), None)
                return Reply(kind="text", text="Forgotten.", only_for_author=True)
            case "remember_style" | "remember_character":
                return self._remember(incoming.text or "prefers watercolour", incoming.author)
            case _:
                return self._picture(incoming.text or button.args.get("value") or "a fox", incoming.author)


def _button(action: Action, label: str, **args: str) -> Button:
    return Button(id=f"v1:{action}:{secrets.token_urlsafe(16)}", action=action, label=label, args=args)


@cache
def painted(seed: str, *, size: tuple[int, int] = (768, 768)) -> ImageData:
    """A small landscape, the same for the same words."""
    chance = random.Random(seed)
    width, height = size
    sky = [(250, 214, 165), (176, 206, 214), (244, 182, 160), (120, 140, 190)][chance.randrange(4)]
    image = Image.new("RGB", size, sky)
    draw = ImageDraw.Draw(image)
    for row in range(height):
        share = row / height
        draw.line(((0, row), (width, row)), fill=tuple(int(c + (255 - c) * share * 0.7) for c in sky))
    x, y, r = chance.uniform(0.2, 0.8) * width, chance.uniform(0.2, 0.4) * height, width * 0.09
    draw.ellipse((x - r, y - r, x + r, y + r), fill=(255, 246, 214))
    for layer in range(4):
        base = height * (0.45 + layer * 0.14)
        shade = tuple(int(c * (0.75 - layer * 0.16)) for c in (150, 178, 150))
        points = [
            (0, height),
            *((step / 12 * width, base - chance.uniform(0, 0.16) * height) for step in range(13)),
            (width, height),
        ]
        draw.polygon(points, fill=shade)
    image = image.filter(ImageFilter.GaussianBlur(width / 400))
    out = io.BytesIO()
    image.save(out, "PNG")
    return ImageData(data=out.getvalue(), media_type="image/png", width=width, height=height)
