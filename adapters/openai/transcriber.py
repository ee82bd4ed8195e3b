"""What was said in a voice message, through /audio/transcriptions. The sound is sent and forgotten."""

import asyncio

import pydantic
from openai import AsyncOpenAI

from adapters.openai.connection import within
from adapters.openai.errors import UNREADABLE, Garbled
from adapters.openai.retries import Sleep, trying
from adapters.openai.wire_answers import Lenient
from agent.domain.incoming import IncomingVoice
from agent.errors import ModelUnavailable
from agent.limits import TEXT_CHARS_MAX

LISTEN_SECONDS = 30.0
ENDINGS = {
    "audio/ogg": "ogg", "audio/opus": "ogg", "audio/webm": "webm", "video/webm": "webm", "audio/mpeg": "mp3", "audio/mp4": "m4a",
    "audio/x-m4a": "m4a", "video/mp4": "mp4", "audio/wav": "wav", "audio/x-wav": "wav", "audio/flac": "flac",
}  # fmt: skip
"""Media type to the ending of a file's name, by which servers tell the formats apart."""


class _Answer(Lenient):
    text: str


class OpenAITranscriber:
    """Implements Transcriber."""

    def __init__(
        self,
        client: AsyncOpenAI,
        *,
        model: str,
        timeout_seconds: float = LISTEN_SECONDS,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._client = client
        self.model = model
        self._timeout_seconds = timeout_seconds
        self._sleep = sleep

    async def transcribe(self, voice: IncomingVoice) -> str:
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
            return _Answer.parsed(raw.content).text.strip()[:TEXT_CHARS_MAX]
        except pydantic.ValidationError as error:
            raise Garbled(UNREADABLE) from error
