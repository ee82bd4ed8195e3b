"""Models: what plans, judges, merges, draws, embeds, reads and distils."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Literal, Protocol, TypeVar

from agent.domain.conversation import Picture, Turn
from agent.domain.evaluation import Evaluation
from agent.domain.generation import (
    Check,
    GenerationContext,
    ImageData,
    Plan,
    Reference,
    RenderedImage,
    RenderRequest,
    Statement,
)
from agent.domain.image_models import Measurements, ModelCard
from agent.domain.incoming import IncomingVoice
from agent.domain.memory import Profile, Recollection, ScopeKind

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What one model call cost."""

    model: str = ""
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0
    seconds: float = 0.0
    degraded: str = ""
    """As Completion.degraded, or what was done without the model's answer; for the trace."""
    told: tuple[str, ...] = ()
    """How the answer was arrived at, where that can be told: arithmetic without the author's words beside it goes into no log."""

    @property
    def cached_share(self) -> float:
        """Of the input, what the provider had cached, 0..1."""
        return round(self.cached_tokens / self.input_tokens, 3) if self.input_tokens else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion(Generic[T]):
    value: T
    usage: Usage
    degraded: str = ""
    """How the shape was obtained when not by the strict schema ("json mode", "json in text", "repaired")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One model call. `system` is the same for every call of a kind (so that the provider's cache hits)."""

    name: str
    system: str
    user: str
    images: tuple[ImageData, ...] = ()


class LanguageModel(Protocol):
    """An orchestrating model with structured output."""

    async def complete(self, prompt: Prompt, shape: type[T], *, timeout_seconds: float) -> Completion[T]:
        """The model's answer as a `shape` (a pydantic model). Raises ModelUnavailable, MalformedCompletion (after one
        repair), RenderRefused when the model refuses."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """All that a planner sees."""

    turn: Turn
    text: str
    """What is being asked: the message, or the message a button or an answer stands for."""
    profile: Profile
    recollection: Recollection
    base: Picture | None = None
    """The picture meant by a reply or by the running exchange, if there is one."""
    ask_policy: Literal["never", "when-needed", "often"] = "when-needed"
    answers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Slot name to the author's answer, when this turn takes up a question."""
    pending: Plan | None = None
    """The plan that the question interrupted."""
    now: datetime
    language: str = ""
    """The catalogue that the person is to be spoken to from: their choice, or what they are known to speak where the message is
    too short to tell; "": the language of the message."""
    words_are_read: bool = False
    """Whether what draws reads words, as image models do and sketches do not: a change that the planner cannot take apart is left to it."""
    images: tuple[ImageData, ...] = ()
    """Small versions of the attached and replied-to pictures, same order as turn.request.images then the base; GONE where
    one is not kept any more."""


class Planner(Protocol):
    """Context-aware planning: one call."""

    async def plan(self, request: PlanRequest, *, timeout_seconds: float) -> tuple[Plan, Usage]:
        """Raises ModelUnavailable. Never MalformedCompletion: what cannot be read degrades to a plain plan."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeRequest:
    image: ImageData
    context: GenerationContext
    checklist: tuple[Check, ...]
    missing: tuple[str, ...] = ()
    """What the renderer itself said it could not draw."""
    figures: tuple[tuple[Reference, ImageData], ...] = ()
    """A picture of each figure that is to be recognised, to be laid beside the render: the checklist speaks of them as picture 2 and on."""


class Judge(Protocol):
    """Looks at a render with the whole checklist, in one call."""

    async def judge(self, request: JudgeRequest, *, timeout_seconds: float) -> tuple[Evaluation, Usage]:
        """Raises ModelUnavailable; the turn then accepts the picture unjudged."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What searching brought for one slot."""

    slot: str
    query: str
    text: str = ""
    sources: tuple[str, ...] = ()
    images: tuple[ImageData, ...] = ()


class Merger(Protocol):
    """Works new findings into a context, in one small call. Only used when there are findings."""

    async def merge(
        self, context: GenerationContext, findings: Sequence[Findings], *, timeout_seconds: float
    ) -> tuple[GenerationContext, Usage]:
        """Raises ModelUnavailable; the turn then goes on with a named assumption."""
        ...


class ImageModel(Protocol):
    """Draws. Never retries by itself: a render is paid for once."""

    async def render(
        self,
        request: RenderRequest,
        *,
        timeout_seconds: float,
        on_partial: Callable[[bytes], Awaitable[None]] | None = None,
        on_progress: Callable[[float], Awaitable[None]] | None = None,
    ) -> RenderedImage:
        """`on_partial` is given previews; `on_progress` how far it is, 0..1, and only where the model's card says that it tells.
        Raises RenderRefused, ModelUnavailable (surely not carried out), UnknownOutcome (perhaps paid), BadImage."""
        ...


class Catalogue(Protocol):
    """The image models that may be chosen."""

    async def cards(self) -> Sequence[ModelCard]:
        """At least one, in the operator's order, exactly one of them the default. Raises nothing: what is not known of a model (its
        server's listing is away) is left at the least."""
        ...

    async def measured(self) -> Measurements:
        """What became of their pictures here lately. Raises nothing: empty while the store is away."""
        ...


class Embedder(Protocol):
    """Text to vectors, L2-normalised float32."""

    model: str
    dimensions: int

    async def embed_query(self, text: str) -> Sequence[float]:
        """(dimensions,). Raises ModelUnavailable."""
        ...

    async def embed_passages(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """(n, dimensions), in the order given. Raises ModelUnavailable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a text itself says about memory, read without a model: the witness that a model's plan is held against."""

    keeps: bool = False
    """It orders something to be kept, or states something that is meant to last."""
    scope: ScopeKind = "user"
    """The widest place that it names for what it has kept."""
    forgets: bool = False
    """It asks that something be forgotten."""
    forgotten: str = ""
    """What, in its own words, where the reader can tell; "everything" for all there is."""
    wishes: bool = False
    """It asks for a picture, or for a change of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What was understood of a voice message."""

    text: str
    """In the language it was said in, untrusted; "" where nothing was said."""
    cost_usd: float = 0.0


class Transcriber(Protocol):
    """Speech to text."""

    async def transcribe(self, voice: IncomingVoice) -> Transcript:
        """Raises ModelUnavailable."""
        ...


class Withdrawals(Protocol):
    """Tells words that take a wish back from words that wish for something else."""

    async def withdraws(self, text: str) -> bool:
        """In doubt False. Raises nothing."""
        ...


class StatementReader(Protocol):
    """Reads what the author wants remembered by order (/remember), and what a message means for memory. Quick and without a model: an
    order is not guessed at."""

    def statements(self, text: str, *, image: str | None = None, seen: str = "") -> Sequence[Statement]:
        """What the text states, in any language that the bot speaks: at least one statement for a text with a word in it (a
        fact where it is nothing else), () for one without. `image` is the picture that "this is Luna" speaks of, `seen` what
        is known to be on it. Raises nothing."""
        ...

    def meaning(self, text: str) -> Meaning:
        """What a message, or a sentence of one, means for memory. In doubt nothing. Raises nothing."""
        ...


class Distiller(Protocol):
    """Finds lasting preferences in the author's own words and actions; called in batches, off the hot path."""

    async def distil(self, said: Sequence[str], *, timeout_seconds: float) -> tuple[Sequence[str], Usage]:
        """Normalised preferences ("prefers watercolour"), at most three. Raises ModelUnavailable."""
        ...
