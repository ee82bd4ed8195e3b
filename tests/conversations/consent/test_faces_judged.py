"""Several people in a whole turn: the judge is shown each beside the picture, which is drawn once more where one is not found."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from agent.domain.conversation import PlatformName
from agent.domain.evaluation import Evaluation
from agent.ports import JudgeRequest, Usage
from tests.conversations.consent.scripts import allows, draws, saves
from tests.conversations.consent.served_painter import served_painter
from tests.conversations.drivers.discord_driver import open_discord
from tests.conversations.drivers.telegram_driver import open_telegram
from tests.conversations.drivers.web_driver import open_web
from tests.conversations.house import House, open_house
from tests.conversations.playing import played
from tests.conversations.script import Script
from tests.conversations.turns import told

ADVICE = "Give the second one a copper beard."
SCRIPT = Script(
    number=196, name="faces judged", moderators=frozenset(),
    steps=(
        saves("ana"), saves("ben"), allows("ben", "channel"), draws("ana", "me and @ben at the fair", "ana", "ben"),
    ),
)  # fmt: skip


def faces_asked_for(request: JudgeRequest) -> list[str]:
    return [check.text for check in request.checklist if check.hard and "looks as in" in check.text]


class Watching:
    """A `Judge` that finds all but the second figure, and at the second look everybody."""

    def __init__(self) -> None:
        self.asked: list[JudgeRequest] = []

    async def judge(self, request: JudgeRequest, *, timeout_seconds: float) -> tuple[Evaluation, Usage]:
        self.asked.append(request)
        missed = faces_asked_for(request)[1:2]
        if len(self.asked) % 2:
            return Evaluation(verdict="revise", failed=tuple(missed), advice=ADVICE, score=0.5), Usage()
        return Evaluation(verdict="accept"), Usage()


WATCHING = Watching()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(module_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    folder: Path = tmp_path_factory.mktemp("faces")
    openings = (open_web, open_discord, open_telegram)
    async with (
        served_painter() as painter,
        open_house(module_dsn, folder, openings, painter=painter, judge=WATCHING) as opened,
    ):
        yield opened


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("platform", ["web", "discord", "telegram"])
async def test_each_is_looked_for_beside_their_own_picture(house: House, platform: PlatformName) -> None:
    WATCHING.asked.clear()
    before = len(house.painter.asked)

    drawn = (await played(house, platform, SCRIPT))[-1]

    assert drawn.kind == "image"
    first, second = house.painter.asked[before:]
    looks, again = WATCHING.asked
    people = [(ref.label, image.data) for ref, image in first.references if ref.role == "person"]
    assert len(people) == 2, told([drawn])
    assert [(ref.label, image.data) for ref, image in looks.figures] == people
    assert faces_asked_for(looks) == [f"{name} looks as in the picture of {name}" for name, _ in people]
    assert ADVICE in second.context.prompt
    assert [data for _, data in people] == [image.data for _, image in again.figures]
