from collections.abc import Callable

import pytest
from openai import AsyncOpenAI

from adapters.openai.chat.language_model import OpenAILanguageModel
from adapters.openai.connection import connect
from adapters.openai.prices import Price, PriceTable
from agent.domain.generation import ImageData
from agent.errors import MalformedCompletion, ModelUnavailable, RenderRefused
from agent.ports import LanguageModel, Prompt
from simulators.openai import server as troubles
from simulators.openai.server import CHAT, MODELS, RESPONSES, OpenAIServer
from tests.contracts.language_model_contract import PROMPT, Colour, LanguageModelContract

BLUE = '{"name": "blue", "warm": false}'
PRICES = PriceTable({"tiny": Price(input=1.0, cached=0.1, output=10.0)})
SEEN = Prompt(
    name="colour", system="You name colours, as JSON.", user="Which one?",
    images=(ImageData(data=b"\xff\xd8jpeg", media_type="image/jpeg", width=2, height=2),),
)  # fmt: skip


def answers(server: OpenAIServer, *texts: str) -> None:
    """The brain's answers in turn, the last one again and again."""
    left = list(texts)
    server.brain = lambda asked: left.pop(0) if len(left) > 1 else left[0]


@pytest.fixture
def model(client: AsyncOpenAI, sleep) -> OpenAILanguageModel:
    return OpenAILanguageModel(client, model="tiny", prices=PRICES, sleep=sleep)


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

    await model.complete(PROMPT, Colour, timeout_seconds=20)

    body = server.asked[0].body
    given = body["response_format"]["json_schema"] if api == "chat" else body["text"]["format"]
    assert given["strict"] is True
    assert given["schema"]["required"] == ["name", "warm"]
    assert given["schema"]["additionalProperties"] is False
    assert server.asked[0].system == PROMPT.system


async def test_a_server_without_schemas_is_asked_in_json_mode_from_then_on(server, model) -> None:
    server.schemas = "refused"
    answers(server, BLUE)

    first = await model.complete(PROMPT, Colour, timeout_seconds=20)
    second = await model.complete(PROMPT, Colour, timeout_seconds=20)

    assert [asked.format for asked in server.asked] == ["json_schema", "json_object", "json_object"]
    assert first.degraded == second.degraded == "json mode"
    assert '"required":["name","warm"]' in server.asked[1].user


async def test_a_server_without_json_mode_is_asked_in_words(server, model) -> None:
    server.schemas, server.json_mode = "refused", False
    answers(server, f"<think>{{}} hm</think> Sure!\n```json\n{BLUE}\n```")

    completion = await model.complete(PROMPT, Colour, timeout_seconds=20)

    assert completion.value.name == "blue"
    assert completion.degraded == "json in text"
    assert model.ways.how == "text"


async def test_a_server_that_ignores_the_schema_is_asked_in_words_from_then_on(server, model) -> None:
    server.schemas = "ignored"
    answers(server, '{"colour": "blue"}', BLUE)

    completion = await model.complete(PROMPT, Colour, timeout_seconds=20)
    await model.complete(PROMPT, Colour, timeout_seconds=20)

    assert completion.degraded == "json in text, repaired"
    assert [asked.format for asked in server.asked] == ["json_schema", "text", "text"]


async def test_a_repair_is_told_what_was_wrong_and_both_answers_are_paid_for(server, model) -> None:
    answers(server, '{"name": "blue", "warm": "perhaps"}', BLUE)

    completion = await model.complete(PROMPT, Colour, timeout_seconds=20)

    assert "warm: Input should be a valid boolean" in server.asked[1].user
    spent = completion.usage
    assert spent.output_tokens == 8 + len(BLUE) // 4
    assert spent.cost_usd == pytest.approx((spent.input_tokens * 1.0 + spent.output_tokens * 10.0) / 1e6)


