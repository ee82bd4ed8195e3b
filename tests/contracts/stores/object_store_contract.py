"""What any object store must do."""

import pytest

from agent.errors import NotFound
from agent.ports import ObjectStore

PNG = "image/png"


async def listed(objects: ObjectStore, folder: str) -> list[str]:
    return sorted([key async for keys in objects.list(folder) for key in keys])


class ObjectStoreContract:
    @pytest.fixture
    def objects(self) -> ObjectStore:
        raise NotImplementedError

    async def test_what_is_put_is_got(self, objects: ObjectStore) -> None:
        await objects.put("home/ab/person/1", b"\x00\xff" * 5_000_000, media_type=PNG)

        assert await objects.get("home/ab/person/1") == b"\x00\xff" * 5_000_000

    async def test_what_is_not_there_is_not_found(self, objects: ObjectStore) -> None:
        with pytest.raises(NotFound):
            await objects.get("home/ab/person/2")

    async def test_what_is_deleted_is_gone_and_may_be_gone_before(self, objects: ObjectStore) -> None:
        for n in range(3):
            await objects.put(f"home/ab/person/{n}", b"x", media_type=PNG)

        await objects.delete(["home/ab/person/0", "home/ab/nobody/9", "home/ab/person/1"])
        await objects.delete(["home/ab/person/0"])
        await objects.delete([])

        assert await listed(objects, "home") == ["home/ab/person/2"]

    async def test_a_folder_is_listed_without_its_neighbours(self, objects: ObjectStore) -> None:
        keys = [
            "home/ab/person/1",
            "home/ab/person/2",
            "home/ab/person2/1",
            "home/abc/person/1",
            "home2/ab/person/1",
        ]
        for key in keys:
            await objects.put(key, b"x", media_type=PNG)

        assert await listed(objects, "home/ab/person") == ["home/ab/person/1", "home/ab/person/2"]
        assert await listed(objects, "home/ab") == keys[:3]
        assert await listed(objects, "nowhere") == []

    async def test_a_list_tells_how_much_lies_there(self, objects: ObjectStore) -> None:
        await objects.put("home/ab/person/1", b"", media_type=PNG)
        await objects.put("home/ab/person/2", b"x" * 70_000, media_type=PNG)

        told = {key: size async for page in objects.list("home") for key, size in page.items()}

        assert told == {"home/ab/person/1": 0, "home/ab/person/2": 70_000}
