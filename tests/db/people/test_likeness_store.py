"""Who may have whose likeness: every way to be allowed, and every way not to be."""

import io
import json
import zipfile

from db.memory.forgetting.erase_person import erase_everything_of
from db.memory.memory_desk import PgMemoryDesk
from tests.contracts.stores.likenesses_contract import LikenessesContract
from tests.db.memory.database_dump import dump
from tests.db.people.people_house import MUSIC, PgPeopleHouse, looks
from tests.fakes import builders
from tests.fakes.clock import FakeClock
from tests.fakes.models.embedder import FakeEmbedder


class TestPostgres(LikenessesContract):
    """`house` is the database's."""


async def test_an_answer_lets_the_turn_go_on_at_once(house: PgPeopleHouse) -> None:
    for name in ("ben", "cleo"):
        await house.shows(name, "smiling")
        await house.allows(name, "ask")
    asking = await house.asks("ana")
    await house.likenesses.ask(asking, [await house.key("cleo")])
    await house.question(asking, "ben")
    overdue = "select expires_at <= now() from questions where turn_id = $1::uuid"

    await house.said(asking, "once")
    assert not await house.pool.fetchval(overdue, asking.id)
    await house.said(asking, "no", by="cleo")

    assert await house.pool.fetchval(overdue, asking.id)
    job = await house.pool.fetchrow(
        "select queue_name, args from procrastinate_jobs where task_name = 'upkeep'"
    )
    assert (job["queue_name"], job["args"]) == ("upkeep", {"what": "questions"})


async def test_who_is_forgotten_leaves_no_byte_no_row_and_no_key(house: PgPeopleHouse) -> None:
    await house.shows("ben", "with a beard", words="a red beard")
    await house.allows("ben", "ask")
    asking = await house.asks("ana")
    await house.question(asking, "ben")
    await house.said(asking, "always")

    await erase_everything_of(house.pool, builders.author("ben").id)

    left = await dump(house.pool)
    assert looks("ben with a beard").data.hex() not in left
    assert "a red beard" not in left
    for table in ("likeness_owners", "likeness_grants", "likeness_questions", "likeness_uses"):
        assert not await house.pool.fetchval(f"select count(*) from {table}")


async def test_the_export_says_who_may_draw_somebody_and_who_did(house: PgPeopleHouse) -> None:
    await house.shows("ben", "with a beard", words="a red beard")
    await house.allows("ben", "channel", at=MUSIC)
    await house.allows("ben", "ask")
    asking = await house.asks("ana")
    await house.question(asking, "ben")
    await house.said(asking, "once")

    desk = PgMemoryDesk(house.pool, FakeEmbedder(), FakeClock())
    archive = zipfile.ZipFile(io.BytesIO(await desk.export(house.reader("ben"))))
    likeness, memories = (json.loads(archive.read(f"{name}.json")) for name in ("likeness", "memories"))

    assert [row["what"] for row in likeness] == ["may be asked", "allowed in a channel", "asked"]
    assert likeness[2]["answer"] == "once"
    assert (memories[0]["slot"], memories[0]["labels"]) == ("me", ["with a beard"])
    assert any(
        looks("ben with a beard").data == archive.read(name)
        for name in archive.namelist()
        if name.startswith("images/")
    )
