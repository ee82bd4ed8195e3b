"""What the web chat is built from: its settings and the ports it speaks to."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from starlette.routing import BaseRoute

from adapters.web.sign_in_service import SignInService
from agent.domain.conversation import Author, AuthorId
from agent.errors import Misconfigured
from agent.ports import (
    Accounts,
    Albums,
    AuditLog,
    Blocks,
    Board,
    Bus,
    Catalogue,
    ChannelList,
    Clock,
    CommunityDesk,
    Gallery,
    ImageStore,
    Intake,
    Likenesses,
    MemoryDesk,
    NameStore,
    OpenQuestions,
    OperatorDesk,
    PixelGate,
    Previews,
    ReportQueue,
    SessionStore,
    SettingsStore,
    WebChannels,
)

HEADER_SECONDS = 10.0
"""From the connection, or the end of the answer before, to the end of a request's headers."""
BODY_SECONDS = 10.0
"""Any body may take this long, and some more by its length (adapters/web/room.py)."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class WebConfig:
    """Raises Misconfigured when it would open the page to others without a password."""

    key: bytes
    """Secret of this installation; sessions are signed with a key made from it and the password."""
    host: str = "127.0.0.1"
    """Address to listen on."""
    port: int = 8080
    """0 takes a free one; WebPlatform.bind tells which."""
    password: str = ""
    """Asked of every visitor when set."""
    accounts: bool = False
    """Names belong to people also where there is no password: they come in by a link that the bot gave, or by an invitation."""
    links_from: tuple[str, ...] = ()
    """Platforms on which the bot gives such links, as people call them ("Discord"): said at the door."""
    sign_ins: tuple[SignInService, ...] = ()
    """Services that people may sign in with."""
    user_header: str = ""
    """What a trusted proxy names the person in; "": no proxy vouches for anybody."""
    hosts: tuple[str, ...] = ()
    """Further host names under which the page is reached (a proxy's). Loopback names and bare IP addresses always work:
    a page of somebody else can only point a name of its own at us."""
    channels: tuple[str, ...] = ("art", "posters", "random")
    """Channels that are there from the start."""
    moderators: tuple[str, ...] = ()
    """Names that moderate where there is a password. They are had by the operator's invitation alone."""
    operators: frozenset[AuthorId] = frozenset()
    """Who runs the bot, of the page's people."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses and networks whose X-Forwarded-For and X-Forwarded-Proto are believed."""
    secure_cookie: bool = False
    """Only ever send the session over HTTPS. Without it, a visitor who comes by HTTPS (a TLS proxy) gets such a cookie too."""
    listens: bool = False
    """Whether the page has a microphone: voice messages are listened to."""
    streams_max: int = 200
    """Open event streams of all visitors."""
    streams_per_person_max: int = 12
    streams_per_address_max: int = 100
    """So that invented names at one address never have them all."""
    header_seconds: float = HEADER_SECONDS
    body_seconds: float = BODY_SECONDS
    heartbeat_seconds: float = 15.0
    """Silence after which a stream sends a beat, so that proxies keep it open and pages notice a dead one."""

    def __post_init__(self) -> None:
        if self.user_header and not self.trusted_proxies:
            raise Misconfigured(
                "ATELIER_WEB_USER_HEADER",
                "anybody could send that header; name the proxy that sets it in ATELIER_TRUSTED_PROXIES",
            )
        if self.host not in LOOPBACK and not self.has_accounts:
            raise Misconfigured(
                "ATELIER_BIND",
                f"{self.host} can be reached from other machines; set ATELIER_WEB_PASSWORD or ATELIER_WEB_ACCOUNTS as well, "
                "or use 127.0.0.1",
            )

    def operates(self, author: Author) -> bool:
        """Whether this visitor runs the bot: who is named so; on the operator's own machine whoever moderates."""
        return author.id in self.operators or (self.may_moderate and author.may_manage)

    @property
    def has_accounts(self) -> bool:
        """Whether a name is its owner's. Where not, it is a demonstration: whoever uses this machine may be anybody."""
        return bool(self.password or self.sign_ins or self.user_header) or self.accounts

    @property
    def may_moderate(self) -> bool:
        """Whether visitors may switch themselves to moderator: in the demonstration on the operator's own machine."""
        return not self.has_accounts


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskServices:
    """What the desks of moderators and operators are made of."""

    community: CommunityDesk
    reports: ReportQueue
    blocks: Blocks
    audit: AuditLog
    operator: OperatorDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleServices:
    """How people look, whom they allow it, and style boards."""

    albums: Albums
    likenesses: Likenesses
    images: ImageStore
    gate: PixelGate


@dataclass(frozen=True, slots=True, kw_only=True)
class WebServices:
    """Everything the page needs of the process."""

    intake: Intake
    board: Board
    bus: Bus
    desk: MemoryDesk
    settings: SettingsStore
    clock: Clock
    previews: Previews
    access: SessionStore | None = None
    """With `names`, needed where there is a password."""
    names: NameStore | None = None
    accounts: Accounts | None = None
    """Which accounts are one person; without it nobody has several."""
    people: PeopleServices | None = None
    """Without them the panel shows neither likeness nor boards."""
    gallery: Gallery | None = None
    """The visitors' own pictures; without it the page has no “My pictures”."""
    catalogue: Catalogue | None = None
    """The image models; without it nobody can say whether a painted part is kept to."""
    gate: PixelGate | None = None
    """Makes thumbnails; without it pictures are served as they are."""
    channels: ChannelList | None = None
    """Channels in which somebody has written; without it, only those that were made are listed."""
    made_channels: WebChannels | None = None
    """Without it channels are made for this process's lifetime, and neither named anew nor deleted."""
    questions: OpenQuestions | None = None
    """Who is being asked something; without it an answer has to name the bot, where others write too."""
    ready: Callable[[], Awaitable[str]] | None = None
    """"" when the process can take work, else why not; asked by /readyz."""
    desks: DeskServices | None = None
    """Without them there is nothing to moderate or to run from the page."""
    routes: Sequence[BaseRoute] = ()
    """Further routes of the process (metrics, webhooks). They see no session and pass no login."""
