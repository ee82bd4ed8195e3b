"""What every `Transcriber` does."""

import pytest

from agent.domain.incoming import IncomingVoice
from agent.errors import ModelUnavailable
from agent.ports import Transcriber

VOICE = IncomingVoice(data=b"OggS and so on", media_type="audio/ogg")


class TranscriberContract:
    async def test_what_was_said_comes_back_without_its_edges(self, transcriber: Transcriber) -> None:
        assert (await transcriber.transcribe(VOICE)).text == "draw a red fox in the snow"

    async def test_where_nothing_was_said_it_is_nothing(self, silent: Transcriber) -> None:
        assert (await silent.transcribe(VOICE)).text == ""

    async def test_one_that_is_away_says_so(self, away: Transcriber) -> None:
        with pytest.raises(ModelUnavailable):
            await away.transcribe(VOICE)
