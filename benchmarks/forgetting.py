"""`python -m benchmarks.forgetting [--turns N] [--memories M] [--community] [--json]`: somebody of a large community has everything
forgotten, or the whole community is.

Turns of one community are made by the whole house, with models that take no time, and their rows are multiplied until there are N of them.
Who is forgotten wrote a fortieth of it, brought three facts that everybody there may know, and has M memories of their own. Meanwhile
others have something remembered in the community, one thing after the other (`--community`: in another one).

    forgotten_seconds   until all of it is done; `left`: rows of theirs, and texts that quote a fact, that were found after all
    slowest_statement   seconds; `slowest`: what the slowest were
    writes, failed      of the others meanwhile; `write_ms_max`: how long the slowest of them took, `write_ms_alone` without an erasure
"""

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import uvloop

from agent.domain.conversation import Place
from agent.domain.memory import MemoryScope, NewMemory
from agent.errors import AtelierError
from benchmarks.growth import ended, log_in, say, settled
from benchmarks.memory_scale import RandomEmbedder, fill
from benchmarks.speed.instant_models import Delays, Ledger, instant_models
from benchmarks.speed.load_workers import Counting
from benchmarks.speed.many_turns import multiply
from benchmarks.speed.statement_watch import StatementWatch
from bot.app import App, open_app
from bot.clock import SystemClock
from bot.postgres.database import DATABASE_FOLDER
from bot.settings import read_settings
from db.memory.forgetting.erase_community import erase_community
from db.memory.forgetting.erase_person import erase_everything_of
from db.memory.forgetting.retention import finish_erasures
from db.memory.memory_store import PgMemoryStore
from db.pool import Pool

PLACE = Place(platform="discord", community="large", channel="art")
SCOPE = MemoryScope(kind="community", key=PLACE.community_key or "")
PEOPLE, SAMPLE, DAYS_AGO = 40, 200, 20
LEAVING = "discord:large0"
FACTS = (
    "the quokka keeps the zanzibar lighthouse",
    "our harbour is made of basalt",
    "Lunamaris paints at dawn",
)
PAUSE_SECONDS, ALONE_WRITES = 0.2, 20


@dataclass(slots=True)
class Others:
    """Somebody else of the community has one thing after the other remembered."""

    store: PgMemoryStore
    scope: MemoryScope
    took: list[float] = field(default_factory=list[float])
    failed: list[str] = field(default_factory=list[str])
    _number: int = 0

    async def write(self) -> None:
        self._number += 1
        began = time.perf_counter()
        try:
            await self.store.remember(
                NewMemory(
                    scope=self.scope, kind="fact", text=f"thing {self._number}", author="discord:large1"
                )
            )
        except AtelierError as error:
            self.failed.append(str(error)[:80])
        self.took.append((time.perf_counter() - began) * 1000)

    async def go_on(self) -> None:
        """Until cancelled."""
        while True:
            await self.write()
            await asyncio.sleep(PAUSE_SECONDS)


async def measure(turns: int, memories: int, *, community: bool) -> dict[str, object]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="atelier-forgetting-")))
        settings = read_settings(
            ATELIER_DATA_DIR=folder, ATELIER_TURNS_PER_COMMUNITY=10_000, ATELIER_TURNS_PER_PERSON=100, ATELIER_JOIN_SECONDS=0,
            ATELIER_MEMORIES_PER_SCOPE=max(10_000, memories + 1),
        )  # fmt: skip
        app = await stack.enter_async_context(open_app(settings, models=instant_models(Delays(), Ledger())))
        watch = await StatementWatch.begin(app.pool, log_in(folder / DATABASE_FOLDER))
        working = asyncio.create_task(
            app.work({"discord": Counting()}, queues=("turns",)).jobs.run(drain_seconds=1.0)
        )
        stack.push_async_callback(ended, working)
        scope = MemoryScope(kind="community", key="discord:other") if community else SCOPE
        others = Others(PgMemoryStore(app.pool, RandomEmbedder(), SystemClock()), scope)
        await _grow(app, others.store, turns, memories)
        return {
            "turns": turns,
            "memories": memories,
            **await _forgotten(app, others, watch, community=community),
        }


