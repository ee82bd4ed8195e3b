"""The conversations in further languages: they go as the English ones do, and nothing that is shown is English."""

import pytest

from agent.domain.conversation import PlatformName
from tests.conversations.design.pairwise import rotated
from tests.conversations.house import House
from tests.conversations.languages.told import languages, told_scripts
from tests.conversations.playing import played
from tests.conversations.script import Script, Step, scripts
from tests.conversations.test_conversations import PLATFORMS, differences
from tests.conversations.test_sessions import strange
from tests.conversations.turns import told

PLAYED = [
    pytest.param(script, platform, id=f"{script.language}-{script.number}-{script.name}-{platform}")
    for first, language in enumerate(languages())
    for script, platform in rotated(told_scripts(language), PLATFORMS, first=first)
]
"""Every script in every language, and on another platform in each: in English it is played on all, and everywhere what is shown is held
against the core's own reply."""


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("script", "platform"), PLAYED)
async def test_it_goes_as_in_english_and_has_no_english_word(
    house: House, script: Script, platform: PlatformName
) -> None:
    turns = await played(house, platform, script)

    for number, (step, turn) in enumerate(zip(script.steps, turns, strict=True), start=1):
        assert not (wrong := differences(step, turn)), f"step {number}: {wrong}\n{told(turns)}"
    assert strange(turns, script, script.language) == []


@pytest.mark.parametrize("language", languages())
def test_it_expects_no_less_than_the_english_ones(language: str) -> None:
    for english, script in zip(scripts(), told_scripts(language), strict=True):
        same = script.steps[-len(english.steps) :]
        for number, (step, own) in enumerate(zip(english.steps, same, strict=True), start=1):
            less = [name for name, many in looked_for(step).items() if looked_for(own)[name] < many]
            assert not less, f"{script.name}, step {number}"


def looked_for(step: Step) -> dict[str, int]:
    """How much of a reply a step looks at, and whether it fills a form."""
    buttons = len(step.buttons or ())
    return {
        "text": len(step.text),
        "never": len(step.never),
        "buttons": buttons,
        "types": len(step.types[:1]),
    }


def test_there_are_three_further_languages_and_one_is_not_in_latin_script() -> None:
    assert languages() == ("de", "es", "ja")
