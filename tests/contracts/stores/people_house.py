"""Where albums and likenesses are tried: what every side of their contracts offers, and what people do there."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace

from agent.domain.conversation import ImageId, MessageId, Place, Turn, TurnId
from agent.domain.generation import ImageData
from agent.domain.memory import Album, AlbumChange, LabelledPicture, MemoryScope, Reader
from agent.domain.people import Allowance, Answered, Consent, PersonKey, Standing
from agent.ports import Albums, Likenesses
from agent.turn_context import reader_of
from tests.fakes import builders

ART = builders.PLACE
MUSIC = replace(ART, channel="music")
ELSEWHERE = replace(ART, community="other")
DIRECT = Place(platform="console", channel="dm@ana", private=True)
CHANNEL = MemoryScope(kind="channel", key=ART.channel_key)


def looks(name: str) -> ImageData:
    """Bytes of one photograph."""
    return ImageData(data=f"photograph of {name} ".encode() * 20, media_type="image/png", width=8, height=8)


def own_scope(name: str) -> MemoryScope:
    return MemoryScope(kind="user", key=builders.author(name).id)


def board(name: str, *pictures: str, words: str | None = None) -> AlbumChange:
    shown = tuple(LabelledPicture(image=one) for one in pictures)
    return AlbumChange(kind="board", name=name, words=words, pictures=shown)


class PeopleHouse(ABC):
    albums: Albums
    likenesses: Likenesses
    shown: dict[str, list[str]]
    """Of each who saved how they look: the pictures."""

    @abstractmethod
    async def photograph(self, name: str, *, of: str = "") -> ImageId:
        """A picture that somebody brought."""
        ...

    @abstractmethod
    async def has_photograph(self, image: str) -> bool: ...

    @abstractmethod
    async def posted(self, name: str, *, at: Place = ART) -> ImageId:
        """A picture that the bot drew for somebody, and showed openly."""
        ...

    @abstractmethod
    async def asks(self, name: str, *, at: Place = ART, incognito: bool = False) -> Turn:
        """A turn of somebody's, begun."""
        ...

    @abstractmethod
    async def question(self, turn: Turn, *names: str) -> None:
        """The turn asks these, and waits."""
        ...

    @abstractmethod
    async def closes(self, turn: TurnId) -> None:
        """What waited is drawn without an answer."""
        ...

    @abstractmethod
    async def days_pass(self, days: int) -> None:
        """Since all that was answered."""
        ...

    @abstractmethod
    async def switch_memory_off(self, name: str) -> None: ...

    @abstractmethod
    async def drawn(self, by: str, caption: str, *people: str) -> tuple[ImageId, MessageId]:
        """A picture that shows these, and the message that it is in."""
        ...

    def reader(self, name: str, place: Place = ART) -> Reader:
        return reader_of(builders.author(name).id, place)

    async def shows(self, name: str, *pictures: str, words: str = "", at: Place = ART) -> Album:
        """Somebody saves how they look: each picture by what it shows."""
        kept = [
            LabelledPicture(image=await self.photograph(name, of=f"{name} {one}"), label=one)
            for one in pictures
        ]
        change = AlbumChange(kind="me", words=words or None, pictures=tuple(kept))
        saved = await self.albums.save(self.reader(name, at), own_scope(name), change)
        self.shown.setdefault(name, []).extend(one.image for one in kept)
        return saved

    async def allows(self, name: str, allowance: Allowance, *, at: Place = ART) -> None:
        await self.likenesses.allow(self.reader(name, at), allowance)

    async def key(self, name: str) -> PersonKey:
        return await self.likenesses.key_of(builders.author(name).id)

    async def standing(self, turn: Turn, name: str, *, asked_in: TurnId | None = None) -> Standing:
        key = await self.key(name)
        found: Mapping[PersonKey, Standing] = await self.likenesses.standing(turn, [key], asked_in=asked_in)
        return found[key]

    async def lent(self, turn: Turn, name: str, *, asked_in: TurnId | None = None) -> bool:
        """Whether a likeness may be had: `lend` and `load` must say the same."""
        key = await self.key(name)
        likeness = (await self.likenesses.lend(turn, [key], asked_in=asked_in)).get(key)
        loaded = [
            await self.likenesses.load(turn, key, image, asked_in=asked_in)
            for image in self.shown.get(name, ())
        ]
        assert {one is not None for one in loaded} <= {likeness is not None}
        return likeness is not None

    async def said(self, asking: Turn, consent: Consent, *, by: str = "ben") -> Answered:
        answering = await self.asks(by)
        return await self.likenesses.answer(answering, asking.id, consent)

    async def listed(self, name: str, *, at: Place = ART) -> Sequence[str]:
        """The names of the boards that somebody sees there."""
        return [album.name for album in await self.albums.list(self.reader(name, at), "board")]
