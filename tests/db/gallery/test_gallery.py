"""A person's own pictures, the fake and the real by the same contract, and what only a database can show."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import asyncpg
import pytest

from agent.domain.characters import Character
from agent.domain.conversation import ImageId, Place, Reply
from agent.domain.generation import Evidence, GenerationContext
from agent.domain.memory import MemoryScope, NewMemory
from agent.outcomes import PostedPicture
from agent.ports import GalleryQuery
from db.delivery.board import PgBoard
from db.gallery.gallery import PgGallery
from db.memory.memory_store import PgMemoryStore
from db.pool import Pool
from tests.contracts.stores.gallery_contract import ALL, ANA, ART, GalleryContract, GalleryHouse, captions
from tests.fakes.board import FakeBoard, said
from tests.fakes.builders import author
from tests.fakes.clock import FakeClock
from tests.fakes.gallery import FakeGallery
from tests.fakes.models.embedder import FakeEmbedder
from tests.worlds.painted import painted
from tests.worlds.stored_turns import StoredTurns

NOW = FakeClock().now()


def made_of(caption: str, style: str = "", character: str = "") -> GenerationContext:
    slots: dict[str, Evidence] = {"subject": Evidence(value=caption, method="said")}
    if style:
        slots["style"] = Evidence(value=style, method="said")
    if character:
        person = Character(name=character, description="an elf")
        slots["character"] = Evidence(value=character, method="recall", characters=(person,))
    return GenerationContext(slots=slots, prompt=f"{caption}, as the model was told")  # pyright: ignore[reportArgumentType] # slots by name


@dataclass(slots=True)
class FakeGalleryHouse:
    board: FakeBoard = field(default_factory=FakeBoard)
    now: datetime = NOW
    gallery: FakeGallery = field(init=False)

    def __post_init__(self) -> None:
        self.gallery = FakeGallery(self.board, FakeClock())

    async def draw(
        self, *captions: str, by: str = "ana", at: Place = ART, style: str = "", character: str = "",
        days_ago: float = 0, incognito: bool = False,
    ) -> tuple[ImageId, ...]:  # fmt: skip
        owner = author(by)
        images = tuple(self.board.save(painted(caption, size=(8, 8)), owner=owner.id) for caption in captions)
        reply = Reply(
            kind="image",
            text="",
            images=images,
            alts=captions,
            context=made_of(captions[0], style, character),
        )
        posted = replace(
            said("", author=owner, place=at),
            author=None,
            asker=owner.id,
            reply=reply,
            at=self.now - timedelta(days=days_ago),
        )
        self.board.add(posted, only_for=owner.id if incognito else None)
        return images

    async def show_again(self, image: ImageId, *, at: Place = ART) -> str:
        reply = Reply(kind="image", text="", images=(image,), alts=("again",), context=made_of("again"))
        shown = replace(said("", author=author(), place=at), author=None, asker=ANA, reply=reply)
        return self.board.add(shown).id


@dataclass(slots=True)
class PgGalleryHouse:
    stored: StoredTurns
    embedder: FakeEmbedder = field(default_factory=FakeEmbedder)
    now: datetime = NOW

    @property
    def board(self) -> PgBoard:
        return PgBoard(self.stored.pool)

    @property
    def gallery(self) -> PgGallery:
        return PgGallery(self.stored.pool, self.embedder, FakeClock())

    async def draw(
        self, *captions: str, by: str = "ana", at: Place = ART, style: str = "", character: str = "",
        days_ago: float = 0, incognito: bool = False,
    ) -> tuple[ImageId, ...]:  # fmt: skip
        taken = await self.stored.say("draw", by=by, at=at, incognito=incognito)
        claim = await self.stored.claim(taken.turn)
        images = [await self.stored.image(f"{caption} {taken.turn}", by=author(by)) for caption in captions]
        reply = Reply(kind="image", text="", images=tuple(images), alts=captions)
        posted = [
            PostedPicture(image=image, context=made_of(caption, style, character), caption=caption)
            for image, caption in zip(images, captions, strict=True)
        ]
        await self.stored.replies.store(claim, reply, end="done", pictures=posted)
        await self.stored.replies.delivered(claim.reply, claim.reply)
        moment = self.now - timedelta(days=days_ago)
        await self.stored.pool.execute(
            "update pictures set created_at = $2 where turn_id = $1::uuid", taken.turn, moment
        )
        return tuple(images)

    async def show_again(self, image: ImageId, *, at: Place = ART) -> str:
        taken = await self.stored.say("/show", at=at)
        claim = await self.stored.claim(taken.turn)
        await self.stored.replies.store(
            claim, Reply(kind="image", text="", images=(image,), alts=("again",)), end="done"
        )
        return claim.reply


class TestFake(GalleryContract):
    @pytest.fixture
    async def house(self) -> GalleryHouse:
        return FakeGalleryHouse()


class TestPostgres(GalleryContract):
    @pytest.fixture
    async def house(self, pool: asyncpg.Pool) -> GalleryHouse:
        return PgGalleryHouse(StoredTurns(pool))


async def test_what_is_meant_is_found_without_its_words_and_words_do_without_the_embedder(pool: Pool) -> None:
    house = PgGalleryHouse(StoredTurns(pool))
    for number in range(12):
        await house.draw(f"a lighthouse number {number}", days_ago=number)
    (puppy,) = await house.draw("a puppy")
    nearest = await house.embedder.embed_query("hound")
    await pool.execute(
        "update pictures set caption_model = $1, caption_embedding = $2::vector", "words", [0.0] * 63 + [1.0]
    )
    await pool.execute(
        "update pictures set caption_embedding = $2::vector where image_id = $1::uuid", puppy, nearest
    )

    assert captions(await house.gallery.page([ANA], GalleryQuery(words="hound"))) == ["a puppy"]
    house.embedder.away = True
    assert captions(await house.gallery.page([ANA], GalleryQuery(words="hound"))) == []
    assert captions(await house.gallery.page([ANA], GalleryQuery(words="puppy"))) == ["a puppy"]


async def test_a_memory_keeps_the_picture_that_it_shows(pool: Pool) -> None:
    house = PgGalleryHouse(StoredTurns(pool))
    (elf,) = await house.draw("an elf")
    memory = PgMemoryStore(pool, house.embedder, FakeClock())
    scope = MemoryScope(kind="user", key=ANA)
    await memory.remember(
        NewMemory(scope=scope, kind="character", text="an elf", name="Luna", author=ANA, images=(elf,))
    )

    assert (await house.gallery.delete([ANA], [elf])).count == 1

    assert captions(await house.gallery.page([ANA], ALL)) == []
    assert (await house.board.image(elf, viewer=ANA)).data


async def test_pictures_of_which_a_platform_has_a_copy_are_deleted_there(pool: Pool) -> None:
    house = PgGalleryHouse(StoredTurns(pool))
    discord = Place(platform="discord", community="1", channel="2")
    (fox,) = await house.draw("a fox", at=discord)

    assert (await house.gallery.delete([ANA], [fox])).count == 0
    assert captions(await house.gallery.page([ANA], GalleryQuery(platform="discord"))) == ["a fox"]


async def test_what_was_forgotten_is_no_filter(pool: Pool) -> None:
    house = PgGalleryHouse(StoredTurns(pool))
    await house.draw("an elf", style="[forgotten] watercolour", character="[forgotten]")

    facets = await house.gallery.facets([ANA])

    assert (facets.total, facets.styles, facets.characters) == (1, (), ())
