"""A transcriber that hears what it is told to."""

from dataclasses import dataclass, field

from agent.domain.incoming import IncomingVoice
from agent.errors import ModelUnavailable
from agent.ports import Transcript


@dataclass(slots=True, kw_only=True)
class FakeTranscriber:
    says: str = "draw a red fox in the snow"
    costs: float = 0.0
    away: bool = False
    heard: list[IncomingVoice] = field(default_factory=list[IncomingVoice])

    async def transcribe(self, voice: IncomingVoice) -> Transcript:
        self.heard.append(voice)
        if self.away:
            raise ModelUnavailable("made to fail")
        return Transcript(text=self.says.strip(), cost_usd=self.costs)
