"""The stores of moderation in Postgres: the contracts, and what only a database can show."""

import asyncio
from datetime import UTC, datetime, time, timedelta

import pytest

from agent.domain.conversation import ImageId, MessageId
from agent.domain.memory import MemoryScope, NewMemory
from agent.domain.recurrence import Recurrence, Wish
from agent.outcomes import button
from agent.turn_context import reader_of
from agent.wording.moderation import REMOVED_BY_MODERATOR
from db.delivery.board import PgBoard
from db.installation import installation_key
from db.memory.forgetting.retention import retain
from db.memory.memory_desk import PgMemoryDesk
from db.memory.memory_store import PgMemoryStore
from db.moderation import reports as stored_reports
from db.moderation.blocks import PgIntroductions
from db.pool import Pool
from db.turns.intake_store import IntakeStore
from db.turns.schedules import DueSchedules, PgScheduleStore
from tests.contracts.stores.moderation_contract import (
    ANA,
    ART,
    BEN,
    ELSEWHERE,
    HERE,
    AuditLogContract,
    BlocksContract,
    IntroductionsContract,
    ReportsContract,
    says,
)
from tests.db.memory.database_dump import dump
from tests.db.moderation.pg_moderation_house import PgModerationHouse
from tests.fakes import builders
from tests.fakes.clock import FakeClock
from tests.fakes.models.embedder import FakeEmbedder

NINE = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
DAILY = Wish(when=Recurrence(at=time(9)), text="a fox")


@pytest.fixture
async def house(pool: Pool) -> PgModerationHouse:
    await installation_key(pool)
    return PgModerationHouse(pool)


class _InPostgres:
    @pytest.fixture
    async def house(self, pool: Pool) -> PgModerationHouse:
        await installation_key(pool)
        return PgModerationHouse(pool)


class TestPgReports(_InPostgres, ReportsContract):
    store = stored_reports


class TestPgBlocks(_InPostgres, BlocksContract): ...


class TestPgAuditLog(_InPostgres, AuditLogContract): ...


class TestPgIntroductions(IntroductionsContract):
    @pytest.fixture
    def introductions(self, pool: Pool) -> PgIntroductions:
        return PgIntroductions(pool)


async def reported(house: PgModerationHouse, message: MessageId, *, by: str = "ben") -> str:
    await house.ports().reports.file(says(by, f"report by {by} of {message}"), message, reason="nasty")
    return (await house.ports().queue.waiting([HERE]))[-1]


async def test_two_moderators_at_once_are_one_decision(house: PgModerationHouse) -> None:
    number = await reported(house, await house.post("a fox"))

    decided = await asyncio.gather(
        *(house.ports().queue.decide(says(who, f"by {who}"), number, "removed") for who in ("mod", "mia", "max"))
    )  # fmt: skip

    assert sum(one is not None for one in decided) == 1
    assert len([e for e in await house.ports().audit.entries([HERE], limit=9) if e.act == "removed"]) == 1


async def test_members_who_report_at_once_make_one_thing_to_decide_each_counted(
    house: PgModerationHouse,
) -> None:
    message = await house.post("a fox")

    await asyncio.gather(
        *(house.ports().reports.file(says(f"p{n}", f"t{n}"), message, reason="") for n in range(8))
    )

    (number,) = await house.ports().queue.waiting([HERE])
    report = await house.ports().queue.find(number)
    assert report is not None
    assert report.reporters == 8


