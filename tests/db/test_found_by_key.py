"""What names a row by its key finds it by the key. Postgres keeps a plan, and it makes the first while its tables hold a handful of
rows: then an index of all that runs looks as short as the key's, and reading a whole table shorter still (docs/decisions/0010)."""

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from agent.domain.conversation import ImageId, Reply
from agent.domain.generation import Plan, RenderedImage
from agent.domain.memory import MemoryScope, NewMemory
from agent.limits import DayLimits
from agent.outcomes import PostedPicture, button
from agent.turn_context import reader_of
from benchmarks.speed.many_turns import multiply
from db.memory.forgetting.erase_person import erase_everything_of
from db.memory.forgetting.retention import retain
from db.memory.memory_store import PgMemoryStore
from db.memory.passive_learning import PgPassiveLearning
from db.picture_store import PgImageStore
from db.pool import Pool, open_pool
from db.settings_store import PgSettingsStore
from db.turns.journal import PgJournal
from db.turns.queue import WorkerRegistry
from db.turns.spending import PgSpending
from db.turns.turn_store import Claim
from tests.fakes import builders
from tests.fakes.clock import FakeClock
from tests.fakes.models.embedder import FakeEmbedder
from tests.worlds.stored_turns import ART, StoredTurns, pixels

SHORT = {"installation", "workers", "procrastinate_workers"}
"""Tables of a few rows for ever."""
LARGE = {
    "turns", "messages", "images", "pictures", "message_images", "inbox", "buttons", "steps", "traces", "spending",
}  # fmt: skip
"""What grows with every turn."""
COPIES = 3_000
RUNNING = 2_000
PAGES_MAX = 120
"""Of the cache, that the claim of one turn touches, with so many others running; each of these rows takes about half a kilobyte."""


@pytest.fixture
async def lone(dsn: str) -> AsyncIterator[Pool]:
    """One connection, so that all that was asked stands in it as prepared."""
    opened = await open_pool(dsn, min_size=1, max_size=1)
    yield opened
    await opened.close()


@pytest.fixture
async def empty(module_dsn: str) -> AsyncIterator[Pool]:
    opened = await open_pool(module_dsn, min_size=1, max_size=1)
    yield opened
    await opened.close()


async def whole_turn(house: StoredTurns, memory: PgMemoryStore) -> None:
    """Everything that a turn with a picture asks of the database, from its message to its delivery."""
    pool, spending = house.pool, PgSpending(house.pool, DayLimits())
    taken = await house.say(reply_to="e1")
    claim = await house.claim(taken.turn)
    turn = claim.turn
    reader = reader_of(turn.author.id, turn.place)
    settings = PgSettingsStore(pool)
    await settings.author(turn.author.id)
    await settings.channel(turn.place)
    await house.threads.pending(turn)
    await house.threads.last_picture(turn)
    await memory.profile(reader)
    await memory.recall(reader, "Luna at the beach", limit=10)
    journal = await PgJournal.open(pool, turn=turn.id, fence=claim.fence, author=turn.author.id)
    await spending.take(turn, "plan")
    await journal.once("plan", Plan, _plan)
    await spending.pay(turn, "plan", usd=0.01)
    kept = await journal.keep("render-0", _picture, caption="a fox")
    await PgImageStore(pool).load(kept.image)
    await house.turns.cancel_requested(turn.id)
    await house.replies.posted(claim.reply, f"posted-{taken.turn}")
    await house.replies.working(claim.reply, "drawing")
    await _answered(house, claim, kept.image)
    await house.turns.undelivered_reply(turn.id)
    await house.replies.load(claim.reply)
    await house.replies.take_over(claim.reply, "worker")
    await house.replies.delivered(claim.reply, f"posted-{taken.turn}")
    await PgPassiveLearning(pool, FakeClock()).untold(turn, limit=1)
    await house.turns.waited(turn.id, claim.fence)
    await house.replies.give_up(turn.id, Reply(kind="text", text="sorry"))


async def _plan() -> Plan:
    return Plan(intent="create")


async def _picture() -> RenderedImage:
    return RenderedImage(image=pixels("fox"), model="sketch")


async def _answered(house: StoredTurns, claim: Claim, image: ImageId) -> None:
    posted = PostedPicture(image=image, context=builders.context({"subject": "a fox"}), caption="a fox")
    reply = Reply(kind="image", text="a fox", images=(image,), buttons=(button("again", "Again"),))
    await house.replies.store(claim, reply, end="done", pictures=[posted])


async def test_every_statement_of_a_turn_finds_its_rows_by_their_keys(lone: Pool, empty: Pool) -> None:
    """Planned while the tables are empty, and with a few rows in them."""
    house = StoredTurns(lone)
    memory = PgMemoryStore(lone, FakeEmbedder(), FakeClock())
    await whole_turn(house, memory)
    author = builders.author("ana")
    await memory.remember(
        NewMemory(
            scope=MemoryScope(kind="user", key=author.id), kind="character", text="a witch", name="Luna",
            author=author.id, origin="explicit",
        )
    )  # fmt: skip
    await whole_turn(house, memory)

    asked = await prepared_on(lone)

    assert len(asked) > 20, "a turn asks more than that"
    assert await astray(asked, lone, empty) == set()


async def test_what_a_turn_asks_walks_through_nothing_in_a_large_house(lone: Pool) -> None:
    """Of many rows that look alike to Postgres, the first in some order looks cheap to come by: an intake read every message there was."""
    house = StoredTurns(lone)
    await whole_turn(house, PgMemoryStore(lone, FakeEmbedder(), FakeClock()))
    asked = await prepared_on(lone)

    await multiply(lone, ART.community_key or "", COPIES, days_ago=180)

    assert len(asked) > 20
    assert {line for line in await astray(asked, lone) if line.rpartition(" ")[2] in LARGE} == set()


