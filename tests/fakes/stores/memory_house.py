"""The house of the memory contract, on the fakes."""

from datetime import timedelta
from uuid import uuid4

from agent.domain.conversation import AuthorId, ImageId, Place
from agent.domain.generation import ImageData
from agent.domain.memory import MemoryScope
from tests.fakes.clock import FakeClock
from tests.fakes.stores.memories import FakeMemories, PostedPicture
from tests.fakes.stores.memory_desk import FakeMemoryDesk
from tests.fakes.stores.memory_store import FakeMemoryStore


class FakeMemoryHouse:
    """The fake side of the memory contracts."""

    def __init__(self) -> None:
        self.clock = FakeClock(tick=timedelta(milliseconds=10))
        self.memories = FakeMemories(clock=self.clock)
        self.store = FakeMemoryStore(self.memories)
        self.desk = FakeMemoryDesk(self.memories)
        self.settings = self.memories

    async def save_image(self, image: ImageData, *, owner: AuthorId) -> ImageId:
        name = ImageId(str(uuid4()))
        self.memories.images[name] = (owner, image)
        return name

    async def makes_room(self, scope: MemoryScope, count: int) -> None:
        self.memories.full[scope] = self.memories.full.get(scope, 0) + count

    async def has_image(self, image: str) -> bool:
        return image in self.memories.images

    async def post(
        self, caption: str, image: ImageData, *, by: AuthorId, place: Place, incognito: bool = False
    ) -> ImageId:
        name = await self.save_image(image, owner=by)
        self.memories.posted.append(
            PostedPicture(
                image=name, caption=caption, author=by, place=place, incognito=incognito, at=self.clock.now()
            )
        )
        return name
