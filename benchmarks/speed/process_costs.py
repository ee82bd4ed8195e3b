"""What a run costs that a busy machine changes least: processor time, of this process and of Postgres, and round trips to it."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import asyncpg.connection
import psycopg.cursor_async

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    bot_seconds: float
    postgres_seconds: float
    round_trips: int

    def since(self, before: "Costs") -> "Costs":
        return Costs(
            bot_seconds=self.bot_seconds - before.bot_seconds,
            postgres_seconds=self.postgres_seconds - before.postgres_seconds,
            round_trips=self.round_trips - before.round_trips,
        )


class Meter:
    """Counts from its making on. `backend` is any server process of the Postgres that is used, on this machine."""

    def __init__(self, backend: int) -> None:
        self._postmaster = _parent_of(backend)
        self._trips = 0
        _counted(asyncpg.connection.Connection, "_do_execute", self._one_more)
        _counted(asyncpg.connection.Connection, "execute", self._one_more_alone)
        _counted(psycopg.cursor_async.AsyncCursor, "_start_query", self._one_more)
        _counted(psycopg.AsyncConnection, "_exec_command", self._one_more)

    def now(self) -> Costs:
        return Costs(
            bot_seconds=time.process_time(), postgres_seconds=_seconds_of(self._postmaster), round_trips=self._trips
        )  # fmt: skip

    def _one_more(self, *_arguments: Any) -> None:
        self._trips += 1

    def _one_more_alone(self, _connection: Any, _query: str, *arguments: Any) -> None:
        """A bare command, like BEGIN; with arguments it is counted where it is executed."""
        self._trips += not arguments


def _counted(owner: type, name: str, told: Callable[..., None]) -> None:
    """The drivers have no hook that sees every statement, BEGIN and COMMIT too."""
    original = getattr(owner, name)

    @wraps(original)
    def counting(*arguments: Any, **named: Any) -> Any:
        told(*arguments)
        return original(*arguments, **named)

    setattr(owner, name, counting)


def _parent_of(process: int) -> int:
    return int(_stat(process)[1])


def _seconds_of(postmaster: int) -> float:
    """Of all its server processes, those that have ended too."""
    own = _stat(postmaster)
    ticks = sum(int(own[field]) for field in (11, 12, 13, 14))
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = _stat(int(entry.name))
            except OSError:  # it has just ended, and is counted with its parent
                continue
            if int(stat[1]) == postmaster:
                ticks += int(stat[11]) + int(stat[12])
    return ticks / TICKS


def _stat(process: int) -> list[str]:
    """The fields of /proc/PID/stat from the third on: state, parent, ..., user and system time, those of ended children."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
