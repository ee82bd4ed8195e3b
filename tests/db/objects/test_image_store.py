"""The store of pictures keeps its word wherever the bytes are: in Postgres, in a folder, on a real S3 server."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import obstore
import pytest
from obstore.store import LocalStore

from adapters.objects.locations import store_at
from adapters.objects.object_store import Objects
from agent.ports import ImageStore
from db.installation import installation_key
from db.objects.pixels import pixels_of
from db.picture_store import PgImageStore
from simulators.seaweedfs import BUCKET, KEY, SECRET, SeaweedFS
from tests.contracts.memory.memory_house import ANA, pixels
from tests.contracts.stores.image_store_contract import ImageStoreContract


class TestInPostgres(ImageStoreContract):
    @pytest.fixture
    def images(self, pool: asyncpg.Pool) -> ImageStore:
        return PgImageStore(pool)


async def beside(pool: asyncpg.Pool, location: str) -> AsyncIterator[ImageStore]:
    objects = Objects(
        store_at(
            location, key_id=KEY if "://" in location else "", secret=SECRET if "://" in location else ""
        )
    )
    yield PgImageStore(pool, await pixels_of(pool, objects, await installation_key(pool)))
    in_postgres = await pool.fetchval("select count(*) from images where data is not null")
    objects.close()
    assert in_postgres == 0, "no picture lies where it should not"


class TestInAFolder(ImageStoreContract):
    @pytest.fixture
    async def images(self, pool: asyncpg.Pool, tmp_path: Path) -> AsyncIterator[ImageStore]:
        async for store in beside(pool, str(tmp_path)):
            yield store

    async def test_nothing_of_the_owner_s_name_is_in_the_folder(
        self, images: ImageStore, tmp_path: Path
    ) -> None:
        await images.save(pixels("fox"), owner=ANA)

        files = [found["path"] for page in obstore.list(LocalStore(tmp_path)) for found in page]
        assert len(files) == 1
        assert "ana" not in files[0]


class TestOnS3(ImageStoreContract):
    @pytest.fixture
    async def images(self, pool: asyncpg.Pool, seaweedfs: SeaweedFS) -> AsyncIterator[ImageStore]:
        async for store in beside(pool, f"s3://{BUCKET}/{uuid4().hex}?endpoint={seaweedfs.endpoint}"):
            yield store