async def test_an_answer_that_was_cut_off_is_asked_for_once_more_in_the_same_way(server, model) -> None:
    server.trouble(CHAT, troubles.talks('{"name": "blu', finish="length"))
    answers(server, BLUE)

    completion = await model.complete(PROMPT, Colour, timeout_seconds=20)

    assert completion.value.name == "blue"
    assert [asked.format for asked in server.asked] == ["json_schema", "json_schema"]


@pytest.mark.parametrize(
    "noise",
    ["", "}{", "[" * 5_000, "x" * 200_000, '{"name": ' * 3_000, '{"name": NaN, "warm": 1e999}', "\x00\ud83d"],
)
async def test_noise_ends_malformed_with_its_cost(server, model, noise: str) -> None:
    server.trouble(CHAT, troubles.talks(noise), troubles.talks(noise))

    with pytest.raises(MalformedCompletion) as caught:
        await model.complete(PROMPT, Colour, timeout_seconds=20)

    assert caught.value.cost_usd == pytest.approx(2 * (100 * 1.0 + 10 * 10.0) / 1e6)
    assert len(server.asked) == 2


async def test_an_answer_in_parts_is_put_together(server, model) -> None:
    parts = [{"type": "text", "text": BLUE[:5]}, {"type": "text", "text": BLUE[5:]}, {"type": "image"}, None]
    server.trouble(CHAT, troubles.says({"choices": [{"message": {"content": parts}}]}))

    completion = await model.complete(PROMPT, Colour, timeout_seconds=20)

    assert completion.value.name == "blue"


async def test_a_refusal_is_told_kindly(server, model) -> None:
    server.trouble(CHAT, troubles.talks("", refusal="I cannot help with that."))

    with pytest.raises(RenderRefused, match="rather not"):
        await model.complete(PROMPT, Colour, timeout_seconds=20)


# --- what servers do not know ------------------------------------------------------------------------------------


async def test_what_a_server_does_not_know_is_left_out_from_then_on(server, client) -> None:
    server.knows = ()
    answers(server, BLUE)
    model = OpenAILanguageModel(client, model="gpt-6.1-terra")

    await model.complete(PROMPT, Colour, timeout_seconds=20)
    before = len(server.asked)
    await model.complete(PROMPT, Colour, timeout_seconds=20)

    assert len(server.asked) == before + 1
    assert not {"reasoning_effort", "max_completion_tokens", "prompt_cache_key"} & set(server.asked[-1].body)
    assert server.asked[-1].format == "json_schema"


async def test_pictures_are_shown(server, model) -> None:
    answers(server, BLUE)

    completion = await model.complete(SEEN, Colour, timeout_seconds=20)

    assert server.asked[0].pictures == 1
    assert (
        server.asked[0]
        .body["messages"][1]["content"][1]["image_url"]["url"]
        .startswith("data:image/jpeg;base64,")
    )
    assert completion.degraded == ""


async def test_a_model_without_eyes_is_told_that_there_are_pictures(server, model, slept) -> None:
    server.vision = False
    answers(server, BLUE)

    completion = await model.complete(SEEN, Colour, timeout_seconds=20)
    again = await model.complete(SEEN, Colour, timeout_seconds=20)

    assert completion.degraded == again.degraded == "pictures unseen"
    assert "you cannot see them" in server.asked[-1].user
    assert server.asked[-1].pictures == 0


async def test_the_only_model_of_a_server_needs_no_name(server, client) -> None:
    server.models = ("qwen3-4b", "other")
    answers(server, BLUE)
    model = OpenAILanguageModel(client, model="")

    completion = await model.complete(PROMPT, Colour, timeout_seconds=20)
    await model.complete(PROMPT, Colour, timeout_seconds=20)

    assert completion.usage.model == model.model == "qwen3-4b"
    assert len(server.of(MODELS)) == 1


