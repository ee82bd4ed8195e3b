"""What the bot remembers, for whom, and who may read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NewType

MemoryId = NewType("MemoryId", str)
"""A UUID in text form."""
MemoryKind = Literal["preference", "character", "fact", "rule"]
ScopeKind = Literal["user", "channel", "community"]
ContentLevel = Literal["strict", "standard", "relaxed"]
"""How mild a place's moderators want pictures; see `agent.policy.content`."""
Hears = Literal["named", "alone", "all"]
"""Which plain words in a shared channel are said to the bot: those that name it, also those of somebody who is alone there, or all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryScope:
    """Whose memory it is. `key` is an AuthorId, a Place.channel_key or a Place.community_key."""

    kind: ScopeKind
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads memory, and where: the only thing that opens a scope. Made from a Turn, never from model output."""

    author: str
    """AuthorId."""
    channel: str
    """Place.channel_key."""
    community: str | None
    """Place.community_key; None in a private place."""
    private: bool
    """Read in a private place: what the author said in private may be used too."""

    @property
    def jurisdiction(self) -> str:
        """As Place.jurisdiction."""
        return self.community or f"{self.author.partition(':')[0]}:@"

    def scopes(self) -> tuple[MemoryScope, ...]:
        """The scopes this reader may see, narrowest first."""
        found = [MemoryScope(kind="user", key=self.author), MemoryScope(kind="channel", key=self.channel)]
        if self.community is not None:
            found.append(MemoryScope(kind="community", key=self.community))
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMemory:
    """What is to be remembered. Only the author's own words and choices may become one."""

    scope: MemoryScope
    kind: MemoryKind
    text: str
    author: str
    """AuthorId of who said it."""
    name: str = ""
    """Of a character; unique within its scope, ignoring case."""
    aliases: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    """ImageIds, a character's reference pictures."""
    said_in_private: bool = False
    """Said in a private place: never used or shown in a shared one."""
    origin: Literal["explicit", "button", "distilled"] = "explicit"
    slot: str = ""
    """The slot a preference is about (style, palette ...): a new one with the same slot supersedes the old."""
    turn: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    id: MemoryId
    scope: MemoryScope
    kind: MemoryKind
    text: str
    author: str
    name: str = ""
    aliases: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    said_in_private: bool = False
    origin: Literal["explicit", "button", "distilled"] = "explicit"
    slot: str = ""
    valid_from: datetime
    valid_to: datetime | None = None
    """None: it holds. Set: superseded at that time, kept to be seen in the history."""
    former: tuple[str, ...] = ()
    """What it was called and what it said before it was changed, where the history was asked for."""
    uses: int = 0

    def sentence(self) -> str:
        """The memory as a person would say it."""
        return ": ".join(part for part in (self.name, self.text) if part)

    def in_full(self) -> str:
        """The same with the further names."""
        return (
            f"{self.sentence()} (also called {', '.join(self.aliases)})" if self.aliases else self.sentence()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What became of a NewMemory: new, merged into one already there, or superseding an older one."""

    memory: Memory
    state: Literal["new", "known", "supersedes"]
    superseded: tuple[Memory, ...] = ()
    grown: bool = False
    """Known, and what was told now added something to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecalledPicture:
    """A posted picture found in memory."""

    image: str
    caption: str
    turn: str
    at: datetime
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    memory: Memory
    score: float
    """Comparable within one answer only."""
    via: Literal["name", "search", "profile"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recollection:
    """All that one recall found, best first."""

    memories: tuple[Recalled, ...] = ()
    pictures: tuple[RecalledPicture, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is always in the planner's sight: standing preferences, characters by name, rules. Kept ready, one row a scope."""

    memories: tuple[Memory, ...] = ()
    """Live preferences, rules and characters of all the reader's scopes, narrowest scope first, newest first within one."""

    def of(self, *kinds: MemoryKind) -> Sequence[Memory]:
        return [m for m in self.memories if m.kind in kinds]

    def rules(self) -> Sequence[Memory]:
        return self.of("rule")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportNotices:
    """A moderator wants to be told of new reports, in the private chat where they asked for it."""

    communities: tuple[str, ...]
    """Place.jurisdiction of each; asked anew whether they moderate there, whenever there is something to tell."""
    platform: Literal["discord", "telegram", "web", "console"]
    channel: str
    name: str
    """Of the moderator, as the platform shows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorSettings:
    """What a person chose."""

    ask: Literal["never", "when-needed", "often"] = "when-needed"
    memory: bool = True
    """False: nothing is read from or written to this person's memory."""
    learning: Literal["unasked", "yes", "no"] = "unasked"
    """Consent to learn in passing from what the person says about pictures; explicit remembering needs none."""
    feedback: Literal["auto", "always", "off"] = "auto"
    private_in_public: bool = False
    """Use what was said in private also in shared places."""
    language: str = ""
    """The catalogue that speaks to this person (`agent.translation.languages.NAMES`); "": the one of the language they write in."""
    wrote: str = ""
    """The catalogue of the language they wrote in last, as far as it is not the one their platform tells: noted, not chosen."""
    platform_language: str = ""
    """The catalogue of the language that their platform told last: some tell it only now and then."""
    model: str = ""
    """Name of the image model that draws for this person; "": whichever fits."""
    looks_asked: bool = False
    """They were asked how they look; that is asked once."""
    zone: str = "UTC"
    """Time zone of the person's scheduled pictures, by its name in the IANA database."""
    report_notices: ReportNotices | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSettings:
    """What a channel's (or, by fall-back, a community's) moderators chose."""

    enabled: bool = True
    memory: bool = True
    ask: Literal["", "never", "when-needed", "often"] = ""
    """"" leaves it to the person."""
    anyone_answers: bool = False
    """A question may be answered by anyone in the channel, not by the asker alone."""
    roles: tuple[str, ...] = ()
    """Platform ids of the roles that may draw; empty: everyone."""
    pictures_per_day: int = 0
    """Per person; 0: no cap."""
    pictures_per_day_all: int = 0
    """Of everyone there together; 0: no cap."""
    money_per_day_usd: float = 0.0
    """Of everyone there together; 0: no cap."""
    role_pictures_per_day: Mapping[str, int] = field(default_factory=dict[str, int])
    """Platform id of a role to its members' own `pictures_per_day`; the most generous of a person's roles counts. 0: no cap."""
    person_pictures_per_day: Mapping[str, int] = field(default_factory=dict[str, int])
    """AuthorId to their own `pictures_per_day`: what the moderators grant to one person. 0: no cap."""
    model: str = ""
    """Name of the image model that draws there unless a person chose another; "": whichever fits."""
    models: tuple[str, ...] = ()
    """Names of the image models that may be used there; empty: all."""
    retention_days: int = 0
    """0: kept until forgotten."""
    spoilers: bool = False
    language: str = ""
    """The catalogue that speaks there to whose language is not known; "": English."""
    content: ContentLevel = "standard"
    hears: Hears = "alone"
    """What is said to the bot, on a platform whose channels are ours (the web page)."""


# --- memories that are pictures with words ----------------------------------------------------------------------

AlbumKind = Literal["me", "board"]
ME = "me"
"""What one's own album is called."""
LABEL_CHARS_MAX = 40
ALBUM_NAME_CHARS_MAX = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPicture:
    image: str
    """ImageId."""
    label: str = ""
    """What sets it apart from the others: "with glasses"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Album:
    """One of them, as it is kept."""

    memory: MemoryId
    scope: MemoryScope
    kind: AlbumKind
    name: str
    words: str = ""
    pictures: tuple[LabelledPicture, ...] = ()
    author: str = ""
    """AuthorId of who made it; "" once they had everything forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlbumChange:
    """What is to be added to an album, which is made where there is none."""

    kind: AlbumKind
    name: str = ME
    words: str | None = None
    """None: they stay as they are."""
    pictures: tuple[LabelledPicture, ...] = ()


EVERYTHING = (  # what people call all that is kept of them
    "everything",
    "all",
    "all of it",
    "everything about me",
    "me",
    "todo",
    "alles",
    "tout",
    "tudo",
    "全部",
)