async def test_who_is_forgotten_is_found_by_their_keys(lone: Pool, empty: Pool) -> None:
    """However much others said: what is asked while somebody is forgotten reads no table of turns, messages or pictures whole."""
    house = StoredTurns(lone)
    await whole_turn(house, PgMemoryStore(lone, FakeEmbedder(), FakeClock()))
    before = set(await prepared_on(lone))

    await erase_everything_of(lone, builders.author("ana").id)

    asked = [statement for statement in await prepared_on(lone) if statement not in before]
    assert len(asked) > 20, "there is more to forget than that"
    assert {line for line in await astray(asked, lone, empty) if line.rpartition(" ")[2] in LARGE} == set()


async def test_what_has_had_its_time_is_found_by_its_place_or_its_time(lone: Pool, empty: Pool) -> None:
    """Each hour: however much is too young to go, or is said elsewhere, or has just gone."""
    house = StoredTurns(lone)
    await whole_turn(house, PgMemoryStore(lone, FakeEmbedder(), FakeClock()))
    before = set(await prepared_on(lone))
    for scope in (f"community:{ART.community_key}", f"channel:{ART.channel_key}"):
        await lone.execute(
            "insert into channel_settings (scope, settings) values ($1, $2)", scope, {"retention_days": 3}
        )

    await retain(lone, datetime.now(UTC), keep_days=3)

    asked = [statement for statement in await prepared_on(lone) if statement not in before]
    assert len(asked) > 20, "there is more that has a time"
    assert {line for line in await astray(asked, lone, empty) if line.rpartition(" ")[2] in LARGE} == set()


async def astray(asked: list[str], *connections: Pool) -> set[str]:
    """The statements that read a whole table, or a whole index, and which."""
    return {
        f"{' '.join(statement.split())[:70]}: {node['Node Type']} {node.get('Index Name', '')} on {node.get('Relation Name', '')}"
        for connection in connections
        for statement, plan in await plans_of(connection, asked)
        for node in nodes(plan)
        if reads_all(node)
    }


async def prepared_on(pool: Pool) -> list[str]:
    """Every statement that was asked on its one connection, the driver's own about Postgres' tables left out."""
    rows = await pool.fetch("select statement from pg_prepared_statements where not from_sql")
    kinds = ("select", "with", "insert", "update", "delete")
    asked = [row["statement"] for row in rows if row["statement"].lstrip().lower().startswith(kinds)]
    return [statement for statement in asked if "from pg_" not in statement and "pg_type" not in statement]


async def plans_of(pool: Pool, statements: list[str]) -> list[tuple[str, dict[str, Any]]]:
    """As Postgres makes them to be kept, without knowing the values."""
    found: list[tuple[str, dict[str, Any]]] = []
    async with pool.acquire() as connection:
        for number, statement in enumerate(statements):
            await connection.execute(f"prepare plan_{number} as {statement}")
            parameters = await connection.fetchval(
                "select cardinality(parameter_types) from pg_prepared_statements where name = $1",
                f"plan_{number}",
            )
            values = f"({', '.join(['null'] * parameters)})" if parameters else ""
            explained = await connection.fetchval(f"explain (format json) execute plan_{number}{values}")
            found.append((statement, json.loads(explained)[0]["Plan"]))
    return found


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def reads_all(node: dict[str, Any]) -> bool:
    """Whether it goes through a whole table, or a whole index of one."""
    match node["Node Type"]:
        case "Seq Scan":
            return node["Relation Name"] not in SHORT
        case "Index Scan" | "Index Only Scan":
            return "Index Cond" not in node
        case _:
            return False


async def test_a_claim_looks_at_no_other_turn_however_many_run(house: StoredTurns) -> None:
    """Inside the function, whose plans nobody else sees: told by the pages it touches."""
    first = await house.say()
    await house.claim(first.turn)  # the plans are made while there is one turn
    await house.pool.execute(_OTHERS, RUNNING, first.turn)
    wanted = await house.say(by="cleo", at=replace(ART, community="elsewhere"))

    touched = await house.pool.fetchval(
        "explain (analyze, buffers, format json) select * from atelier_claim($1::uuid[], $2, 1, 3, 64)",
        [wanted.turn], ["worker"],
    )  # fmt: skip

    plan = json.loads(touched)[0]["Plan"]
    assert plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] < PAGES_MAX
    assert await house.state(wanted.turn) == "running"


_OTHERS = """
insert into turns (platform, conversation, author, author_json, place, channel, community, private, request, state, created_at)
select platform, conversation || n, 'console:' || n, author_json, place, channel, 'guild' || n % 100, private, request, 'running', now()
from turns, generate_series(1, $1) n where id = $2::uuid
"""


@pytest.fixture
async def house(dsn: str) -> AsyncIterator[StoredTurns]:
    opened = await open_pool(dsn, min_size=1, max_size=1)
    yield StoredTurns(opened)
    await opened.close()


async def test_the_look_for_the_dead_writes_nothing_when_nobody_died(lone: Pool) -> None:
    """It is made every second: it once went through every turn there ever was, to take an owner from none of them."""
    house, registry = StoredTurns(lone), WorkerRegistry(lone)
    await house.claim((await house.say()).turn)

    assert await registry.rescue(stalled_seconds=8.0) == []

    prepared = {row["statement"] for row in await lone.fetch("select statement from pg_prepared_statements")}
    assert not any("set owner = null" in statement for statement in prepared)
