"""What only the operator can mend is not waited for."""

import pytest
from openai import AsyncOpenAI

from adapters.openai.chat.language_model import OpenAILanguageModel
from adapters.openai.connection import connect
from agent.errors import ModelUnavailable, Unavailable
from bot.turns.error_messages import words_for
from simulators.openai import troubles
from simulators.openai.requests import CHAT
from simulators.openai.server import openai_server
from simulators.openai.server_state import Trouble
from tests.contracts.models.language_model_contract import PROMPT, Colour


async def _failure(client: AsyncOpenAI) -> Unavailable:
    model = OpenAILanguageModel(client, model="tiny", sleep=_at_once)
    with pytest.raises(ModelUnavailable) as caught:
        await model.complete(PROMPT, Colour, timeout_seconds=10)
    return caught.value


async def _at_once(seconds: float) -> None:
    pass


@pytest.mark.parametrize(
    ("trouble", "lasting"),
    [
        (troubles.fails(401, "Incorrect API key"), True),
        (troubles.fails(429, "quota", code="insufficient_quota"), True),
        (troubles.fails(404, "The model does not exist"), True),
        (troubles.fails(429, "slow down"), False),
        (troubles.fails(500), False),
        (troubles.says("<html>maintenance</html>", kind="text/html"), False),
    ],
)
async def test_a_failure_says_whether_waiting_may_help(trouble: Trouble, lasting: bool) -> None:
    async with openai_server() as server, connect(base_url=server.url) as client:
        server.trouble(CHAT, *[trouble] * 3)

        error = await _failure(client)

    assert error.lasting is lasting
    words = words_for(error)
    assert words is not None
    assert ("as this bot is set up" in words) is lasting
