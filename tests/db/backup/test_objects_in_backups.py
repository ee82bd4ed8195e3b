"""A backup holds what is in the object store, and a restored copy has objects of its own."""

import zipfile
from pathlib import Path

import asyncpg
import pytest

from agent.errors import Misconfigured
from bot.postgres.database import MIGRATIONS
from bot.worker.jobs import prepare_queue
from db.backup.reading import read_backup
from db.backup.writing import write_backup
from db.installation import installation_key
from db.memory.forgetting.erase_person import erase_everything_of
from db.memory.forgetting.forgotten_people import forgotten_people
from db.objects.gone_objects import tend_objects
from db.objects.pixels import Pixels, pixels_of
from db.picture_store import PgImageStore
from db.pool import open_pool
from tests.contracts.memory.memory_house import ANA, BOB, pixels
from tests.fakes.stores.objects import FakeObjects


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "all.zip"


@pytest.fixture
def objects() -> FakeObjects:
    return FakeObjects()


@pytest.fixture
async def images(pool: asyncpg.Pool, objects: FakeObjects) -> PgImageStore:
    """Ana's fox with a smaller view, and Bob's owl, beside Postgres."""
    store = PgImageStore(pool, await opened(pool, objects))
    fox = await store.save(pixels("fox"), owner=ANA)
    await store.save(pixels("owl"), owner=BOB)
    await pool.execute(
        "insert into image_views (image, media_type, width, height, data) values ($1::uuid, 'image/png', 8, 8, 'small')",
        fox,
    )
    await tend_objects(pool, await opened(pool, objects))
    return store


async def opened(pool: asyncpg.Pool, objects: FakeObjects | None) -> Pixels:
    return await pixels_of(pool, objects, await installation_key(pool))


async def kept_in(pool: asyncpg.Pool, objects: FakeObjects | None) -> list[bytes]:
    store = PgImageStore(pool, await opened(pool, objects))
    rows = await pool.fetch("select id::text from images order by owner")
    return [
        data
        for row in rows
        for data in ((await store.load(row["id"])).data, (await store.shown(row["id"])).data)
    ]


EVERYTHING = [pixels("fox").data, b"small", pixels("owl").data, pixels("owl").data]


@pytest.mark.parametrize("into_postgres", [True, False])
async def test_pictures_come_back_wherever_they_go(
    images: PgImageStore, dsn: str, empty_dsn: str, file: Path, objects: FakeObjects, into_postgres: bool
) -> None:
    await write_backup(dsn, file, objects=objects)
    into = None if into_postgres else FakeObjects()
    await read_backup(file, empty_dsn, MIGRATIONS, prepare=prepare_queue, objects=into)

    pool = await open_pool(empty_dsn, max_size=2)
    assert await kept_in(pool, into) == EVERYTHING
    assert await pool.fetchval("select count(*) from objects_gone") == 0
    await pool.close()


async def test_a_copy_in_the_same_store_takes_nothing_from_the_original(
    images: PgImageStore, pool: asyncpg.Pool, dsn: str, empty_dsn: str, file: Path, objects: FakeObjects
) -> None:
    await write_backup(dsn, file, objects=objects)
    await read_backup(file, empty_dsn, MIGRATIONS, prepare=prepare_queue, objects=objects)
    copy = await open_pool(empty_dsn, max_size=2)

    await copy.execute("delete from images")
    await tend_objects(copy, await opened(copy, objects))

    assert await kept_in(pool, objects) == EVERYTHING
    assert len(objects.kept) == 3
    await copy.close()


async def test_who_was_forgotten_afterwards_leaves_no_object(
    images: PgImageStore, pool: asyncpg.Pool, dsn: str, empty_dsn: str, file: Path, objects: FakeObjects
) -> None:
    await write_backup(dsn, file, objects=objects)
    await erase_everything_of(pool, ANA)
    into = FakeObjects()
    await read_backup(
        file,
        empty_dsn,
        MIGRATIONS,
        prepare=prepare_queue,
        objects=into,
        forgotten=await forgotten_people(pool),
    )
    copy = await open_pool(empty_dsn, max_size=2)
    await tend_objects(copy, await opened(copy, into))

    assert list(into.kept.values()) == [pixels("owl").data]
    assert await copy.fetchval("select count(*) from forgotten where proven_at is null") == 0
    await copy.close()


async def test_a_picture_that_went_while_the_backup_was_written_is_left_out(
    images: PgImageStore, pool: asyncpg.Pool, dsn: str, empty_dsn: str, file: Path, objects: FakeObjects
) -> None:
    del objects.kept[await pool.fetchval("select object from images where owner = $1", BOB)]
    await write_backup(dsn, file, objects=objects)
    await read_backup(file, empty_dsn, MIGRATIONS, prepare=prepare_queue)

    copy = await open_pool(empty_dsn, max_size=2)
    assert await kept_in(copy, None) == EVERYTHING[:2]
    await copy.close()


async def test_a_transfer_goes_on_with_the_same_objects(
    images: PgImageStore, pool: asyncpg.Pool, dsn: str, empty_dsn: str, file: Path, objects: FakeObjects
) -> None:
    before = dict(objects.kept)
    await pool.execute("insert into objects_gone (key) select home || '/00/ab/000000000000' from object_home")
    await write_backup(dsn, file, whole=False)
    await read_backup(file, empty_dsn, MIGRATIONS, prepare=prepare_queue, same_moment=True)

    moved = await open_pool(empty_dsn, max_size=2)
    assert await kept_in(moved, objects) == EVERYTHING
    assert objects.kept == before
    assert [name for name in zipfile.ZipFile(file).namelist() if name.startswith("objects/")] == []
    assert await moved.fetchval("select count(*) from objects_gone") == 1
    await moved.close()


async def test_a_backup_without_the_store_is_refused(images: PgImageStore, dsn: str, file: Path) -> None:
    with pytest.raises(Misconfigured, match="ATELIER_OBJECTS"):
        await write_backup(dsn, file)
    assert not zipfile.is_zipfile(file)
