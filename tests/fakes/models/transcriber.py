"""A transcriber that hears what it is told to."""

from dataclasses import dataclass, field

from agent.domain.incoming import IncomingVoice
from agent.errors import ModelUnavailable


@dataclass(slots=True, kw_only=True)
class FakeTranscriber:
    says: str = "draw a red fox in the snow"
    away: bool = False
    heard: list[IncomingVoice] = field(default_factory=list[IncomingVoice])

    async def transcribe(self, voice: IncomingVoice) -> str:
        self.heard.append(voice)
        if self.away:
            raise ModelUnavailable("made to fail")
        return self.says.strip()
