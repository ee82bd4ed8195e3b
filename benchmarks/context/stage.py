"""The bot as `python -m bot` puts it together, with the configured planner; only what draws and looks at pictures is a stand-in, since
no picture is judged. Its database is embedded and gone afterwards."""

import asyncio
import io
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from PIL import Image

from adapters.media.gate import PillowGate
from agent.domain.conversation import PlatformName, Reply, TurnId
from agent.domain.generation import ImageData, Plan, RenderedImage, RenderRequest
from agent.ports import Address, PictureFile, Planner, PlanRequest, Usage
from benchmarks.speed.instant_models import Delays, InstantJudge
from bot.app import App, open_app
from bot.models.choice import Models, choose_models
from bot.settings import read_settings
from db.memory.memory_desk import PgMemoryDesk
from db.memory.memory_store import PgMemoryStore
from db.turns.thread_store import PgThreadStore

PLATFORM: PlatformName = "console"
PLANNED = "planned"
"""Key of a message's handle under which the name of a given plan stands."""
SHRUNK = 16
"""Pictures are this many times smaller than asked for; only their shape is looked at."""


class PlannerOnStage:
    """The configured planner; for turns from before whose plan is given, that plan."""

    def __init__(self, planner: Planner) -> None:
        self._planner = planner
        self.given: dict[str, Plan] = {}
        self.seconds: list[float] = []
        """Of each plan of the real planner."""
        self.cost_usd = 0.0

    async def plan(self, request: PlanRequest, *, timeout_seconds: float) -> tuple[Plan, Usage]:
        given = self.given.get(request.turn.handle.get(PLANNED, ""))
        if given is not None:
            return given, Usage(model="given")
        begun = time.perf_counter()
        plan, usage = await self._planner.plan(request, timeout_seconds=timeout_seconds)
        self.seconds.append(time.perf_counter() - begun)
        self.cost_usd += usage.cost_usd
        return plan, usage


class FlatImageModel:
    """Draws small pictures in one colour, of the shape that was asked for."""

    async def render(
        self,
        request: RenderRequest,
        *,
        timeout_seconds: float,
        on_partial: Callable[[bytes], Awaitable[None]] | None = None,
    ) -> RenderedImage:
        size = max(request.width // SHRUNK, 4), max(request.height // SHRUNK, 4)
        return RenderedImage(image=flat_picture(size, request.context.seed), model="flat")


def flat_picture(size: tuple[int, int], colour: int) -> ImageData:
    out = io.BytesIO()
    Image.new("RGB", size, (colour & 255, colour >> 8 & 255, colour >> 16 & 255)).save(out, "PNG")
    return ImageData(data=out.getvalue(), media_type="image/png", width=size[0], height=size[1])


@dataclass(slots=True)
class Heard:
    """An `Outbound` that keeps what the bot says."""

    platform: PlatformName = PLATFORM
    replies: dict[TurnId, Reply] = field(default_factory=dict[TurnId, Reply])
    _came: defaultdict[TurnId, asyncio.Event] = field(default_factory=lambda: defaultdict(asyncio.Event))

    async def reply(self, turn: TurnId, *, timeout_seconds: float) -> Reply:
        """Raises TimeoutError."""
        async with asyncio.timeout(timeout_seconds):
            await self._came[turn].wait()
        return self.replies[turn]

    async def open(self, address: Address, text: str) -> str:
        return address.message

    async def refuses_pictures(self, address: Address) -> str:
        return ""

    async def progress(self, address: Address, message: str, text: str, preview: bytes | None = None) -> None:
        """Seen by nobody."""

    async def deliver(
        self, address: Address, message: str | None, reply: Reply, files: Sequence[PictureFile]
    ) -> str:
        self.replies[address.turn] = reply
        self._came[address.turn].set()
        return address.message

    async def remove(self, address: Address, message: str) -> None:
        """Nothing to remove."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    app: App
    planner: PlannerOnStage
    heard: Heard
    memory: PgMemoryStore
    desk: PgMemoryDesk
    threads: PgThreadStore
    described: Mapping[str, str]
    """Part and choice of the models."""


@asynccontextmanager
async def open_stage(
    *, dsn: str | None = None, models: Models | None = None, draws: bool = False
) -> AsyncGenerator[Stage]:
    """Running until the block ends, on that database or an embedded one that is gone afterwards. The environment chooses the models, where
    none are given, and nothing else of it counts: what DATABASE_URL names is left alone. `draws`: with the models' own image model and
    judge. Raises Misconfigured."""
    with tempfile.TemporaryDirectory(prefix="atelier-context-") as folder:
        settings = read_settings(ATELIER_DATA_DIR=Path(folder), DATABASE_URL=dsn)
        models = models or choose_models(settings, PillowGate())
        planner = PlannerOnStage(models.planner)
        models = replace(models, planner=planner)
        if not draws:
            models = replace(
                models, judge=InstantJudge(Delays()), image_model=FlatImageModel(), free_pictures=True
            )
        async with open_app(settings, models=models) as app:
            heard = Heard()
            working = asyncio.create_task(
                app.work({PLATFORM: heard}, queues=(PLATFORM, "turns")).run(), name="worker"
            )
            try:
                yield Stage(
                    app=app, planner=planner, heard=heard, described=dict(models.described),
                    memory=PgMemoryStore(app.pool, models.embedder, app.clock),
                    desk=PgMemoryDesk(app.pool, models.embedder, app.clock), threads=PgThreadStore(app.pool),
                )  # fmt: skip
            finally:
                working.cancel()
                await asyncio.gather(working, return_exceptions=True)
