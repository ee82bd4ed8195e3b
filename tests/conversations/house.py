"""The real bot with all four platforms, in one process: its core, its Postgres, its worker; only the image model is a fake."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from adapters.media import PillowGate
from agent.domain.conversation import Author, Place, PlatformName, Reply, TurnId
from agent.domain.generation import RenderedImage, RenderRequest
from agent.domain.incoming import Accepted, IncomingMessage, IncomingPress
from agent.ports import Address, Intake, Judge, Outbound, PictureFile
from bot.app import App, open_app
from bot.clock import SystemClock
from bot.models.choice import choose_models
from bot.settings import Settings
from bot.worker.jobs import UPKEEP_QUEUE
from db.codec import load
from db.turns.queue import enqueue
from tests.conversations.drivers.platform_driver import Driver, Taken
from tests.fakes.models.image_model import FakeImageModel
from tests.patience import PATIENCE_SECONDS

PATIENCE_SPENT_SECONDS = 0.5
LOST_MAX = 2
"""Waits in vain after which nothing is waited for any more: what is broken then is no single conversation."""
LOOK_SECONDS = 0.01
_REPLY = """
select platform_id, reply from messages where turn_id = $1::uuid and slot = 0 and state in ('delivered', 'undeliverable')
"""
_OVERDUE = "update questions set expires_at = now() - interval '1 second' where turn_id = $1::uuid"
_TIMED_OUT = "select turn_id from inbox where event_id = 'timeout:' || $1::text and turn_id is not null"
_UNTOLD = "select exists (select from account_notices where not taken_in)"
_NOTICES = """
select id from turns where author = $1 and request->'command'->>'name' = 'notice' order by created_at, id
"""


class NothingTakesTime(SystemClock):
    """The machine's date, and no seconds: how long a picture took is told, and is the same on every machine and every platform."""

    def monotonic(self) -> float:
        return 0.0


class Patience:
    """How long something is waited for that always comes."""

    def __init__(self) -> None:
        self._lost = 0

    @asynccontextmanager
    async def wait(self, what: str) -> AsyncGenerator[None]:
        seconds = PATIENCE_SECONDS if self._lost < LOST_MAX else PATIENCE_SPENT_SECONDS
        try:
            async with asyncio.timeout(seconds):
                yield
        except TimeoutError as error:
            self._lost += 1
            raise AssertionError(f"it never came: {what}") from error


