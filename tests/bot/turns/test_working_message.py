"""The working message: posted once, kept up to date, and never in the way of its turn."""

import pytest

from agent.domain.conversation import MessageId
from agent.errors import AtelierError, PlatformUnavailable, StoreUnavailable
from agent.ports import Address
from bot.turns.working_message import PageEvents, WorkingMessage
from db.pool import Pool
from tests.fakes.board import FakeBus
from tests.fakes.builders import author
from tests.worlds.stored_turns import ART, StoredTurns


class Screen:
    """An outbound that shows the working message, or fails."""

    platform = "console"

    def __init__(self) -> None:
        self.shown: list[tuple[str, bytes | None]] = []
        self.trouble: AtelierError | None = None

    async def open(self, address: Address, text: str) -> str:
        return await self._show(text, None)

    async def progress(self, address: Address, message: str, text: str, preview: bytes | None = None) -> None:
        await self._show(text, preview)

    async def _show(self, text: str, preview: bytes | None) -> str:
        if self.trouble is not None:
            raise self.trouble
        self.shown.append((text, preview))
        return "p1"


class Bench:
    def __init__(self, house: StoredTurns, message: MessageId, turn: str) -> None:
        self.house, self.screen, self.bus, self.steps = house, Screen(), FakeBus(), list[str]()
        self._address = Address(
            turn=turn, place=ART, author=author(), reply_to="m1", handle={}, nonce="n", message=message,  # pyright: ignore[reportArgumentType]
        )  # fmt: skip

    def working(self, *, posted: str | None = None, quiet: bool = False) -> WorkingMessage:
        return WorkingMessage(
            self.house.replies, PageEvents(self.bus), self.screen, self._address, posted, quiet=quiet, on_step=self.steps.append,  # pyright: ignore[reportArgumentType]
        )  # fmt: skip

    @property
    def texts(self) -> list[str]:
        return [text for text, _ in self.screen.shown]


@pytest.fixture
async def bench(pool: Pool) -> Bench:
    house = StoredTurns(pool)
    turn = (await house.say()).turn
    return Bench(house, (await house.claim(turn)).reply, turn)


async def test_it_is_posted_once_and_its_id_is_kept_for_the_next_worker(bench: Bench) -> None:
    working = bench.working()
    await working.open()
    await working.open()
    await working.say("render", "drawing")

    assert bench.texts == ["plan: thinking", "render: drawing"]
    assert await bench.house.count("messages", platform_id="p1") == 1


async def test_an_id_that_could_not_be_kept_is_kept_with_the_next_step(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(message: MessageId, platform_id: str) -> None:
        raise StoreUnavailable("away")

    working = bench.working()
    with monkeypatch.context() as patched:
        patched.setattr(bench.house.replies, "posted", away)
        await working.open()
    await working.say("render", "drawing")

    assert bench.texts == ["plan: thinking", "render: drawing"]
    assert await bench.house.count("messages", platform_id="p1") == 1


async def test_one_that_is_there_already_is_not_posted_again(bench: Bench) -> None:
    working = bench.working(posted="p1")
    await working.open()
    await working.say("render", "drawing")

    assert bench.texts == ["render: drawing"]


async def test_what_is_answered_at_once_shows_nothing_and_passes_its_steps_all_the_same(bench: Bench) -> None:
    working = bench.working(quiet=True)
    await working.open()
    await working.say("plan", "thinking")

    assert bench.texts == []
    assert bench.steps == ["plan"]


async def test_a_platform_that_is_away_does_not_stop_the_turn(bench: Bench) -> None:
    bench.screen.trouble = PlatformUnavailable("away")
    working = bench.working()
    await working.open()
    await working.say("plan", "thinking")
    await working.preview(b"pixels")
    bench.screen.trouble = None
    await working.open()

    assert bench.texts == ["plan: thinking"]


async def test_previews_are_shown_with_the_last_words_and_not_too_often(bench: Bench) -> None:
    working = bench.working()
    await working.open()
    await working.say("render", "drawing")
    for pixels in (b"one", b"two", b"three"):
        await working.preview(pixels)

    assert bench.screen.shown[2:] == [("render: drawing", b"one")]
