"""What is played stands for the full product: nothing that a platform can do otherwise is left out of any design (pairwise.py)."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from agent.domain.conversation import PlatformName
from tests.conversations.consent.further_scripts import FURTHER
from tests.conversations.consent.scripts import BOARDS, CONSENT
from tests.conversations.consent.wider_scripts import WIDER
from tests.conversations.design.pairwise import (
    Traits,
    kinds_of_answers,
    placed,
    product,
    rotated,
    seen,
    traits,
)
from tests.conversations.languages.test_everyday_sessions import PLACES
from tests.conversations.languages.told import languages, told_scripts
from tests.conversations.script import Script, Step, scripts
from tests.conversations.test_conversations import PLATFORMS
from tests.conversations.test_sessions import played_sessions, sessions

NAMING: tuple[PlatformName, ...] = ("web", "discord", "telegram")
DESIGNS = (
    (scripts(), PLATFORMS, kinds_of_answers),
    ((*CONSENT, *WIDER, *FURTHER), NAMING, traits),
    (BOARDS, NAMING, traits),
)


@pytest.mark.parametrize(("all_scripts", "platforms", "by"), DESIGNS)
def test_each_script_is_played_and_each_trait_is_seen_on_each_platform_that_has_it(
    all_scripts: Sequence[Script], platforms: Sequence[PlatformName], by: Traits
) -> None:
    plays = placed(all_scripts, platforms, by=by, full=False)

    assert {script.number for script, _ in plays} == {script.number for script in all_scripts}
    assert seen(plays, by) == seen(product(all_scripts, platforms), by)
    assert all(platform not in script.not_on for script, platform in plays)
    assert len(plays) < len(product(all_scripts, platforms)) / 1.4


def test_what_one_script_alone_does_is_played_on_every_platform() -> None:
    common = [
        Script(number=number, name="", steps=(Step(who="ana", says="a fox", gets="image"),), moderators=frozenset())
        for number in range(6)
    ]  # fmt: skip
    rare = replace(
        common[0], number=6, steps=(Step(who="ana", says="/memory off", where="private", gets="text"),)
    )
    plays = placed([*common, replace(rare, not_on=frozenset({"console"}))], PLATFORMS, full=False)

    assert [platform for script, platform in plays if script.number == rare.number] == [
        "web",
        "discord",
        "telegram",
    ]
    assert len(plays) == len(common) + 3


def test_told_in_another_language_a_script_is_on_another_platform() -> None:
    designs = [
        rotated(told_scripts(language), PLATFORMS, first=first, full=False)
        for first, language in enumerate(languages())
    ]

    assert all({platform for _, platform in plays} == set(PLATFORMS) for plays in designs)
    for plays in zip(*designs, strict=True):
        assert len({platform for _, platform in plays}) == len(languages())


def test_every_language_is_spoken_on_every_platform() -> None:
    played = {(language, platform) for language, _, platform in played_sessions(full=False)}

    assert played | set(PLACES.items()) == {
        (language, platform) for language, _ in sessions() for platform in PLATFORMS
    }


def test_on_demand_everything_is_played_everywhere() -> None:
    assert placed(BOARDS, NAMING, full=True) == product(BOARDS, NAMING)
    assert rotated(BOARDS, NAMING, first=1, full=True) == product(BOARDS, NAMING)
    assert len(list(played_sessions(full=True))) == len(sessions()) * len(PLATFORMS)
    assert len({script.steps for _, script, _ in played_sessions(full=True)}) == len(sessions())
