"""The door to likenesses, in memory."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from agent.domain.conversation import AuthorId, MessageId, Turn, TurnId
from agent.domain.images import ImageData
from agent.domain.memory import (
    Album,
    Reader,
)
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
from agent.errors import BadInput
from agent.limits import LIKENESS_NO_DAYS, LIKENESS_QUESTIONS_OPEN_MAX
from tests.fakes.people.people import FakePeople, Question


class FakeLikenesses:
    """The `Likenesses`."""

    def __init__(self, people: FakePeople) -> None:
        self._people = people

    async def key_of(self, author: str) -> PersonKey:
        return PersonKey(f"key of {author}")

    async def standing(
        self, turn: Turn, people: Collection[PersonKey], *, asked_in: TurnId | None = None
    ) -> Mapping[PersonKey, Standing]:
        return {key: self._standing(turn, key, asked_in) for key in people}

    async def lend(
        self, turn: Turn, people: Collection[PersonKey], *, asked_in: TurnId | None = None
    ) -> Mapping[PersonKey, Likeness]:
        found = {key: self._lent(turn, key, asked_in) for key in people}
        return {
            key: Likeness(words=album.words, pictures=album.pictures)
            for key, album in found.items()
            if album is not None
        }

    async def load(
        self, turn: Turn, person: PersonKey, image: str, *, asked_in: TurnId | None = None
    ) -> ImageData | None:
        album = self._lent(turn, person, asked_in)
        if album is None or image not in [one.image for one in album.pictures]:
            return None
        return self._people.pictures[image][1]

    async def ask(self, turn: Turn, people: Collection[PersonKey]) -> None:
        known = {(one.turn.id, one.owner) for one in self._people.questions}
        asked = [owner for key in people if (turn.id, owner := _owner(key)) not in known]
        self._people.questions += [Question(turn=turn, owner=owner) for owner in asked]
        self._people.open.add(turn.id)

    async def answer(self, turn: Turn, question_of: TurnId, consent: Consent) -> Answered:
        asked = next(
            (
                one
                for one in self._people.questions
                if one.turn.id == question_of and one.owner == turn.author.id and one.answer is None
            ),
            None,
        )
        if asked is None:
            return "gone"
        asked.answer, asked.answered_at = consent, self._people.clock.now()
        if consent == "always":
            self._people.grants.add((asked.owner, asked.turn.place.channel_key))
        return "noted" if question_of in self._people.open else "late"

    async def allow(self, reader: Reader, allowance: Allowance) -> None:
        author, people = reader.author, self._people
        people.said.add(author)
        match allowance:
            case "nobody":
                people.asks.discard(author)
                people.grants = {grant for grant in people.grants if grant[0] != author}
                for one in people.questions:
                    if one.owner == author:
                        one.answer, one.answered_at = "no", people.clock.now()
            case "ask":
                people.asks.add(author)
                people.grants -= {(author, reader.channel), (author, reader.community or "")}
            case "channel":
                if reader.private:
                    raise BadInput("not in a channel")
                people.grants -= {(author, reader.community or "")}
                people.grants.add((author, reader.channel))
            case "community":
                if reader.community is None:
                    raise BadInput("not in a community")
                people.grants.add((author, reader.community))

    async def allowances(self, reader: Reader) -> Allowances:
        theirs = {key for owner, key in self._people.grants if owner == reader.author}
        here: Allowance = "ask" if reader.author in self._people.asks else "nobody"
        if reader.channel in theirs:
            here = "channel"
        if reader.community in theirs:
            here = "community"
        elsewhere = len(theirs - {reader.channel, reader.community})
        kept = any(
            one.kind == "me" and one.scope.key == reader.author for one in self._people.albums.values()
        )
        return Allowances(here=here, elsewhere=elsewhere, shown=kept)

    async def used(self, turn: Turn, people: Collection[PersonKey], image: str) -> None:
        if image in self._people.drawings:
            self._people.drawings[image].shows |= {_owner(key) for key in people} - {turn.author.id}

    async def uses(self, reader: Reader, *, limit: int) -> Sequence[LikenessUse]:
        shown = [(image, one) for image, one in self._people.drawings.items() if reader.author in one.shows]
        return [
            LikenessUse(
                image=image, caption=one.caption, drawn_for=one.drawn_for, at=self._people.clock.now()
            )
            for image, one in reversed(shown[-limit:])
        ]

    async def take_down(self, reader: Reader, image: str) -> Sequence[MessageId] | None:
        drawing = self._people.drawings.get(image)
        if drawing is None or reader.author not in drawing.shows:
            return None
        del self._people.drawings[image]
        self._people.pictures.pop(image, None)
        return [drawing.message]

    def _standing(self, turn: Turn, key: PersonKey, asked_in: TurnId | None) -> Standing:
        owner = _owner(key)
        if self._people.me(owner) is None or turn.incognito or not self._has_said(turn, owner):
            return "none"
        if owner == turn.author.id:
            return "own"
        if self._is_allowed(turn, owner, asked_in):
            return "allowed"
        return "ask" if self._may_ask(turn, owner, asked_in) else "no"

    def _has_said(self, turn: Turn, owner: AuthorId) -> bool:
        """Whoever never said who may draw them is as good as unknown to everybody else."""
        return owner in (turn.author.id, *self._people.said)

    def _lent(self, turn: Turn, key: PersonKey, asked_in: TurnId | None) -> Album | None:
        allowed = self._standing(turn, key, asked_in) in ("own", "allowed")
        return self._people.me(_owner(key)) if allowed else None

    def _is_allowed(self, turn: Turn, owner: AuthorId, asked_in: TurnId | None) -> bool:
        granted = {key for who, key in self._people.grants if who == owner}
        here = {turn.place.channel_key, turn.place.community_key}
        said = [one.answer for one in self._people.questions if one.owner == owner and one.turn.id in (turn.id, asked_in)]  # fmt: skip
        return (not turn.place.private and bool(granted & here)) or bool({"once", "always"} & set(said))

    def _may_ask(self, turn: Turn, owner: AuthorId, asked_in: TurnId | None) -> bool:
        if owner not in self._people.asks or turn.place.private:
            return False
        theirs = [one for one in self._people.questions if one.owner == owner]
        waiting = [one for one in theirs if one.answer is None and one.turn.id in self._people.open]
        if len(waiting) >= LIKENESS_QUESTIONS_OPEN_MAX:
            return False
        week_ago = self._people.clock.now() - timedelta(days=LIKENESS_NO_DAYS)
        here = [
            one
            for one in theirs
            if one.turn.author.id == turn.author.id and one.turn.place.jurisdiction == turn.place.jurisdiction
        ]
        refused = any(one.answer == "no" and (one.answered_at or week_ago) > week_ago for one in here)
        return not refused and not any(one in waiting and one.turn.id != turn.id for one in here)


def _owner(key: PersonKey) -> AuthorId:
    return AuthorId(key.removeprefix("key of "))
