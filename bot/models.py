"""The models that a process works with, one of each, and what is to be said about them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adapters.builtin.distiller import BuiltInDistiller
from adapters.http.circuit_breaker import CircuitBreaker
from agent.ports import (
    ContentChecker,
    Distiller,
    Embedder,
    Fetcher,
    ImageModel,
    Judge,
    Merger,
    Planner,
    Transcriber,
    WebSearch,
)

if TYPE_CHECKING:
    from adapters.openai.model_checks import Proof

BUILT_IN_PLANNER = "built in, no key needed"
BUILT_IN_PICTURES = "sketches (a storyboard), no key needed"


async def _no_proofs(*, render: bool) -> "Sequence[Proof]":
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """One of each, and what is to be said about them."""

    planner: Planner
    judge: Judge
    merger: Merger
    image_model: ImageModel
    embedder: Embedder
    search: WebSearch
    fetcher: Fetcher
    free: bool
    """Planner and judge cost nothing."""
    free_pictures: bool
    """The image model costs nothing: a picture that was lost may be drawn again without a word."""
    series_by_reference: bool
    described: tuple[tuple[str, str], ...]
    """Part and choice, for the start-up lines and `check`."""
    close: Callable[[], Awaitable[None]]
    breakers: Sequence[CircuitBreaker] = ()
    """One for each provider, for who wants to see their states."""
    checkers: tuple[ContentChecker, ...] = ()
    """What looks at content beside the word lists."""
    distiller: Distiller = field(default_factory=BuiltInDistiller)
    transcriber: Transcriber | None = None
    """None: nobody listens to voice messages."""
    prove: "Callable[..., Awaitable[Sequence[Proof]]]" = _no_proofs
    """`prove(render=...)`: tries each configured model with a real small call."""
