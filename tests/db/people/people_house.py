"""Albums and likenesses in a test's database, with turns that go through the real intake and outbox."""

from dataclasses import dataclass, field

from agent.domain.conversation import ImageId, MessageId, Place, Turn, TurnId
from agent.domain.memory import AuthorSettings
from db.people.album_store import PgAlbums
from db.people.likeness_store import PgLikenesses
from db.picture_store import PgImageStore
from db.pool import Pool
from db.settings_store import PgSettingsStore
from tests.contracts.stores.people_house import ART, MUSIC, PeopleHouse, looks
from tests.fakes import builders
from tests.fakes.clock import FakeClock
from tests.worlds.stored_turns import StoredTurns

__all__ = ["ART", "MUSIC", "PgPeopleHouse", "looks"]


@dataclass(slots=True)
class PgPeopleHouse(PeopleHouse):
    """The installation has its key."""

    pool: Pool
    turns: StoredTurns = field(init=False)
    albums: PgAlbums = field(init=False)
    likenesses: PgLikenesses = field(init=False)
    shown: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def __post_init__(self) -> None:
        self.turns = StoredTurns(self.pool)
        self.albums = PgAlbums(self.pool, FakeClock(), model="fake")
        self.likenesses = PgLikenesses(self.pool, upkeep_queue="upkeep")

    async def photograph(self, name: str, *, of: str = "") -> ImageId:
        return await PgImageStore(self.pool).save(looks(of or name), owner=builders.author(name).id)

    async def has_photograph(self, image: str) -> bool:
        return await self.pool.fetchval("select exists (select from images where id = $1::uuid)", image)

    async def posted(self, name: str, *, at: Place = ART) -> ImageId:
        taken = await self.turns.say("draw a fox", by=name, at=at)
        claim = await self.turns.answer(taken.turn, picture=f"a fox of {name} in {at.channel}")
        return await self._picture_of(claim.turn.id)

    async def asks(self, name: str, *, at: Place = ART, incognito: bool = False) -> Turn:
        taken = await self.turns.say("draw me and @ben", by=name, at=at, incognito=incognito)
        turn = (await self.turns.claim(taken.turn)).turn
        # Room for the next.
        await self.pool.execute("update turns set state = 'done' where id = $1::uuid", taken.turn)
        return turn

    async def question(self, turn: Turn, *names: str) -> None:
        await self.likenesses.ask(turn, [await self.key(name) for name in names])
        await self.pool.execute("update turns set state = 'queued' where id = $1::uuid", turn.id)
        await self.turns.answer(turn.id, "May Ana draw you?", question=True)

    async def closes(self, turn: TurnId) -> None:
        await self.turns.threads.close(turn)

    async def days_pass(self, days: int) -> None:
        await self.pool.execute(
            "update likeness_questions set answered_at = answered_at - make_interval(days => $1)", days
        )

    async def switch_memory_off(self, name: str) -> None:
        await PgSettingsStore(self.pool).save_author(builders.author(name).id, AuthorSettings(memory=False))

    async def drawn(self, by: str, caption: str, *people: str) -> tuple[ImageId, MessageId]:
        taken = await self.turns.say(caption, by=by)
        claim = await self.turns.answer(taken.turn, picture=caption, caption=caption)
        image = await self._picture_of(claim.turn.id)
        await self.likenesses.used(claim.turn, [await self.key(name) for name in people], image)
        return image, claim.reply

    async def _picture_of(self, turn: str) -> ImageId:
        return ImageId(
            await self.pool.fetchval("select image_id::text from pictures where turn_id = $1::uuid", turn)
        )
