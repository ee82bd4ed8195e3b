"""Answers of the shape that was asked for, through either interface."""

from collections.abc import Callable

import pytest
from openai import AsyncOpenAI

from adapters.openai.chat.language_model import OpenAILanguageModel
from agent.errors import MalformedCompletion, RenderRefused
from agent.ports import LanguageModel
from simulators.openai import troubles
from simulators.openai.requests import CHAT, RESPONSES
from simulators.openai.server import OpenAIServer
from tests.adapters.openai.chat.told_answers import BLUE, answers
from tests.contracts.models.language_model_contract import PROMPT, Colour, LanguageModelContract
from tests.patience import PATIENCE_SECONDS


class TestThroughChat(LanguageModelContract):
    @pytest.fixture
    async def saying(self, server: OpenAIServer, client: AsyncOpenAI, sleep) -> Callable[..., LanguageModel]:
        def made(*texts: str) -> LanguageModel:
            if texts:
                answers(server, *texts)
            else:
                server.trouble(CHAT, *[troubles.hangs] * 3)
            return OpenAILanguageModel(client, model="tiny", sleep=sleep)

        return made


class TestThroughResponses(LanguageModelContract):
    @pytest.fixture
    async def saying(self, server: OpenAIServer, client: AsyncOpenAI, sleep) -> Callable[..., LanguageModel]:
        def made(*texts: str) -> LanguageModel:
            if texts:
                answers(server, *texts)
            else:
                server.trouble(RESPONSES, *[troubles.hangs] * 3)
            return OpenAILanguageModel(client, model="tiny", api="responses", sleep=sleep)

        return made


# --- shapes ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("api", ["chat", "responses"])
async def test_the_schema_goes_along_strict(server: OpenAIServer, client: AsyncOpenAI, api) -> None:
    answers(server, BLUE)
    model = OpenAILanguageModel(client, model="gpt-6.1-terra", api=api)

    await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

    body = server.asked[0].body
    given = body["response_format"]["json_schema"] if api == "chat" else body["text"]["format"]
    assert given["strict"] is True
    assert given["schema"]["required"] == ["name", "warm"]
    assert given["schema"]["additionalProperties"] is False
    assert server.asked[0].system == PROMPT.system


async def test_a_server_without_schemas_is_asked_in_json_mode_from_then_on(server, model) -> None:
    server.schemas = "refused"
    answers(server, BLUE)

    first = await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)
    second = await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

    assert [asked.format for asked in server.asked] == ["json_schema", "json_object", "json_object"]
    assert first.degraded == second.degraded == "json mode"
    assert '"required":["name","warm"]' in server.asked[1].user


async def test_a_server_without_json_mode_is_asked_in_words(server, model) -> None:
    server.schemas, server.json_mode = "refused", False
    answers(server, f"<think>{{}} hm</think> Sure!\n```json\n{BLUE}\n```")

    completion = await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

    assert completion.value.name == "blue"
    assert completion.degraded == "json in text"
    assert model.ways.how == "text"


async def test_a_server_that_ignores_the_schema_is_asked_in_words_from_then_on(server, model) -> None:
    server.schemas = "ignored"
    answers(server, '{"colour": "blue"}', BLUE)

    completion = await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)
    await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

    assert completion.degraded == "json in text, repaired"
    assert [asked.format for asked in server.asked] == ["json_schema", "text", "text"]


async def test_a_repair_is_told_what_was_wrong_and_both_answers_are_paid_for(server, model) -> None:
    answers(server, '{"name": "blue", "warm": "perhaps"}', BLUE)

    completion = await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

    assert "warm: Input should be a valid boolean" in server.asked[1].user
    spent = completion.usage
    assert spent.output_tokens == 8 + len(BLUE) // 4
    assert spent.cost_usd == pytest.approx((spent.input_tokens * 1.0 + spent.output_tokens * 10.0) / 1e6)


async def test_an_answer_that_was_cut_off_is_asked_for_once_more_in_the_same_way(server, model) -> None:
    server.trouble(CHAT, troubles.talks('{"name": "blu', finish="length"))
    answers(server, BLUE)

    completion = await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

    assert completion.value.name == "blue"
    assert [asked.format for asked in server.asked] == ["json_schema", "json_schema"]


@pytest.mark.parametrize(
    "noise",
    ["", "}{", "[" * 5_000, "x" * 200_000, '{"name": ' * 3_000, '{"name": NaN, "warm": 1e999}', "\x00\ud83d"],
)
async def test_noise_ends_malformed_with_its_cost(server, model, noise: str) -> None:
    server.trouble(CHAT, troubles.talks(noise), troubles.talks(noise))

    with pytest.raises(MalformedCompletion) as caught:
        await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

    assert caught.value.cost_usd == pytest.approx(2 * (100 * 1.0 + 10 * 10.0) / 1e6)
    assert len(server.asked) == 2


async def test_a_refusal_is_told_kindly(server, model) -> None:
    server.trouble(CHAT, troubles.talks("", refusal="I cannot help with that."))

    with pytest.raises(RenderRefused, match="rather not"):
        await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)
