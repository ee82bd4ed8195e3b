"""Delivery: one worker at a time, patient with the platform, awake after trouble."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from adapters.media import PillowGate
from agent.domain.conversation import Author, MessageId, Place, PlatformName, Reply
from agent.errors import AtelierError, NotAllowed, PlatformUnavailable, StoreUnavailable
from agent.ports import Address, PictureFile
from bot.turns import delivery as module
from bot.turns.delivery import RETRY_SECONDS_MAX, Delivery
from db.picture_store import PgImageStore
from db.pool import Pool
from db.turns.queue import WorkerRegistry
from tests.fakes.board import FakeBus
from tests.fakes.clock import FakeClock
from tests.patience import PATIENCE_SECONDS
from tests.worlds.stored_turns import DIRECT, POSTERS, StoredTurns


class Counter:
    """An outbound that counts what is posted, and fails as told."""

    platform: PlatformName = "console"

    def __init__(self) -> None:
        self.posted: list[MessageId] = []
        self.trouble: AtelierError | None = None

    async def open(self, address: Address, text: str) -> str:
        return "1"

    async def refuses_pictures(self, address: Address) -> str:
        return ""

    async def progress(self, address: Address, message: str, text: str, preview: bytes | None = None) -> None:
        """Nothing to show."""

    async def deliver(
        self, address: Address, message: str | None, reply: Reply, files: Sequence[PictureFile]
    ) -> str:
        self.posted.append(address.message)
        if self.trouble is not None:
            raise self.trouble
        return "1"

    async def remove(self, address: Address, message: str) -> None:
        """Nothing to remove."""

    async def moderates(self, author: Author, place: Place) -> bool:
        return author.may_manage


@pytest.fixture
def house(pool: Pool) -> StoredTurns:
    return StoredTurns(pool, worker="one")


@pytest.fixture
async def one(pool: Pool) -> AsyncIterator[WorkerRegistry]:
    """A living worker, until the test lets it go."""
    registry = WorkerRegistry(pool)
    await registry.join("one")
    yield registry
    await registry.leave("one")


def delivery_of(
    pool: Pool, house: StoredTurns, platform: Counter, worker: str, clock: FakeClock | None = None
) -> Delivery:
    return Delivery(
        house.replies, PgImageStore(pool), PillowGate(), FakeBus(), {"console": platform}, worker=worker,
        monotonic=(clock or FakeClock()).monotonic,
    )  # fmt: skip


async def left_behind(house: StoredTurns) -> MessageId:
    return (await house.answer((await house.say()).turn, deliver=False)).reply


async def test_what_a_living_worker_has_in_hand_is_left_to_it(
    pool: Pool, house: StoredTurns, one: WorkerRegistry
) -> None:
    message, platform = await left_behind(house), Counter()
    other = delivery_of(pool, house, platform, "two")

    await other.sweep_once(older_than_seconds=0)
    assert await other.take_up(message), "it is taken care of"
    assert platform.posted == []

    await delivery_of(pool, house, platform, "one").sweep_once(older_than_seconds=0)
    assert platform.posted == [message]


async def test_what_a_dead_worker_left_is_taken_up_by_one_of_the_others(
    pool: Pool, house: StoredTurns, one: WorkerRegistry
) -> None:
    message, platform = await left_behind(house), Counter()
    await one.leave("one")
    two, three = WorkerRegistry(pool), WorkerRegistry(pool)
    await two.join("two")
    await three.join("three")

    sweeps = [
        delivery_of(pool, house, platform, name).sweep_once(older_than_seconds=0) for name in ("two", "three")
    ]
    await asyncio.gather(*sweeps)

    assert platform.posted == [message]
    await two.leave("two")
    await three.leave("three")


async def test_an_outage_of_an_hour_loses_nothing(pool: Pool, house: StoredTurns) -> None:
    message, platform, clock = await left_behind(house), Counter(), FakeClock()
    sending = delivery_of(pool, house, platform, "one", clock)
    platform.trouble = PlatformUnavailable("away")
    for _ in range(60 * 60 // 5):
        await sending.sweep_once(older_than_seconds=0)
        clock.move(seconds=5)
    assert 60 <= len(platform.posted) <= 70, "about once a minute"

    platform.trouble = None
    clock.move(seconds=RETRY_SECONDS_MAX)
    await sending.sweep_once(older_than_seconds=0)

    assert list(await house.replies.undelivered("console", older_than_seconds=0)) == []
    assert platform.posted[-1] == message


async def test_a_wait_the_platform_asks_for_is_kept(pool: Pool, house: StoredTurns) -> None:
    platform, clock = Counter(), FakeClock()
    await left_behind(house)
    sending = delivery_of(pool, house, platform, "one", clock)
    platform.trouble = PlatformUnavailable("slow down", retry_after_seconds=600)
    for _ in range(110):
        await sending.sweep_once(older_than_seconds=0)
        clock.move(seconds=5)
    assert len(platform.posted) == 1

    platform.trouble = None
    clock.move(seconds=60)
    await sending.sweep_once(older_than_seconds=0)

    assert len(platform.posted) == 2


async def test_a_refusal_is_the_end(pool: Pool, house: StoredTurns) -> None:
    message, platform = await left_behind(house), Counter()
    platform.trouble = NotAllowed("kicked")
    sending = delivery_of(pool, house, platform, "one")

    assert await sending.deliver(message)
    await sending.sweep_once(older_than_seconds=0)

    assert platform.posted == [message]


async def test_the_sweep_outlives_a_store_that_is_away(
    pool: Pool, house: StoredTurns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SWEEP_SECONDS", 0.01)
    sending = delivery_of(pool, house, Counter(), "one")
    sweeps: list[float] = []
    went_on = asyncio.Event()

    async def sweep_once(*, older_than_seconds: float) -> None:
        sweeps.append(older_than_seconds)
        if len(sweeps) == 1:
            raise StoreUnavailable("away")
        went_on.set()

    monkeypatch.setattr(sending, "sweep_once", sweep_once)
    sweeping = asyncio.create_task(sending.sweep())
    await asyncio.wait_for(went_on.wait(), timeout=PATIENCE_SECONDS)
    sweeping.cancel()
    await asyncio.gather(sweeping, return_exceptions=True)


async def test_a_defect_in_one_reply_does_not_end_the_sweep_for_all(pool: Pool, house: StoredTurns) -> None:
    broken, sound = await left_behind(house), await left_behind(house)
    await pool.execute("update messages set reply = '{}' where id = $1", int(broken[1:]))
    platform = Counter()
    sending = delivery_of(pool, house, platform, "one")

    await sending.sweep_once(older_than_seconds=-1)
    await sending.sweep_once(older_than_seconds=-1)

    assert platform.posted == [sound]
    assert await pool.fetchval("select tries from messages where id = $1", int(broken[1:])) == 1


class Places(Counter):
    """Keeps where what was posted or taken away."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, str, str | None]] = []
        """What, in which channel, which message."""

    async def deliver(
        self, address: Address, message: str | None, reply: Reply, files: Sequence[PictureFile]
    ) -> str:
        self.seen.append((reply.text, address.place.channel, message))
        return await super().deliver(address, message, reply, files)

    async def remove(self, address: Address, message: str) -> None:
        self.seen.append(("removed", address.place.channel, message))


