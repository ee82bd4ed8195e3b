"""What every `Board` (and its `ChannelList`) does. Subclass it and give `house`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import uuid4

import pytest

from agent.domain.conversation import MessageId, Place
from agent.errors import NotFound
from agent.ports import Board, BoardMessage, ChannelList
from tests.fakes.builders import PLACE as ART
from tests.fakes.builders import author

ANA, BEN = author("ana").id, author("ben").id
SECRET = Place(platform="console", channel="@ana", private=True)
FORGED = ("", "x", "b", "b0", "b-1", "b999999", "u" + "9" * 40, "' or 1=1 --", str(uuid4()))


class BoardHouse(Protocol):
    """A board, and the ways in which something comes onto it."""

    @property
    def board(self) -> Board: ...

    @property
    def channels(self) -> ChannelList: ...

    async def say(
        self, text: str, *, by: str = "ana", at: Place = ART, picture: str = "", incognito: bool = False
    ) -> MessageId:
        """Somebody wrote that; the bot has not begun. The id of the person's message."""
        ...

    async def answer(
        self, text: str, *, only_for_author: bool = False, picture: str = "", removes: MessageId | None = None
    ) -> MessageId:
        """The bot answered what was said last. The id of its message."""
        ...


class BoardContract:
    @pytest.fixture
    async def house(self) -> BoardHouse:
        raise NotImplementedError

    async def test_a_page_is_oldest_first_and_goes_back(self, house: BoardHouse) -> None:
        for number in range(3):
            await house.say(f"question {number}")
            await house.answer(f"answer {number}")

        latest = await house.board.page(ART, viewer=ANA, limit=3)
        before = await house.board.page(ART, viewer=ANA, before=latest[0].id, limit=2)

        assert texts(latest) == ["answer 1", "question 2", "answer 2"]
        assert texts(before) == ["answer 0", "question 1"]

    async def test_the_bot_works_until_it_has_answered(self, house: BoardHouse) -> None:
        said = await house.say("draw a fox")
        working = (await house.board.page(ART, viewer=BEN))[-1]
        answered = await house.board.message(await house.answer("here it is", picture="fox"), viewer=BEN)

        assert (working.author, working.reply, working.asker, working.reply_to) == (None, None, ANA, said)
        assert (answered.id, answered.working, answered.text) == (working.id, "", "here it is")
        assert answered.reply is not None
        assert len(answered.reply.images) == 1

    async def test_a_person_s_message_says_who_and_carries_its_pictures(self, house: BoardHouse) -> None:
        found = await house.board.message(await house.say("look", picture="cat"), viewer=BEN)

        assert found.author is not None
        assert (found.author.id, found.text, found.reply) == (ANA, "look", None)
        assert len(found.images) == 1

    async def test_what_is_private_is_seen_by_its_author_alone(self, house: BoardHouse) -> None:
        said = await house.say("a present for Ben", at=SECRET, picture="present")
        answer = await house.answer("drawn in secret", picture="wrapped")
        shown = await house.board.page(SECRET, viewer=ANA)

        assert texts(shown) == ["a present for Ben", "drawn in secret"]
        assert await house.board.page(SECRET, viewer=BEN) == []
        for hidden in (said, answer):
            with pytest.raises(NotFound):
                await house.board.message(hidden, viewer=BEN)
        for image in images_of(shown):
            assert (await house.board.image(image, viewer=ANA)).data
            await house.board.may_see(image, viewer=ANA)
            with pytest.raises(NotFound):
                await house.board.image(image, viewer=BEN)
            with pytest.raises(NotFound):
                await house.board.may_see(image, viewer=BEN)

    async def test_an_answer_for_one_person_is_seen_by_that_person(self, house: BoardHouse) -> None:
        await house.say("/memory")
        answer = await house.answer("I remember a dog", only_for_author=True, picture="dog")
        shown = await house.board.message(answer, viewer=ANA)

        assert texts(await house.board.page(ART, viewer=BEN)) == ["/memory"]
        with pytest.raises(NotFound):
            await house.board.message(answer, viewer=BEN)
        with pytest.raises(NotFound):
            await house.board.image(images_of([shown])[0], viewer=BEN)

    async def test_an_incognito_turn_is_seen_by_its_author(self, house: BoardHouse) -> None:
        await house.say("draw a secret", incognito=True)
        await house.answer("a secret")

        assert await house.board.page(ART, viewer=BEN) == []
        assert len(await house.board.page(ART, viewer=ANA)) == 2

    async def test_what_is_taken_away_is_gone_with_its_picture(self, house: BoardHouse) -> None:
        await house.say("draw a fox")
        fox = await house.answer("a fox", picture="fox")
        picture = images_of(await house.board.page(ART, viewer=BEN))[0]
        assert (await house.board.image(picture, viewer=BEN)).data
        await house.say("delete it")

        await house.answer("Deleted.", only_for_author=True, removes=fox)

        assert texts(await house.board.page(ART, viewer=BEN)) == ["draw a fox", "delete it"]
        for viewer in (ANA, BEN):
            with pytest.raises(NotFound):
                await house.board.message(fox, viewer=viewer)
        with pytest.raises(NotFound):
            await house.board.image(picture, viewer=BEN)

    async def test_a_thread_is_read_alone_and_within_its_channel(self, house: BoardHouse) -> None:
        start = await house.say("draw a fox")
        inside = Place(platform="console", community="guild", channel="art", thread=start)
        await house.say("warmer", at=inside)
        await house.answer("a warm fox")

        assert texts(await house.board.page(inside, viewer=BEN)) == ["warmer", "a warm fox"]
        channel = await house.board.page(ART, viewer=BEN)
        assert [message.place.thread for message in channel if message.text] == [None, start, start]

    async def test_whether_others_wrote_there(self, house: BoardHouse) -> None:
        before = datetime.now(UTC) - timedelta(minutes=1)
        fox = await house.say("draw a fox")
        await house.answer("a fox")
        thread = replace(ART, thread=fox)

        assert not await house.board.others(ART, ANA, before)
        assert await house.board.others(ART, BEN, before)
        assert not await house.board.others(replace(ART, channel="posters"), BEN, before)
        assert await house.board.others(thread, BEN, before)  # it starts at what Ana wrote
        assert not await house.board.others(ART, BEN, datetime.now(UTC) + timedelta(minutes=1))
        await house.say("a secret", by="ben", incognito=True)
        assert not await house.board.others(ART, ANA, before)
        await house.say("mine is red", by="ben", at=thread)
        assert await house.board.others(ART, ANA, before)
        assert await house.board.others(thread, ANA, before)

    async def test_what_does_not_exist_is_not_found(self, house: BoardHouse) -> None:
        await house.say("draw a fox")

        for forged in FORGED:
            with pytest.raises(NotFound):
                await house.board.message(forged, viewer=ANA)
            with pytest.raises(NotFound):
                await house.board.image(forged, viewer=ANA)

    async def test_people_are_those_who_wrote_and_channels_where_they_did(self, house: BoardHouse) -> None:
        posters = Place(platform="console", community="guild", channel="posters")
        await house.say("one", by="ana", at=posters)
        await house.say("two", by="ben", at=ART)
        await house.say("three", by="ana", at=ART)
        await house.say("four", by="ana", at=SECRET)

        assert {person.name for person in await house.board.people("console")} == {"ana", "ben"}
        assert await house.board.people("web") == []
        assert list(await house.channels.channels("console", "guild")) == ["posters", "art"]
        assert list(await house.channels.channels("console", "elsewhere")) == []


def texts(page: Sequence[BoardMessage]) -> list[str]:
    return [message.text for message in page]


def images_of(page: Sequence[BoardMessage]) -> list[str]:
    return [
        image for message in page for image in (message.reply.images if message.reply else message.images)
    ]
