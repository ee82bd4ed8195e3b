"""What any store of pictures must do, wherever it keeps the bytes."""

import pytest

from agent.domain.conversation import AuthorId
from agent.errors import NotFound
from agent.ports import ImageStore
from tests.contracts.memory.memory_house import ANA, BOB, pixels

NOBODY_S = "00000000-0000-4000-8000-000000000000"


class ImageStoreContract:
    @pytest.fixture
    def images(self) -> ImageStore:
        raise NotImplementedError

    async def test_what_is_saved_is_loaded_and_shown(self, images: ImageStore) -> None:
        saved = await images.save(pixels("fox"), owner=ANA)

        assert await images.load(saved) == pixels("fox")
        assert await images.shown(saved) == pixels("fox")

    async def test_the_same_bytes_of_one_owner_are_kept_once(self, images: ImageStore) -> None:
        first = await images.save(pixels("fox"), owner=ANA)

        assert await images.save(pixels("fox"), owner=ANA) == first
        assert await images.save(pixels("fox"), owner=BOB) != first
        assert (await images.load(first)).data == pixels("fox").data

    async def test_what_is_dropped_is_not_found_and_may_be_dropped_before(self, images: ImageStore) -> None:
        saved = await images.save(pixels("fox"), owner=ANA)

        await images.drop(saved)
        await images.drop(saved)

        with pytest.raises(NotFound):
            await images.load(saved)
        with pytest.raises(NotFound):
            await images.shown(saved)

    @pytest.mark.parametrize("image", [NOBODY_S, "no id at all", ""])
    async def test_what_never_was_is_not_found(self, images: ImageStore, image: str) -> None:
        with pytest.raises(NotFound):
            await images.load(image)

    async def test_an_owner_may_be_called_anything(self, images: ImageStore) -> None:
        saved = await images.save(pixels("fox"), owner=AuthorId("web:../ana fox/ü?#"))

        assert (await images.load(saved)).data == pixels("fox").data
