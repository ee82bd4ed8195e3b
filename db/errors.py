"""Translates what asyncpg and the network raise into the errors of `agent.errors`, at the border and nowhere else."""

from collections.abc import Callable
from functools import wraps
from types import CoroutineType
from typing import Any, ParamSpec, TypeVar

import asyncpg

from agent.errors import BadInput, Misconfigured, StoreUnavailable
from agent.translation.catalogue import _

P = ParamSpec("P")
T = TypeVar("T")

POOLED = (
    "a pooler (PgBouncer?) stands between here and Postgres: locks and notices need connections that stay. Give Postgres' own address; "
    "a process holds no more than 17 connections (docs/operations.md, “Your own Postgres”)"
)
DRIVER_ERRORS = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)
"""All that the driver and the network raise (a time-out is an OSError): InternalClientError stands beside the others, and is raised by a
connection that ends while something is asked on it."""
RETRY_AFTER_SECONDS = 2.0
"""A restarted Postgres takes connections again within about a second."""

# SQLSTATE classes (first two characters), see the "PostgreSQL Error Codes" appendix of its manual.
_AWAY = {"08", "53", "57", "58"}  # connection lost, out of resources, shut down or timed out, I/O error
_IN_THE_WAY = {"40", "55"}  # deadlock or serialisation failure, lock not available: another try may do
_READ_ONLY = "25006"  # a standby that took over, or a server that is kept from writes for a while
_UNUSABLE = {"22"}  # the value itself cannot be stored
_SETTING = {"28", "3D"}  # wrong user or password, no such database
_FORBIDDEN = "42501"  # the role lacks a right


def translated(error: Exception) -> Exception | None:
    """The error of ours that stands for `error`; None for one that is a defect and should stay as it is."""
    match error:
        case asyncpg.PostgresError():
            return _by_state(error)
        case asyncpg.exceptions.ClientConfigurationError():
            return Misconfigured(
                "DATABASE_URL", "it is not a Postgres address (postgresql://user@host/database)"
            )
        case asyncpg.InterfaceError() if isinstance(error, ValueError):
            return BadInput(_("That holds characters or values that cannot be stored."))
        case asyncpg.InterfaceError() | asyncpg.InternalClientError() | OSError():
            return StoreUnavailable(
                f"Postgres does not answer: {_first_line(error)}", retry_after_seconds=RETRY_AFTER_SECONDS
            )
        case _:
            return None


def _by_state(error: asyncpg.PostgresError) -> Exception | None:
    code = str(getattr(error, "sqlstate", None) or "")
    if "unsupported startup parameter" in str(error):  # as PgBouncer refuses what it does not pass on
        return Misconfigured("DATABASE_URL", POOLED)
    state = code[:2]
    if state in _AWAY | _IN_THE_WAY or code == _READ_ONLY or not state:
        return StoreUnavailable(
            f"Postgres could not do it now: {_first_line(error)}", retry_after_seconds=RETRY_AFTER_SECONDS
        )
    if state in _UNUSABLE:
        return BadInput(_("That holds characters or values that cannot be stored."))
    if state in _SETTING:
        return Misconfigured(
            "DATABASE_URL", f"Postgres refuses it ({_first_line(error)}): check user, password and database"
        )
    if code == _FORBIDDEN:
        return Misconfigured(
            "DATABASE_URL", f"its role lacks a right ({_first_line(error)}): see docs/operations.md"
        )
    return None


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:200] or type(error).__name__


class store_errors:  # noqa: N801 - read as a word: with store_errors()
    """Around every use of the driver: raises StoreUnavailable, BadInput or Misconfigured instead of foreign errors. A class, for
    a turn passes it some thirty times, and a generator costs more than what it guards."""

    __slots__ = ()

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _where: object) -> None:
        ours = translated(error) if isinstance(error, Exception) else None
        if ours is not None:
            raise ours from error


def guarded(method: Callable[P, "CoroutineType[Any, Any, T]"]) -> Callable[P, "CoroutineType[Any, Any, T]"]:
    """A coroutine function under `store_errors`."""

    @wraps(method)
    async def inside(*args: P.args, **kwargs: P.kwargs) -> T:
        with store_errors():
            return await method(*args, **kwargs)

    return inside
