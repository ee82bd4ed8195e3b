"""The stores of a place where nothing was said before and nothing is kept after a turn but its own steps: for turns whose time and
calls are measured without a database."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import uuid4

from agent.domain.conversation import Author, AuthorId, ImageId, MessageId, Picture, Place, Turn, TurnId
from agent.domain.generation import ImageData, RenderedImage
from agent.domain.memory import (
    AuthorSettings,
    ChannelSettings,
    Memory,
    MemoryId,
    MemoryScope,
    NewMemory,
    Profile,
    Reader,
    Recollection,
    Remembered,
)
from agent.domain.moderation import Act, AuditEntry, Block, Decision, Filed, Report
from agent.domain.questions import PendingQuestion
from agent.errors import NotAllowed, NotFound
from agent.ports import KeptImage
from agent.turn_context import Moderation

T = TypeVar("T")


async def _nothing(*_: Any, **__: Any) -> Any:
    raise NotFound("Nothing is kept here.")


class EmptyMemory:
    """The `MemoryStore`."""

    async def remember(self, new: NewMemory) -> Remembered:
        raise NotAllowed("Nothing is kept here.")

    async def recall(self, reader: Reader, text: str, *, limit: int) -> Recollection:
        return Recollection()

    async def profile(self, reader: Reader) -> Profile:
        return Profile()

    async def used(self, memories: Sequence[MemoryId]) -> None:
        """Nothing could be."""


class NoDesk:
    """The `MemoryDesk`."""

    list = made_room = edit = forget = forget_everything = export = add_image = staticmethod(_nothing)


class NoSchedules:
    """The `ScheduleStore`."""

    add = list = pause = delete = staticmethod(_nothing)


class StandardSettings:
    """The `SettingsStore` where nobody ever changed one."""

    async def author(self, author: AuthorId) -> AuthorSettings:
        return AuthorSettings()

    async def save_author(self, author: AuthorId, settings: AuthorSettings) -> None:
        raise NotAllowed("Nothing is kept here.")

    async def note_language(self, author: AuthorId, *, wrote: str = "", platform: str = "") -> None: ...

    async def channel(self, place: Place) -> ChannelSettings:
        return ChannelSettings()

    async def save_channel(self, scope: MemoryScope, settings: ChannelSettings) -> None:
        raise NotAllowed("Nothing is kept here.")


class NewThread:
    """The `ThreadStore`."""

    async def pending(self, turn: Turn) -> PendingQuestion | None:
        return None

    async def pending_of(self, question_of: TurnId) -> PendingQuestion | None:
        return None

    async def close(self, question_of: TurnId) -> bool:
        return False

    async def last_picture(self, turn: Turn) -> Picture | None:
        return None

    async def pictures(self, images: Sequence[str]) -> Sequence[Picture]:
        return ()


class NoLearning:
    """The `PassiveLearning`."""

    async def may_ask(self, turn: Turn) -> bool:
        return False

    async def notice(self, turn: Turn) -> None:
        """Nothing is learnt."""

    async def untold(self, turn: Turn, *, limit: int) -> Sequence[Memory]:
        return ()


class NobodyReports:
    """Every port of `Moderation`, where nobody reports, blocks or moderates."""

    async def place_of(self, turn: Turn, message: str) -> Place | None:
        return None

    async def file(self, turn: Turn, message: str, *, reason: str) -> Filed:
        raise NotAllowed("Nothing is reported here.")

    async def latest(self, turn: Turn, *, limit: int) -> Sequence[Picture]:
        return ()

    async def places(self, author: AuthorId) -> Sequence[Place]:
        return ()

    async def waiting(self, communities: Sequence[str]) -> Sequence[str]:
        return ()

    async def find(self, report: str) -> Report | None:
        return None

    async def decide(self, turn: Turn, report: str, decision: Decision) -> Sequence[MessageId] | None:
        return None

    async def is_blocked(self, author: AuthorId, place: Place) -> bool:
        return False

    async def block(self, turn: Turn, person: Author, place: Place) -> None: ...

    async def unblock(self, turn: Turn, block: str, communities: Sequence[str]) -> bool:
        return False

    async def list(self, communities: Sequence[str], *, limit: int) -> Sequence[Block]:
        return ()

    async def record(self, turn: Turn, act: Act, detail: str) -> None: ...

    async def entries(self, communities: Sequence[str], *, limit: int) -> Sequence[AuditEntry]:
        return ()

    async def moderates(self, author: Author, place: Place) -> bool:
        return False


_NOBODY = NobodyReports()
UNMODERATED = Moderation(reports=_NOBODY, queue=_NOBODY, blocks=_NOBODY, audit=_NOBODY, rights=_NOBODY)


class FreeSpending:
    """The `Spending` without a limit."""

    async def take(
        self, turn: Turn, step: str, *, pictures: int = 0, usd: float = 0.0, free: bool = False
    ) -> None: ...

    async def left(self, turn: Turn) -> Sequence[str]:
        return ()

    async def pay(self, turn: Turn, step: str, *, usd: float) -> None: ...

    async def give_back(self, turn: Turn, step: str) -> None: ...


@dataclass(slots=True)
class TurnImages:
    """The `ImageStore` of one run."""

    images: dict[str, ImageData] = field(default_factory=dict[str, ImageData])

    async def save(self, image: ImageData, *, owner: AuthorId, caption: str = "") -> ImageId:
        name = ImageId(str(uuid4()))
        self.images[name] = image
        return name

    async def load(self, image: str) -> ImageData:
        if image not in self.images:
            raise NotFound("That picture is not kept any more.")
        return self.images[image]

    async def shown(self, image: str) -> ImageData:
        return await self.load(image)

    async def drop(self, image: str) -> None:
        self.images.pop(image, None)


@dataclass(slots=True, kw_only=True)
class TurnJournal:
    """The `Journal` of one turn; its notes say what it cost."""

    store: TurnImages
    author: AuthorId
    steps: dict[str, Any] = field(default_factory=dict[str, Any])
    notes: list[tuple[str, dict[str, Any]]] = field(default_factory=list[tuple[str, dict[str, Any]]])

    async def once(self, step: str, shape: type[T], make: Callable[[], Awaitable[T]]) -> T:
        if step not in self.steps:
            self.steps[step] = await make()
        return self.steps[step]

    async def close_request(self) -> None:
        """Nobody adds anything."""

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
                missing=made.missing, revised_prompt=made.revised_prompt, seed=made.seed,
            )  # fmt: skip
        return self.steps[step]

    async def note(self, step: str, **facts: Any) -> None:
        self.notes.append((step, facts))

    def cost(self) -> float:
        """US dollars of the whole turn, by its trace."""
        return sum(facts.get("cost_usd", 0.0) for _, facts in self.notes)


class Unseen:
    """The `Progress` that nobody watches."""

    async def say(self, step: str, text: str) -> None: ...

    async def preview(self, image: bytes) -> None: ...

    async def refused_pictures(self) -> str:
        return ""
