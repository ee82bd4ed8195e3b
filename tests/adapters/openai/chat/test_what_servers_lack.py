"""What servers do not know: parameters, pictures, names, counts."""

import pytest

from adapters.openai.chat.language_model import OpenAILanguageModel
from agent.domain.generation import ImageData
from agent.ports import Prompt
from simulators.openai import troubles
from simulators.openai.requests import CHAT, MODELS
from tests.adapters.openai.chat.told_answers import BLUE, PRICES, answers
from tests.contracts.models.language_model_contract import PROMPT, Colour
from tests.patience import PATIENCE_SECONDS

SEEN = Prompt(
    name="colour", system="You name colours, as JSON.", user="Which one?",
    images=(ImageData(data=b"\xff\xd8jpeg", media_type="image/jpeg", width=2, height=2),),
)  # fmt: skip


# --- what servers do not know ------------------------------------------------------------------------------------


async def test_what_a_server_does_not_know_is_left_out_from_then_on(server, client) -> None:
    server.knows = ()
    answers(server, BLUE)
    model = OpenAILanguageModel(client, model="gpt-6.1-terra")

    await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)
    before = len(server.asked)
    await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

    assert len(server.asked) == before + 1
    assert not {"reasoning_effort", "max_completion_tokens", "prompt_cache_key"} & set(server.asked[-1].body)
    assert server.asked[-1].format == "json_schema"


async def test_pictures_are_shown(server, model) -> None:
    answers(server, BLUE)

    completion = await model.complete(SEEN, Colour, timeout_seconds=PATIENCE_SECONDS)

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

    completion = await model.complete(SEEN, Colour, timeout_seconds=PATIENCE_SECONDS)
    again = await model.complete(SEEN, Colour, timeout_seconds=PATIENCE_SECONDS)

    assert completion.degraded == again.degraded == "pictures unseen"
    assert "you cannot see them" in server.asked[-1].user
    assert server.asked[-1].pictures == 0


async def test_the_only_model_of_a_server_needs_no_name(server, client) -> None:
    server.models = ("qwen3-4b", "other")
    answers(server, BLUE)
    model = OpenAILanguageModel(client, model="")

    completion = await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)
    await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

    assert completion.usage.model == model.model == "qwen3-4b"
    assert len(server.of(MODELS)) == 1


async def test_a_server_that_counts_nothing_costs_nothing(server, model) -> None:
    server.usage = False
    answers(server, BLUE)

    completion = await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

    assert completion.usage.cost_usd == 0.0


@pytest.mark.parametrize("api", ["chat", "responses"])
async def test_the_cached_share_of_the_prompt_is_counted_and_cheaper(server, client, api) -> None:
    answers(server, BLUE)
    model = OpenAILanguageModel(client, model="tiny", api=api, prices=PRICES)
    prompt = Prompt(name="colour", system="You name colours, as JSON. " * 200, user="Which?")

    first = await model.complete(prompt, Colour, timeout_seconds=PATIENCE_SECONDS)
    second = await model.complete(prompt, Colour, timeout_seconds=PATIENCE_SECONDS)

    assert first.usage.cached_tokens == 0
    assert second.usage.cached_tokens == len(prompt.system) // 4
    assert second.usage.cost_usd < first.usage.cost_usd


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

    await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)
    await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

    assert ["max_completion_tokens" in asked.body for asked in server.asked] == [True, False, False]
    assert server.asked[-1].format == "json_schema"