async def test_a_removed_picture_leaves_no_pixel_and_its_messages_say_so(house: PgModerationHouse) -> None:
    """Shown again with /show, as a file, and kept as a character: all of it."""
    message = await house.post("a fox")
    pool, turns = house.pool, house.turns
    (image,) = [ImageId(str(row["image_id"])) for row in await pool.fetch("select image_id from pictures")]
    again = (
        await turns.answer(
            (await turns.say("/show")).turn, shows=(image,), buttons=(button("again", "Again"),)
        )
    ).reply
    as_file = (await turns.answer((await turns.say("as file")).turn, files=(image,))).reply
    alone = (
        await turns.answer((await turns.say("/reports", by="mod")).turn, shows=(image,), only_for_author=True)
    ).reply
    memory = PgMemoryStore(pool, FakeEmbedder(), FakeClock())
    scope = MemoryScope(kind="user", key=ANA.id)
    kept = NewMemory(
        scope=scope, kind="character", name="Luna", text="an elf", author=ANA.id, images=(image,)
    )
    await memory.remember(kept)
    assert (await memory.recall(reader_of(ANA.id, ART), "Luna", limit=3)).memories[0].memory.images == (
        image,
    )

    changed = await house.ports().queue.decide(says("mod", "m1"), await reported(house, message), "removed")

    assert set(changed or ()) == {message, again, as_file}
    assert await turns.count("images") == 0
    assert await turns.count("buttons") == 0
    board = PgBoard(pool)
    for one in (message, again, as_file):
        shown = await board.message(one, viewer=BEN.id)
        assert shown.reply is not None
        assert (shown.reply.text, shown.reply.images, shown.reply.withdrawn) == (
            REMOVED_BY_MODERATOR,
            (),
            True,
        )
        assert await pool.fetchval("select state from messages where id = $1", int(one[1:])) == "ready"
    assert await pool.fetchval("select state from messages where id = $1", int(alone[1:])) == "removed"
    luna = (await memory.recall(reader_of(ANA.id, ART), "Luna", limit=3)).memories[0].memory
    assert (luna.text, luna.images) == ("an elf", ())


async def test_what_was_drawn_in_another_community_stays_there(house: PgModerationHouse) -> None:
    await house.post("a fox", place=ELSEWHERE)
    (image,) = [
        ImageId(str(row["image_id"])) for row in await house.pool.fetch("select image_id from pictures")
    ]
    shown = (await house.turns.answer((await house.turns.say("/show")).turn, shows=(image,))).reply

    changed = await house.ports().queue.decide(says("mod", "m1"), await reported(house, shown), "removed")

    assert list(changed or ()) == [shown]
    assert await house.turns.count("images") == 1
    assert await house.turns.count("pictures") == 1


async def test_what_its_author_deleted_meanwhile_can_still_be_decided(house: PgModerationHouse) -> None:
    message = await house.post("a fox")
    number = await reported(house, message)
    await house.turns.answer((await house.turns.say("delete")).turn, removes=message)

    report = await house.ports().queue.find(number)

    assert report is not None
    assert (report.images, report.author.id) == ((), ANA.id)
    assert await house.ports().queue.decide(says("mod", "m1"), number, "removed") == ()


async def test_a_block_outlives_that_its_person_had_everything_forgotten(house: PgModerationHouse) -> None:
    """Whoever comes back is known again, and nobody else could say who it is."""
    quanda = builders.author("quandamarisk")
    turns, ports = house.turns, house.ports()
    message = await house.post("a fox", by=quanda)
    await ports.reports.file(says("quandamarisk", "t1"), message, reason="plumbago")
    await ports.blocks.block(says("mod", "m1"), quanda, ART)
    introductions = PgIntroductions(house.pool)
    await introductions.first((await turns.claim((await turns.say(by="quandamarisk")).turn)).turn)
    before = await dump(house.pool)
    assert "quandamarisk" in before.lower()

    desk = PgMemoryDesk(house.pool, FakeEmbedder(), FakeClock())
    await desk.forget_everything(reader_of(quanda.id, ART))
    await house.pool.execute("update turns set state = 'done', finished_at = now()")
    await retain(house.pool, FakeClock().now())

    after = await dump(house.pool)
    assert "quandamarisk" not in after.lower()
    assert "plumbago" not in after
    assert await ports.blocks.is_blocked(quanda.id, ART)
    (known,) = await ports.blocks.list([HERE], limit=5)
    assert known.name == ""
    found = await ports.audit.entries([HERE], limit=9)
    assert [(e.act, e.actor, e.detail, e.whom) for e in found] == [
        ("forgot", "", "everything", ""),
        ("blocked", "mod", "", ""),
        ("reported", "", "", ""),
    ]
    assert await ports.blocks.unblock(says("mod", "m2"), known.id, [HERE])