class Painter(FakeImageModel):
    """An image model that can be kept from finishing. Its pictures are small: hundreds of them are sent and stored."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = asyncio.Event()
        self._holds = False
        self._goes_on = asyncio.Event()

    def hold(self, holds: bool) -> None:
        """Whether what is asked for from now on stays unfinished; `begun` then says that there is something."""
        self._holds = holds
        self.begun.clear()

    def finish(self) -> None:
        """What was kept unfinished is drawn now."""
        self._goes_on.set()

    async def held(self) -> None:
        """Waits, where it is to be kept from finishing."""
        if self._holds:
            self._goes_on.clear()
            self.begun.set()
            await self._goes_on.wait()

    def shown_since(self, asked: int) -> tuple[str, ...]:
        """Whose likeness was sent with the requests from that one on; nobody looks here."""
        return ()

    async def render(self, request: RenderRequest, **how: Any) -> RenderedImage:
        await self.held()
        return await super().render(replace(request, draft=True), **how)


class Listening:
    """An `Intake` that keeps what platforms handed in, and what the real one said to it."""

    def __init__(self, intake: Intake, patience: Patience) -> None:
        self._intake = intake
        self._patience = patience
        self._taken: deque[Taken] = deque(maxlen=100)
        self._came = asyncio.Event()

    async def message(self, incoming: IncomingMessage) -> Accepted:
        return self._kept(incoming, await self._intake.message(incoming))

    async def deleted(self, place: Place, message: str) -> None:
        await self._intake.deleted(place, message)

    async def press(self, incoming: IncomingPress) -> Accepted:
        return self._kept(incoming, await self._intake.press(incoming))

    def _kept(self, event: IncomingMessage | IncomingPress, accepted: Accepted) -> Accepted:
        self._taken.append(Taken(event=event, accepted=accepted))
        self._came.set()
        return accepted

    async def next(self) -> Taken:
        """The next event from now on, or that came since the last was asked for."""
        async with self._patience.wait("an event at the core"):
            while not self._taken:
                self._came.clear()
                await self._came.wait()
        return self._taken.popleft()


async def _no_portrait(author: Author) -> bytes | None:
    return None


class Posting:
    """An `Outbound` that tells when it has posted."""

    def __init__(
        self, outbound: Outbound, posted: dict[TurnId, asyncio.Event], handed: dict[TurnId, Reply]
    ) -> None:
        self.platform = outbound.platform
        self.open = outbound.open
        self.refuses_pictures = outbound.refuses_pictures
        self.progress = outbound.progress
        self.remove = outbound.remove
        self.moderates = outbound.moderates
        self.portrait = getattr(outbound, "portrait", _no_portrait)
        self._deliver = outbound.deliver
        self._posted = posted
        self._handed = handed

    async def deliver(
        self, address: Address, message: str | None, reply: Reply, files: Sequence[PictureFile]
    ) -> str:
        self._handed[address.turn] = reply
        try:
            return await self._deliver(address, message, reply, files)
        finally:
            self._posted[address.turn].set()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A turn's reply as the core stored it, and where it was posted."""

    reply: Reply
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    app: App
    heard: Listening
    painter: Painter
    patience: Patience
    posted: dict[TurnId, asyncio.Event]
    """Of each turn: its reply was posted."""
    handed: Mapping[TurnId, Reply]
    """What a platform was last given to show of each turn: with the codes that are kept nowhere."""
    drivers: Mapping[PlatformName, Driver] = field(default_factory=dict[PlatformName, Driver])

    async def answered(self, turn: TurnId) -> Answered:
        """The turn's reply, once it is delivered."""

        async def found() -> Answered | None:
            row = await self.app.pool.fetchrow(_REPLY, turn)
            if row is None:
                return None
            return Answered(reply=load(Reply, row["reply"]), message=row["platform_id"] or "")

        async with self.patience.wait(f"the reply of {turn}"):
            await self.posted[turn].wait()
        return await self._until(found, f"the answer of {turn}")

    async def told(self, author: str) -> Sequence[TurnId]:
        """The turns in which this account is told what happened to it, once the timer has looked."""
        async with self.app.pool.acquire() as connection, connection.transaction():
            await enqueue(
                connection, queue=UPKEEP_QUEUE, task="upkeep", arguments={"what": "notices"}, once="upkeep:notices"
            )  # fmt: skip

        async def all_told() -> bool | None:
            return None if await self.app.pool.fetchval(_UNTOLD) else True

        await self._until(all_told, "what accounts are told")
        return [TurnId(str(row["id"])) for row in await self.app.pool.fetch(_NOTICES, author)]

    async def goes_on(self, question: TurnId) -> TurnId:
        """All who were asked have answered: the turn that takes it up, of the bot's own accord."""

        async def found() -> TurnId | None:
            row = await self.app.pool.fetchval(_TIMED_OUT, question)
            return None if row is None else TurnId(str(row))

        return await self._until(found, "the turn that goes on")

    async def times_out(self, question: TurnId) -> TurnId:
        """The question's time is over, and the timer looks: the turn that goes on without its answer."""
        async with self.app.pool.acquire() as connection, connection.transaction():
            await connection.execute(_OVERDUE, question)
            await enqueue(
                connection, queue=UPKEEP_QUEUE, task="upkeep", arguments={"what": "questions"}, once="upkeep:questions"
            )  # fmt: skip

        async def found() -> TurnId | None:
            row = await self.app.pool.fetchval(_TIMED_OUT, question)
            return None if row is None else TurnId(str(row))

        return await self._until(found, "the turn of a question that timed out")

    async def quiet(self, platform: PlatformName) -> None:
        """Until every turn there is answered: before that a picture may be the preview of one."""
        await self.until(
            lambda: self.app.turn_status.settled(platform, timeout_seconds=1), "the end of all turns"
        )

    async def until(self, holds: Callable[[], Awaitable[object]], what: str) -> None:
        """Until it holds; what a worker does is looked at again and again."""

        async def held() -> object | None:
            return await holds() or None

        await self._until(held, what)

    async def _until(self, look: Callable[[], Awaitable[Any]], what: str) -> Any:
        async with self.patience.wait(what):
            while (found := await look()) is None:  # noqa: ASYNC110 - a worker writes it
                await asyncio.sleep(LOOK_SECONDS)
        return found


Opening = Callable[[App, Intake, AsyncExitStack], Awaitable[tuple[Driver, Outbound]]]
"""Starts a platform: its driver, and what the worker posts through. `stack` ends it."""


@asynccontextmanager
async def open_house(
    dsn: str,
    folder: Path,
    openings: Sequence[Opening],
    *,
    painter: Painter | None = None,
    judge: Judge | None = None,
    **more: object,
) -> AsyncGenerator[House]:
    """Running until the block ends. `judge`: one that costs something, and is asked as such are. `more`: further settings."""
    no_models = {"OPENAI_API_KEY": None, "OPENAI_BASE_URL": "", "ATELIER_IMAGE_BASE_URL": ""}
    settings = Settings(
        _env_file=None, DATABASE_URL=dsn, ATELIER_DATA_DIR=str(folder), ATELIER_JOIN_SECONDS=0, **no_models, **more
    )  # fmt: skip
    painter = painter or Painter()
    models = replace(choose_models(settings, PillowGate()), image_model=painter)
    if judge is not None:
        models = replace(models, judge=judge, free=False)
    async with AsyncExitStack() as stack:
        app = await stack.enter_async_context(open_app(settings, models=models, clock=NothingTakesTime()))
        patience = Patience()
        heard = Listening(app.intake, patience)
        opened = [await opening(app, heard, stack) for opening in openings]
        posted: dict[TurnId, asyncio.Event] = defaultdict(asyncio.Event)
        handed: dict[TurnId, Reply] = {}
        outbounds = {outbound.platform: Posting(outbound, posted, handed) for _, outbound in opened}
        work = app.work(outbounds, queues=("turns", "console"))
        working = asyncio.create_task(work.run(), name="worker")
        try:
            drivers = {driver.platform: driver for driver, _ in opened}
            yield House(
                app=app,
                heard=heard,
                painter=painter,
                patience=patience,
                posted=posted,
                handed=handed,
                drivers=drivers,
            )
            assert not working.done(), "the worker ended by itself"
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)
