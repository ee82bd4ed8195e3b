"""Whole turns of reactions, on the wire of Telegram: a heart is noticed where that was allowed, a broken heart takes away, and nothing is
said to either."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from simulators.telegram.world import JSON, Chat, World
from tests.conversations.drivers.telegram_driver import TelegramDriver, open_telegram
from tests.conversations.house import House, open_house
from tests.patience import until

pytestmark = pytest.mark.asyncio(loop_scope="module")
HEART, BROKEN = "\N{HEAVY BLACK HEART}", "\N{BROKEN HEART}"


class Club:
    """A group whose administrator the bot is."""

    def __init__(self, house: House) -> None:
        driver = house.drivers["telegram"]
        assert isinstance(driver, TelegramDriver)
        self.house = house
        self.world: World = driver._world
        self.ann, self.bob = self.world.person(71, "Ann"), self.world.person(72, "Bob")
        self.chat: Chat = self.world.group(-4001, admins=[self.world.me])

    async def draws(self, words: str) -> JSON:
        """The message with Ann's picture."""
        known = set(self.chat.messages)
        self.world.says(self.ann, self.chat, f"@atelier_bot {words}")
        await until(lambda: [m for m in self._new(known) if "photo" in m])
        await self.house.quiet("telegram")
        return next(message for message in self._new(known) if "photo" in message)

    def _new(self, known: set[int]) -> list[JSON]:
        return [m for number, m in self.chat.messages.items() if number not in known]

    async def reacts(self, person: JSON, message: JSON, emoji: str) -> None:
        self.world.reacts(person, self.chat, message["message_id"], emoji)
        await until(lambda: not self.world.pending)
        await self.house.quiet("telegram")

    async def noticed(self) -> int:
        return await self.house.app.pool.fetchval(
            "select count(*) from noticed_turns n join turns t on t.id = n.turn_id where t.request ->> 'action' = 'like'"
        )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def club(module_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Club]:
    folder: Path = tmp_path_factory.mktemp("reactions")
    async with open_house(module_dsn, folder, (open_telegram,)) as house:
        yield Club(house)


async def test_a_broken_heart_takes_the_picture_away_for_its_owner_alone(club: Club) -> None:
    picture = await club.draws("draw a fox in ink")
    posted = len(club.world.posted(club.chat))

    await club.reacts(club.bob, picture, BROKEN)
    assert picture["message_id"] in club.chat.messages
    assert len(club.world.posted(club.chat)) == posted, "nothing is said to him"
    await club.reacts(club.ann, picture, BROKEN)

    await until(lambda: picture["message_id"] not in club.chat.messages)
    assert len(club.world.posted(club.chat)) == posted - 1


async def test_a_heart_is_noticed_once_and_only_where_its_giver_allowed_learning(club: Club) -> None:
    picture = await club.draws("draw a boat in ink")
    posted = len(club.world.posted(club.chat))

    await club.reacts(club.bob, picture, HEART)
    await club.reacts(club.ann, picture, HEART)
    before = await club.noticed()
    club.world.says(club.ann, club.world.private(club.ann), "/settings learning on")
    await until(lambda: not club.world.pending)
    await club.house.quiet("telegram")
    other = await club.draws("draw a house in ink")
    await club.reacts(club.ann, other, HEART)
    await club.reacts(club.ann, other, HEART)

    assert (before, await club.noticed()) == (0, 1)
    assert len(club.world.posted(club.chat)) == posted + 1, "the second picture, and no word"


async def test_who_reports_by_the_button_is_asked_why_and_the_answer_is_the_reason(club: Club) -> None:
    picture, private = await club.draws("draw a kite in ink"), club.world.private(club.ann)
    club.world.presses(club.ann, club.chat, picture["message_id"], "Why?")
    await until(lambda: [m for m in club.world.posted(private) if "Report" in str(m.get("reply_markup"))])
    why = next(m for m in club.world.posted(private) if "Report" in str(m.get("reply_markup")))
    club.world.presses(club.ann, private, why["message_id"], "Report")
    await until(lambda: private.reply_fields)
    await club.house.quiet("telegram")
    (prompt,) = private.reply_fields

    club.world.says(club.ann, private, "it shows my house", reply_to=prompt)
    await until(lambda: "before" in club.world.posted(private)[-1].get("text", ""))

    reasons = await club.house.app.pool.fetch("select reason from reports")
    assert [row["reason"] for row in reasons] == ["it shows my house"]
    assert list(private.reply_fields) == [prompt], "it is asked once"
