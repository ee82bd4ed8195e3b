"""Pictures that people keep of themselves and of styles, and who may have whose."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from agent.domain.conversation import MessageId, Turn, TurnId
from agent.domain.images import ImageData
from agent.domain.memory import Album, AlbumChange, AlbumKind, MemoryScope, Reader
from agent.domain.people import (
    Allowance,
    Allowances,
    Answered,
    Consent,
    Likeness,
    LikenessUse,
    PersonKey,
    Standing,
)
from agent.errors import NotAllowed, NotFound


class Albums(Protocol):
    """Scopes are checked in SQL against the Reader. One's own album is shown in every place, wherever it was made: who asks to be drawn
    is the one who made it."""

    async def list(self, reader: Reader, kind: AlbumKind) -> Sequence[Album]:
        """Those of the reader's scopes, narrowest first; of kind `me` the reader's own alone. Empty where memory is switched off."""
        ...

    async def save(
        self,
        reader: Reader,
        scope: MemoryScope,
        change: AlbumChange,
        *,
        may_manage: bool = False,
        turn: str | None = None,
    ) -> Album:
        """Adds to the album of that name in that scope, or makes it. Raises BadInput (too many pictures or albums, a name or words too
        long), NotFound (a picture that is not there, or for kind `me` not the reader's own), NotAllowed (memory is switched off, or a
        shared scope without `may_manage`). `turn`: that told it, to be scrubbed with it."""
        ...

    async def label(
        self, reader: Reader, album: str, picture: str, label: str, *, may_manage: bool = False
    ) -> Album:
        """Raises NotFound, BadInput."""
        ...

    async def take_out(
        self, reader: Reader, album: str, picture: str, *, may_manage: bool = False
    ) -> Album | None:
        """One picture leaves; where neither pictures nor words are left, the album goes (None). Pixels that the reader brought go with it,
        wherever else they are. Raises NotFound."""
        ...

    async def forget(self, reader: Reader, album: str, *, may_manage: bool = False) -> bool:
        """With its pictures, words, and everything that quotes it. False when it is not there, or not the reader's."""
        ...


class Likenesses(Protocol):
    """The one door to what people look like. Nothing of a likeness leaves the store but through `lend`."""

    async def key_of(self, author: str) -> PersonKey: ...

    async def standing(
        self, turn: Turn, people: Collection[PersonKey], *, asked_in: TurnId | None = None
    ) -> Mapping[PersonKey, Standing]:
        """Of each, for this turn's author in this turn's place. `asked_in`: the turn that asked them, if one did."""
        ...

    async def lend(
        self, turn: Turn, people: Collection[PersonKey], *, asked_in: TurnId | None = None
    ) -> Mapping[PersonKey, Likeness]:
        """The likenesses of those whose standing is `own` or `allowed` at this very moment."""
        ...

    async def load(
        self, turn: Turn, person: PersonKey, image: str, *, asked_in: TurnId | None = None
    ) -> ImageData | None:
        """Pixels of one picture of a likeness, checked again in the statement that reads them; None where it may not be had (any more)."""
        ...

    async def ask(self, turn: Turn, people: Collection[PersonKey]) -> None:
        """They are asked, by this turn. Idempotent."""
        ...

    async def answer(self, turn: Turn, question_of: TurnId, consent: Consent) -> Answered:
        """What the turn's author, who was asked by that turn, says. Once nobody's answer is missing, that turn goes on without waiting."""
        ...

    async def allow(self, reader: Reader, allowance: Allowance) -> None:
        """`nobody` takes back everything that was ever allowed, everywhere. Raises BadInput where there is no such place here."""
        ...

    async def allowances(self, reader: Reader) -> Allowances: ...

    async def used(self, turn: Turn, people: Collection[PersonKey], image: str) -> None:
        """A picture that was drawn shows them."""
        ...

    async def uses(self, reader: Reader, *, limit: int) -> Sequence[LikenessUse]:
        """Pictures that show the reader, latest first, those only that are still there."""
        ...

    async def take_down(self, reader: Reader, image: str) -> Sequence[MessageId] | None:
        """A picture that shows the reader goes from the store, and every message of the bot that shows it says so: those that others see
        are returned, to be changed on the platform. None when it is not there, or does not show the reader."""
        ...


class ProfilePictures(Protocol):
    """What platforms show beside a name."""

    def given(self, turn: Turn) -> bool:
        """Whether the platform gives them at all."""
        ...

    async def of(self, turn: Turn) -> bytes | None:
        """The picture of the turn's author, untrusted; None where there is none, or the platform does not give it."""
        ...


class Usernames(Protocol):
    """People by what they call themselves, where a mention tells no more."""

    async def known(self, platform: str, usernames: Collection[str]) -> Mapping[str, str]:
        """Username in small letters to AuthorId, of those who spoke to the bot under it last."""
        ...


class NoPeople:
    """The `Albums`, `Likenesses` and `ProfilePictures` of who keeps none: a benchmark, a script."""

    async def list(self, reader: Reader, kind: AlbumKind) -> Sequence[Album]:
        return ()

    async def save(self, reader: Reader, scope: MemoryScope, change: AlbumChange, **_: object) -> Album:
        raise NotAllowed("Nothing is kept here.")

    async def label(self, reader: Reader, album: str, picture: str, label: str, **_: object) -> Album:
        raise NotFound("That is not there.")

    async def take_out(self, reader: Reader, album: str, picture: str, **_: object) -> Album | None:
        raise NotFound("That is not there.")

    async def forget(self, reader: Reader, album: str, **_: object) -> bool:
        return False

    async def key_of(self, author: str) -> PersonKey:
        return PersonKey(author)

    async def standing(
        self, turn: Turn, people: Collection[PersonKey], **_: object
    ) -> Mapping[PersonKey, Standing]:
        return dict.fromkeys(people, "none")

    async def lend(
        self, turn: Turn, people: Collection[PersonKey], **_: object
    ) -> Mapping[PersonKey, Likeness]:
        return {}

    async def load(self, turn: Turn, person: PersonKey, image: str, **_: object) -> ImageData | None:
        return None

    async def ask(self, turn: Turn, people: Collection[PersonKey]) -> None:
        return None

    async def answer(self, turn: Turn, question_of: TurnId, consent: Consent) -> Answered:
        return "gone"

    async def allow(self, reader: Reader, allowance: Allowance) -> None:
        raise NotAllowed("Nothing is kept here.")

    async def allowances(self, reader: Reader) -> Allowances:
        return Allowances(here="nobody")

    async def used(self, turn: Turn, people: Collection[PersonKey], image: str) -> None:
        return None

    async def uses(self, reader: Reader, *, limit: int) -> Sequence[LikenessUse]:
        return ()

    async def take_down(self, reader: Reader, image: str) -> Sequence[MessageId] | None:
        return None

    def given(self, turn: Turn) -> bool:
        return False

    async def of(self, turn: Turn) -> bytes | None:
        return None
