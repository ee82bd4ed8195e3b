"""A likeness reaches the image model exactly when its owner allowed it: conversations on every platform that names people, proved by the
bytes that a model server received."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from adapters.http.fetcher import SafeFetcher
from adapters.media import PillowGate
from adapters.openai.connection import connect
from adapters.openai.images.capabilities import OPENAI
from adapters.openai.images.image_model import OpenAIImageModel
from agent.domain.conversation import PlatformName
from agent.domain.generation import RenderedImage, RenderRequest
from simulators.discord.shapes import PORTRAITS
from simulators.openai.server import OpenAIServer, openai_server
from tests.conversations.consent_scripts import BOARDS, CONSENT, UNNAMED, allows, draws, saves
from tests.conversations.drivers.discord_driver import open_discord
from tests.conversations.drivers.platform_driver import picture
from tests.conversations.drivers.telegram_driver import TelegramDriver, open_telegram
from tests.conversations.drivers.web_driver import open_web
from tests.conversations.house import House, Painter, open_house
from tests.conversations.playing import played
from tests.conversations.script import Script, Step
from tests.conversations.turns import Turn, told

PLATFORMS: tuple[PlatformName, ...] = ("web", "discord", "telegram")
PEOPLE = ("ana", "ben", "cleo", "mia")


class ServedPainter(Painter):
    """Draws by a model server, which keeps what it is sent."""

    meanwhile: Callable[[], Awaitable[None]] | None = None
    """What happens while the model draws."""

    def __init__(self, server: OpenAIServer, model: OpenAIImageModel, faces: dict[bytes, str]) -> None:
        super().__init__()
        self._server = server
        self._model = model
        self._faces = faces

    async def render(self, request: RenderRequest, **how: Any) -> RenderedImage:
        self.asked.append(request)
        drawn = await self._model.render(request, timeout_seconds=how["timeout_seconds"])
        if self.meanwhile is not None:
            await self.meanwhile()
        return drawn

    def shown_since(self, asked: int) -> tuple[str, ...]:
        """By the very bytes that arrived."""
        sent = {data for one in self._server.asked[asked:] for _, _, data in one.files}
        return tuple(sorted(name for data, name in self._faces.items() if data in sent))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(module_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    folder: Path = tmp_path_factory.mktemp("consent")
    gate = PillowGate()
    faces = {(await gate.admit(picture(f"face-{who}"), name="face")).data: who for who in PEOPLE}
    async with openai_server(side_max=64) as server, connect(key="sk-test", base_url=server.url) as client:
        model = OpenAIImageModel(
            client, model="gpt-image-2", capabilities=OPENAI, gate=gate, fetcher=SafeFetcher()
        )
        painter = ServedPainter(server, model, faces)
        async with open_house(
            module_dsn, folder, (open_web, open_discord, open_telegram), painter=painter
        ) as opened:
            yield opened


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("script", CONSENT, ids=lambda script: f"{script.number}-{script.name}")
async def test_a_likeness_is_sent_exactly_when_its_owner_allowed_it(
    house: House, script: Script, platform: PlatformName
) -> None:
    turns = await played(house, platform, script)

    for number, (step, turn) in enumerate(zip(script.steps, turns, strict=True), start=1):
        assert not (wrong := differences(step, turn)), f"step {number}: {wrong}\n{told(turns)}"


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("script", BOARDS, ids=lambda script: f"{script.number}-{script.name}")
async def test_a_style_board_is_used_by_those_whose_it_is(
    house: House, script: Script, platform: PlatformName
) -> None:
    turns = await played(house, platform, script)

    for number, (step, turn) in enumerate(zip(script.steps, turns, strict=True), start=1):
        assert not (wrong := differences(step, turn)), f"step {number}: {wrong}\n{told(turns)}"


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_picture_of_somebody_who_takes_it_back_while_it_is_drawn_is_thrown_away(
    house: House, platform: PlatformName
) -> None:
    painter = house.painter
    assert isinstance(painter, ServedPainter)

    async def taken_back() -> None:
        await house.app.pool.execute("delete from likeness_grants")

    steps = (
        saves("ben"), allows("ben", "channel"),
        Step(who="ana", says="draw @ben at the fair", gets="error", text=("took it back", "without"), shows=("ben",)),
        draws("ana", "@ben at the fair", text=UNNAMED),
    )  # fmt: skip
    painter.meanwhile = taken_back
    try:
        script = Script(number=190, name="taken back meanwhile", steps=steps, moderators=frozenset())
        turns = await played(house, platform, script)
    finally:
        painter.meanwhile = None

    for step, turn in zip(steps, turns, strict=True):
        assert not (wrong := differences(step, turn)), f"{wrong}\n{told(turns)}"
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
    assert len(CONSENT) >= 40


def test_every_script_looks_at_what_was_sent() -> None:
    assert all(any(step.shows is not None for step in script.steps) for script in CONSENT)
