"""Albums that come through a webhook: answered one by one, taken in together."""

import asyncio

import pytest

from adapters.telegram import albums
from adapters.telegram.webhook_albums import Keeping, MemoryPendingDeliveries
from agent.domain.conversation import PlatformName
from agent.errors import StoreUnavailable
from simulators.telegram.world import JSON, World
from tests.patience import until
from tests.worlds.telegram_bench import bench, fast_sleep, hooked, png, still_clock


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def ann(world: World) -> JSON:
    return world.person(7, "Ann")


async def test_an_album_through_a_webhook_is_one_message(
    world: World, ann: JSON, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telegram sends the second item only once the first is answered; it is waited for until all three are there."""
    monkeypatch.setattr(albums, "ALBUM_ITEMS_MAX", 3)
    chat = world.private(ann)
    pictures = [png(colour=colour) for colour in ("red", "green", "blue")]
    async with bench(world, webhook=True, clock=still_clock) as telegram:
        telegram.world.webhook["url"] = await hooked(telegram)
        world.album(ann, chat, pictures, "mix these")
        world.says(ann, chat, "and make it night")
        await telegram.heard(2)
        await telegram.confirmed()

    album, words = telegram.intake.messages
    assert [image.data for image in album.images] == pictures
    assert (album.text, words.text) == ("mix these", "and make it night"), "in the order they were said"
    assert not world.posted(chat)
    assert set(world.webhook_answers) == {200}


async def test_an_album_that_was_answered_and_not_taken_in_outlives_the_process(
    world: World, ann: JSON
) -> None:
    pending_deliveries, taken = MemoryPendingDeliveries(), list[object]()

    async def nowhere(raw: object) -> None:
        raise StoreUnavailable("the database is away")

    async def taking(raw: object) -> None:
        taken.append(raw)

    items = [{"update_id": n, "message": {"media_group_id": "7", "message_id": n}} for n in (1, 2)]
    killed = Keeping(nowhere, pending_deliveries, sleep=fast_sleep)
    for item in items:
        await killed.offer(item)
    heir = Keeping(taking, pending_deliveries, sleep=fast_sleep)
    running = [asyncio.create_task(keeping.run()) for keeping in (killed, heir)]
    await until(lambda: len(taken) == 2)
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)

    assert taken == items
    assert not await pending_deliveries.left("telegram", older_than_seconds=0)


async def test_an_album_is_not_answered_when_it_cannot_be_put_by() -> None:
    class Away(MemoryPendingDeliveries):
        async def put(self, platform: PlatformName, key: str, payload: str) -> None:
            raise StoreUnavailable("the database is away")

    async def never(raw: object) -> None:
        raise AssertionError("it was not put by")

    with pytest.raises(StoreUnavailable):
        await Keeping(never, Away()).offer({"update_id": 1, "message": {"media_group_id": "7"}})
