"""Pictures to go by that a model takes on one sheet: from what was remembered, by the journal, to Why?."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from adapters.openai.images.capabilities import OPENAI
from agent.domain.conversation import PlatformName
from tests.conversations.consent.scripts import board, saves
from tests.conversations.consent.served_painter import served_painter
from tests.conversations.drivers.discord_driver import open_discord
from tests.conversations.drivers.telegram_driver import open_telegram
from tests.conversations.drivers.web_driver import open_web
from tests.conversations.house import House, open_house
from tests.conversations.playing import played
from tests.conversations.script import Script, Step
from tests.conversations.turns import told

ONE_PLACE = replace(OPENAI, references_max=1, sheets=True)
SMALL = "shown to it small, in one picture"
SCRIPT = Script(
    number=195, name="on a sheet", moderators=frozenset(),
    steps=(
        saves("ana"), board("ana", "Sunny", "yellow"),
        Step(who="ana", says="draw me as a pirate in my Sunny board", gets="image", references=2, names="drawn"),
        Step(who="ana", presses="Why?", to="drawn", gets="text", alone=True),
        Step(who="ben", presses="Why?", to="drawn", gets="text", alone=True),
    ),
)  # fmt: skip


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(module_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    folder: Path = tmp_path_factory.mktemp("sheets")
    async with (
        served_painter(ONE_PLACE) as painter,
        open_house(module_dsn, folder, (open_web, open_discord, open_telegram), painter=painter) as opened,
    ):
        yield opened


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("platform", ["web", "discord", "telegram"])
async def test_why_tells_what_was_shown_small_to_the_one_it_was_drawn_for(
    house: House, platform: PlatformName
) -> None:
    turns = await played(house, platform, SCRIPT)

    drawn, own, others = turns[2:]
    assert sum(drawn.references) == 2, told(turns)
    assert (drawn.kind, own.kind, others.kind) == ("image", "text", "text"), told(turns)
    told_small = [line for line in own.text.splitlines() if SMALL in line.lower()]
    assert len(told_small) == 1, told(turns)
    assert told_small[0].endswith(", Sunny"), told(turns)
    assert "on a sheet" not in drawn.text, "what is on it counts as given"
    assert SMALL not in others.text.lower()
