"""What the web chat is built from: its settings and the ports it speaks to."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from starlette.routing import BaseRoute

from agent.errors import Misconfigured
from agent.ports import (
    Board,
    Bus,
    Catalogue,
    ChannelList,
    Clock,
    Gallery,
    Intake,
    MemoryDesk,
    NameStore,
    OpenQuestions,
    PixelGate,
    SessionStore,
    SettingsStore,
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
    """Asked of every visitor when set; needed for any address but loopback."""
    hosts: tuple[str, ...] = ()
    """Further host names under which the page is reached (a proxy's). Loopback names and bare IP addresses always work:
    a page of somebody else can only point a name of its own at us."""
    channels: tuple[str, ...] = ("art", "posters", "random")
    """Channels that are there from the start."""
    moderators: tuple[str, ...] = ()
    """Names that moderate where there is a password. They are had by the operator's invitation alone."""
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
        if self.host not in LOOPBACK and not self.password:
            raise Misconfigured(
                "ATELIER_BIND",
                f"{self.host} can be reached from other machines; set ATELIER_WEB_PASSWORD as well, or use 127.0.0.1",
            )

    @property
    def may_moderate(self) -> bool:
        """Whether visitors may switch themselves to moderator: on the operator's own machine."""
        return not self.password


@dataclass(frozen=True, slots=True, kw_only=True)
class WebServices:
    """Everything the page needs of the process."""

    intake: Intake
    board: Board
    bus: Bus
    desk: MemoryDesk
    settings: SettingsStore
    clock: Clock
    access: SessionStore | None = None
    """With `names`, needed where there is a password."""
    names: NameStore | None = None
    gallery: Gallery | None = None
    """The visitors' own pictures; without it the page has no “My pictures”."""
    catalogue: Catalogue | None = None
    """The image models; without it nobody can say whether a painted part is kept to."""
    gate: PixelGate | None = None
    """Makes thumbnails; without it pictures are served as they are."""
    channels: ChannelList | None = None
    """Channels that people made; without it, only those of this process's lifetime are listed."""
    questions: OpenQuestions | None = None
    """Who is being asked something; without it an answer has to name the bot, where others write too."""
    ready: Callable[[], Awaitable[str]] | None = None
    """"" when the process can take work, else why not; asked by /readyz."""
    routes: Sequence[BaseRoute] = ()
    """Further routes of the process (metrics, webhooks). They see no session and pass no login."""
