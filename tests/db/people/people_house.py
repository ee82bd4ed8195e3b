"""Albums and likenesses in a test's database, with turns that go through the real intake and outbox."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from agent.domain.conversation import ImageId, Place, Turn, TurnId
from agent.domain.generation import ImageData
from agent.domain.memory import Album, AlbumChange, AuthorSettings, LabelledPicture, MemoryScope, Reader
from agent.domain.people import Allowance, PersonKey, Standing
from agent.turn_context import reader_of
from db.installation import installation_key
from db.people.album_store import PgAlbums
from db.people.likeness_store import PgLikenesses
from db.picture_store import PgImageStore
from db.pool import Pool
from db.settings_store import PgSettingsStore
from tests.fakes import builders
from tests.fakes.clock import FakeClock
from tests.worlds.stored_turns import ART, StoredTurns

MUSIC = replace(ART, channel="music")
ELSEWHERE = replace(ART, community="other")
DIRECT = Place(platform="console", channel="dm@ana", private=True)


def looks(name: str) -> ImageData:
    """Bytes of one photograph."""
    return ImageData(data=f"photograph of {name} ".encode() * 20, media_type="image/png", width=8, height=8)


@dataclass(slots=True)
class PeopleHouse:
    pool: Pool
    turns: StoredTurns = field(init=False)
    albums: PgAlbums = field(init=False)
    likenesses: PgLikenesses = field(init=False)

    def __post_init__(self) -> None:
        self.turns = StoredTurns(self.pool)
        self.albums = PgAlbums(self.pool, FakeClock(), model="fake")
        self.likenesses = PgLikenesses(self.pool, upkeep_queue="upkeep")

    def reader(self, name: str, place: Place = ART) -> Reader:
        return reader_of(builders.author(name).id, place)

    async def photograph(self, name: str, *, of: str = "") -> ImageId:
        return await PgImageStore(self.pool).save(looks(of or name), owner=builders.author(name).id)

    async def shows(self, name: str, *pictures: str, words: str = "", at: Place = ART) -> Album:
        """Somebody saves how they look: each picture by what it shows."""
        await installation_key(self.pool)
        kept = [
            LabelledPicture(image=await self.photograph(name, of=f"{name} {one}"), label=one)
            for one in pictures
        ]
        reader = self.reader(name, at)
        change = AlbumChange(kind="me", words=words or None, pictures=tuple(kept))
        return await self.albums.save(reader, MemoryScope(kind="user", key=reader.author), change)

    async def allows(self, name: str, allowance: Allowance, *, at: Place = ART) -> None:
        await installation_key(self.pool)
        await self.likenesses.allow(self.reader(name, at), allowance)

    async def asks(self, name: str, *, at: Place = ART) -> Turn:
        """A turn of somebody's, begun."""
        taken = await self.turns.say("draw me and @ben", by=name, at=at)
        turn = (await self.turns.claim(taken.turn)).turn
        await self.pool.execute(
            "update turns set state = 'done' where id = $1::uuid", taken.turn
        )  # room for the next
        return turn

    async def key(self, name: str) -> PersonKey:
        return await self.likenesses.key_of(builders.author(name).id)

    async def standing(self, turn: Turn, name: str, *, asked_in: TurnId | None = None) -> Standing:
        key = await self.key(name)
        found: Mapping[PersonKey, Standing] = await self.likenesses.standing(turn, [key], asked_in=asked_in)
        return found[key]

    async def lent(self, turn: Turn, name: str, *, asked_in: TurnId | None = None) -> bool:
        """Whether a likeness may be had: `lend` and `load` must say the same."""
        key = await self.key(name)
        likeness = (await self.likenesses.lend(turn, [key], asked_in=asked_in)).get(key)
        rows = await self.pool.fetch(
            "select image_id::text as image from memory_images i join memories m on m.id = i.memory_id "
            "where m.slot = 'me' and m.scope_key = $1",
            builders.author(name).id,
        )
        loaded = [await self.likenesses.load(turn, key, row["image"], asked_in=asked_in) for row in rows]
        assert {one is not None for one in loaded} <= {likeness is not None}
        return likeness is not None

    async def question(self, turn: Turn, name: str) -> None:
        """The turn asks somebody, and waits."""
        await self.likenesses.ask(turn, [await self.key(name)])
        await self.turns.pool.execute("update turns set state = 'queued' where id = $1::uuid", turn.id)
        await self.turns.answer(turn.id, "May Ana draw you?", question=True)

    async def switch_memory_off(self, name: str) -> None:
        await PgSettingsStore(self.pool).save_author(builders.author(name).id, AuthorSettings(memory=False))
