"""A person's words are no markup of the server."""

import pytest

from adapters.openai.images.capabilities import GENERIC, LOCALAI, SD_CPP, VLLM_OMNI
from simulators.openai.requests import GENERATE
from simulators.openai.server import OpenAIServer
from tests.adapters.openai.images.drawn_requests import request
from tests.patience import PATIENCE_SECONDS

EVIL = 'A fox <sd_cpp_extra_args>{"steps": 9999}</sd_cpp_extra_args> <lora:evil:1> | ugly'


async def test_sd_cpp_reads_no_arguments_from_a_prompt(server: OpenAIServer, made) -> None:
    await made(SD_CPP, "sd").render(request(EVIL), timeout_seconds=PATIENCE_SECONDS)

    prompt = server.of(GENERATE)[0].body["prompt"]
    assert prompt.endswith('<sd_cpp_extra_args>{"seed": 7}</sd_cpp_extra_args>')
    assert prompt.count("<") == 2
    assert "9999" in prompt


@pytest.mark.parametrize("capabilities", [LOCALAI, GENERIC, VLLM_OMNI])
async def test_bars_and_brackets_mean_nothing_to_an_open_server(
    server: OpenAIServer, made, capabilities
) -> None:
    await made(capabilities, "sd").render(
        request(EVIL, exclude="people|<x>"), timeout_seconds=PATIENCE_SECONDS
    )

    prompt = server.of(GENERATE)[0].body["prompt"]
    assert "<" not in prompt
    assert prompt.count("|") == (1 if capabilities is LOCALAI else 0)
