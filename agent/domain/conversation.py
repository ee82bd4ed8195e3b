"""What people say and where: places, authors, messages, and the turn they make (the paper's user context, c_u)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NewType

from agent.domain.generation import GenerationContext
from agent.domain.people import Person

PlatformName = Literal["discord", "telegram", "web", "console"]
AuthorId = NewType("AuthorId", str)
"""`platform:native id`, so the same number on two platforms is two people."""
TurnId = NewType("TurnId", str)
"""A UUID in text form."""
MessageId = NewType("MessageId", str)
"""Our own id of a stored message: `b17` for the bot's, `u18` for a person's. On web and console it is the platform's id too."""
ImageId = NewType("ImageId", str)
"""A UUID in text form; the bytes are in the image store."""
Action = Literal[
    "again", "refine", "vary", "why", "remember_style", "remember_character", "delete",
    "answer", "surprise", "cancel", "undo", "forget", "pick", "consent_yes", "consent_no", "as_file", "hd",
    "report", "report_remove", "report_block", "report_dismiss", "report_next", "unblock", "like",
    "link", "unlink", "export",
    "likeness_once", "likeness_always", "likeness_no", "likeness_profile", "likeness_take_down",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something is said. Keys derived here are the only ones used for scopes and locks."""

    platform: PlatformName
    community: str | None = None
    """The platform's id of the server or group; None in a private chat."""
    channel: str
    """The platform's id of the channel or chat. In a private place the adapter makes it unique to the person."""
    thread: str | None = None
    """Discord thread or Telegram topic; None outside of one."""
    private: bool = False
    """Only the author and the bot read it (a DM)."""
    age_restricted: bool = False

    @property
    def community_key(self) -> str | None:
        return None if self.community is None or self.private else f"{self.platform}:{self.community}"

    @property
    def channel_key(self) -> str:
        inside = "@" if self.private or self.community is None else self.community
        return f"{self.platform}:{inside}/{self.channel}"

    @property
    def jurisdiction(self) -> str:
        """Within which the same people moderate: a community, or all chats of the platform that have no moderators."""
        return self.community_key or f"{self.platform}:@"

    def conversation(self, author: AuthorId) -> str:
        """Key of the thread a message belongs to: a real thread or private chat is one conversation; in the open channel
        each author's running exchange is one, so that one person's render does not hold up another's."""
        if self.thread is not None:
            return f"{self.channel_key}#{self.thread}"
        return self.channel_key if self.private else f"{self.channel_key}~{author}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    id: AuthorId
    name: str
    may_manage: bool = False
    """May change channel and community memory and settings: the platform's own permission, at the time of the act."""
    locale: str | None = None
    """BCP 47, from the platform."""
    username: str = ""
    """What the platform's mentions call them, where that is not their id."""
    roles: tuple[str, ...] = ()
    """Platform ids of the roles the author has there, where the platform has roles."""


# --- what adapters hand in -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A slash command, typed or native: `/draw a fox` is Command("draw", "a fox")."""

    name: str
    argument: str = ""
    options: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """`id` is what the platform carries back: `v1:<action>:<22 random url-safe characters>`, at most 64 bytes."""

    id: str
    action: Action
    label: str
    args: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture the bot posted, as a record; pixels are loaded only when chosen."""

    id: ImageId
    turn: TurnId
    message: MessageId
    author: AuthorId
    """Whose turn made it."""
    context: GenerationContext
    caption: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A stored message of the thread or the reply chain. `author` None is the bot."""

    id: MessageId
    author: Author | None
    text: str
    images: tuple[ImageId, ...] = ()
    pictures: tuple[Picture, ...] = ()
    """Of the bot's messages: the pictures it carries."""
    reply_to: MessageId | None = None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The author wrote something."""

    text: str
    images: tuple[ImageId, ...] = ()
    command: Command | None = None
    quoted: str = ""
    """What another person wrote in the message replied to: context, never the author's own words."""
    reply_picture: int = 0
    """Which picture of the message replied to is meant, counted from 0."""
    notes: tuple[str, ...] = ()
    """What intake could not use, each a sentence for the author ("pic.png is empty ...")."""
    heard: str = ""
    """What was understood of a voice message, to be shown to its author."""
    people: tuple[Person, ...] = ()
    """Whom it names by the platform's own mention, as "@name" in the text, or replies to: the platform's word, never the text's."""
    heard_usd: float = 0.0
    """What listening to it cost: the turn pays for it."""
    covered: bool = False
    """Its pictures are hidden until they are tapped: so is what is made of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """The author pressed a button, checked against the store."""

    action: Action
    args: Mapping[str, str]
    message: MessageId
    owner: AuthorId
    """Whose turn posted the button."""
    text: str = ""
    images: tuple[ImageId, ...] = ()
    by_reaction: bool = False
    """A reaction to the message stood for the press: nothing is said back."""
    picture: int = 0
    """Which picture of the message is meant, counted from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedOut:
    """A question's time is over: go on with the named assumption."""

    question_of: TurnId


Request = Said | Pressed | TimedOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One request and all that the bot knows of its surroundings."""

    id: TurnId
    place: Place
    author: Author
    request: Request
    message: MessageId | None
    """The author's message, None for a press."""
    replied: Message | None = None
    thread: tuple[Message, ...] = ()
    """Oldest first, at most THREAD_MESSAGES_MAX, the author's message left out; the reply chain is included."""
    received_at: datetime
    incognito: bool = False
    handle: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def was_heard(self) -> bool:
        """Whether its words are those of whoever listened to a voice message, a model among them."""
        return isinstance(self.request, Said) and bool(self.request.heard)

    @property
    def conversation(self) -> str:
        return self.place.conversation(self.author.id)


# --- what the bot says -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One message of the bot, stored before it is sent."""

    kind: Literal["image", "question", "text", "error"]
    text: str
    """Plain text in a small Markdown subset (**bold**, line breaks, bare links); adapters escape it for their platform."""
    images: tuple[ImageId, ...] = ()
    alts: tuple[str, ...] = ()
    """One description a picture, in the same order."""
    sheet: str = ""
    """The pictures are shown as one contact sheet, numbered in their order, and this describes it; "": each by itself."""
    buttons: tuple[Button, ...] = ()
    context: GenerationContext | None = None
    memories: tuple[str, ...] = ()
    """The memories that were used, as text."""
    assumptions: tuple[str, ...] = ()
    only_for_author: bool = False
    """To be shown to the author alone where the platform can."""
    once: str = ""
    """A secret that is shown below the text and erased from the store as soon as the platform has it (a link to the person's page): it
    is in no thread that a model reads, and in no export."""
    files: tuple[ImageId, ...] = ()
    """Blobs to hand over as files (an export)."""
    stickers: bool = False
    """The files were wished for as stickers: where the platform has such, they are posted so that people can keep them."""
    spoiler: bool = False
    """The pictures are shown only once they are tapped, where the platform can (its asker or the channel's moderators chose so)."""
    removes: MessageId | None = None
    """A message of the bot that this reply takes away (Delete)."""
    changes: tuple[MessageId, ...] = ()
    """Messages of the bot whose stored replies this turn has changed (a moderator removed pictures): to be delivered after this one."""
    silent: bool = False
    """Not posted: nobody waits for an answer. What it removes goes all the same."""
    language: str = ""
    """The catalogue it was said from, for what is said beside it when it is delivered; "": not known."""
    withdrawn: bool = False
    """It takes the place of pictures that a moderator removed. Where their message is gone it is not posted anew."""
