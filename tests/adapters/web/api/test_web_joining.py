"""What one person sends back to back from the page is one request, through the page's own door and the real store."""

import httpx
import pytest

from adapters.media import PillowGate
from adapters.web.app import build_app
from adapters.web.config import WebConfig, WebServices
from agent.domain.conversation import Said, TurnId
from bot.turns.incoming_events import BlockedPeople, EventKeys
from bot.turns.intake import TurnIntake
from db.delivery.board import PgBoard
from db.pool import Pool
from db.turns.intake_store import IntakeStore
from db.turns.open_questions import PgOpenQuestions
from db.web.previews import PgPreviews
from tests.adapters.web.conftest import ADDRESS
from tests.fakes.board import FakeBus, FakeDesk
from tests.fakes.models.withdrawals import FakeWithdrawals
from tests.fakes.stores.moderation import FakeBlocks
from tests.fakes.stores.settings import FakeSettings
from tests.worlds.acting_bot import painted
from tests.worlds.stored_turns import StoredTurns
from tests.worlds.web_visitor import page, send
from tests.worlds.web_world import RealClock

PNG = painted("my cat", size=(64, 48)).data


@pytest.fixture
def house(pool: Pool) -> StoredTurns:
    found = StoredTurns(pool)
    found.intake = IntakeStore(pool, join_seconds=600.0)
    return found


async def visitor(house: StoredTurns, name: str) -> httpx.AsyncClient:
    bus, gate = FakeBus(), PillowGate()
    intake = TurnIntake(
        house.intake,
        gate,
        bus,
        keys=EventKeys(secret=b"k"),
        withdrawals=FakeWithdrawals(),
        blocked=BlockedPeople(FakeBlocks()),
    )
    services = WebServices(
        intake=intake, board=PgBoard(house.pool), bus=bus, desk=FakeDesk(), settings=FakeSettings(),
        clock=RealClock(), gate=gate, questions=PgOpenQuestions(house.pool),
        previews=PgPreviews(house.pool),
    )  # fmt: skip
    app = build_app(services, WebConfig(key=b"k" * 32, port=0))
    client = httpx.AsyncClient(base_url=ADDRESS, transport=httpx.ASGITransport(app=app))
    assert (await client.post("/api/session", json={"name": name})).status_code == 200
    return client


async def asked(house: StoredTurns, turn: str) -> Said:
    request = (await house.claim(TurnId(turn))).turn.request
    assert isinstance(request, Said)
    return request


async def test_words_and_a_picture_sent_right_after_them_are_one_request(house: StoredTurns) -> None:
    ana = await visitor(house, "Ana")

    first = await send(ana, "make it a woodcut")
    second = await send(ana, "", images=[("cat.png", PNG)])
    third = await send(ana, "with a thick frame")

    assert first.json()["turn"] == second.json()["turn"] == third.json()["turn"]
    request = await asked(house, first.json()["turn"])
    assert (request.text, len(request.images)) == ("make it a woodcut\nwith a thick frame", 1)
    assert len([said for said in await page(ana) if said["author"]]) == 3


async def test_among_people_only_what_is_for_the_bot_joins(house: StoredTurns) -> None:
    ana, ben = await visitor(house, "Ana"), await visitor(house, "Ben")
    await send(ben, "/draw a whale")

    first = await send(ana, "@atelier make it a woodcut")
    aside = await send(ana, "Ben, do you like it?")
    second = await send(ana, "", images=[("cat.png", PNG)])

    assert (aside.json()["turn"], aside.json()["aside"]) == (None, True)
    assert first.json()["turn"] == second.json()["turn"]
    request = await asked(house, first.json()["turn"])
    assert (request.text, len(request.images)) == ("make it a woodcut", 1)
