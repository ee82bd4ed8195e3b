"""A folder and a real S3 server as object stores, and what is said where one cannot be used."""

import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from adapters.objects.locations import store_at
from adapters.objects.object_store import Objects
from agent.errors import Misconfigured, StoreUnavailable
from agent.ports import ObjectStore
from simulators.seaweedfs import BUCKET, KEY, SECRET, SeaweedFS
from tests.contracts.stores.object_store_contract import ObjectStoreContract, listed
from tests.fakes.stores.objects import FakeObjects


def at(seaweedfs: SeaweedFS, *, bucket: str = BUCKET, secret: str = SECRET) -> Objects:
    location = f"s3://{bucket}/{uuid4().hex}?endpoint={seaweedfs.endpoint}"
    return Objects(store_at(location, key_id=KEY, secret=secret))


class TestAFolder(ObjectStoreContract):
    @pytest.fixture
    def objects(self, tmp_path: Path) -> Iterator[ObjectStore]:
        opened = Objects(store_at(str(tmp_path / "pictures")))
        yield opened
        opened.close()


class TestS3(ObjectStoreContract):
    @pytest.fixture
    def objects(self, seaweedfs: SeaweedFS) -> Iterator[ObjectStore]:
        opened = at(seaweedfs)
        yield opened
        opened.close()


class TestTheFake(ObjectStoreContract):
    @pytest.fixture
    def objects(self) -> ObjectStore:
        return FakeObjects()


@pytest.fixture
async def s3(seaweedfs: SeaweedFS) -> AsyncIterator[Objects]:
    opened = at(seaweedfs)
    yield opened
    opened.close()


async def test_a_store_that_works_is_proved_and_left_as_it_was(s3: Objects) -> None:
    await s3.prove()

    assert await listed(s3, "probe") == []


async def test_a_bucket_that_keeps_versions_is_refused(seaweedfs: SeaweedFS) -> None:
    seaweedfs.shell("s3.bucket.create -name versioned")
    assert "Enabled" in seaweedfs.shell("s3.bucket.versioning -name versioned -enable")
    objects = at(seaweedfs, bucket="versioned")

    with pytest.raises(Misconfigured, match=r"ATELIER_OBJECTS.*keeps versions"):
        await objects.prove()
    objects.close()


async def test_a_wrong_secret_is_named_and_not_shown(seaweedfs: SeaweedFS) -> None:
    objects = at(seaweedfs, secret="guessed-wrong")

    with pytest.raises(Misconfigured, match=r"ATELIER_OBJECTS.*refuses it") as refused:
        await objects.prove()
    assert "guessed-wrong" not in str(refused.value)
    objects.close()


async def test_a_server_that_is_not_there_is_away() -> None:
    with socket.socket() as taken:  # bound and not listening: nobody else can be there
        taken.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{taken.getsockname()[1]}"
        objects = Objects(store_at(f"s3://pictures?endpoint={endpoint}", key_id=KEY, secret=SECRET))

        with pytest.raises(StoreUnavailable, match="object store"):
            await objects.get("home/ab/person/1")
        objects.close()


@pytest.mark.parametrize(
    ("location", "says"),
    [
        ("gs://bucket", "neither a folder nor s3"),
        ("s3://", "s3://bucket"),
        ("s3://user:secret@bucket", "without user or key"),
        ("s3://bucket?endpiont=http://127.0.0.1:1", "not endpiont"),
        ("s3://bucket?endpoint=127.0.0.1:9000", "http:// or https://"),
        ("/dev/null/pictures", "cannot be used as a folder"),
    ],
)
def test_a_location_that_cannot_be_is_told_with_the_mend(location: str, says: str) -> None:
    with pytest.raises(Misconfigured, match=f"ATELIER_OBJECTS.*{says}"):
        store_at(location)


def test_a_key_without_a_secret_is_told() -> None:
    with pytest.raises(Misconfigured, match=r"ATELIER_OBJECTS_KEY.*both or none"):
        store_at("s3://bucket", key_id="key")