async def test_what_is_removed_from_another_place_goes_from_its_own(pool: Pool, house: StoredTurns) -> None:
    shown = (await house.answer((await house.say(at=POSTERS)).turn, picture="fox")).reply
    pressed = await house.answer((await house.say(at=DIRECT)).turn, "Deleted.", removes=shown, deliver=False)
    platform = Places()

    await delivery_of(pool, house, platform, "one").deliver(pressed.reply)

    assert platform.seen == [("Deleted.", "dm@ana", None), ("removed", "posters", shown)]


async def test_what_a_decision_changed_is_shown_in_its_own_place_after_the_answer(
    pool: Pool, house: StoredTurns
) -> None:
    shown = (await house.answer((await house.say(at=POSTERS)).turn, "A moderator removed it.")).reply
    await pool.execute("update messages set state = 'ready' where id = $1", int(shown[1:]))
    decided = await house.answer(
        (await house.say(at=DIRECT)).turn, "Removed.", changes=(shown,), deliver=False
    )
    platform = Places()

    await delivery_of(pool, house, platform, "one").deliver(decided.reply)

    assert platform.seen == [("Removed.", "dm@ana", None), ("A moderator removed it.", "posters", shown)]
    assert await house.count("messages", state="ready") == 0


async def test_a_change_that_is_not_taken_now_is_made_by_the_sweep(pool: Pool, house: StoredTurns) -> None:
    shown = (await house.answer((await house.say(at=POSTERS)).turn, "A moderator removed it.")).reply
    decided = await house.answer((await house.say(at=DIRECT)).turn, "Removed.", changes=(shown,))
    await pool.execute("update messages set state = 'ready' where id = $1", int(shown[1:]))
    platform, clock = Counter(), FakeClock()
    delivery = delivery_of(pool, house, platform, "one", clock)
    platform.trouble = PlatformUnavailable("away")
    await delivery._change(shown)
    platform.trouble = None
    clock.move(seconds=60)

    await delivery.sweep_once(older_than_seconds=0)

    assert decided.reply not in platform.posted
    assert platform.posted == [shown, shown]
    assert await house.count("messages", state="ready") == 0
