"""What the core is put together from: its ports, gathered by the composition root, and what one turn has at hand."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from agent.domain.conversation import AuthorId, Place, Said, Turn, TurnId
from agent.domain.image_models import Abilities, Measurements, ModelCard, Prices
from agent.domain.memory import AuthorSettings, ChannelSettings, Reader
from agent.errors import AtelierError
from agent.limits import Budget, Limits
from agent.ports import (
    Accounts,
    Albums,
    AuditLog,
    Blocks,
    Catalogue,
    Clock,
    ContentChecker,
    Fetcher,
    ImageModel,
    ImageStore,
    Journal,
    Judge,
    Likenesses,
    MemoryDesk,
    MemoryStore,
    Merger,
    ModeratorRights,
    NoPeople,
    PassiveLearning,
    PictureSigner,
    PixelGate,
    Planner,
    ProfilePictures,
    Progress,
    ReportQueue,
    Reports,
    ScheduleStore,
    SettingsStore,
    Spending,
    StatementReader,
    ThreadStore,
    Usage,
    WebSearch,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """What people keep of themselves and of styles, and who may have it."""

    albums: Albums
    likenesses: Likenesses
    portraits: ProfilePictures

    @classmethod
    def none(cls) -> "People":
        nobody = NoPeople()
        return cls(albums=nobody, likenesses=nobody, portraits=nobody)


class OnlyModel:
    """The `Catalogue` of who has one image model and nothing to choose."""

    def __init__(self, card: ModelCard | None = None) -> None:
        free = ModelCard(
            name="",
            abilities=Abilities(references_max=16),
            prices=Prices(picture=0.0),
            is_default=True,
            is_sketch=True,
        )
        self.card = card or free

    async def cards(self) -> Sequence[ModelCard]:
        return (self.card,)

    async def measured(self) -> Measurements:
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderation:
    """What members and moderators need to keep a place decent."""

    reports: Reports
    queue: ReportQueue
    blocks: Blocks
    audit: AuditLog
    rights: ModeratorRights
    operators: frozenset[AuthorId] = frozenset()
    """Who runs the bot: reports from private chats are theirs, and nobody can block them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Every port the core uses."""

    planner: Planner
    judge: Judge
    merger: Merger
    image_model: ImageModel
    memory: MemoryStore
    desk: MemoryDesk
    settings: SettingsStore
    threads: ThreadStore
    images: ImageStore
    gate: PixelGate
    search: WebSearch
    fetcher: Fetcher
    clock: Clock
    spending: Spending
    schedules: ScheduleStore
    passive_learning: PassiveLearning
    statements: StatementReader
    moderation: Moderation
    accounts: Accounts
    people: People = field(default_factory=lambda: People.none())
    checkers: tuple[ContentChecker, ...] = ()
    """What looks at content beside the word lists."""
    signer: PictureSigner | None = None
    """Signs what a picture says of its making, where the installation has a certificate."""
    limits: Limits = field(default_factory=Limits)
    free_models: bool = False
    """Planner and judge cost nothing and wait for nobody (the offline ones): they are always asked, never counted."""
    free_pictures: bool = False
    """The image model costs nothing: a lost picture may be drawn again without a word."""
    catalogue: Catalogue = field(default_factory=lambda: OnlyModel())
    """The image models that `image_model` draws with, by the name in a request."""
    series_by_reference: bool = True
    """Later pictures of a series get the first as a reference, to keep characters alike. The sketch renderer needs none."""
    author_hash: Callable[[str], str] = lambda author: ""
    """Keyed hash of an AuthorId, for the image provider's abuse signals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnContext:
    """One turn at work: the turn, its journal and budget, and the settings that hold for it."""

    turn: Turn
    journal: Journal
    progress: Progress
    budget: Budget
    author: AuthorSettings
    channel: ChannelSettings
    clock: Clock
    spending: Spending
    asked_in: TurnId | None = None
    """The turn that asked people whether they may be drawn, where this one goes on with what they said."""
    blocked: bool = False
    """Moderators of this place have asked the bot not to answer this author."""

    @property
    def reader(self) -> Reader:
        return reader_of(self.turn.author.id, self.turn.place)

    @property
    def remembers(self) -> bool:
        """Whether memory may be read and written in this turn."""
        return self.author.memory and self.channel.memory and not self.turn.incognito

    async def model_call(self, step: str, call: Callable[[], Awaitable[tuple[T, Usage]]], *, free: bool) -> T:
        """A model call through the budget's gate, with its cost in the trace."""
        if free:
            value, usage = await call()
        else:
            value, usage = await self._paid_call(step, call)
        await self.journal.note(
            step, model=usage.model, seconds=round(usage.seconds, 3), input_tokens=usage.input_tokens,
            cached_tokens=usage.cached_tokens, cached_share=usage.cached_share, output_tokens=usage.output_tokens, cost_usd=usage.cost_usd,
            **({"degraded": usage.degraded} if usage.degraded else {}), **({"told": list(usage.told)} if usage.told else {}),
        )  # fmt: skip
        return value

    async def _paid_call(self, step: str, call: Callable[[], Awaitable[tuple[T, Usage]]]) -> tuple[T, Usage]:
        self.budget.spend("model_calls", now=self.clock.monotonic())
        await self.spending.take(
            self.turn, step, free=True
        )  # asking a model again is cheap, unlike a picture
        try:
            value, usage = await call()
        except AtelierError as error:
            await self.failed(step, error)
            raise
        await self.pay(step, usage.cost_usd)
        return value, usage

    async def pay(self, step: str, usd: float) -> None:
        """What a step cost, against the turn's limits and the day's."""
        self.budget.charge(usd)
        await self.spending.pay(self.turn, step, usd=usd)

    async def pay_for_listening(self) -> None:
        """A voice message was listened to before there was a turn that could pay for it. Raises OverBudget."""
        request = self.turn.request
        if isinstance(request, Said) and request.heard_usd:
            await self.spending.take(self.turn, "listen", free=True)
            await self.pay("listen", request.heard_usd)

    async def failed(self, step: str, error: AtelierError) -> None:
        """Books what a failed call cost, and says so in the trace."""
        await self.pay(step, error.cost_usd)
        await self.journal.note(step, failed=type(error).__name__, cost_usd=error.cost_usd)


def reader_of(author: AuthorId, place: Place) -> Reader:
    """Who reads, and where: made from what the platform says alone."""
    return Reader(
        author=author, channel=place.channel_key, community=place.community_key, private=place.private
    )


async def open_turn_context(
    services: Services, turn: Turn, journal: Journal, progress: Progress
) -> TurnContext:
    """The turn of a turn, with its author's and its channel's settings."""
    author, channel, blocked = await asyncio.gather(
        services.settings.author(turn.author.id),
        services.settings.channel(turn.place),
        services.moderation.blocks.is_blocked(turn.author.id, turn.place),
    )
    budget = Budget(limits=services.limits, started_at=services.clock.monotonic())
    return TurnContext(
        turn=turn,
        journal=journal,
        progress=progress,
        budget=budget,
        author=author,
        channel=channel,
        clock=services.clock,
        spending=services.spending,
        blocked=blocked,
    )
