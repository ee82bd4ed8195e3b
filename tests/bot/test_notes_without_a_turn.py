"""What is said without a turn comes in the person's own language, costs nothing where nothing is said, and needs no store."""

from dataclasses import replace

from agent.domain.incoming import IncomingMessage
from agent.domain.memory import AuthorSettings
from agent.errors import StoreUnavailable
from agent.translation.catalogue import language, speaking
from bot.turns.event_language import EventLanguage
from bot.turns.incoming_events import BlockedPeople
from tests.bot.turns.test_blocked_people import GROUP, says
from tests.fakes.builders import author, turn
from tests.fakes.clock import FakeClock
from tests.fakes.stores.moderation import FakeBlocks
from tests.fakes.stores.settings import FakeSettings


class Looked(FakeSettings):
    looks = 0
    is_down = False

    async def author(self, author: str) -> AuthorSettings:
        self.looks += 1
        if self.is_down:
            raise StoreUnavailable("away")
        return replace(AuthorSettings(), language="de")


async def spoken(settings: Looked, event: IncomingMessage) -> str:
    with speaking("en"):
        await EventLanguage(settings).take_up(event)
        return language()


async def test_it_is_the_language_that_the_person_chose() -> None:
    assert await spoken(Looked(), says("draw a fox")) == "de"


async def test_a_store_that_is_away_leaves_what_the_event_tells() -> None:
    settings = Looked()
    settings.is_down = True

    assert await spoken(settings, says("draw a fox")) == "en"


async def test_nothing_is_looked_up_for_somebody_blocked_who_is_told_nothing() -> None:
    blocks, settings = FakeBlocks(), Looked()
    await blocks.block(turn(by="mod"), author("ben"), GROUP)
    people = BlockedPeople(blocks, language=EventLanguage(settings), monotonic=FakeClock().monotonic)

    notes = [await people.refusal(says(text), owed=False) for text in ("draw a fox", "draw a hare")]

    assert [bool(one and one.note) for one in notes] == [True, False]
    assert settings.looks == 1
