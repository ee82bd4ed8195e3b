"""A runner of turns with a scripted agent and a postbox."""

from collections.abc import Awaitable, Callable, Sequence

from adapters.media import PillowGate
from agent.domain.conversation import Author, AuthorId, MessageId, Place, PlatformName, Reply, Turn
from agent.domain.generation import Plan
from agent.errors import NotAllowed, PlatformUnavailable
from agent.outcomes import Outcome, told
from agent.ports import Address, Introductions, Journal, PictureFile, Progress
from bot.turns.delivery import Delivery
from bot.turns.turn_runner import TurnRunner
from bot.turns.turn_spans import TurnSpans
from db.picture_store import PgImageStore
from db.pool import Pool
from tests.fakes.board import FakeBus
from tests.fakes.stores.moderation import FakeIntroductions
from tests.worlds.stored_turns import StoredTurns

Respond = Callable[[Turn, Journal, Progress], Awaitable[Outcome]]


class Postbox:
    """An outbound that keeps what it is given."""

    platform: PlatformName = "console"

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.delivered: list[tuple[MessageId, str, str]] = []
        """Message, kind, text."""
        self.down = False
        self.closed = False
        """The place takes no new message."""

    async def open(self, address: Address, text: str) -> str:
        if self.closed:
            raise NotAllowed("I may not write in that channel.")
        self.shown.append(text)
        return address.message

    async def refuses_pictures(self, address: Address) -> str:
        return ""

    async def progress(self, address: Address, message: str, text: str, preview: bytes | None = None) -> None:
        self.shown.append(text)

    async def deliver(
        self, address: Address, message: str | None, reply: Reply, files: Sequence[PictureFile]
    ) -> str:
        if self.down:
            raise PlatformUnavailable("away")
        self.delivered.append((address.message, reply.kind, reply.text))
        return address.message

    async def moderates(self, author: Author, place: Place) -> bool:
        return author.may_manage

    async def remove(self, address: Address, message: str) -> None:
        """Nothing to remove."""


class ScriptedAgent:
    """Answers with `respond`."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond


class Desk:
    """A worker over a real database, an agent that does as told, and a postbox."""

    def __init__(self, pool: Pool, house: StoredTurns) -> None:
        self.pool, self.house, self.post = pool, house, Postbox()
        self.crashed_at = ""
        self.met: dict[AuthorId, str] | None = None
        """Who was told before that this is an AI; None: everybody."""
        self.introductions: Introductions | None = None

    def runner(
        self, respond: Respond, *, worker: str = "worker", spans: TurnSpans | None = None
    ) -> TurnRunner:
        delivery = Delivery(
            self.house.replies,
            PgImageStore(self.pool),
            PillowGate(),
            FakeBus(),
            {"console": self.post},
            worker=worker,
            crash=self._crash,
        )
        return TurnRunner(
            pool=self.pool, turns=self.house.turns, replies=self.house.replies, delivery=delivery,
            agent=ScriptedAgent(respond), worker=worker, introductions=self.introductions or FakeIntroductions(self.met),
            question_seconds=900, spans=spans, crash=self._crash,  # pyright: ignore[reportArgumentType]
        )  # fmt: skip

    def _crash(self, point: str) -> None:
        if point == self.crashed_at:
            raise SystemExit(point)


async def answers(turn: Turn, journal: Journal, progress: Progress) -> Outcome:
    await progress.say("render", "drawing")
    return told("a fox")


async def plans(turn: Turn, journal: Journal, progress: Progress) -> Outcome:
    async def plan() -> Plan:
        return Plan(intent="create")

    await journal.once("plan", Plan, plan)
    return await answers(turn, journal, progress)


def fails(error: Exception) -> Respond:
    async def respond(turn: Turn, journal: Journal, progress: Progress) -> Outcome:
        raise error

    return respond
