"""Servers that are busy, away, or do not end."""

import pytest

from adapters.openai.chat.language_model import OpenAILanguageModel
from adapters.openai.connection import connect
from agent.errors import ModelUnavailable
from simulators.openai import troubles
from simulators.openai.requests import CHAT
from tests.adapters.openai.chat.told_answers import BLUE, answers
from tests.contracts.models.language_model_contract import PROMPT, Colour
from tests.patience import PATIENCE_SECONDS


async def test_a_busy_server_is_given_the_time_it_asks_for(server, model, slept) -> None:
    server.trouble(CHAT, troubles.fails(429, "slow down", Retry_After="3"))
    answers(server, BLUE)

    completion = await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

    assert completion.value.name == "blue"
    assert slept == [3.0]


async def test_a_server_that_asks_for_much_time_is_left_to_the_turn(server, model, slept) -> None:
    server.trouble(CHAT, troubles.fails(429, "slow down", Retry_After="120"))

    with pytest.raises(ModelUnavailable) as caught:
        await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

    assert caught.value.retry_after_seconds == 120.0
    assert slept == []


async def test_an_error_of_the_server_is_tried_again(server, model, slept) -> None:
    server.trouble(CHAT, troubles.fails(500), troubles.fails(503))
    answers(server, BLUE)

    await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

    assert len(server.asked) == 3
    assert len(slept) == 2


@pytest.mark.parametrize(
    ("trouble", "tries", "words"),
    [
        (troubles.fails(401, "Incorrect API key"), 1, "check OPENAI_API_KEY"),
        (troubles.fails(429, "You exceeded your quota", code="insufficient_quota"), 1, "no credit"),
        (troubles.fails(402, "Payment required"), 1, "no credit"),
        (troubles.fails(404, "The model `tiny` does not exist", code="model_not_found"), 1, "does not exist"),
        (troubles.fails(400, "maximum context length is 4096 tokens"), 2, "maximum context"),
        (troubles.fails(500, "oops"), 3, "500"),
        (troubles.breaks_off, 3, "broke off"),
        (troubles.says("<html>hello</html>", kind="text/html"), 1, "not what the OpenAI API promises"),
        (troubles.says("{", kind="application/json"), 1, "not what the OpenAI API promises"),
        (troubles.says({"error": {"message": "no"}}), 1, "not what the OpenAI API promises"),
        (troubles.says({"detail": "no"}), 1, "not what the OpenAI API promises"),
    ],
)
async def test_failures_are_unavailable_and_say_why(server, model, trouble, tries: int, words: str) -> None:
    server.trouble(CHAT, *[trouble] * 3)

    with pytest.raises(ModelUnavailable, match=words):
        await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

    assert len(server.asked) == tries


@pytest.mark.parametrize("trouble", [troubles.hangs, troubles.drips])
async def test_the_deadline_holds_whatever_the_server_does(server, model, trouble) -> None:
    server.trouble(CHAT, *[trouble] * 3)

    with pytest.raises(ModelUnavailable, match="took"):
        await model.complete(PROMPT, Colour, timeout_seconds=0.3)


async def test_a_server_that_is_not_there_cannot_be_reached(server, sleep) -> None:
    async with connect(base_url="http://127.0.0.1:9/v1") as client:
        model = OpenAILanguageModel(client, model="tiny", sleep=sleep)

        with pytest.raises(ModelUnavailable, match="cannot be reached"):
            await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)


async def test_an_answer_without_end_is_given_up(server) -> None:
    server.trouble(CHAT, troubles.talks("x" * 40_000))
    async with connect(base_url=server.url, answer_bytes_max=10_000) as client:
        model = OpenAILanguageModel(client, model="tiny")

        with pytest.raises(ModelUnavailable, match="too large"):
            await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)
