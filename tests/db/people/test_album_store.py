"""Albums in Postgres: whose they are, what is in them, and that nothing of them is left."""

from db.memory.memory_desk import PgMemoryDesk
from db.memory.memory_store import PgMemoryStore
from tests.contracts.stores.albums_contract import AlbumsContract
from tests.db.memory.database_dump import dump
from tests.db.people.people_house import PgPeopleHouse, looks
from tests.fakes.clock import FakeClock
from tests.fakes.models.embedder import FakeEmbedder


class TestPostgres(AlbumsContract):
    """`house` is the database's."""


async def test_it_is_never_recalled_nor_in_the_profile(house: PgPeopleHouse) -> None:
    await house.shows("ana", "with glasses", words="short black hair")
    store = PgMemoryStore(house.pool, FakeEmbedder(), FakeClock())

    assert not (await store.profile(house.reader("ana"))).memories
    assert not (
        await store.recall(house.reader("ana"), "me with short black hair and glasses", limit=5)
    ).memories


async def test_it_is_forgotten_by_whoever_made_it_with_every_byte(house: PgPeopleHouse) -> None:
    album = await house.shows("ana", "with glasses", words="short black hair")
    taken = await house.turns.say("this is how I look", by="ana", images=[looks("ana with glasses")])
    await house.turns.answer(taken.turn, "Noted.")

    assert not await house.albums.forget(house.reader("ben"), album.memory)
    assert await house.albums.forget(house.reader("ana"), album.memory)

    left = await dump(house.pool)
    assert looks("ana with glasses").data.hex() not in left
    assert "short black hair" not in left


async def test_forgetting_it_as_any_memory_takes_the_pixels_along_too(house: PgPeopleHouse) -> None:
    album = await house.shows("ana", "with glasses")
    taken = await house.turns.say("look", by="ana", images=[looks("ana with glasses")])
    await house.turns.answer(taken.turn, "Nice.")

    await PgMemoryDesk(house.pool, FakeEmbedder(), FakeClock()).forget(house.reader("ana"), [album.memory])

    assert looks("ana with glasses").data.hex() not in await dump(house.pool)