async def _grow(app: App, store: PgMemoryStore, turns: int, memories: int) -> None:
    for number in range(SAMPLE):
        await say(app, PLACE, f"discord:large{number % PEOPLE}", f"large{number}")
    await settled(app)
    await multiply(app.pool, SCOPE.key, turns // SAMPLE - 1, days_ago=DAYS_AGO)
    for fact in FACTS:
        await store.remember(NewMemory(scope=SCOPE, kind="fact", text=fact, author=LEAVING))
        await say(app, PLACE, "discord:large1", fact)
    await settled(app)
    if memories:
        await fill(app.pool, LEAVING, memories)
        await app.pool.execute(_TOLD, LEAVING)
    await app.pool.execute("analyze")


async def _forgotten(
    app: App, others: Others, watch: StatementWatch, *, community: bool
) -> dict[str, object]:
    for _ in range(ALONE_WRITES):
        await others.write()
    alone = max(others.took)
    others.took.clear()
    watch.forget()
    writing = asyncio.create_task(others.go_on())
    began = time.monotonic()
    await (erase_community(app.pool, SCOPE.key) if community else erase_everything_of(app.pool, LEAVING))
    while await app.pool.fetchval(_UNDER_WAY):
        await finish_erasures(app.pool)
        await asyncio.sleep(PAUSE_SECONDS)
    seconds = time.monotonic() - began
    await ended(writing)
    slowest = watch.slowest(5)
    return {
        "forgotten_seconds": round(seconds, 1), "left": await (_left_of_all(app.pool) if community else _left(app.pool)),
        "slowest_statement": slowest[0].seconds if slowest else 0.0,
        "slowest": [f"{slow.seconds:.2f} s: {slow.what}" for slow in slowest],
        "writes": len(others.took), "failed": others.failed,
        "write_ms_max": round(max(others.took, default=0.0)), "write_ms_alone": round(alone),
    }  # fmt: skip


async def _left(pool: Pool) -> int:
    quoting: Sequence[str] = [f"%{fact}%" for fact in FACTS]
    return await pool.fetchval(_LEFT, LEAVING) + await pool.fetchval(_QUOTING, quoting)


async def _left_of_all(pool: Pool) -> int:
    return await pool.fetchval(_OF_ALL, SCOPE.key)


_UNDER_WAY = "select exists (select from erasures) or exists (select from community_erasures)"
_OF_ALL = """
select (select count(*) from turns where community = $1) + (select count(*) from messages where starts_with(channel, $1 || '/'))
     + (select count(*) from memory_scopes where scope_key = $1) + (select count(*) from pictures where starts_with(channel, $1 || '/'))
     + (select count(*) from spending where community = $1)
"""
# Each was told in a turn of theirs.
_TOLD = """
update memories m set turn_id = (array(select t.id from turns t where t.author = $1))[1 + abs(hashtext(m.id::text)) % n.turns]
from (select count(*) as turns from turns where author = $1) n where m.scope_kind = 'user' and m.scope_key = $1
"""
_LEFT = """
select (select count(*) from turns where author = $1) + (select count(*) from messages where author = $1)
     + (select count(*) from images where owner = $1) + (select count(*) from spending where author = $1)
     + (select count(*) from memories where author = $1)
"""
_QUOTING = """
select (select count(*) from turns where request_text ilike any($1::text[]) or request::text ilike any($1::text[]))
     + (select count(*) from messages where body ilike any($1::text[]) or reply::text ilike any($1::text[]))
     + (select count(*) from memories where body ilike any($1::text[]))
"""


def main() -> int:
    parser = argparse.ArgumentParser(description="Somebody of a large community has everything forgotten.")
    parser.add_argument("--turns", type=int, default=100_000, help="of the large community")
    parser.add_argument("--memories", type=int, default=0, help="of the person's own")
    parser.add_argument("--community", action="store_true", help="the whole community is forgotten")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    found = uvloop.run(measure(chosen.turns, chosen.memories, community=chosen.community))
    if chosen.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:<24}{value}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
