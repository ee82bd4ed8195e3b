"""The house of the contracts of albums and likenesses, on the fakes."""

from uuid import uuid4

from agent.domain.conversation import ImageId, MessageId, Place, Turn, TurnId
from tests.contracts.stores.people_house import ART, PeopleHouse, looks
from tests.fakes import builders
from tests.fakes.clock import FakeClock
from tests.fakes.people.albums import FakeAlbums
from tests.fakes.people.likenesses import FakeLikenesses
from tests.fakes.people.people import Drawing, FakePeople


class FakePeopleHouse(PeopleHouse):
    def __init__(self) -> None:
        self.clock = FakeClock()
        self.people = FakePeople(self.clock)
        self.albums = FakeAlbums(self.people)
        self.likenesses = FakeLikenesses(self.people)
        self.shown = {}

    async def photograph(self, name: str, *, of: str = "") -> ImageId:
        image = ImageId(str(uuid4()))
        self.people.pictures[image] = (builders.author(name).id, looks(of or name))
        return image

    async def has_photograph(self, image: str) -> bool:
        return image in self.people.pictures

    async def posted(self, name: str, *, at: Place = ART) -> ImageId:
        return (await self._posted(name, "a fox", at))[0]

    async def asks(self, name: str, *, at: Place = ART, incognito: bool = False) -> Turn:
        return builders.turn(
            "draw me and @ben", by=name, place=at, incognito=incognito, id=TurnId(str(uuid4()))
        )

    async def question(self, turn: Turn, *names: str) -> None:
        await self.likenesses.ask(turn, [await self.key(name) for name in names])

    async def closes(self, turn: TurnId) -> None:
        self.people.open.discard(turn)

    async def days_pass(self, days: int) -> None:
        self.clock.move(days=days)

    async def switch_memory_off(self, name: str) -> None:
        self.people.memory_off.add(builders.author(name).id)

    async def drawn(self, by: str, caption: str, *people: str) -> tuple[ImageId, MessageId]:
        image, message = await self._posted(by, caption, ART)
        turn = await self.asks(by)
        await self.likenesses.used(turn, [await self.key(name) for name in people], image)
        return image, message

    async def _posted(self, name: str, caption: str, at: Place) -> tuple[ImageId, MessageId]:
        image = await self.photograph(name, of=caption)
        message = MessageId(f"b{len(self.people.drawings) + 1}")
        self.people.drawings[image] = Drawing(place=at, caption=caption, drawn_for=name, message=message)
        return image, message
