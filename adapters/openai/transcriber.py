"""What was said in a voice message, through /audio/transcriptions. The sound is sent and forgotten."""

import asyncio
from typing import Annotated

import pydantic
from openai import AsyncOpenAI
from pydantic import BeforeValidator

from adapters.openai.connection import within
from adapters.openai.errors import UNREADABLE, Garbled
from adapters.openai.prices import PriceTable
from adapters.openai.retries import Sleep, trying
from adapters.openai.wire_answers import Lenient, Tokens
from agent.domain.incoming import IncomingVoice
from agent.errors import ModelUnavailable
from agent.limits import TEXT_CHARS_MAX
from agent.ports import Transcript

LISTEN_SECONDS = 30.0
ENDINGS = {
    "audio/ogg": "ogg", "audio/opus": "ogg", "audio/webm": "webm", "video/webm": "webm", "audio/mpeg": "mp3", "audio/mp4": "m4a",
    "audio/x-m4a": "m4a", "video/mp4": "mp4", "audio/wav": "wav", "audio/x-wav": "wav", "audio/flac": "flac",
}  # fmt: skip
"""Media type to the ending of a file's name, by which servers tell the formats apart."""


def _number(value: object) -> object:
    return value if isinstance(value, int | float) and value > 0 else 0


Number = Annotated[float, BeforeValidator(_number)]
"""Of what a server counts: none where it is anything else."""


class _Used(Lenient):
    """Tokens or seconds, as the server counts."""

    input_tokens: Number = 0
    output_tokens: Number = 0
    seconds: Number = 0


class _Answer(Lenient):
    text: str
    usage: object = None

    def used(self) -> _Used:
        return _Used.model_validate(self.usage) if isinstance(self.usage, dict) else _Used()  # pyright: ignore[reportUnknownMemberType] # validated here


class OpenAITranscriber:
    """Implements Transcriber."""

    def __init__(
        self,
        client: AsyncOpenAI,
        *,
        model: str,
        prices: PriceTable | None = None,
        timeout_seconds: float = LISTEN_SECONDS,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._client = client
        self.model = model
        self._prices = prices or PriceTable()
        self._timeout_seconds = timeout_seconds
        self._sleep = sleep

    async def transcribe(self, voice: IncomingVoice) -> Transcript:
        kind = voice.media_type.partition(";")[0].strip().lower()
        ending = ENDINGS.get(kind, "ogg")
        try:
            async with asyncio.timeout(self._timeout_seconds):
                raw = await trying(
                    lambda: self._client.audio.transcriptions.with_raw_response.create(
                        model=self.model, file=(f"voice.{ending}", voice.data, kind or "audio/ogg"),
                        response_format="json", timeout=within(self._timeout_seconds),
                    ),
                    sleep=self._sleep,
                )  # fmt: skip
        except TimeoutError as error:
            raise ModelUnavailable("the transcription took too long") from error
        try:
            answer = _Answer.parsed(raw.content)
        except pydantic.ValidationError as error:
            raise Garbled(UNREADABLE) from error
        return Transcript(text=answer.text.strip()[:TEXT_CHARS_MAX], cost_usd=self._cost(answer.used()))

    def _cost(self, used: _Used) -> float:
        """Nothing that is known where the server counts neither."""
        if used.input_tokens or used.output_tokens:
            tokens = Tokens(input=int(used.input_tokens), output=int(used.output_tokens))
            return self._prices.cost(self.model, tokens)
        return self._prices.minutes_cost(self.model, used.seconds)
