"""The stores of learning over one database."""

from agent.domain.conversation import Button, Place, Reply, TurnId
from agent.domain.memory import AuthorSettings
from agent.domain.taste_signals import Batch
from agent.ports import Usage
from agent.turn_context import reader_of
from db.memory.memory_desk import PgMemoryDesk
from db.memory.memory_store import PgMemoryStore
from db.memory.noticed_turns import PgNoticedTurns
from db.memory.passive_learning import PgPassiveLearning
from db.pool import Pool
from db.settings_store import PgSettingsStore
from tests.fakes.clock import FakeClock
from tests.fakes.models.embedder import FakeEmbedder
from tests.worlds.stored_turns import ART, StoredTurns, author_id

SAID = ("a fox in ink", "a cat in ink", "an owl in ink", "a boat", "a lake in ink")
ANA = author_id("ana")
YES = AuthorSettings(learning="yes")


class Study:
    """The stores over one database, and turns that are over and noticed."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.clock = FakeClock()
        self.embedder = FakeEmbedder()
        self.turns = StoredTurns(pool)
        self.settings = PgSettingsStore(pool)
        self.memory = PgMemoryStore(pool, self.embedder, self.clock)
        self.desk = PgMemoryDesk(pool, self.embedder, self.clock)
        self.passive_learning = PgPassiveLearning(pool, self.clock)
        self.noticed = PgNoticedTurns(pool, self.embedder, self.clock)

    async def agrees(self, by: str = "ana") -> None:
        await self.settings.save_author(author_id(by), YES)

    async def say(self, *texts: str, by: str = "ana", at: Place = ART, **more: object) -> list[TurnId]:
        """Each text is a turn: answered and noticed."""
        return [await self._over((await self.turns.say(text, by=by, at=at, **more)).turn) for text in texts]  # type: ignore[arg-type]

    async def press(self, pressed: Button, on: str, *, by: str = "ana") -> TurnId:
        return await self._over((await self.turns.press(pressed, on, by=by)).turn)

    async def _over(self, turn: TurnId) -> TurnId:
        claim = await self.turns.answer(turn)
        await self.passive_learning.notice(claim.turn)
        self.clock.move(seconds=1)
        return turn

    async def batch(self) -> Batch:
        (batch,) = await self.noticed.take()
        return batch

    async def learn(self, *preferences: str) -> int:
        return await self.noticed.learnt(await self.batch(), preferences, Usage(model="m", cost_usd=0.02))

    async def told(self, *, by: str = "ana", at: Place = ART, end: str = "done") -> list[str]:
        """What a further turn tells."""
        claim = await self.turns.claim((await self.turns.say(by=by, at=at)).turn)
        memories = await self.passive_learning.untold(claim.turn, limit=3)
        await self.turns.replies.store(claim, Reply(kind="text", text="x"), end=end)  # type: ignore[arg-type]
        return [memory.text for memory in memories]

    async def known(self, at: Place = ART) -> list[str]:
        return [memory.text for memory in await self.desk.list(reader_of(ANA, at))]

    async def waiting(self) -> int:
        return await self.turns.count("noticed_turns")
