"""Updates are confirmed when they are stored, not before, and one poller hears a chat in order."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import httpx
import pytest
from telegram.error import InvalidToken

from adapters.telegram.config import TelegramConfig
from adapters.telegram.http.connection import TelegramConnection
from adapters.telegram.inbound.ingress import update_id
from adapters.telegram.platform import TelegramPlatform
from adapters.telegram.polling import Polling
from agent.errors import Misconfigured, PlatformUnavailable
from simulators.telegram.server import TOKEN, telegram_server
from simulators.telegram.world import JSON, Fault, World
from tests.fakes.intake import FakeIntake
from tests.patience import PATIENCE_SECONDS, until
from tests.worlds.telegram_bench import bench, fast_sleep, png


async def test_an_update_is_confirmed_only_when_it_is_stored(world: World, ann: JSON) -> None:
    async with bench(world) as telegram:
        telegram.intake.down = 3
        update = world.says(ann, world.private(ann), "draw a fox")
        await until(lambda: telegram.intake.down == 0)
        assert world.pending, "not yet stored, not yet confirmed"

        await telegram.heard()
        await telegram.confirmed()

    assert world.confirmed > update["update_id"]


async def test_what_was_not_confirmed_comes_again_after_a_restart_and_is_one_event(
    world: World, ann: JSON
) -> None:
    intake = FakeIntake()
    async with telegram_server(world) as server:

        @asynccontextmanager
        async def running() -> AsyncGenerator[None]:
            connection = TelegramConnection(TelegramConfig(token=TOKEN, api_url=server.url), sleep=fast_sleep)
            task = asyncio.create_task(TelegramPlatform(connection, intake, sleep=fast_sleep).run())
            yield
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await connection.close()

        def away(method: str) -> Fault | None:
            """From the moment it is stored nothing is confirmed."""
            return Fault(method=method, kind="lose") if intake.messages and method == "getUpdates" else None

        world.says(ann, world.private(ann), "draw a fox")
        world.faults.append(Fault(method="getUpdates", kind="lose", times=3))
        world.weather = away
        async with running():
            await until(lambda: intake.messages)
        world.weather = None
        async with running():
            await until(lambda: not world.pending)

    assert (len(intake.messages), len(intake.duplicates)) == (1, 1)


async def test_the_same_update_many_times_is_one_event(world: World, ann: JSON) -> None:
    async with bench(world) as telegram:
        update = world.says(ann, world.private(ann), "draw a fox")
        for _ in range(4):
            world.redeliver(update)
        await telegram.heard()
        await telegram.confirmed()
        world.redeliver(update)
        world.says(ann, world.private(ann), "and an owl")

        await telegram.heard(2)


async def test_ids_out_of_order_and_then_far_lower_are_all_taken(world: World, ann: JSON) -> None:
    chat = world.private(ann)
    async with bench(world) as telegram:
        first, second = world.says(ann, chat, "one"), world.says(ann, chat, "two")
        world.pending[:] = [second, first]
        await telegram.heard(2)
        await telegram.confirmed()
        world.says(ann, chat, "after a quiet week")["update_id"] = (
            3  # the server now counts from a random number
        )

        assert (await telegram.heard(3)).text == "after a quiet week"
        await telegram.confirmed()


class Batches:
    """A source that answers from a list, and then waits for ever."""

    def __init__(self, *batches: list[object]) -> None:
        self.offsets: list[int | None] = []
        self._batches = list(batches)

    async def updates(self, offset: int | None, *, timeout_seconds: int) -> list[object]:
        self.offsets.append(offset)
        if not self._batches:
            await asyncio.Event().wait()
        return self._batches.pop(0)


async def test_once_all_is_confirmed_no_old_offset_hides_what_is_numbered_lower() -> None:
    source = Batches([{"update_id": 100}, {"update_id": 101}], [], [{"update_id": 3}], [])
    taken: list[object] = []

    async def offer(raw: object) -> None:
        taken.append(raw)

    polling = asyncio.create_task(Polling(source, offer, sleep=fast_sleep).run())
    await until(lambda: len(source.offsets) == 5)
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)

    assert source.offsets == [None, 102, None, 4, None]
    assert len(taken) == 3


async def test_the_offset_waits_for_the_first_that_is_not_stored() -> None:
    source = Batches([{"update_id": 5}, {"update_id": 6}], [{"update_id": 5}, {"update_id": 6}], [])
    failures = [PlatformUnavailable("not yet")]

    async def offer(raw: object) -> None:
        if update_id(raw) == 5 and failures:
            raise failures.pop()

    polling = asyncio.create_task(Polling(source, offer, sleep=fast_sleep).run())
    await until(lambda: len(source.offsets) == 4)
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)

    assert source.offsets == [None, 5, 7, None]


class Stumbling(Batches):
    """Says that it does not know the token, so many times, before each batch."""

    def __init__(self, times: int) -> None:
        super().__init__([{"update_id": 1}], [{"update_id": 2}])
        self._times = times
        self._left = times

    async def updates(self, offset: int | None, *, timeout_seconds: int) -> list[object]:
        if self._left:
            self._left -= 1
            raise InvalidToken("Not Found")
        self._left = self._times
        return await super().updates(offset, timeout_seconds=timeout_seconds)


async def test_a_proxy_that_finds_nothing_for_a_moment_ends_nothing() -> None:
    taken: list[object] = []

    async def offer(raw: object) -> None:
        taken.append(raw)

    polling = asyncio.create_task(Polling(Stumbling(2), offer, sleep=fast_sleep).run())
    await until(lambda: len(taken) == 2)
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)


async def test_a_token_that_stays_unknown_ends_the_polling() -> None:
    async def offer(raw: object) -> None:
        raise AssertionError("nothing came")

    with pytest.raises(Misconfigured, match="TELEGRAM_TOKEN"):
        await Polling(Stumbling(9), offer, sleep=fast_sleep).run()


async def test_one_chat_is_heard_in_order(world: World, ann: JSON) -> None:
    chat = world.private(ann)
    async with bench(world) as telegram:
        world.faults.append(Fault(method="getFile", kind="slow", seconds=0.1))
        world.says(ann, chat, "first", photo=world.photo(png()))
        world.says(ann, chat, "second")
        world.album(ann, chat, [png(), png()], "third")
        world.says(ann, chat, "fourth")
        await telegram.heard(4)

    assert [m.text for m in telegram.intake.messages] == ["first", "second", "third", "fourth"]


@pytest.mark.parametrize("trouble", ["502", "lose", "429", "drop"])
async def test_polling_goes_on_after_troubles(world: World, ann: JSON, trouble: str) -> None:
    async with bench(world) as telegram:
        world.faults.append(Fault(method="getUpdates", kind=trouble, times=3))
        world.says(ann, world.private(ann), "draw a fox")

        await telegram.heard()
        await telegram.confirmed()


async def test_a_second_poller_is_a_conflict_that_passes(
    world: World, ann: JSON, caplog: pytest.LogCaptureFixture
) -> None:
    async with bench(world) as telegram:
        async with httpx.AsyncClient(timeout=PATIENCE_SECONDS) as other:
            await until(lambda: world.called("getUpdates"))
            await other.post(f"{telegram.server.url}/bot{TOKEN}/getUpdates", data={"timeout": "0"})
            await until(lambda: "poll_conflict" in {getattr(r, "action", "") for r in caplog.records})
        world.says(ann, world.private(ann), "draw a fox")

        await telegram.heard()


async def test_only_the_holder_of_the_lock_polls(world: World, ann: JSON) -> None:
    lock = asyncio.Lock()
    await lock.acquire()
    async with telegram_server(world) as server:
        connection = TelegramConnection(TelegramConfig(token=TOKEN, api_url=server.url), sleep=fast_sleep)
        intake = FakeIntake()
        task = asyncio.create_task(TelegramPlatform(connection, intake, sole=lambda: lock).run())
        await until(lambda: world.called("setMyShortDescription"))
        assert not world.called("getUpdates")

        lock.release()
        world.says(ann, world.private(ann), "draw a fox")
        await until(lambda: intake.messages)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await connection.close()
