"""Every Protocol the core needs, and the ones the process offers to its adapters. Narrow, async, one to four methods.

Every implementation passes the contract suite of its port (`tests/contracts/`), the fakes as well as the real ones.
Errors named here are those of `agent.errors`; anything else that escapes is a defect.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Literal, Protocol, TypeVar

from agent.conversation import (
    Accepted,
    Author,
    AuthorId,
    ImageId,
    IncomingMessage,
    IncomingPress,
    MessageId,
    Picture,
    Place,
    PlatformName,
    Reply,
    Turn,
    TurnId,
)
from agent.generation import (
    AskDecision,
    Check,
    Evaluation,
    GenerationContext,
    ImageData,
    Plan,
    RenderedImage,
    RenderRequest,
    Statement,
)
from agent.memory import (
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
from agent.noticing import Batch
from agent.recurring import Recurrence, Wish

T = TypeVar("T")


class Clock(Protocol):
    """Time, injected so that tests own it."""

    def now(self) -> datetime:
        """Aware UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that only grow."""
        ...


# --- models ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What one model call cost."""

    model: str = ""
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0
    seconds: float = 0.0


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
    ) -> RenderedImage:
        """Raises RenderRefused, ModelUnavailable (surely not carried out), UnknownOutcome (perhaps paid), BadImage."""
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


class StatementReader(Protocol):
    """Reads what the author wants remembered by order (/remember). Quick and without a model: an order is not guessed at."""

    def statements(self, text: str, *, image: str | None = None, seen: str = "") -> Sequence[Statement]:
        """What the text states, in any language that the bot speaks: at least one statement for a text with a word in it (a
        fact where it is nothing else), () for one without. `image` is the picture that "this is Luna" speaks of, `seen` what
        is known to be on it. Raises nothing."""
        ...


class Distiller(Protocol):
    """Finds lasting preferences in the author's own words and actions; called in batches, off the hot path."""

    async def distil(self, said: Sequence[str], *, timeout_seconds: float) -> tuple[Sequence[str], Usage]:
        """Normalised preferences ("prefers watercolour"), at most three. Raises ModelUnavailable."""
        ...


# --- the web ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    title: str
    url: str
    snippet: str = ""
    image_url: str = ""


class WebSearch(Protocol):
    async def text(self, query: str, *, limit: int, timeout_seconds: float) -> Sequence[SearchResult]:
        """Best first. Raises SearchUnavailable."""
        ...

    async def images(self, query: str, *, limit: int, timeout_seconds: float) -> Sequence[SearchResult]:
        """Best first, `image_url` set. Raises SearchUnavailable."""
        ...


class Fetcher(Protocol):
    """The only way to any URL: http(s) to public addresses, capped."""

    async def page(self, url: str, *, timeout_seconds: float) -> str:
        """The readable text of a page, at most a few thousand chars. Raises SearchUnavailable, BadInput (refused address)."""
        ...

    async def image(self, url: str, *, timeout_seconds: float) -> bytes:
        """Raw bytes, still to pass the pixel gate. Raises SearchUnavailable, BadInput."""
        ...


class PixelGate(Protocol):
    """The only way for pixels into the house."""

    async def admit(self, data: bytes, *, name: str = "") -> ImageData:
        """Upright, re-encoded (PNG or JPEG), stripped of metadata, at most IMAGE_SIDE_MAX. Raises BadImage with a sentence
        for the person."""
        ...

    async def thumbnail(self, image: ImageData, *, side: int) -> ImageData:
        """At most `side` pixels on the longer side, JPEG."""
        ...


# --- stores ----------------------------------------------------------------------------------------------------


class ImageStore(Protocol):
    """Pixels, by content: the same bytes of the same owner are kept once."""

    async def save(self, image: ImageData, *, owner: AuthorId, caption: str = "") -> ImageId: ...

    async def load(self, image: str) -> ImageData:
        """Raises NotFound."""
        ...


class MemoryStore(Protocol):
    """What the core does with memory on the way. Scope is checked in SQL against the Reader."""

    async def remember(self, new: NewMemory) -> Remembered:
        """Merges near-duplicates, supersedes what it contradicts. Raises StoreUnavailable; NotAllowed where memory is switched off."""
        ...

    async def recall(self, reader: Reader, text: str, *, limit: int) -> Recollection:
        """Live memories and pictures in the reader's scopes, best first; one round trip beside the query's embedding."""
        ...

    async def profile(self, reader: Reader) -> Profile:
        """What stands for this reader; a place's rules also where memory is switched off."""
        ...

    async def used(self, memories: Sequence[MemoryId]) -> None:
        """Count a use: a tie-breaker in recall, and what consolidation keeps."""
        ...


