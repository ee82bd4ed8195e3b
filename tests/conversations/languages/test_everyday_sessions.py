"""A second session in each language, in the words that people type into a chat: every message is answered as it is meant, in that language.
Played on one platform each, by turns: the one that the session of that language (`sessions.toml`) is not played on."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from agent.domain.conversation import PlatformName
from tests.conversations.house import House
from tests.conversations.playing import played
from tests.conversations.script import Script
from tests.conversations.test_conversations import PLATFORMS
from tests.conversations.test_sessions import sessions, strange
from tests.conversations.turns import told

FOLDER = Path(__file__).with_name("everyday")
PLACES: Mapping[str, PlatformName] = {
    language: PLATFORMS[(turn + 1) % len(PLATFORMS)] for turn, (language, _) in enumerate(sessions())
}
EVERYDAY = [
    (language, script, PLACES[language])
    for number, file in enumerate(sorted(FOLDER.glob("*.toml")))
    for language, script in sessions(file, first=500 + 100 * number)
]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("language", "script", "platform"),
    EVERYDAY,
    ids=lambda value: value if isinstance(value, str) else str(value.number),
)
async def test_everyday_words_are_understood_and_answered_in_their_language(
    house: House, language: str, script: Script, platform: PlatformName
) -> None:
    turns = await played(house, platform, script)

    assert [turn.kind for turn in turns] == [step.gets for step in script.steps], told(turns)
    assert strange(turns, script, language) == []