async def test_what_a_turn_under_way_did_goes_nameless_with_it(house: PgModerationHouse) -> None:
    """The reply to "forget everything" may be the first after a restart, so that it says who speaks, and notes to whom."""
    claim = await house.turns.claim((await house.turns.say("/forget everything", by="quandamarisk")).turn)
    desk = PgMemoryDesk(house.pool, FakeEmbedder(), FakeClock())
    await desk.forget_everything(reader_of(claim.turn.author.id, ART))
    await PgIntroductions(house.pool).first(claim.turn)
    await house.ports().audit.record(claim.turn, "changed", "quota")

    await house.pool.execute("update turns set state = 'done', finished_at = now()")
    await retain(house.pool, FakeClock().now())

    assert "quandamarisk" not in (await dump(house.pool)).lower()


async def test_forgetting_and_exporting_are_recorded_without_contents(house: PgModerationHouse) -> None:
    store, desk = (
        PgMemoryStore(house.pool, FakeEmbedder(), FakeClock()),
        PgMemoryDesk(house.pool, FakeEmbedder(), FakeClock()),
    )
    reader = reader_of(ANA.id, ART)
    await house.turns.say(by="ana")
    scopes = {scope.kind: scope for scope in reader.scopes()}
    for kind in ("user", "channel"):
        told = await store.remember(
            NewMemory(scope=scopes[kind], kind="preference", text=f"prefers ink {kind}", author=ANA.id)
        )
        await desk.forget(reader, [told.memory.id], may_manage=True)
    await desk.export(reader)
    assert await desk.forget(reader, [builders.uuid_of("nothing")]) == 0

    found = await house.ports().audit.entries([HERE], limit=9)

    assert [(e.actor, e.act, e.detail) for e in reversed(found)] == [
        ("ana", "forgot", "a memory of their own"),
        ("ana", "forgot", "a memory of the channel"),
        ("ana", "exported", ""),
    ]
    assert "ink" not in str(found)


async def test_reports_and_the_record_go_after_90_days(house: PgModerationHouse) -> None:
    await reported(house, await house.post("a fox"))
    await house.ports().audit.record(says("mod", "m1"), "changed", "quota")
    now = (await house.pool.fetchval("select now()")) + timedelta(days=89)

    await retain(house.pool, now)
    assert (await house.turns.count("reports"), await house.turns.count("audit_log")) == (1, 2)

    await retain(house.pool, now + timedelta(days=2), rows=1)
    assert (await house.turns.count("reports"), await house.turns.count("audit_log")) == (0, 0)


async def test_a_block_ends_what_is_under_way_and_what_waits_for_an_answer(house: PgModerationHouse) -> None:
    turns = house.turns
    queued, elsewhere = await turns.say(by="ben"), await turns.say(by="ben", at=ELSEWHERE)
    asked = await turns.say(by="ben")
    await turns.answer(asked.turn, question=True)

    await house.ports().blocks.block(says("mod", "m1"), BEN, ART)

    cancelled = [
        await house.pool.fetchval("select cancel_requested from turns where id = $1::uuid", one.turn)
        for one in (queued, elsewhere)
    ]
    assert cancelled == [True, False]
    assert await turns.state(asked.turn) == "cancelled"
    assert await house.pool.fetchval("select count(*) from questions where answered_at is null") == 0


async def test_a_scheduled_picture_of_somebody_blocked_is_paused_and_not_drawn(
    house: PgModerationHouse,
) -> None:
    store = PgScheduleStore(house.pool)
    await store.add(builders.turn(by="ben"), DAILY, next_at=NINE)
    await store.add(builders.turn(by="ana"), DAILY, next_at=NINE)
    await house.ports().blocks.block(says("mod", "m1"), BEN, ART)

    taken = await DueSchedules(house.pool, IntakeStore(house.pool), FakeClock(NINE)).take_in_due()

    assert len(taken) == 1
    (his,) = await store.list(builders.turn(by="ben"))
    assert his.paused