class MemoryDesk(Protocol):
    """Control over memory: what /memory, the panel and the buttons do. Everything is checked against the Reader in SQL."""

    async def list(
        self, reader: Reader, *, search: str = "", history: bool = False, limit: int = 200
    ) -> Sequence[Memory]:
        """Newest first. `history` includes what was superseded."""
        ...

    async def edit(
        self,
        reader: Reader,
        memory: str,
        *,
        text: str | None = None,
        name: str | None = None,
        may_manage: bool = False,
    ) -> Memory:
        """Raises NotFound when it is neither the reader's own (user scope) nor, if `may_manage`, a shared one in the reader's scopes;
        BadInput when it is empty, too long, or the same as another one."""
        ...

    async def forget(
        self, reader: Reader, memories: Sequence[str], *, may_manage: bool = False, revive: bool = False
    ) -> int:
        """Hard delete, cascading to embeddings, derived rows, what they had superseded, images nobody else uses, and everything that
        quotes them; returns how many went. Own user-scope memories, or shared ones in the reader's scopes if `may_manage`.
        `revive` (Undo): what they had superseded holds again."""
        ...

    async def forget_everything(self, reader: Reader) -> int:
        """All that is kept of this person on this platform: memories, pictures, messages, turns, traces, settings."""
        ...

    async def export(self, reader: Reader) -> bytes:
        """A zip (JSON and images) of everything about the author."""
        ...

    async def add_image(self, reader: Reader, memory: str, image: ImageId) -> Memory:
        """A further reference picture of a character of the reader's own. Raises NotFound (memory or picture not there, or not theirs),
        BadInput (too many)."""
        ...


class Noticing(Protocol):
    """What a turn does about learning in passing. The core asks it only where memory is on; scheduled turns count for nothing."""

    async def may_ask(self, turn: Turn) -> bool:
        """Whether this turn may ask its author for consent: True at most once in CONSENT_ASKED_EVERY, and again for the same turn."""
        ...

    async def notice(self, turn: Turn) -> None:
        """The turn's words and choices may be learnt from, once it is over. Its author said yes. Idempotent."""
        ...

    async def untold(self, turn: Turn, *, limit: int) -> Sequence[Memory]:
        """What was distilled from this author's turns and not told yet, oldest first: it counts as told by this turn. What was said in
        private only where the turn is."""
        ...


class NoticedTurns(Protocol):
    """The turns that wait to be distilled."""

    async def take(self) -> Sequence[Batch]:
        """At most BATCHES_PER_RUN_MAX batches that are ripe, taken for a while: another worker does not get them. What may not be
        learnt from any more (consent or memory switched off since) is dropped."""
        ...

    async def learnt(self, batch: Batch, preferences: Sequence[str], usage: Usage) -> int:
        """Stores what was found, to be told, and lets the turns go, in one transaction; how many memories are new. Nothing is stored
        where a turn of the batch is gone or learning was switched off meanwhile, or where the person said otherwise in so many words."""
        ...

    async def failed(self, batch: Batch, *, cost_usd: float) -> None:
        """The distilling failed, at that cost."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """A picture that is drawn by the clock."""

    id: str
    author: AuthorId
    text: str
    when: Recurrence
    next_at: datetime | None
    """None: never again."""
    paused: bool = False


class ScheduleStore(Protocol):
    """Scheduled pictures of a channel. A person changes their own; whoever `may_manage`, all of the channel's."""

    async def add(self, turn: Turn, wish: Wish, *, next_at: datetime) -> Scheduled:
        """In the turn's place, in its author's name. Raises OverBudget when the author has as many as one may have."""
        ...

    async def list(self, turn: Turn) -> Sequence[Scheduled]:
        """Oldest first: the author's own in this channel; all of the channel's for who may manage it."""
        ...

    async def pause(self, turn: Turn, scheduled: str, *, paused: bool, next_at: datetime | None) -> bool:
        """False when it is not there, or not this author's to change."""
        ...

    async def delete(self, turn: Turn, scheduled: str) -> bool: ...


