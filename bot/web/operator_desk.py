"""What an operator sees on the page: the `OperatorDesk`, from the database and this process."""

import platform
import shutil
from collections.abc import Sequence
from pathlib import Path

from adapters.http.circuit_breaker import CircuitBreaker
from agent.ports import Figure, OperatorOverview
from db.chores import chore_ages
from db.pool import Pool
from db.reports.failed_turns import failed_turns
from db.reports.table_sizes import table_sizes
from db.reports.turn_story import story_lines, turn_story
from db.turns.queue_figures import figures

TROUBLES_MAX = 20
TABLES_MAX = 8


class StoredOperatorDesk:
    def __init__(
        self, pool: Pool, breakers: Sequence[CircuitBreaker], *, folder: Path | None, usd_limit: float
    ) -> None:
        """`folder`: where the embedded database lies; None: it is elsewhere."""
        self._pool = pool
        self._breakers = breakers
        self._folder = folder
        self._usd_limit = usd_limit

    async def overview(self) -> OperatorOverview:
        found = await figures(self._pool)
        sizes = await table_sizes(self._pool)
        return OperatorOverview(
            figures=[Figure(name=name, what=what, value=value) for name, (what, value) in found.items()],
            providers={breaker.name: breaker.state for breaker in self._breakers},
            chores=await chore_ages(self._pool),
            tables=dict([*sizes.items()][:TABLES_MAX]),
            disk_free=self._room(),
            versions=await self._versions(),
            usd_today=found["usd_today"][1],
            usd_limit=self._usd_limit,
            troubles=await failed_turns(self._pool, limit=TROUBLES_MAX),
        )

    async def story(self, start: str) -> Sequence[str]:
        return story_lines(await turn_story(self._pool, start))

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
