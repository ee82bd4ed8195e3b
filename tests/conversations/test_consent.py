"""A likeness reaches the image model exactly when its owner allowed it: conversations on every platform that names people, proved by the
bytes that a model server received."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from agent.domain.conversation import PlatformName
from simulators.discord.shapes import PORTRAITS
from tests.conversations.consent.further_scripts import FURTHER
from tests.conversations.consent.scripts import BOARDS, CONSENT, draws
from tests.conversations.consent.served_painter import served_painter
from tests.conversations.consent.wider_scripts import WIDER
from tests.conversations.design.pairwise import placed
from tests.conversations.drivers.discord_driver import open_discord
from tests.conversations.drivers.platform_driver import picture
from tests.conversations.drivers.telegram_driver import TelegramDriver, open_telegram
from tests.conversations.drivers.web_driver import open_web
from tests.conversations.house import House, open_house
from tests.conversations.playing import played
from tests.conversations.script import Script, Step
from tests.conversations.turns import Turn, told

PLATFORMS: tuple[PlatformName, ...] = ("web", "discord", "telegram")
CASES = [
    pytest.param(script, platform, id=f"{script.number}-{script.name}-{platform}")
    for script, platform in placed((*CONSENT, *WIDER, *FURTHER), PLATFORMS)
]
ON_BOARDS = [
    pytest.param(script, platform, id=f"{script.number}-{script.name}-{platform}")
    for script, platform in placed(BOARDS, PLATFORMS)
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(module_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    folder: Path = tmp_path_factory.mktemp("consent")
    openings = (open_web, open_discord, open_telegram)
    async with (
        served_painter() as painter,
        open_house(module_dsn, folder, openings, painter=painter) as opened,
    ):
        yield opened


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("script", "platform"), CASES)
async def test_a_likeness_is_sent_exactly_when_its_owner_allowed_it(
    house: House, script: Script, platform: PlatformName
) -> None:
    turns = await played(house, platform, script)

    for number, (step, turn) in enumerate(zip(script.steps, turns, strict=True), start=1):
        assert not (wrong := differences(step, turn)), f"step {number}: {wrong}\n{told(turns)}"


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("script", "platform"), ON_BOARDS)
async def test_a_style_board_is_used_by_those_whose_it_is(
    house: House, script: Script, platform: PlatformName
) -> None:
    turns = await played(house, platform, script)

    for number, (step, turn) in enumerate(zip(script.steps, turns, strict=True), start=1):
        assert not (wrong := differences(step, turn)), f"step {number}: {wrong}\n{told(turns)}"


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_picture_of_somebody_who_took_it_back_while_it_was_drawn_is_not_kept(
    house: House, platform: PlatformName
) -> None:
    script = next(one for one in WIDER if one.name == "taken back while it is drawn")

    await played(house, platform, replace(script, number=190))

    assert not await house.app.pool.fetchval("select count(*) from pictures where caption like 'ben 190%'")


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("platform", ["discord", "telegram"])
async def test_a_tap_takes_the_profile_picture_where_the_platform_gives_one(
    house: House, platform: PlatformName
) -> None:
    script = Script(
        number=191, name="profile picture", moderators=frozenset(),
        steps=(
            draws("ana", "me as a pirate", gets="question", shows=(), names="looks"),
            Step(who="ana", presses="Use my profile picture", to="looks", gets="image", shows=("ana",)),
            draws("ana", "me as a knight", "ana"),
        ),
    )  # fmt: skip
    PORTRAITS[str(1_000 + 10 * script.number)] = picture("face-ana")
    driver = house.drivers[platform]
    if isinstance(driver, TelegramDriver):
        driver.world.files[f"portrait-{1_000 + 10 * script.number}"] = picture("face-ana")

    turns = await played(house, platform, script)

    for step, turn in zip(script.steps, turns, strict=True):
        assert not (wrong := differences(step, turn)), f"{wrong}\n{told(turns)}"


def differences(step: Step, turn: Turn) -> list[str]:
    said = turn.text.lower()
    checks = {
        f"a reply of the kind {step.gets}": turn.kind == step.gets,
        f"the likenesses of {step.shows}, not {turn.shows}": step.shows is None
        or turn.shows == tuple(sorted(step.shows)),
        f"{step.references} pictures to go by, not {turn.references}": step.references
        in (None, sum(turn.references)),
        f"{step.pictures} pictures": step.pictures is None or turn.pictures == step.pictures,
        f"the buttons {step.buttons}": step.buttons is None or turn.buttons == step.buttons,
        "for one person alone": turn.private or not step.alone,
        **{f"“{word}”": word in said for word in step.text},
        **{f"without “{word}”": word not in said for word in step.never},
    }
    return [what for what, holds in checks.items() if not holds]


def test_there_are_at_least_forty_conversations() -> None:
    assert (
        len({script.name for script in (*CONSENT, *WIDER, *FURTHER)})
        == len(CONSENT) + len(WIDER) + len(FURTHER)
        >= 40
    )


def test_every_script_looks_at_what_was_sent() -> None:
    assert all(
        any(step.shows is not None for step in script.steps) for script in (*CONSENT, *WIDER, *FURTHER)
    )