class SettingsStore(Protocol):
    async def author(self, author: AuthorId) -> AuthorSettings: ...

    async def save_author(self, author: AuthorId, settings: AuthorSettings) -> None: ...

    async def channel(self, place: Place) -> ChannelSettings:
        """The channel's, else its community's, else the defaults."""
        ...

    async def save_channel(self, scope: MemoryScope, settings: ChannelSettings) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A question that waits for its answer, and the plan it interrupted."""

    turn: TurnId
    message: MessageId
    asker: AuthorId
    text: str
    """The request that led to it."""
    plan: Plan
    ask: AskDecision
    expires_at: datetime


class ThreadStore(Protocol):
    """The conversation as the core sees it."""

    async def pending(self, turn: Turn) -> Pending | None:
        """The open question of this conversation for this author (or by its message), whether or not its time is over."""
        ...

    async def pending_of(self, question_of: TurnId) -> Pending | None:
        """The open question of that turn."""
        ...

    async def close(self, question_of: TurnId) -> bool:
        """Closes an open question and uses up its buttons; False when it was closed already."""
        ...

    async def last_picture(self, turn: Turn) -> Picture | None:
        """The picture the running exchange is about: the author's own latest here, else the latest in this conversation."""
        ...

    async def pictures(self, images: Sequence[str]) -> Sequence[Picture]:
        """Records of posted pictures by ImageId, in no order; unknown ones are left out."""
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
    revised_prompt: str = ""
    seed: int = 0


class Journal(Protocol):
    """Step checkpoints of one turn: what is recorded is never done, nor paid for, again. Fenced: raises Superseded once
    another worker has taken the turn over, Cancelled once the author cancelled it."""

    async def once(self, step: str, shape: type[T], make: Callable[[], Awaitable[T]]) -> T:
        """The recorded result of `step`, else `make()`, recorded. `shape` is a frozen dataclass or a pydantic model."""
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


class Purse(Protocol):
    """What people, channels and communities may use in a day, and the record of every paid step: counted before it is done, so
    that a limit holds however many ask at once, and so that a step whose outcome is unknown is not paid for again and again."""

    async def take(self, turn: Turn, step: str, *, pictures: int = 0, free: bool = False) -> None:
        """Books a paid step of this turn, once however often it is called. Raises OverBudget (with when it ends), UnknownOutcome
        when the step was begun before, its outcome never came, and it has had its one further try; not where it is `free`."""
        ...

    async def pay(self, turn: Turn, step: str, *, usd: float) -> None:
        """What the step cost; it is done."""
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


# --- between the process and its platforms ----------------------------------------------------------------------


class Intake(Protocol):
    """Offered to adapters: hands an event in. When it returns, the event is stored (or known) and may be acknowledged."""

    async def message(self, incoming: IncomingMessage) -> Accepted:
        """Raises StoreUnavailable: do not acknowledge, the platform delivers again."""
        ...

    async def press(self, incoming: IncomingPress) -> Accepted:
        """As `message`. A button that is unknown, or not this person's to press, needs no turn: `note` says so."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a turn's reply goes."""

    turn: TurnId
    place: Place
    author: Author
    reply_to: str | None
    """The platform's id of the author's message."""
    handle: Mapping[str, str]
    nonce: str
    """The same for every try at posting this message, at most 25 chars."""
    message: MessageId
    """Our id of the bot's message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFile:
    """A picture or file to be sent. `name` has the right extension."""

    data: bytes
    media_type: str
    name: str
    alt: str = ""


class Outbound(Protocol):
    """Offered by each platform adapter. Ids are the platform's own. Raises PlatformUnavailable (may be tried again; carries
    retry_after_seconds), NotAllowed (no permission here), NotFound (channel or message gone)."""

    platform: PlatformName

    async def open(self, address: Address, text: str) -> str:
        """Post the working message; returns its platform id."""
        ...

    async def progress(self, address: Address, message: str, text: str, preview: bytes | None = None) -> None:
        """Change the working message. Best effort."""
        ...

    async def deliver(
        self, address: Address, message: str | None, reply: Reply, files: Sequence[PictureFile]
    ) -> str:
        """Turn the working message into the reply, or post anew where it is gone (`message` None). Repeating it with the same
        message id does not post a second time. `files` are `reply.images` then `reply.files`, loaded. Returns the platform id."""
        ...

    async def remove(self, address: Address, message: str) -> None:
        """Take the bot's message away. Gone already is fine."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardMessage:
    """A message of a place whose only copy is ours (web, console), as a viewer may see it."""

    id: MessageId
    place: Place
    author: Author | None
    """None: the bot."""
    text: str
    images: tuple[ImageId, ...] = ()
    reply_to: MessageId | None = None
    at: datetime
    turn: TurnId | None = None
    reply: Reply | None = None
    """Of the bot's messages, once there is a reply."""
    working: str = ""
    """Of the bot's messages while there is none: what it is doing."""
    pressed: tuple[str, ...] = ()
    """Ids of buttons that are used up (an answered question)."""
    asker: AuthorId | None = None
    """Of the bot's messages: whose turn it answers, where the store says so."""


