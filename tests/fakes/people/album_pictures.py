"""Pictures that come to albums by the page, on fakes."""

from agent.domain.conversation import AuthorId, ImageId
from agent.domain.images import ImageData
from agent.errors import NotFound
from tests.fakes.board import FakeBoard
from tests.fakes.people.people import FakePeople


class FakeAlbumPictures:
    """The `ImageStore` of what the page's board shows and albums hold."""

    def __init__(self, board: FakeBoard, people: FakePeople) -> None:
        self._board = board
        self._people = people

    async def save(self, image: ImageData, *, owner: AuthorId, caption: str = "") -> ImageId:
        name = self._board.save(image, owner=owner)
        self._people.pictures[name] = (owner, image)
        return name

    async def load(self, image: str) -> ImageData:
        if image not in self._people.pictures:
            raise NotFound("there is no such picture")
        return self._people.pictures[image][1]

    async def shown(self, image: str) -> ImageData:
        return await self.load(image)

    async def drop(self, image: str) -> None:
        self._people.pictures.pop(image, None)
