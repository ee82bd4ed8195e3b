"""The board, the fake and the real, by the same contract."""

from dataclasses import dataclass, replace

import asyncpg
import pytest

from agent.domain.conversation import AuthorId, MessageId, Place, Reply
from agent.errors import NotFound
from db.delivery.board import PgBoard
from db.turns.intake_store import TakenIn
from tests.contracts.board_contract import BoardContract, BoardHouse
from tests.fakes.board import FakeBoard, said
from tests.fakes.builders import PLACE as ART
from tests.fakes.builders import author
from tests.worlds.painted import painted
from tests.worlds.stored_turns import StoredTurns, pixels


@dataclass(slots=True)
class FakeBoardHouse:
    """Things come onto the fake board as the acting bot puts them there."""

    board: FakeBoard
    working: MessageId = MessageId("")  # noqa: RUF009 # a new type is no call
    hidden: bool = False

    @property
    def channels(self) -> FakeBoard:
        return self.board

    async def say(
        self, text: str, *, by: str = "ana", at: Place = ART, picture: str = "", incognito: bool = False
    ) -> MessageId:
        writer = author(by)
        only_for = writer.id if incognito else None
        images = (self.board.save(painted(picture, size=(8, 8)), owner=writer.id),) if picture else ()
        message = self.board.add(said(text, author=writer, place=at, images=images), only_for=only_for)
        work = said("", author=writer, place=at)
        work = replace(work, author=None, asker=writer.id, reply_to=message.id, working="plan: thinking")
        self.working = self.board.add(work, only_for=only_for).id
        return message.id

    async def answer(
        self, text: str, *, only_for_author: bool = False, picture: str = "", removes: MessageId | None = None
    ) -> MessageId:
        asker = self.board.kept[self.working].message.asker or AuthorId("")
        images = (self.board.save(painted(picture, size=(8, 8)), owner=asker),) if picture else ()
        reply = Reply(kind="text", text=text, images=images, only_for_author=only_for_author, removes=removes)
        only_for = asker if only_for_author else None
        self.board.change(self.working, only_for=only_for, reply=reply, text=text, working="")
        if removes is not None:
            self.board.remove(removes)
        return self.working


@dataclass(slots=True)
class PgBoardHouse:
    """Things come onto the real board through the stores that the process uses."""

    stored: StoredTurns
    last: TakenIn | None = None

    @property
    def board(self) -> PgBoard:
        return PgBoard(self.stored.pool)

    @property
    def channels(self) -> PgBoard:
        return self.board

    async def say(
        self, text: str, *, by: str = "ana", at: Place = ART, picture: str = "", incognito: bool = False
    ) -> MessageId:
        images = [pixels(picture)] if picture else []
        self.last = await self.stored.say(text, by=by, at=at, images=images, incognito=incognito)
        assert self.last.message is not None
        return self.last.message

    async def answer(
        self, text: str, *, only_for_author: bool = False, picture: str = "", removes: MessageId | None = None
    ) -> MessageId:
        assert self.last is not None
        claim = await self.stored.answer(
            self.last.turn, text, picture=picture or None, only_for_author=only_for_author, removes=removes
        )
        return claim.reply


class TestFake(BoardContract):
    @pytest.fixture
    async def house(self) -> BoardHouse:
        return FakeBoardHouse(FakeBoard())


class TestPostgres(BoardContract):
    @pytest.fixture
    async def house(self, pool: asyncpg.Pool) -> BoardHouse:
        return PgBoardHouse(StoredTurns(pool))


async def test_a_visitor_of_one_platform_sees_nothing_of_another_by_guessing_ids(pool: asyncpg.Pool) -> None:
    house = PgBoardHouse(StoredTurns(pool))
    await house.say("draw a fox", by="ben", at=Place(platform="discord", community="1", channel="2"))
    fox = await house.answer("a fox", picture="fox")
    member, visitor = AuthorId("discord:5"), AuthorId("web:ana")
    image = (await house.board.message(fox, viewer=member)).reply
    assert image is not None

    with pytest.raises(NotFound):
        await house.board.message(fox, viewer=visitor)
    with pytest.raises(NotFound):
        await house.board.image(image.images[0], viewer=visitor)
