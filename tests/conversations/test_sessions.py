"""A session in a language, on every platform: no reply and no button has an English word that is not the person's own."""

import re
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from agent.domain.conversation import PlatformName
from agent.translation.catalogue import LOCALE, is_spoken, pgettext, speaking
from agent.translation.po_files import Entry, entries_of
from tests.conversations.house import House
from tests.conversations.playing import played
from tests.conversations.script import Script, Step
from tests.conversations.test_conversations import PLATFORMS
from tests.conversations.turns import Turn, told

SESSIONS = Path(__file__).with_name("sessions.toml")
FIRST_NUMBER = 100
"""Sessions are played in places of their own, by the number of their script."""
MODEL = "sketch"
"""The image model's name."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_TYPED = re.compile(r"`[^`]*`|/\w+(?: \w+)*|\{[^}]*\}|https?://\S+")
"""What is typed as it is in every language."""


def sessions() -> list[tuple[str, Script]]:
    """Those whose language has a catalogue."""
    found = tomllib.loads(SESSIONS.read_text(encoding="utf-8"))["session"]
    collected: list[tuple[str, Script]] = []
    for number, row in enumerate(found, start=FIRST_NUMBER):
        if is_spoken(row["language"]):
            steps = tuple(_step(row["language"], step) for step in row["steps"])
            name = f"a session in {row['language']}"
            collected.append(
                (row["language"], Script(number=number, name=name, steps=steps, moderators=frozenset()))
            )
    return collected


def _step(language: str, row: dict[str, Any]) -> Step:
    step = Step(**row)
    with speaking(language):
        return replace(step, presses=pgettext("button", step.presses) if step.presses else "")


@cache
def english_words(language: str) -> frozenset[str]:
    """Words of the English texts that are in no text of that language."""
    entries = tuple(entries_of((LOCALE / f"{language}.po").read_text(encoding="utf-8")))
    theirs = {word for entry in entries for said in entry.translations.values() for word in words_of(said)}
    ours = {word for entry in entries if entry.message for word in _english(entry)}
    return frozenset(ours - theirs)


def _english(entry: Entry) -> set[str]:
    return words_of(f"{entry.message} {entry.plural}")


def words_of(text: str) -> set[str]:
    return set(_WORD.findall(_TYPED.sub(" ", text).lower()))


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize(
    ("language", "script"), sessions(), ids=lambda value: value if isinstance(value, str) else ""
)
async def test_a_session_has_no_english_word(
    house: House, language: str, script: Script, platform: PlatformName
) -> None:
    turns = await played(house, platform, script)

    assert [turn.kind for turn in turns] == [step.gets for step in script.steps], told(turns)
    assert strange(turns, script, language) == []


def strange(turns: list[Turn], script: Script, language: str) -> list[tuple[set[str], str]]:
    """What each turn says in English, with all that it says."""
    said = " ".join(f"{step.says} {step.types} {step.who}" for step in script.steps)
    own = words_of(said) | {MODEL}
    return [
        (wrong, said)
        for turn in turns
        for said in (turn.text, *turn.buttons)
        if (wrong := (words_of(said) & english_words(language)) - own)
    ]
