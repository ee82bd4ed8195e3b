"""The same conversations in other languages: who does what, and what comes of it, is the English script's; the words are here."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from agent.translation.catalogue import pgettext, speaking
from tests.conversations.script import Script, Step, scripts

FOLDER = Path(__file__).parent
NUMBERS_APART = 100
"""Scripts are played in places of their own, by their number."""
FIRST_NUMBER = 200
TOLD = ("says", "types", "text", "never", "presses", "buttons")
"""What a step may say of its own: the words of the person; the words of the reply; and labels that have a person's words in them, where the
catalogue alone does not know the button. A command without such words is typed as it is in English."""


def languages() -> tuple[str, ...]:
    """The catalogues' names."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))


@cache
def told_scripts(language: str) -> tuple[Script, ...]:
    """All of them, in the order of the English ones."""
    rows = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))["script"]
    told = {row["of"]: row for row in rows}
    first = FIRST_NUMBER + NUMBERS_APART * languages().index(language)
    return tuple(
        replace(
            script,
            number=first + script.number,
            language=language,
            steps=_steps(script, told[script.name], language),
        )
        for script in scripts()
    )


def _steps(english: Script, row: Mapping[str, Any], language: str) -> tuple[Step, ...]:
    """`before`: what its people say first, where a platform that tells nobody's language with a message has to have heard them."""
    before = (Step(**step) for step in row.get("before", ()))
    own = zip(english.steps, row["steps"], strict=True)
    return (*before, *(_step(step, words, language) for step, words in own))


def _step(english: Step, own: Mapping[str, Any], language: str) -> Step:
    assert set(own) <= set(TOLD), f"a step in {language} cannot say {sorted(set(own) - set(TOLD))}"
    assert "says" in own or not has_words(english), f"{english.says!r} is not told in {language}"
    with speaking(language):
        labels = (
            None if english.buttons is None else tuple(pgettext("button", label) for label in english.buttons)
        )
        presses = pgettext("button", english.presses) if english.presses else ""
    return replace(
        english,
        says=own.get("says", english.says),
        types=own.get("types", ""),
        text=tuple(own.get("text", ())),
        never=tuple(own.get("never", ())),
        presses=own.get("presses", presses),
        buttons=tuple(own["buttons"]) if "buttons" in own else labels,
    )


def has_words(step: Step) -> bool:
    """Whether the person says something that another language says otherwise."""
    said = step.says or ""
    return bool(said) and not said.startswith("/")
