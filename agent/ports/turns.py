"""What one turn works with: its clock, checkpoints, spending and working message."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from agent.domain.conversation import ImageId, Turn
from agent.domain.generation import RenderedImage

T = TypeVar("T")


class Clock(Protocol):
    """Time, injected so that tests own it."""

    def now(self) -> datetime:
        """Aware UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that only grow."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptImage:
    """A render whose pixels are stored."""

    image: ImageId
    model: str
    width: int
    height: int
    cost_usd: float = 0.0
    missing: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    revised_prompt: str = ""
    seed: int = 0
    seconds: float = 0.0


class Journal(Protocol):
    """Step checkpoints of one turn: what is recorded is never done, nor paid for, again. Fenced: raises Superseded once
    another worker has taken the turn over, Cancelled once the author cancelled it."""

    async def once(self, step: str, shape: type[T], make: Callable[[], Awaitable[T]]) -> T:
        """The recorded result of `step`, else `make()`, recorded. `shape` is a frozen dataclass or a pydantic model."""
        ...

    async def close_request(self) -> None:
        """Before what was asked for is begun: waits until its author has said all of it, and from then on what they write is a request
        of its own. Raises Superseded when they added something meanwhile: the turn begins anew then."""
        ...

    def recorded(self, step: str, shape: type[T]) -> T | None:
        """What `step` recorded, if it did."""
        ...

    async def keep(
        self, step: str, make: Callable[[], Awaitable[RenderedImage]], *, caption: str
    ) -> KeptImage:
        """`once` for a render: pixels and record are stored in one transaction, so that a picture is not paid for twice."""
        ...

    async def note(self, step: str, **facts: Any) -> None:
        """A line of the trace: seconds, tokens, money, arithmetic. Never message text."""
        ...


class Spending(Protocol):
    """What people, channels and communities may use in a day, and the record of every paid step: counted before it is done, so
    that a limit holds however many ask at once, and so that a step whose outcome is unknown is not paid for again and again."""

    async def take(
        self, turn: Turn, step: str, *, pictures: int = 0, usd: float = 0.0, free: bool = False
    ) -> None:
        """Books a paid step of this turn, once however often it is called; `usd` is what it is reckoned to cost, and held until it is
        paid. Raises OverBudget (with when it ends) when the step would pass a limit, UnknownOutcome when it was begun before, its
        outcome never came, and it has had its one further try; not where it is `free`."""
        ...

    async def pay(self, turn: Turn, step: str, *, usd: float) -> None:
        """What the step cost; it is done."""
        ...

    async def left(self, turn: Turn) -> Sequence[str]:
        """What is left today of each limit that holds for this turn, as sentences; empty where there is none."""
        ...

    async def give_back(self, turn: Turn, step: str) -> None:
        """The step surely was not carried out: it counts for nothing."""
        ...


class Progress(Protocol):
    """What the person sees while waiting: the working message."""

    async def say(self, step: str, text: str) -> None:
        """`step` is plan | recall | search | ask | render | evaluate | deliver. Never raises; throttled by the adapter."""
        ...

    async def preview(self, image: bytes) -> None:
        """A partial picture. Never raises."""
        ...

    async def refused_pictures(self) -> str:
        """Why the place shows no picture of the bot's, a sentence for the author; "" where it does, or nobody knows. Never raises."""
        ...
