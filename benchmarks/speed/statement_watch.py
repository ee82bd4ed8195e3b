"""How long the statements of a database took: Postgres' own log of those that took long."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from db.pool import Pool

TOLD_FROM_MS = 100
_DURATION = re.compile(r"duration: ([\d.]+) ms\s+(.*?)(?=LOG:|\Z)", re.DOTALL)
_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Slow:
    seconds: float
    what: str
    """How the statement begins."""


class StatementWatch:
    """Of an embedded server, by the file that it writes."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._from = 0

    @classmethod
    async def begin(cls, pool: Pool, log: Path) -> "StatementWatch":
        for setting in (f"log_min_duration_statement = '{TOLD_FROM_MS}ms'", "log_parameter_max_length = 0"):
            await pool.execute(f"alter system set {setting}")
        await pool.execute("select pg_reload_conf()")
        return cls(log)

    def forget(self) -> None:
        """What was told until now is not looked at."""
        self._from = self._log.stat().st_size

    def slowest(self, count: int) -> Sequence[Slow]:
        """The slowest first."""
        with self._log.open("rb") as file:
            file.seek(self._from)
            text = file.read().decode(errors="replace")
        found = [
            Slow(seconds=float(hit.group(1)) / 1000, what=" ".join(hit.group(2).split())[:_SHOWN])
            for hit in _DURATION.finditer(text)
        ]
        return sorted(found, key=lambda slow: -slow.seconds)[:count]