class Board(Protocol):
    """Messages kept by us alone. What is private, or for one author only, is shown to that author only (checked in SQL)."""

    async def page(
        self, place: Place, *, viewer: AuthorId, before: MessageId | None = None, limit: int = 50
    ) -> Sequence[BoardMessage]:
        """Oldest first, the latest `limit` before `before`. place.thread None shows the channel with all its messages."""
        ...

    async def message(self, message: str, *, viewer: AuthorId) -> BoardMessage:
        """Raises NotFound."""
        ...

    async def image(self, image: str, *, viewer: AuthorId) -> ImageData:
        """Pixels of a message the viewer may see, or of the viewer's own memory. Raises NotFound."""
        ...

    async def people(self, platform: PlatformName) -> Sequence[Author]:
        """Everyone who has written on this platform, latest first, at most 50."""
        ...


class ChannelList(Protocol):
    """Channels of a platform that has none but ours (web)."""

    async def channels(self, platform: PlatformName, community: str) -> Sequence[str]:
        """`Place.channel` of each shared channel in which someone has written, in the order of the first message, at most 100."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardEvent:
    """Something changed. Small: what it is about is loaded from the Board."""

    channel: str
    """Place.channel_key."""
    kind: Literal["message", "progress", "reply", "removed", "memory"]
    message: MessageId | None = None
    text: str = ""
    """Of progress: what the bot is doing, at most 300 chars."""


class Bus(Protocol):
    """Tells every process what changed (Postgres NOTIFY). Best effort: who missed something reads the Board."""

    async def publish(self, event: BoardEvent) -> None: ...

    def subscribe(self) -> AbstractAsyncContextManager[AsyncIterator[BoardEvent]]:
        """All events from now on; at most 1,000 are held for a slow reader, then the oldest go."""
        ...


class Office(Protocol):
    """The process's view of the work under way."""

    async def settled(self, platform: PlatformName, *, timeout_seconds: float) -> bool:
        """Waits until no turn of this platform is queued, running or undelivered (a question waiting for its answer is settled).
        False when the time ran out first."""
        ...

    async def replay(self, event_id: str, platform: PlatformName) -> tuple[MessageId, Reply] | None:
        """The delivered reply to an event that had been taken in before, with our id of its message; None while it is still
        being worked on."""
        ...


class Ledger(Protocol):
    """Small facts that a platform adapter must not forget over a restart: which parts of a reply that no edit can repeat are
    posted already, where a group moved to. Never what people wrote, nor who."""

    async def note(self, platform: PlatformName, key: str, value: str) -> None:
        """Overwrites. `key` at most 200, `value` at most 2,000 chars; kept for 90 days at least. Raises StoreUnavailable."""
        ...

    async def noted(self, platform: PlatformName, key: str) -> str | None:
        """What was noted last under this key. Raises StoreUnavailable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Watermark:
    """How far a channel was read: every message up to this one was taken in, or was not for the bot."""

    channel: str
    """The platform's id of the channel or thread."""
    message: int
    """The platform's id of the message; later messages have greater ones. 0: the channel was empty."""
    community: str | None = None
    """None: a private chat."""


class Watermarks(Protocol):
    """Where reading left off, for a platform that does not deliver again what was missed (Discord)."""

    async def load(self, platform: PlatformName) -> Sequence[Watermark]:
        """Latest message first, at most WATERMARKS_MAX. Raises StoreUnavailable."""
        ...

    async def save(self, platform: PlatformName, marks: Sequence[Watermark]) -> None:
        """Keeps the greater message of each channel: a mark never moves back. Raises StoreUnavailable."""
        ...

    async def join(self, platform: PlatformName, first: str, rest: Sequence[str]) -> None:
        """These messages are taken in as one event, that of `first`. Raises StoreUnavailable."""
        ...

    async def joined(self, platform: PlatformName, messages: Sequence[str]) -> Mapping[str, str]:
        """Message to the first of its event, for those of `messages` that were joined to another. Raises StoreUnavailable."""
        ...


class Platform(Protocol):
    """A connected platform, started and stopped by the process."""

    name: PlatformName

    async def run(self) -> None:
        """Until cancelled."""
        ...
