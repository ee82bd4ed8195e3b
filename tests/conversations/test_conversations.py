"""The same conversations, on every platform: each goes as its script says, and the same way everywhere."""

import pytest

from agent.domain.conversation import PlatformName
from tests.conversations.house import House
from tests.conversations.playing import played
from tests.conversations.script import Script, Step, scripts
from tests.conversations.turns import Turn, evened, told

PLATFORMS: tuple[PlatformName, ...] = ("console", "web", "discord", "telegram")
MEASURE: PlatformName = "console"
"""What the others are held against: it shows a reply as the core made it."""
MADE = tuple(
    f"http://cv.iptc.org/newscodes/digitalsourcetype/{term}"
    for term in ("trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia")
)

_known: dict[tuple[int, PlatformName], list[Turn]] = {}


async def turns_of(house: House, platform: PlatformName, script: Script) -> list[Turn]:
    """A script is played once on each platform."""
    key = (script.number, platform)
    if key not in _known:
        _known[key] = await played(house, platform, script)
    return _known[key]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("script", scripts(), ids=lambda script: f"{script.number:02}-{script.name}")
async def test_a_conversation_goes_the_same_way_everywhere(
    house: House, script: Script, platform: PlatformName
) -> None:
    turns = await turns_of(house, platform, script)

    for number, (step, turn) in enumerate(zip(script.steps, turns, strict=True), start=1):
        assert not (wrong := differences(step, turn)), f"step {number}: {wrong}\n{told(turns)}"
    measure = await turns_of(house, MEASURE, script)
    for step, turn, other in zip(script.steps, turns, measure, strict=True):
        assert evened(turn, by_lot=step.by_lot) == evened(other, by_lot=step.by_lot)


def differences(step: Step, turn: Turn) -> list[str]:
    """What a turn has not, or has, against its script."""
    shown = turn.text.lower()
    memory = turn.memory == step.memory or turn.kind not in ("image", "question")
    pictures = step.pictures if step.pictures is not None else int(turn.kind == "image")
    checks = {
        f"a reply of the kind {step.gets}": turn.kind == step.gets,
        f"memory {'used' if step.memory else 'not used'}": memory,
        f"{pictures} pictures": turn.pictures == pictures or turn.kind == "question",
        "pictures that say how they were made": turn.kind != "image" or is_marked(turn.made, pictures),
        f"{step.files} files": turn.files == step.files,
        f"{step.references} references": step.references is None or turn.references == (step.references,),
        f"the buttons {step.buttons}": step.buttons is None or turn.buttons == step.buttons,
        "for one person alone": turn.private == step.alone or step.where == "private",
        f"{step.gone} is gone": turn.gone == bool(step.gone),
        **{f"“{word}”": word in shown for word in step.text},
        **{f"without “{word}”": word not in shown for word in step.never},
    }
    return [what for what, holds in checks.items() if not holds]


def is_marked(made: tuple[str, ...], pictures: int) -> bool:
    return len(made) == pictures and all(each in MADE for each in made)


def test_there_are_29_conversations() -> None:
    assert len(scripts()) == 29
    assert len({script.name for script in scripts()}) == 29
