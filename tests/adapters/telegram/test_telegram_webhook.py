"""The webhook answers after the update is stored, and believes only who knows the secret."""

import json
import logging

import httpx
import pytest

from adapters.telegram.config import TelegramConfig
from adapters.telegram.webhook import SECRET_HEADER
from agent.errors import Misconfigured
from simulators.telegram.server import TOKEN
from simulators.telegram.world import JSON, World
from tests.adapters.telegram.malformed_updates import MALFORMED
from tests.patience import PATIENCE_SECONDS
from tests.worlds.telegram_bench import bench, hooked, logged


async def test_a_webhook_answers_only_after_the_update_is_stored(world: World, ann: JSON) -> None:
    async with bench(world, webhook=True) as telegram:
        telegram.world.webhook["url"] = await hooked(telegram)
        telegram.intake.down = 2
        update = world.says(ann, world.private(ann), "draw a fox")
        await telegram.heard()
        await telegram.confirmed()
        world.redeliver(update)
        await telegram.confirmed()

    assert world.webhook_answers == [503, 503, 200, 200]
    assert len(telegram.intake.messages) == 1
    assert world.called("setWebhook")[0]["secret_token"] == "s3cret"


async def test_a_webhook_believes_only_who_knows_the_secret(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with (
        bench(world, webhook=True) as telegram,
        httpx.AsyncClient(timeout=PATIENCE_SECONDS) as stranger,
    ):
        address = await hooked(telegram)
        update = {"update_id": 1, "message": {"message_id": 1, "date": 1, "text": "hi"}}
        answers = [
            (await stranger.post(address, json=update, headers=headers)).status_code
            for headers in (
                {},
                {"X-Telegram-Bot-Api-Secret-Token": "wrong"},
                {"X-Telegram-Bot-Api-Secret-Token": b"\xc3\xa9"},
            )
        ]
        answers.append((await stranger.get(address)).status_code)
        answers.append((await stranger.post(address.replace("/telegram", "/"), json=update)).status_code)

    assert answers == [403, 403, 403, 405, 404]
    assert telegram.intake.messages == []
    assert "s3cret" not in logged(caplog)


BODIES = [
    (b"", 200), (b"{", 200), (b"[]", 200), (b"{}", 200), (b'{"update_id": "x"}', 200), (b"\xff\xfe", 200),
    (b"[" * 100_000, 200), (b'{"update_id": 1, "update_id": 2}', 200), (b" " * 10_000_000, 413),
    *((json.dumps({"update_id": 1, **update}).encode(), 200) for update in MALFORMED if isinstance(update, dict)),
]  # fmt: skip


async def test_a_webhook_lives_through_anything(world: World) -> None:
    headers = {SECRET_HEADER: "s3cret"}
    async with (
        bench(world, webhook=True) as telegram,
        httpx.AsyncClient(headers=headers, timeout=PATIENCE_SECONDS) as client,
    ):
        address = await hooked(telegram)
        for body, status in BODIES:
            assert (await client.post(address, content=body)).status_code == status, body[:100]


def test_a_webhook_without_a_proper_secret_is_refused() -> None:
    for secret in ("", "with space", "x" * 257):
        with pytest.raises(Misconfigured, match="TELEGRAM_WEBHOOK_SECRET"):
            TelegramConfig(token=TOKEN, webhook_url="https://bot.example/t", webhook_secret=secret)
