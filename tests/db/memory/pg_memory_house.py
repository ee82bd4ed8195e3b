"""The real memory in a test's database, with turns that go through the real intake and outbox."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

from agent.domain.conversation import Author, AuthorId, Button, ImageId, Place, Reply, Said, TurnId
from agent.domain.generation import GenerationContext, ImageData
from agent.domain.memory import MemoryScope
from agent.domain.questions import OpenQuestion
from agent.outcomes import PostedPicture
from agent.ports import Embedder
from db.delivery.reply_store import ReplyStore
from db.memory.embedding_backlog import EmbeddingBacklog
from db.memory.forgetting.retention import retain
from db.memory.memory_desk import PgMemoryDesk
from db.memory.memory_rows import lock_scope
from db.memory.memory_store import PgMemoryStore
from db.objects.pixels import Pixels
from db.picture_store import PgImageStore
from db.pool import Pool
from db.settings_store import PgSettingsStore
from db.turns.intake_statement import NewTurn
from db.turns.intake_store import IntakeStore
from db.turns.journal import PgJournal
from db.turns.turn_store import Claim, TurnStore
from tests.fakes.clock import FakeClock
from tests.fakes.models.embedder import FakeEmbedder


class PgMemoryHouse:
    """The real side of the memory contracts, and more: whole turns."""

    def __init__(self, pool: Pool, embedder: Embedder | None = None, *, pixels: Pixels | None = None) -> None:
        self.pool = pool
        self.pixels = pixels or Pixels()
        self.embedder = embedder or FakeEmbedder()
        self.clock = FakeClock(tick=timedelta(milliseconds=10))
        self.store = PgMemoryStore(pool, self.embedder, self.clock)
        self.desk = PgMemoryDesk(pool, self.embedder, self.clock, self.pixels)
        self.settings = PgSettingsStore(pool)
        self._images = PgImageStore(pool, self.pixels)
        self._intake, self._turns, self._replies = (
            IntakeStore(pool, pixels=self.pixels),
            TurnStore(pool),
            ReplyStore(pool),
        )

    async def save_image(self, image: ImageData, *, owner: AuthorId) -> ImageId:
        return await self._images.save(image, owner=owner)

    async def has_image(self, image: str) -> bool:
        return bool(
            await self.pool.fetchval("select exists (select 1 from images where id = $1::uuid)", image)
        )

    async def makes_room(self, scope: MemoryScope, count: int) -> None:
        async with self.pool.acquire() as connection, connection.transaction():
            await lock_scope(connection, scope)
            await connection.execute(
                "update memory_scopes set made_room = made_room + $3 where scope_kind = $1 and scope_key = $2",
                scope.kind, scope.key, count,
            )  # fmt: skip

    async def post(
        self, caption: str, image: ImageData, *, by: AuthorId, place: Place, incognito: bool = False
    ) -> ImageId:
        claim = await self.hear(f"draw {caption}", by=by, place=place, incognito=incognito)
        picture = await self.save_image(image, owner=by)
        posted = PostedPicture(image=picture, context=GenerationContext(), caption=caption)
        await self.answer(claim, Reply(kind="image", text=caption, images=(picture,)), pictures=[posted])
        await self.pool.execute(
            "update pictures set created_at = $2 where image_id = $1::uuid", picture, self.clock.now()
        )
        await EmbeddingBacklog(self.pool, self.embedder).work()
        return picture

    async def hear(
        self,
        text: str,
        *,
        by: AuthorId,
        place: Place,
        images: Sequence[ImageData] = (),
        incognito: bool = False,
        reply_to: str | None = None,
        quoted: str = "",
    ) -> Claim:
        """A message is taken in, and its turn begun."""
        taken = await self._intake.take_in(
            NewTurn(
                event_id=uuid4().hex, place=place, author=Author(id=by, name=by.split(":")[1].title()),
                request=Said(text=text, quoted=quoted), text=text, message=uuid4().hex, images=tuple(images),
                incognito=incognito, reply_to=reply_to,
            )
        )  # fmt: skip
        claim = await self._turns.claim(taken.turn, "worker")
        assert isinstance(claim, Claim)
        return claim

    async def journal(self, claim: Claim) -> PgJournal:
        return await PgJournal.open(
            self.pool,
            turn=TurnId(claim.turn.id),
            fence=claim.fence,
            author=claim.turn.author.id,
            pixels=self.pixels,
        )

    async def answer(
        self,
        claim: Claim,
        reply: Reply,
        *,
        pictures: Sequence[PostedPicture] = (),
        question: OpenQuestion | None = None,
        buttons: Sequence[Button] = (),
    ) -> None:
        """The turn ends with this reply."""
        await self._replies.store(
            claim, reply, end="waiting" if question else "done", pictures=pictures, question=question
        )

    async def retain(self) -> None:
        """What the timer does, in a moment's time."""
        await retain(self.pool, self.clock.now())
