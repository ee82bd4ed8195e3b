"""OpenAI's moderation over its real SDK: the port's contract, and what a server may answer instead."""

import asyncio

import pytest
from openai import AsyncOpenAI

from adapters.http.circuit_breaker import CircuitBreaker, GuardedContentChecker
from adapters.openai.moderation import CATEGORIES, OpenAIContentChecker
from agent.errors import ModelUnavailable
from agent.ports import ContentChecker
from bot.clock import SystemClock
from simulators.openai.moderation import MODERATED
from simulators.openai.requests import MODERATE
from simulators.openai.server import OpenAIServer
from simulators.openai.troubles import fails, says
from tests.contracts.models.content_checker_contract import ContentCheckerContract
from tests.fakes.models.images import png
from tests.patience import PATIENCE_SECONDS


async def no_sleep(seconds: float) -> None:
    await asyncio.sleep(0)


class TestOpenAIContentChecker(ContentCheckerContract):
    @pytest.fixture
    def mild(self, client: AsyncOpenAI) -> ContentChecker:
        return OpenAIContentChecker(client)

    @pytest.fixture
    def sexual(self, server: OpenAIServer, client: AsyncOpenAI) -> ContentChecker:
        server.flags = lambda what: ("sexual", "sexual/minors")
        return OpenAIContentChecker(client)

    @pytest.fixture
    def away(self, server: OpenAIServer, client: AsyncOpenAI) -> ContentChecker:
        server.trouble(MODERATE, *(fails(503) for _ in range(6)))
        return OpenAIContentChecker(client, sleep=no_sleep)


class TestGuarded(TestOpenAIContentChecker):
    @pytest.fixture
    def mild(self, client: AsyncOpenAI) -> ContentChecker:
        return GuardedContentChecker(
            CircuitBreaker("moderation", SystemClock()), OpenAIContentChecker(client)
        )


async def test_a_minor_in_a_picture_is_not_told_apart(server: OpenAIServer, client: AsyncOpenAI) -> None:
    server.flags = lambda what: ("sexual", "sexual/minors")
    verdict = await OpenAIContentChecker(client).picture(png(), timeout_seconds=PATIENCE_SECONDS)

    assert verdict.categories == {"sexual"}
    assert server.asked[-1].body["input"][0]["image_url"]["url"].startswith("data:image/png;base64,")


@pytest.mark.parametrize(
    "body", [b"<html>", b"{}", b'{"results": []}', b'{"results": [{"categories": "no"}]}']
)
async def test_an_answer_of_another_kind_is_no_verdict(
    server: OpenAIServer, client: AsyncOpenAI, body: bytes
) -> None:
    server.trouble(MODERATE, says(body))
    with pytest.raises(ModelUnavailable):
        await OpenAIContentChecker(client, sleep=no_sleep).words("a fox", timeout_seconds=PATIENCE_SECONDS)


async def test_sorrow_and_strife_are_no_reason_not_to_draw(server: OpenAIServer, client: AsyncOpenAI) -> None:
    server.flags = lambda what: ("violence", "harassment", "self-harm/intent", "self-harm")
    assert not (
        await OpenAIContentChecker(client).words("a battle", timeout_seconds=PATIENCE_SECONDS)
    ).categories


def test_every_kind_is_one_of_the_providers() -> None:
    assert set(CATEGORIES) <= set(MODERATED)
