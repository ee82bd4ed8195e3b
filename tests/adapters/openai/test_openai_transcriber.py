"""Voice messages over the real SDK: the port's contract, and what a server may ask for or answer instead."""

import asyncio

import pytest
from openai import AsyncOpenAI

from adapters.http.circuit_breaker import CircuitBreaker, GuardedTranscriber
from adapters.openai.prices import Price, PriceTable
from adapters.openai.transcriber import OpenAITranscriber
from agent.domain.incoming import IncomingVoice
from agent.errors import ModelUnavailable
from agent.limits import TEXT_CHARS_MAX
from agent.ports import Transcriber
from bot.clock import SystemClock
from simulators.openai.requests import TRANSCRIBE
from simulators.openai.server import OpenAIServer
from simulators.openai.troubles import fails
from tests.contracts.models.transcriber_contract import VOICE, TranscriberContract
from tests.fakes.models.transcriber import FakeTranscriber


async def no_sleep(seconds: float) -> None:
    await asyncio.sleep(0)


def made(client: AsyncOpenAI) -> OpenAITranscriber:
    return OpenAITranscriber(client, model="whisper-tiny", sleep=no_sleep)


class TestFake(TranscriberContract):
    @pytest.fixture
    def transcriber(self) -> Transcriber:
        return FakeTranscriber(says=" draw a red fox in the snow\n")

    @pytest.fixture
    def silent(self) -> Transcriber:
        return FakeTranscriber(says="  ")

    @pytest.fixture
    def away(self) -> Transcriber:
        return FakeTranscriber(away=True)


class TestOpenAI(TranscriberContract):
    @pytest.fixture
    def transcriber(self, server: OpenAIServer, client: AsyncOpenAI) -> Transcriber:
        server.spoken = " draw a red fox in the snow\n"
        return made(client)

    @pytest.fixture
    def silent(self, server: OpenAIServer, client: AsyncOpenAI) -> Transcriber:
        server.spoken = "  "
        return made(client)

    @pytest.fixture
    def away(self, server: OpenAIServer, client: AsyncOpenAI) -> Transcriber:
        server.trouble(TRANSCRIBE, *(fails(503) for _ in range(6)))
        return made(client)


class TestGuarded(TestOpenAI):
    @pytest.fixture
    def transcriber(self, client: AsyncOpenAI) -> Transcriber:
        return GuardedTranscriber(CircuitBreaker("transcription", SystemClock()), made(client))


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("audio/ogg", "voice.ogg"),
        ("audio/webm;codecs=opus", "voice.webm"),
        ("AUDIO/MP4", "voice.m4a"),
        ("", "voice.ogg"),
        ("application/x-made-up", "voice.ogg"),
    ],
)
async def test_the_file_is_named_by_its_format(
    server: OpenAIServer, client: AsyncOpenAI, kind: str, name: str
) -> None:
    await made(client).transcribe(IncomingVoice(data=b"sound", media_type=kind))

    (asked,) = server.of(TRANSCRIBE)
    assert asked.files == (("file", name, b"sound"),)
    assert (asked.body["model"], asked.body["response_format"]) == ("whisper-tiny", "json")


async def test_a_stumble_is_tried_again(server: OpenAIServer, client: AsyncOpenAI) -> None:
    server.trouble(TRANSCRIBE, fails(502))

    assert (await made(client).transcribe(VOICE)).text
    assert len(server.of(TRANSCRIBE)) == 2


async def test_a_refused_file_is_not_sent_again(server: OpenAIServer, client: AsyncOpenAI) -> None:
    with pytest.raises(ModelUnavailable):
        await made(client).transcribe(IncomingVoice(data=b"", media_type="audio/ogg"))

    assert len(server.of(TRANSCRIBE)) == 1


@pytest.mark.parametrize(
    ("used", "cost"),
    [
        ({"type": "duration", "seconds": 30}, 0.03),
        ({"type": "tokens", "input_tokens": 1_000_000, "output_tokens": 500_000}, 4.0),
        ({"type": "duration", "seconds": "long"}, 0.0),
        ("many", 0.0),
        (None, 0.0),
    ],
)
async def test_what_it_cost_is_told_as_the_server_counts(
    server: OpenAIServer, client: AsyncOpenAI, used: object, cost: float
) -> None:
    server.listening_used = used
    prices = PriceTable({"whisper-tiny": Price(input=2.0, output=4.0, minute=0.06)})
    transcriber = OpenAITranscriber(client, model="whisper-tiny", prices=prices, sleep=no_sleep)

    assert (await transcriber.transcribe(VOICE)).cost_usd == pytest.approx(cost)


async def test_endless_talk_is_cut(server: OpenAIServer, client: AsyncOpenAI) -> None:
    server.spoken = "fox " * TEXT_CHARS_MAX

    assert len((await made(client).transcribe(VOICE)).text) <= TEXT_CHARS_MAX
