"""Between the process and its platforms: what is taken in, what goes out, and what adapters must not forget."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from agent.domain.conversation import Author, AuthorId, ImageId, MessageId, Place, PlatformName, Reply, TurnId
from agent.domain.generation import ImageData
from agent.domain.incoming import Accepted, IncomingMessage, IncomingPress


class Intake(Protocol):
    """Offered to adapters: hands an event in. When it returns, the event is stored (or known) and may be acknowledged."""

    async def message(self, incoming: IncomingMessage) -> Accepted:
        """Raises StoreUnavailable: do not acknowledge, the platform delivers again."""
        ...

    async def deleted(self, place: Place, message: str) -> None:
        """A person's message is gone from the platform: its wish is cancelled, its words are forgotten. Raises StoreUnavailable."""
        ...

    async def press(self, incoming: IncomingPress) -> Accepted:
        """As `message`. A button that is unknown, or not this person's to press, needs no turn: `note` says so."""
        ...


class OpenQuestions(Protocol):
    """Offered to adapters that hear more than what is said to the bot: whether a plain message may be an answer."""

    async def asked(self, place: Place, author: AuthorId) -> bool:
        """Whether a question to this person is open where they write. Raises StoreUnavailable."""
        ...

    async def gathers(self, place: Place, author: AuthorId, at: datetime) -> bool:
        """Whether what they wrote there at that time may belong to a request of theirs that is not begun. Raises StoreUnavailable."""
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
    covered: bool = False
    """Hidden until it is tapped."""
    shows: int = 1
    """How many of the reply's pictures are in it, the first ones of those that come: a contact sheet holds several."""


class Outbound(Protocol):
    """Offered by each platform adapter. Ids are the platform's own. Raises PlatformUnavailable (may be tried again; carries
    retry_after_seconds), NotAllowed (no permission here), NotFound (channel or message gone)."""

    platform: PlatformName

    async def open(self, address: Address, text: str) -> str:
        """Post the working message; returns its platform id."""
        ...

    async def refuses_pictures(self, address: Address) -> str:
        """Why no picture can be shown there, as far as the platform says before there is one: a sentence for the author. Else ""."""
        ...

    async def progress(self, address: Address, message: str, text: str, preview: bytes | None = None) -> None:
        """Change the working message. Best effort."""
        ...

    async def deliver(
        self, address: Address, message: str | None, reply: Reply, files: Sequence[PictureFile]
    ) -> str:
        """Turn the working message into the reply, or post anew where it is gone (`message` None). Repeating it with the same
        message id does not post a second time. `files` are `reply.images` then `reply.files`, loaded. Returns the platform id.
        A `withdrawn` reply takes the pictures of that message away as far as the platform lets the bot, and is never posted anew."""
        ...

    async def remove(self, address: Address, message: str) -> None:
        """Take the bot's message away. Gone already is fine."""
        ...

    async def moderates(self, author: Author, place: Place) -> bool:
        """Whether the platform says now that this person may change what holds for that place's community; where it cannot be asked, as
        it was when they spoke. Not known means no. Raises PlatformUnavailable alone."""
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

    async def search(
        self, place: Place, words: str, *, viewer: AuthorId, now: datetime, limit: int = 50
    ) -> Sequence[BoardMessage]:
        """Messages of the channel that hold all the words (whatever their ending) and are of the times that are named, newest first."""
        ...

    async def image(self, image: str, *, viewer: AuthorId) -> ImageData:
        """Pixels of a message the viewer may see, or of the viewer's own memory. Raises NotFound."""
        ...

    async def may_see(self, image: str, *, viewer: AuthorId) -> None:
        """As `image`, without reading the pixels. Raises NotFound."""
        ...

    async def others(self, place: Place, author: AuthorId, since: datetime) -> bool:
        """Whether anybody else has written in that channel (or thread, or the message at which it starts) since then."""
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
class WebChannel:
    """What somebody decided of a channel of the page."""

    title: str = ""
    """As it is shown; "": as it is called."""
    is_deleted: bool = False


class WebChannels(Protocol):
    """Channels of the page that were made, named anew or deleted. All raise StoreUnavailable."""

    async def known(self) -> Mapping[str, WebChannel]:
        """By Place.channel, the oldest first."""
        ...

    async def make(self, channel: str) -> None:
        """It is there from now on, anew where it was deleted."""
        ...

    async def rename(self, channel: str, title: str) -> None: ...

    async def delete(self, place: Place) -> None:
        """It is not there any more, and what was said, drawn and remembered in it is forgotten; its rules stay."""
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


class TurnStatus(Protocol):
    """The process's view of the work under way."""

    async def settled(self, platform: PlatformName, *, timeout_seconds: float) -> bool:
        """Waits until no turn of this platform is queued, running or undelivered (a question waiting for its answer is settled).
        False when the time ran out first."""
        ...

    async def replay(self, event_id: str, platform: PlatformName) -> tuple[MessageId, Reply] | None:
        """The delivered reply to an event that had been taken in before, with our id of its message; None while it is still
        being worked on."""
        ...


class Platform(Protocol):
    """A connected platform, started and stopped by the process."""

    name: PlatformName

    async def run(self) -> None:
        """Until cancelled."""
        ...


PREVIEW_BYTES_MAX = 4_000_000


class Previews(Protocol):
    """Partial pictures of the web page's working messages, the latest of each. All raise StoreUnavailable."""

    async def put(self, message: str, data: bytes) -> None:
        """Of a message of the bot's; more than PREVIEW_BYTES_MAX is not kept."""
        ...

    async def number(self, message: str) -> int:
        """Grows with each preview of a message; 0: there is none."""
        ...

    async def data(self, message: str) -> bytes | None: ...

    async def drop(self, message: str) -> None: ...
