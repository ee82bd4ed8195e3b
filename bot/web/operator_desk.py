"""What an operator sees on the page: the `OperatorDesk`, from the database and this process."""

import logging
import platform
import shutil
from collections.abc import Sequence
from pathlib import Path

from adapters.http.circuit_breaker import CircuitBreaker
from agent.domain.conversation import Author
from agent.ports import Figure, OperatorOverview
from db.chores import chore_ages
from db.memory.forgetting.erase_community import ask_to_erase_community
from db.pool import Pool
from db.reports.failed_turns import failed_turns
from db.reports.table_sizes import table_sizes
from db.reports.turn_story import story_lines, turn_story
from db.reports.turn_words import turn_words
from db.turns.pause import pause, resume, under_way
from db.turns.queue_figures import figures

TROUBLES_MAX = 20
TABLES_MAX = 8

log = logging.getLogger(__name__)


class StoredOperatorDesk:
    def __init__(
        self,
        pool: Pool,
        breakers: Sequence[CircuitBreaker],
        *,
        folder: Path | None,
        usd_limit: float,
        sees_contents: bool,
    ) -> None:
        """`folder`: where the embedded database lies; None: it is elsewhere."""
        self._pool = pool
        self._breakers = breakers
        self._folder = folder
        self._usd_limit = usd_limit
        self._sees_contents = sees_contents

    async def overview(self) -> OperatorOverview:
        found = await figures(self._pool)
        sizes = await table_sizes(self._pool)
        left = await under_way(self._pool)
        return OperatorOverview(
            figures=[Figure(name=name, what=what, value=value) for name, (what, value) in found.items()],
            providers={breaker.name: breaker.state for breaker in self._breakers},
            chores=await chore_ages(self._pool),
            tables=dict([*sizes.items()][:TABLES_MAX]),
            disk_free=self._room(),
            versions=await self._versions(),
            usd_today=found["usd_today"][1],
            usd_limit=self._usd_limit,
            paused=bool(found["paused"][1]),
            under_way=left.turns + left.replies,
            troubles=await failed_turns(self._pool, limit=TROUBLES_MAX),
        )

    async def story(self, start: str) -> Sequence[str]:
        story = await turn_story(self._pool, start)
        words = await turn_words(self._pool, story.id) if self._sees_contents else ()
        return [*story_lines(story), *words]

    async def pause(self, *, paused: bool) -> None:
        await (pause(self._pool) if paused else resume(self._pool))
        log.warning(
            "the pause of all turns was begun or ended from the page",
            extra={"action": "paused" if paused else "resumed"},
        )

    async def forget_community(self, community: str, *, by: Author) -> None:
        await ask_to_erase_community(self._pool, community, operator=by)

    def _room(self) -> int | None:
        if self._folder is None or not self._folder.is_dir():
            return None
        return shutil.disk_usage(self._folder).free

    async def _versions(self) -> dict[str, str]:
        row = await self._pool.fetchrow(
            "select current_setting('server_version') as postgres, (select max(version) from schema_versions)::text as schema"
        )
        assert row is not None
        return {
            "Python": platform.python_version(),
            "Postgres": row["postgres"],
            "schema": row["schema"] or "",
        }
