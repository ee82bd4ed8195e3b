"""Streams: progress is seen, silence is told from slowness, and what a model thinks is kept apart from what it answers."""

import json

import pytest
from openai import AsyncOpenAI

from adapters.openai.chat.language_model import OpenAILanguageModel
from adapters.openai.chat.lenient_types import Shape, Text
from adapters.openai.errors import TooSlow
from agent.domain.generation import ImageData
from agent.errors import MalformedCompletion, ModelUnavailable
from agent.ports import Prompt
from simulators.openai import troubles
from simulators.openai.requests import CHAT, RESPONSES
from simulators.openai.server import OpenAIServer
from tests.contracts.models.language_model_contract import PROMPT, Colour
from tests.patience import PATIENCE_SECONDS

BLUE = '{"name": "blue", "warm": false}'
SEEN = Prompt(
    name="colour", system="You name colours, as JSON.", user="Which one?",
    images=(ImageData(data=b"\xff\xd8jpeg", media_type="image/jpeg", width=2, height=2),),
)  # fmt: skip


class Short(Shape):
    answer_tokens = 77
    name: Text = ""


@pytest.fixture
def model(client: AsyncOpenAI, sleep) -> OpenAILanguageModel:
    return OpenAILanguageModel(client, model="tiny", sleep=sleep)


def answers(server: OpenAIServer, *texts: str) -> None:
    left = list(texts)
    server.brain = lambda asked: left.pop(0) if len(left) > 1 else left[0]


@pytest.mark.parametrize("api", ["chat", "responses"])
async def test_answers_are_streamed_and_counted(server: OpenAIServer, client: AsyncOpenAI, api) -> None:
    answers(server, BLUE)

    completion = await OpenAILanguageModel(client, model="tiny", api=api).complete(
        PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS
    )

    assert server.asked[0].body["stream"] is True
    assert completion.value.name == "blue"
    assert completion.usage.output_tokens == len(BLUE) // 4


@pytest.mark.parametrize("api", ["chat", "responses"])
async def test_a_server_that_streams_nothing_answers_at_once(server, client, api) -> None:
    server.streams = False
    answers(server, BLUE)

    completion = await OpenAILanguageModel(client, model="tiny", api=api).complete(
        PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS
    )

    assert completion.value.name == "blue"


async def test_a_server_that_turns_streams_down_is_asked_without(server, model) -> None:
    server.knows = tuple(name for name in server.knows if name not in ("stream", "stream_options"))
    answers(server, BLUE)

    await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

    assert not {"stream", "stream_options"} & set(server.asked[-1].body)


async def test_an_upstream_error_is_none_about_streams(server, model) -> None:
    server.trouble(CHAT, troubles.fails(400, "the upstream model is busy"))
    answers(server, BLUE)

    await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

    assert server.asked[-1].body["stream"] is True


async def test_a_stream_that_falls_silent_is_asked_anew_long_before_the_deadline(
    server, client, sleep
) -> None:
    model = OpenAILanguageModel(client, model="tiny", sleep=sleep, silence_seconds=1.0)
    server.trouble(CHAT, troubles.writes('{"name": ', ends=False))
    answers(server, BLUE)

    completion = await model.complete(PROMPT, Colour, timeout_seconds=2 * PATIENCE_SECONDS)

    assert completion.value.name == "blue"
    assert len(server.asked) == 2
    assert completion.usage.seconds < PATIENCE_SECONDS


async def test_a_model_that_is_still_at_work_is_slow_and_not_away(server, client, sleep) -> None:
    server.trouble(CHAT, troubles.writes('{"name": ', ends=False))
    model = OpenAILanguageModel(client, model="tiny", sleep=sleep, silence_seconds=5)

    with pytest.raises(TooSlow) as caught:
        await model.complete(PROMPT, Colour, timeout_seconds=0.3)

    assert caught.value.answered
    assert len(server.asked) == 1


async def test_a_server_that_is_away_is_not_called_slow(model) -> None:
    model._client.base_url = "http://127.0.0.1:9/v1"

    with pytest.raises(ModelUnavailable) as caught:
        await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

    assert not caught.value.answered


async def test_blanks_without_end_are_hung_up_on(server, model) -> None:
    server.trouble(CHAT, troubles.writes('{"name": "blue",', *["\n" * 90] * 9, ends=False))
    answers(server, BLUE)

    completion = await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

    assert completion.degraded == "repaired"


