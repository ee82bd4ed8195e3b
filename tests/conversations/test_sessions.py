"""A session in each language, parts of it on every platform: no reply and no button has an English word that is not the person's own."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from adapters.discord.inbound.commands import table
from agent.domain.conversation import PlatformName
from agent.translation.catalogue import LOCALE, _, is_spoken, pgettext, speaking
from agent.translation.po_files import Entry, entries_of
from tests.conversations.design.pairwise import FULL, acted
from tests.conversations.house import House
from tests.conversations.playing import played
from tests.conversations.script import Script, Step
from tests.conversations.test_conversations import PLATFORMS
from tests.conversations.turns import Turn, plain, told

SESSIONS = Path(__file__).with_name("sessions.toml")
FIRST_NUMBER = 100
SENTENCE_WORDS = 4
UNSEEN_SHARE_MAX = 0.02
"""Sessions are played in places of their own, by the number of their script."""
NAMES = frozenset({"sketch", "fake", "atelier", "utc", "pdf", "zip", "ai", "file"})
"""What is called so in every language: the model, its provider, ourselves, a time zone, kinds of files, what we are, and
the word that `/show` takes."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_TYPED = re.compile(r"`[^`]*`|(?<!\w)/\w+(?: [A-Z]+\b| \w+[|\w]*)*|\{[^}]*\}|https?://\S+")
"""What is typed as it is in every language."""
_SPAN = re.compile(r"`(/?[^`]*)`")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
OTHER_SCRIPTS = frozenset({"ru", "uk", "ja", "ko", "zh_Hans", "zh_Hant", "ar", "hi"})
"""Languages in which every word in Latin script is a foreign one."""


def sessions(file: Path = SESSIONS, first: int = FIRST_NUMBER) -> list[tuple[str, Script]]:
    """Those whose language has a catalogue."""
    found = tomllib.loads(file.read_text(encoding="utf-8"))["session"]
    collected: list[tuple[str, Script]] = []
    for number, row in enumerate(found, start=first):
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


def first_of_each_kind(script: Script) -> Script:
    """Its steps that are the first to do or to get something."""
    firsts: dict[tuple[str, str], Step] = {}
    for step in script.steps:
        firsts.setdefault((acted(step)[0], step.gets), step)
    return replace(script, steps=tuple(firsts.values()))


def played_sessions(*, full: bool = FULL) -> Iterator[tuple[str, Script, PlatformName]]:
    """Every language on every platform: by turns all its steps on one; on another the everyday words are said (languages/); on the
    rest what it does and gets for the first time."""
    for turn, (language, script) in enumerate(sessions()):
        for ahead in (0, 2, 3) if not full else range(len(PLATFORMS)):
            platform = PLATFORMS[(turn + ahead) % len(PLATFORMS)]
            yield language, script if full or not ahead else first_of_each_kind(script), platform


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("language", "script", "platform"),
    list(played_sessions()),
    ids=lambda value: value if isinstance(value, str) else "",
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
    own = words_of(said) | NAMES
    return [
        (wrong, said)
        for turn in turns
        for said in (turn.text, *turn.buttons)
        if (wrong := english_in(without_prompt(said, language), language) - own)
    ]


def without_prompt(said: str, language: str) -> str:
    """Without what the image model was told, which is shown as it was told: in the language that it understands best."""
    with speaking(language):
        heading = plain(_("**The image model was told**"))
    return said.partition(heading)[0]


@cache
def typed_words() -> frozenset[str]:
    """Commands, and the parts and values of theirs that are typed the same in every language."""
    texts = [entry.message for entry in entries_of((LOCALE / "atelier.pot").read_text(encoding="utf-8"))]
    spans = [span for text in texts for span in _SPAN.findall(text)]
    return frozenset(word.lower() for span in (*spans, *_parts()) for word in _LATIN.findall(span))


def _parts() -> Iterator[str]:
    """What follows a command, as Discord's menu has it."""
    for entry in table().entries:
        yield entry.name
        yield from (part.name for part in entry.parts)


def english_in(said: str, language: str) -> set[str]:
    """Its words that are of English texts alone; in another script, every Latin word."""
    if language in OTHER_SCRIPTS:
        return {word.lower() for word in _LATIN.findall(_TYPED.sub(" ", said))} - typed_words()
    return words_of(said) & english_words(language)


@pytest.mark.parametrize("language", [name for name, _script in sessions()])
def test_english_is_found_by_the_catalogue_itself(language: str) -> None:
    """Of the sentences of four words and more, as they stand in English, hardly one passes for the other language."""
    entries = entries_of((LOCALE / f"{language}.po").read_text(encoding="utf-8"))
    sentences = [entry.message for entry in entries if len(words_of(entry.message)) >= SENTENCE_WORDS]
    unseen = [sentence for sentence in sentences if not english_in(sentence, language)]

    assert len(unseen) <= len(sentences) * UNSEEN_SHARE_MAX, unseen
