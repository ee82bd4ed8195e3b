"""Voice messages as words: what was understood is the author's own message, and is shown to them. The sound is not kept."""

import logging
from dataclasses import replace

from agent.domain.incoming import IncomingImage, IncomingMessage, IncomingVoice
from agent.errors import ModelUnavailable
from agent.ports import Transcriber, Transcript
from agent.translation.catalogue import N_, _

NOT_LISTENING = N_("I cannot listen to voice messages here; write it, please.")
NOT_HEARD = N_(
    "I could not listen to your voice message just now. Send it again in a while, or write it, please."
)
NOTHING_HEARD = N_("I heard no words in your voice message. Say it again, or write it, please.")
NOTHING = Transcript(text="")

log = logging.getLogger(__name__)


class VoiceMessages:
    """`transcriber` None: nobody listens."""

    def __init__(self, transcriber: Transcriber | None) -> None:
        self._transcriber = transcriber

    async def in_words(self, incoming: IncomingMessage) -> tuple[IncomingMessage, Transcript]:
        """The message with the words of its voice, and those words; or with what kept them from being heard."""
        if incoming.voice is None:
            return incoming, NOTHING
        heard, problem = await self._heard(incoming.voice)
        silent = replace(incoming, voice=None)
        if problem:
            unheard = IncomingImage(name=_("voice message"), data=b"", problem=problem)
            return replace(silent, images=(*incoming.images, unheard)), heard
        return replace(
            silent,
            text=_joined(incoming.text, heard.text),
            shown=_joined(incoming.shown, heard.text) if incoming.shown else "",
        ), heard

    async def _heard(self, voice: IncomingVoice) -> tuple[Transcript, str]:
        """What was said, or why that is not known."""
        if voice.problem or self._transcriber is None:
            return NOTHING, _(voice.problem or NOT_LISTENING)
        try:
            heard = await self._transcriber.transcribe(voice)
        except ModelUnavailable as error:
            log.warning("a voice message was not heard", extra={"action": "voice_unheard", "why": str(error)})
            return NOTHING, _(NOT_HEARD)
        return heard, "" if heard.text else _(NOTHING_HEARD)


def _joined(written: str, heard: str) -> str:
    return f"{written}\n{heard}" if written else heard
