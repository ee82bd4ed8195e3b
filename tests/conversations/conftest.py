"""One bot for all the conversations of a test process: their people and places are new in each, so that none knows another."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.conversations.drivers.console_driver import open_console
from tests.conversations.drivers.discord_driver import open_discord
from tests.conversations.drivers.telegram_driver import open_telegram
from tests.conversations.drivers.web_driver import open_web
from tests.conversations.house import House, open_house


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(module_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    folder: Path = tmp_path_factory.mktemp("conversations")
    openings = (open_console, open_web, open_discord, open_telegram)
    async with open_house(module_dsn, folder, openings) as opened:
        yield opened