async def test_an_error_within_the_stream_is_an_error(server, model) -> None:
    server.trouble(CHAT, troubles.complains_in_words)

    with pytest.raises(ModelUnavailable, match="context size"):
        await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)


# --- thinking ----------------------------------------------------------------------------------------------------


async def test_a_model_that_thinks_is_told_not_to_from_then_on(server, model) -> None:
    server.thoughts = "Hm, the sky ..."
    answers(server, BLUE)

    await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)
    completion = await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

    assert "chat_template_kwargs" not in server.asked[0].body
    assert server.asked[1].body["chat_template_kwargs"] == {"enable_thinking": False}
    assert completion.value.name == "blue"


async def test_an_answer_among_the_thoughts_is_read_there(server, model) -> None:
    message = {"role": "assistant", "content": "", "reasoning": BLUE}
    server.trouble(CHAT, troubles.says({"choices": [{"index": 0, "message": message}]}))

    completion = await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

    assert completion.value.name == "blue"


async def test_where_silence_spoils_the_answer_the_model_may_think(server, model) -> None:
    """Ollama, which enforces no format while thinking is switched off."""
    server.thoughts = "Hm."
    answers(server, BLUE, "blue, I think", BLUE)

    await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)
    completion = await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

    assert completion.value.name == "blue"
    assert "chat_template_kwargs" not in server.asked[-1].body
    assert server.asked[-1].format == "json_schema"


async def test_a_model_that_has_to_think_gets_the_room(server, model) -> None:
    server.thoughts = "Hm."
    server.knows = tuple(name for name in server.knows if name != "chat_template_kwargs")
    answers(server, '{"name": "blue"}')

    await model.complete(PROMPT, Short, timeout_seconds=PATIENCE_SECONDS)
    await model.complete(PROMPT, Short, timeout_seconds=PATIENCE_SECONDS)
    await model.complete(PROMPT, Short, timeout_seconds=PATIENCE_SECONDS)

    assert server.asked[0].body["max_completion_tokens"] == 77
    assert server.asked[-1].body["max_completion_tokens"] == 8_000


# --- what is asked for -------------------------------------------------------------------------------------------


async def test_answers_are_cool_and_have_a_ceiling(server, model) -> None:
    answers(server, '{"name": "blue"}')

    await model.complete(PROMPT, Short, timeout_seconds=PATIENCE_SECONDS)

    assert server.asked[0].body["temperature"] == 0.2
    assert server.asked[0].body["max_completion_tokens"] == 77


async def test_models_that_think_choose_their_own_temperature_and_room(server, client) -> None:
    answers(server, '{"name": "blue"}')

    await OpenAILanguageModel(client, model="gpt-6.1-terra").complete(
        PROMPT, Short, timeout_seconds=PATIENCE_SECONDS
    )

    assert "temperature" not in server.asked[0].body
    assert server.asked[0].body["max_completion_tokens"] == 8_000


async def test_bounds_of_a_schema_are_left_out_where_they_are_not_known(server, model) -> None:
    server.trouble(CHAT, troubles.fails(400, "Invalid schema: 'maxLength' is not permitted."))
    answers(server, BLUE)

    await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

    assert [asked.format for asked in server.asked] == ["json_schema", "json_schema"]
    assert "maxLength" in model.ways.left_out


async def test_a_model_without_eyes_says_so_once(server, model) -> None:
    server.vision = False
    answers(server, BLUE)

    await model.complete(SEEN, Colour, timeout_seconds=PATIENCE_SECONDS)

    assert [asked.pictures for asked in server.asked] == [1, 0]


async def test_a_repair_through_responses_is_made_of_whole_items(server, client) -> None:
    """llama.cpp takes an answer of the model's no other way."""
    answers(server, "blue", BLUE)

    await OpenAILanguageModel(client, model="tiny", api="responses").complete(
        PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS
    )

    said = server.of(RESPONSES)[1].body["input"][1]
    assert (said["type"], said["role"], said["content"][0]["type"]) == ("message", "assistant", "output_text")


async def test_noise_in_a_stream_is_passed_over(server, model) -> None:
    async def noisy(server, request, asked):
        response = await troubles.sse(request)
        for line in (
            b"data: {",
            b"data: [1]",
            b"data: null",
            b"event: ping",
            b"data: " + json.dumps({"choices": "x"}).encode(),
        ):
            await response.write(line + b"\n\n")
        await response.write_eof()
        return response

    server.trouble(CHAT, noisy, noisy)

    with pytest.raises(MalformedCompletion):
        await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)
