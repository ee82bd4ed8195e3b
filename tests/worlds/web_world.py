"""A web platform on fakes: board, bus, memory, settings, and a bot that acts from a script."""

import time
from datetime import UTC, datetime, timedelta

from adapters.media import PillowGate
from adapters.web.config import PeopleServices, WebConfig, WebServices
from adapters.web.outbound import WebOutbound
from adapters.web.platform import WebPlatform
from agent.domain.conversation import AuthorId
from agent.domain.memory import Memory, MemoryId, MemoryKind, MemoryScope
from agent.turn_context import OnlyModel
from tests.fakes.board import FakeBoard, FakeBus, FakeDesk
from tests.fakes.gallery import FakeGallery
from tests.fakes.people.album_pictures import FakeAlbumPictures
from tests.fakes.people.albums import FakeAlbums
from tests.fakes.people.likenesses import FakeLikenesses
from tests.fakes.people.people import FakePeople
from tests.fakes.stores.accounts import FakeAccounts
from tests.fakes.stores.previews import FakePreviews
from tests.fakes.stores.settings import FakeSettings
from tests.fakes.stores.web_access import FakeWebAccess
from tests.fakes.web_channels import FakeWebChannels
from tests.worlds.acting_bot import ActingBot
from tests.worlds.painted import painted


class RealClock:
    """The machine's, moved by as much as a test says."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead.total_seconds()


class WebWorld:
    """A web platform on fakes, with the parts a test wants to touch."""

    def __init__(
        self,
        *,
        pause: float = 0.0,
        clock: RealClock | None = None,
        access: FakeWebAccess | None = None,
        **config: object,
    ) -> None:
        self.board, self.bus, self.desk, self.settings = FakeBoard(), FakeBus(), FakeDesk(), FakeSettings()
        self.access = access or FakeWebAccess()
        self.clock = clock or RealClock()
        self.accounts = FakeAccounts(self.clock)
        self.catalogue = OnlyModel()
        self.channels = FakeWebChannels(self.board)
        self.people = FakePeople(self.clock)
        self.gallery = FakeGallery(self.board, self.clock)
        self.desk.when_gone = self.access.forget
        self.previews = FakePreviews()
        self.gate = PillowGate()
        self.bot = ActingBot(
            self.board, self.bus, self.desk, WebOutbound(self.bus, self.previews), self.gate, pause=pause
        )
        self.not_ready: str | Exception = ""
        self.services = WebServices(
            intake=self.bot, board=self.board, bus=self.bus, desk=self.desk, settings=self.settings,
            clock=self.clock, gate=self.gate, channels=self.board, made_channels=self.channels, ready=self._ready,
            access=self.access, names=self.access, accounts=self.accounts, gallery=self.gallery,
            catalogue=self.catalogue, previews=self.previews,
            people=PeopleServices(
                albums=FakeAlbums(self.people), likenesses=FakeLikenesses(self.people),
                images=FakeAlbumPictures(self.board, self.people), gate=self.gate,
            ),
        )  # fmt: skip
        self.config = WebConfig(**{"key": b"k" * 32, "port": 0, **config})  # pyright: ignore[reportArgumentType]
        self.platform = WebPlatform(self.services, self.config)

    def clock_moves(self, **by: float) -> None:
        """`clock_moves(minutes=16)`"""
        self.clock.ahead += timedelta(**by)

    async def _ready(self) -> str:
        if isinstance(self.not_ready, Exception):
            raise self.not_ready
        return self.not_ready

    def remember(
        self,
        text: str,
        *,
        by: str = "Ana",
        kind: MemoryKind = "preference",
        name: str = "",
        channel: str = "",
    ) -> Memory:
        author = AuthorId(f"web:{by.lower()}")
        scope = (
            MemoryScope(kind="channel", key=f"web:atelier/{channel}")
            if channel
            else MemoryScope(kind="user", key=author)
        )
        images = (self.board.save(painted(text), owner=author),) if kind == "character" else ()
        memory = Memory(
            id=MemoryId(f"m{len(self.desk.memories) + 1}"), scope=scope, kind=kind, text=text, name=name, author=author,
            images=images, valid_from=datetime.now(UTC) - timedelta(days=len(self.desk.memories)), uses=3,
        )  # fmt: skip
        self.desk.add(memory)
        return memory
