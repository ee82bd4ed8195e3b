"""What a platform hands in, as its adapter understood it, and what it is told about that."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from agent.domain.conversation import Author, Command, Place, TurnId
from agent.domain.people import Mentioned
from agent.text.reactions import Sign


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingImage:
    """A picture as it came. `data` is untrusted until the pixel gate has re-encoded it."""

    name: str
    data: bytes
    problem: str = ""
    """Why there are no bytes, as a sentence for the author (too large to download, a video). Goes into Said.notes as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingVoice:
    """A voice message as it came. The sound is listened to and not kept."""

    data: bytes
    media_type: str
    problem: str = ""
    """Why there is no sound, as a sentence for the author."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingMessage:
    event_id: str
    """The platform's id of the event; a second one with the same id is dropped."""
    message: str
    """The platform's id of the message, which replies name."""
    place: Place
    author: Author
    text: str
    images: tuple[IncomingImage, ...] = ()
    voice: IncomingVoice | None = None
    """What was spoken instead of typed."""
    reply_to: str | None = None
    """The platform's id of the message replied to."""
    reply_picture: int = 0
    """Which picture of the message replied to is meant, counted from 0, where the platform can tell (one item of an album)."""
    quoted: str = ""
    """What the message replied to says, as the platform shows it, when another person wrote it (or the part of it that the
    author marked): context, never the author's own words. Its pictures are among `images`."""
    edited: bool = False
    """A new wording of `message`, which was handed in before: it replaces it while its turn has not begun to draw."""
    at: datetime | None = None
    """When it was written, by the platform's clock; None: now."""
    waits: bool = False
    """The platform holds the author's act open for an answer (a native command): none at all would look like a fault."""
    only_joins: bool = False
    """It is not said to the bot: a picture or something passed on, which counts only as a part of what its author asked for just now."""
    aside: bool = False
    """It is said to the people there, on a platform whose only copy is ours: it is shown to them, and the bot never reads it, unless
    somebody replies to it and names the bot."""
    covered: bool = False
    """Its author hid the pictures in it, or somebody those of the message replied to, until they are tapped (a spoiler)."""
    shown: str = ""
    """The words as that platform shows them, where `text` lacks something (the bot's name)."""
    command: Command | None = None
    people: tuple[Mentioned, ...] = ()
    """Whom the platform says it names, or answers; the bot left out."""
    incognito: bool = False
    """Neither reads nor writes memory, and only the author sees the answer where the platform can do that."""
    handle: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the adapter needs to answer (an interaction token ...). Stored with the turn, given back to Outbound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingPress:
    """A button was pressed, or a form behind a button sent; or a reaction was given to a message, which stands for one."""

    event_id: str
    place: Place
    author: Author
    message: str
    """The platform's id of the message that carries the button."""
    button: str
    """`Button.id` as posted; untrusted. "" for a reaction."""
    reaction: Sign | None = None
    """What a reaction says (`reactions.sign_of`). Nothing is ever said back to one."""
    picture: int = 0
    """Which picture of that message is meant, counted from 0, where the platform can tell."""
    text: str = ""
    """What the person typed into the button's form (Refine), if anything."""
    images: tuple[IncomingImage, ...] = ()
    handle: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What intake did with an event."""

    turn: TurnId | None
    """None: it needed no turn (`note` then says what happened)."""
    duplicate: bool = False
    note: str = ""
    """A short answer for the person alone, to be shown at once ("Cancelled.", "That button is no longer known.")."""
    is_error: bool = False
    alone: bool = False
    """The note is nobody else's business: where others read along it is said in private, or not at all."""
    is_stray: bool = False
    """What was pressed stands under no message that we know of: the platform has posted it and lost the answer. It may go."""
