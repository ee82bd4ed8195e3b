"""A second session in each language, in the words that people type into a chat: every message is answered as it is meant, in that language.
Played on one platform: what differs between them is held by `sessions.toml`."""

from pathlib import Path

import pytest

from tests.conversations.house import House
from tests.conversations.playing import played
from tests.conversations.script import Script
from tests.conversations.test_conversations import MEASURE
from tests.conversations.test_sessions import sessions, strange
from tests.conversations.turns import told

FOLDER = Path(__file__).with_name("everyday")
EVERYDAY = [
    each
    for number, file in enumerate(sorted(FOLDER.glob("*.toml")))
    for each in sessions(file, first=500 + 100 * number)
]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("language", "script"), EVERYDAY, ids=lambda value: value if isinstance(value, str) else str(value.number)
)
async def test_everyday_words_are_understood_and_answered_in_their_language(
    house: House, language: str, script: Script
) -> None:
    turns = await played(house, MEASURE, script)

    assert [turn.kind for turn in turns] == [step.gets for step in script.steps], told(turns)
    assert strange(turns, script, language) == []