async def test_a_server_that_counts_nothing_costs_nothing(server, model) -> None:
    server.usage = False
    answers(server, BLUE)

    completion = await model.complete(PROMPT, Colour, timeout_seconds=20)

    assert completion.usage.cost_usd == 0.0


@pytest.mark.parametrize("api", ["chat", "responses"])
async def test_the_cached_share_of_the_prompt_is_counted_and_cheaper(server, client, api) -> None:
    answers(server, BLUE)
    model = OpenAILanguageModel(client, model="tiny", api=api, prices=PRICES)
    prompt = Prompt(name="colour", system="You name colours, as JSON. " * 200, user="Which?")

    first = await model.complete(prompt, Colour, timeout_seconds=20)
    second = await model.complete(prompt, Colour, timeout_seconds=20)

    assert first.usage.cached_tokens == 0
    assert second.usage.cached_tokens == len(prompt.system) // 4
    assert second.usage.cost_usd < first.usage.cost_usd


# --- failures ----------------------------------------------------------------------------------------------------


async def test_a_busy_server_is_given_the_time_it_asks_for(server, model, slept) -> None:
    server.trouble(CHAT, troubles.fails(429, "slow down", Retry_After="3"))
    answers(server, BLUE)

    completion = await model.complete(PROMPT, Colour, timeout_seconds=20)

    assert completion.value.name == "blue"
    assert slept == [3.0]


async def test_a_server_that_asks_for_much_time_is_left_to_the_turn(server, model, slept) -> None:
    server.trouble(CHAT, troubles.fails(429, "slow down", Retry_After="120"))

    with pytest.raises(ModelUnavailable) as caught:
        await model.complete(PROMPT, Colour, timeout_seconds=20)

    assert caught.value.retry_after_seconds == 120.0
    assert slept == []


async def test_an_error_of_the_server_is_tried_again(server, model, slept) -> None:
    server.trouble(CHAT, troubles.fails(500), troubles.fails(503))
    answers(server, BLUE)

    await model.complete(PROMPT, Colour, timeout_seconds=20)

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
        await model.complete(PROMPT, Colour, timeout_seconds=20)

    assert len(server.asked) == tries


async def test_a_small_model_is_asked_without_room_for_the_longest_answer(server, model) -> None:
    """As vLLM says it, which counts the answer's room against the context."""
    server.trouble(
        CHAT,
        troubles.fails(
            400,
            "This model's maximum context length is 8192 tokens. However, you requested 10100 tokens (2100 in the messages, 8000 in "
            "the completion).",
        ),
    )
    answers(server, BLUE)

    await model.complete(PROMPT, Colour, timeout_seconds=20)
    await model.complete(PROMPT, Colour, timeout_seconds=20)

    assert ["max_completion_tokens" in asked.body for asked in server.asked] == [True, False, False]
    assert server.asked[-1].format == "json_schema"


@pytest.mark.parametrize("trouble", [troubles.hangs, troubles.drips])
async def test_the_deadline_holds_whatever_the_server_does(server, model, trouble) -> None:
    server.trouble(CHAT, *[trouble] * 3)

    with pytest.raises(ModelUnavailable, match="took"):
        await model.complete(PROMPT, Colour, timeout_seconds=0.3)


async def test_a_server_that_is_not_there_cannot_be_reached(server, sleep) -> None:
    async with connect(base_url="http://127.0.0.1:9/v1") as client:
        model = OpenAILanguageModel(client, model="tiny", sleep=sleep)

        with pytest.raises(ModelUnavailable, match="cannot be reached"):
            await model.complete(PROMPT, Colour, timeout_seconds=20)


async def test_an_answer_without_end_is_given_up(server) -> None:
    server.trouble(CHAT, troubles.talks("x" * 40_000))
    async with connect(base_url=server.url, answer_bytes_max=10_000) as client:
        model = OpenAILanguageModel(client, model="tiny")

        with pytest.raises(ModelUnavailable, match="too large"):
            await model.complete(PROMPT, Colour, timeout_seconds=20)
