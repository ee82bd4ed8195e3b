"""Everything the core needs around its models, in memory: for turns that are run whole without a database."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from adapters.media import PillowGate
from agent.domain.conversation import AuthorId, ImageId, Picture, Turn, TurnId
from agent.domain.generation import ImageData, RenderedImage
from agent.domain.questions import PendingQuestion
from agent.errors import NotFound, SearchUnavailable
from agent.limits import Limits
from agent.ports import ImageModel, Judge, KeptImage, Merger, PixelGate, Planner, WebSearch
from agent.turn_context import Services
from bot.clock import SystemClock
from tests.fakes.builders import uuid_of
from tests.fakes.models.statement_reader import FakeStatementReader
from tests.fakes.stores.accounts import FakeAccounts
from tests.fakes.stores.memory_house import FakeMemoryHouse
from tests.fakes.stores.moderation import FakeModerationHouse
from tests.fakes.stores.passive_learning import FakePassiveLearning
from tests.fakes.stores.spending import FakeSpending
from tests.fakes.web_search import FakeWebSearch

T = TypeVar("T")


@dataclass(slots=True)
class FakeImageStore:
    """The `ImageStore`."""

    images: dict[str, ImageData] = field(default_factory=dict)
    captions: dict[str, str] = field(default_factory=dict)

    async def save(self, image: ImageData, *, owner: AuthorId, caption: str = "") -> ImageId:
        name = ImageId(uuid_of(f"image {len(self.images)}"))
        self.images[name] = image
        self.captions[name] = caption
        return name

    async def shown(self, image: str) -> ImageData:
        return await self.load(image)

    async def load(self, image: str) -> ImageData:
        if image not in self.images:
            raise NotFound("That picture is not kept any more.")
        return self.images[image]

    async def drop(self, image: str) -> None:
        self.images.pop(image, None)


@dataclass(slots=True)
class FakeJournal:
    """The `Journal` of one turn."""

    store: FakeImageStore
    author: AuthorId
    steps: dict[str, Any] = field(default_factory=dict)
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    is_closed: bool = False
    """Whether the request was taken to be whole, and begun."""

    async def once(self, step: str, shape: type[T], make: Callable[[], Awaitable[T]]) -> T:
        if step not in self.steps:
            self.steps[step] = await make()
        return self.steps[step]

    async def close_request(self) -> None:
        self.is_closed = True

    def recorded(self, step: str, shape: type[T]) -> T | None:
        return self.steps.get(step)

    async def keep(
        self, step: str, make: Callable[[], Awaitable[RenderedImage]], *, caption: str
    ) -> KeptImage:
        if step not in self.steps:
            made = await make()
            saved = await self.store.save(made.image, owner=self.author, caption=caption)
            self.steps[step] = KeptImage(
                image=saved, model=made.model, width=made.image.width, height=made.image.height, cost_usd=made.cost_usd,
                missing=made.missing, revised_prompt=made.revised_prompt, seed=made.seed, seconds=made.seconds,
            )  # fmt: skip
        return self.steps[step]

    async def note(self, step: str, **facts: Any) -> None:
        self.notes.append((step, facts))

    def cost(self) -> float:
        """US dollars of the whole turn, by its trace."""
        return sum(facts.get("cost_usd", 0.0) for _, facts in self.notes)


@dataclass(slots=True)
class FakeProgress:
    """The `Progress`: what the person would have seen."""

    said: list[tuple[str, str]] = field(default_factory=list)
    previews: int = 0
    shown: list[bytes] = field(default_factory=list)
    """The pictures that were not finished."""
    refusal: str = ""
    """Why the place shows no pictures."""

    async def refused_pictures(self) -> str:
        return self.refusal

    async def say(self, step: str, text: str) -> None:
        self.said.append((step, text))

    async def preview(self, image: bytes) -> None:
        self.previews += 1
        self.shown.append(image)


@dataclass(slots=True)
class FakeThreads:
    """The `ThreadStore` of a place where nothing was posted before, but `latest` and what is `earlier`."""

    latest: Picture | None = None
    earlier: tuple[Picture, ...] = ()
    open: PendingQuestion | None = None

    async def pending(self, turn: Turn) -> PendingQuestion | None:
        return self.open

    async def pending_of(self, question_of: TurnId) -> PendingQuestion | None:
        return self.open

    async def close(self, question_of: TurnId) -> bool:
        was, self.open = self.open, None
        return was is not None

    async def last_picture(self, turn: Turn) -> Picture | None:
        return self.latest

    async def pictures(self, images: Sequence[str]) -> Sequence[Picture]:
        posted = (*self.earlier, self.latest) if self.latest else self.earlier
        return [picture for picture in posted if picture.id in images]


@dataclass(slots=True)
class FakeFetcher:
    """The `Fetcher`: pages and pictures by address, each after `delay` seconds."""

    pages: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    delay: float = 0.0
    fetched: list[str] = field(default_factory=list)

    async def page(self, url: str, *, timeout_seconds: float) -> str:
        return (await self._find(self.pages, url)).strip()

    async def image(self, url: str, *, timeout_seconds: float) -> bytes:
        return await self._find(self.pictures, url)

    async def _find(self, kept: dict[str, T], url: str) -> T:
        self.fetched.append(url)
        await asyncio.sleep(self.delay)
        if url not in kept:
            raise SearchUnavailable("there is no such page")
        return kept[url]


class FakeSchedules:
    """The `ScheduleStore` of people who planned nothing."""

    async def add(self, *args: Any, **more: Any) -> Any:
        raise NotImplementedError

    async def of(self, *args: Any, **more: Any) -> Sequence[Any]:
        return ()

    async def stop(self, *args: Any, **more: Any) -> Any:
        return 0


@dataclass(slots=True, kw_only=True)
class House:
    """The parts of a core and what can be seen of them."""

    planner: Planner
    judge: Judge
    merger: Merger
    image_model: ImageModel
    memory: FakeMemoryHouse = field(default_factory=FakeMemoryHouse)
    images: FakeImageStore = field(default_factory=FakeImageStore)
    threads: FakeThreads = field(default_factory=FakeThreads)
    search: WebSearch = field(default_factory=FakeWebSearch)
    fetcher: FakeFetcher = field(default_factory=FakeFetcher)
    spending: FakeSpending = field(default_factory=FakeSpending)
    passive_learning: FakePassiveLearning = field(default_factory=FakePassiveLearning)
    limits: Limits = field(default_factory=Limits)
    gate: PixelGate = field(default_factory=PillowGate)
    moderation: FakeModerationHouse = field(default_factory=FakeModerationHouse)
    accounts: FakeAccounts = field(default_factory=FakeAccounts)

    def parts(self) -> Services:
        return Services(
            planner=self.planner, judge=self.judge, merger=self.merger, image_model=self.image_model, memory=self.memory.store,
            desk=self.memory.desk, settings=self.memory.memories, threads=self.threads, images=self.images,
            gate=self.gate, search=self.search, fetcher=self.fetcher, clock=SystemClock(), spending=self.spending,
            schedules=FakeSchedules(), passive_learning=self.passive_learning, limits=self.limits,
            statements=FakeStatementReader(), moderation=self.moderation.ports(),
            accounts=self.accounts,
        )  # fmt: skip

    def journal(self, turn: Turn) -> FakeJournal:
        return FakeJournal(self.images, turn.author.id)
