"""The models that a process works with, one of each, and what is to be said about them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adapters.builtin.distiller import BuiltInDistiller
from adapters.builtin.sketch_model import SketchRenderer
from adapters.http.circuit_breaker import CircuitBreaker
from adapters.image_servers.catalogue import ImageModels, Offered
from agent.domain.image_models import Abilities, ModelCard, Prices
from agent.ports import (
    ContentChecker,
    Distiller,
    Embedder,
    Fetcher,
    ImageModel,
    Judge,
    Merger,
    PictureSigner,
    Planner,
    Transcriber,
    WebSearch,
)
from bot.plan_sizing import PlanSizing

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
    signer: PictureSigner | None = None
    """Signs what a picture says of its making; None without a certificate."""
    catalogue: ImageModels = field(default_factory=lambda: _sketches())
    """The image models that may be chosen."""
    distiller: Distiller = field(default_factory=BuiltInDistiller)
    transcriber: Transcriber | None = None
    """None: nobody listens to voice messages."""
    prove: "Callable[..., Awaitable[Sequence[Proof]]]" = _no_proofs
    """`prove(render=...)`: tries each configured model with a real small call."""
    sizing: PlanSizing | None = None
    """How to find out what the configured language model can plan; None without one."""

    @property
    def paid(self) -> bool:
        """Whether a picture costs money, or may."""
        return any(one.card.prices.picture != 0.0 for one in self.catalogue.offered)


def _sketches() -> ImageModels:
    card = ModelCard(
        name="sketch", model="sketch", abilities=Abilities(references_max=4, text=True, side_max=2_048), prices=Prices(picture=0.0),
        is_default=True, is_sketch=True,
    )  # fmt: skip
    return ImageModels([Offered(card=card, draws=SketchRenderer())])
