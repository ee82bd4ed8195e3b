"""The real adapter against the simulator, with time that runs faster: what a test of it needs, set up."""

import asyncio
import io
import logging
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest
from PIL import Image

from adapters.telegram.config import TelegramConfig
from adapters.telegram.http.connection import TelegramConnection
from adapters.telegram.memory_platform_notes import MemoryPlatformNotes
from adapters.telegram.outbound.outbound import TelegramOutbound
from adapters.telegram.platform import TelegramPlatform
from agent.domain.conversation import Author, AuthorId, Button, MessageId, Place, Reply, TurnId
from agent.domain.incoming import IncomingMessage, IncomingPress
from agent.ports import Address, PictureFile, PixelGate, PlatformNotes
from simulators.telegram.server import TOKEN, TelegramServer, telegram_server
from simulators.telegram.world import Chat, World
from tests.fakes.intake import FakeIntake
from tests.fakes.stores.open_questions import FakeOpenQuestions
from tests.patience import until

SPEED = 25.0
"""Seconds of the adapter that pass in one of the test's."""


def fast_clock() -> float:
    return time.monotonic() * SPEED


def still_clock() -> float:
    """Time that does not pass: what holds for a minute holds for the whole test, however long the machine takes for it."""
    return 0.0


async def fast_sleep(seconds: float) -> None:
    await asyncio.sleep(seconds / SPEED)


@dataclass(slots=True, kw_only=True)
class Bench:
    world: World
    server: TelegramServer
    connection: TelegramConnection
    outbound: TelegramOutbound
    platform: TelegramPlatform
    intake: FakeIntake = field(default_factory=FakeIntake)
    platform_notes: PlatformNotes
    questions: FakeOpenQuestions

    async def heard(self, count: int = 1) -> IncomingMessage:
        """The latest message, once there are so many."""
        await until(lambda: len(self.intake.messages) >= count)
        assert len(self.intake.messages) == count
        return self.intake.messages[-1]

    async def pressed(self, count: int = 1) -> IncomingPress:
        await until(lambda: len(self.intake.presses) >= count)
        assert len(self.intake.presses) == count
        return self.intake.presses[-1]

    async def confirmed(self, count: int = 0) -> None:
        """Until Telegram holds so many unconfirmed updates."""
        await until(lambda: len(self.world.pending) == count)

    def restarted(self, *, platform_notes: PlatformNotes | None = None) -> TelegramOutbound:
        """An outbound as of another process: with the same platform notes and nothing else."""
        return TelegramOutbound(
            self.connection,
            platform_notes=platform_notes or self.platform_notes,
            clock=fast_clock,
            sleep=fast_sleep,
        )


@asynccontextmanager
async def bench(
    world: World,
    *,
    listens: bool = True,
    gate: PixelGate | None = None,
    webhook: bool = False,
    clock: Callable[[], float] = fast_clock,
    voices: bool = False,
) -> AsyncGenerator[Bench]:
    """Running until the block ends. `listens` False: a worker, which only posts. `clock`: the adapter's; its pauses are short in any
    case. `voices`: voice messages are listened to."""
    async with telegram_server(world) as server:
        config = TelegramConfig(token=TOKEN, api_url=server.url, listens=voices)
        if webhook:
            config = replace(
                config, webhook_url="https://bot.example/telegram", webhook_secret="s3cret", webhook_port=0
            )
        connection = TelegramConnection(config, sleep=fast_sleep)
        platform_notes, intake = MemoryPlatformNotes(), FakeIntake()
        outbound = TelegramOutbound(
            connection, platform_notes=platform_notes, gate=gate, clock=clock, sleep=fast_sleep
        )
        questions = FakeOpenQuestions()
        platform = TelegramPlatform(
            connection,
            intake,
            platform_notes=platform_notes,
            questions=questions,
            clock=clock,
            sleep=fast_sleep,
        )
        running = asyncio.create_task(platform.run()) if listens else None
        try:
            yield Bench(
                world=world, server=server, connection=connection, outbound=outbound, platform=platform,
                intake=intake, platform_notes=platform_notes, questions=questions,
            )  # fmt: skip
            assert running is None or not running.done(), "the platform ended by itself"
        finally:
            if running is not None:
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)
            await outbound.close()
            await connection.close()


async def hooked(telegram: Bench) -> str:
    """The local address behind the webhook's public one; the simulator delivers there from now on."""
    port = await telegram.platform.webhook_port
    await until(lambda: telegram.world.webhook.get("url"))
    return f"http://127.0.0.1:{port}/telegram"


def png(width: int = 32, height: int = 24, colour: str = "teal") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, "PNG")
    return buffer.getvalue()


def picture_file(
    colour: str = "teal", *, data: bytes | None = None, name: str = "atelier-1.png"
) -> PictureFile:
    return PictureFile(data=data or png(colour=colour), media_type="image/png", name=name, alt=colour)


def button(action: str, label: str, number: int = 1) -> Button:
    return Button(id=f"v1:{action}:{'x' * 20}{number:02}", action=action, label=label)  # pyright: ignore[reportArgumentType]


def reply(text: str = "A fox.", *, kind: str = "text", **more: object) -> Reply:
    return Reply(kind=kind, text=text, **more)  # pyright: ignore[reportArgumentType]


def address(incoming: IncomingMessage | IncomingPress, *, nonce: str = "turn1-0") -> Address:
    """Where the answer to it goes."""
    return Address(
        turn=TurnId(nonce), place=incoming.place, author=incoming.author, reply_to=incoming.message,
        handle=incoming.handle, nonce=nonce, message=MessageId("b1"),
    )  # fmt: skip


def address_in(
    chat: Chat,
    person: int = 7,
    *,
    nonce: str = "turn1-0",
    reply_to: int | None = None,
    topic: int | None = None,
) -> Address:
    """Where an answer to a person goes, without an update that asked for it."""
    private = chat.kind == "private"
    place = Place(
        platform="telegram", community=None if private else str(chat.id), channel=str(chat.id),
        thread=None if topic is None else str(topic), private=private,
    )  # fmt: skip
    return Address(
        turn=TurnId(nonce), place=place, author=Author(id=AuthorId(f"telegram:{person}"), name="Ann"),
        reply_to=None if reply_to is None else str(reply_to), handle={}, nonce=nonce, message=MessageId("b1"),
    )  # fmt: skip


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """All that this process logged, tracebacks included; the simulator's own server is another's business."""
    records = (record for record in caplog.records if not record.name.startswith("uvicorn"))
    return "\n".join(logging.Formatter("%(name)s %(message)s").format(record) for record in records)
