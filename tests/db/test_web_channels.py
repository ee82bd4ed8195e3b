"""Channels of the page, the fake and the real by the same contract, and what a deleted one leaves behind."""

from dataclasses import replace

import asyncpg
import pytest

from agent.domain.conversation import AuthorId
from agent.errors import NotFound
from agent.ports import WebChannels
from bot.clock import SystemClock
from db.delivery.board import PgBoard
from db.web.channels import PgWebChannels
from tests.contracts.stores.web_channels_contract import ART, WebChannelsContract
from tests.fakes.clock import FakeClock
from tests.fakes.web_channels import FakeWebChannels
from tests.worlds.stored_turns import StoredTurns


class TestFake(WebChannelsContract):
    @pytest.fixture
    async def channels(self) -> WebChannels:
        return FakeWebChannels()


class TestPostgres(WebChannelsContract):
    @pytest.fixture
    async def channels(self, pool: asyncpg.Pool) -> WebChannels:
        return PgWebChannels(pool, FakeClock())


async def test_what_was_said_and_drawn_in_a_deleted_channel_is_forgotten(pool: asyncpg.Pool) -> None:
    stored = StoredTurns(pool)
    fox = await stored.answer((await stored.say("draw a fox", at=ART)).turn, picture="fox")
    owl = await stored.answer(
        (await stored.say("draw an owl", at=replace(ART, channel="posters"))).turn, picture="owl"
    )
    board, viewer = PgBoard(pool), AuthorId("web:ana")

    await PgWebChannels(pool, SystemClock()).delete(ART)

    with pytest.raises(NotFound):
        await board.message(fox.reply, viewer=viewer)
    assert (await board.message(owl.reply, viewer=viewer)).reply is not None
    assert await stored.count("images") == 1
    assert await stored.count("pictures", channel=ART.channel_key) == 0
