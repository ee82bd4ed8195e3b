"""A folder with the project's files in it and a home of its own, in which a command of the documents is carried out as it is written."""

import asyncio
import os
import re
import shutil
import signal
import tempfile
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.docs.documents import ROOT
from benchmarks.docs.ledger import Step

COMMAND_SECONDS = 600.0
SHOWN_CHARS = 2_000
PIECE_BYTES = 1 << 16
_NOT_TAKEN = (
    ".git", ".venv", ".env", ".atelier", "__pycache__", "htmlcov", ".hypothesis", ".pytest_cache", ".ruff_cache", ".import_linter_cache"
)  # fmt: skip
_PLACE = re.compile(r"\{(\w+)\}")


class NotAsWritten(AssertionError):
    """A command did not do what the documents say."""


@dataclass(slots=True, kw_only=True)
class Sandbox:
    """`values`: what `{name}` stands for, grown by what steps keep."""

    folder: Path
    environment: dict[str, str]
    values: dict[str, str] = field(default_factory=dict[str, str])

    def filled(self, text: str) -> str:
        """With the values in their places; braces around anything else stay."""
        return _PLACE.sub(lambda found: self.values.get(found[1], found[0]), text)

    def command_of(self, step: Step) -> str:
        command = step.run if step.documented else self.filled(step.run)
        for written, meant in step.given.items():
            if written not in command:
                raise NotAsWritten(f"{written!r} is not in {command!r}")
            command = command.replace(written, self.filled(meant))
        return f"{command} {self.filled(step.adds)}".strip()

    async def carry_out(self, step: Step) -> None:
        """Raises NotAsWritten."""
        command = self.command_of(step)
        shell = (
            f"exec {command}" if step.until else command
        )  # nobody in between takes the signal, and its exit code is seen
        environment = {**self.environment, **{name: self.filled(value) for name, value in step.env.items()}}
        with tempfile.TemporaryFile() as given:
            given.write(self.filled(step.input).encode())
            given.seek(0)
            process = await asyncio.create_subprocess_shell(
                shell, cwd=self.filled(step.folder) or self.folder, env=environment, start_new_session=True,
                stdin=given, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
            )  # fmt: skip
        try:
            async with asyncio.timeout(COMMAND_SECONDS):
                said = await _said_by(process, self.filled(step.until))
        except TimeoutError as error:
            raise NotAsWritten(f"{command}: no end within {COMMAND_SECONDS:.0f} s") from error
        finally:
            _end(process)
        if step.into:
            (self.folder / step.into).write_text(said)
        self._hold(step, command, said, process.returncode)

    def _hold(self, step: Step, command: str, said: str, code: int | None) -> None:
        """What it said and left behind against what is written."""
        shown = said[-SHOWN_CHARS:]
        if code not in step.exits:
            allowed = " or ".join(map(str, step.exits))
            raise NotAsWritten(f"{command}: exit code {code} and not {allowed}\n{shown}")
        for pattern in step.prints:
            if not re.search(self.filled(pattern), said):
                raise NotAsWritten(f"{command}: does not print {self.filled(pattern)!r}\n{shown}")
        for name, pattern in step.keeps.items():
            if not (found := re.search(pattern, said)):
                raise NotAsWritten(f"{command}: prints nothing like {pattern!r}\n{shown}")
            self.values[name] = found[1]
        for name in step.makes:
            if not (self.folder / name).exists():
                raise NotAsWritten(f"{command}: made no {name}\n{shown}")


async def _said_by(process: asyncio.subprocess.Process, until: str) -> str:
    """All that it says; a service is told to stop once it says `until`."""
    assert process.stdout is not None
    said, told = b"", False
    while piece := await process.stdout.read(PIECE_BYTES):
        said += piece
        if until and not told and re.search(until, said.decode(errors="replace")):
            told = True
            os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C does: to make and what it started
    await process.wait()
    if until and not told:
        raise NotAsWritten(f"it never said {until!r}\n{said.decode(errors='replace')[-SHOWN_CHARS:]}")
    return said.decode(errors="replace")


def _end(process: asyncio.subprocess.Process) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return  # nothing of it is left


@asynccontextmanager
async def sandbox(values: Mapping[str, str], *, changes_files: bool = False) -> AsyncGenerator[Sandbox]:
    """Until the block ends. `changes_files`: a command writes into the project's own, which then are copies."""
    home = Path(
        tempfile.mkdtemp(prefix="atelier-docs-")
    )  # where the user may go as whom an embedded Postgres runs
    try:
        folder = await asyncio.to_thread(_laid_out, home, changes_files)
        yield Sandbox(
            folder=folder, environment=_environment(home, folder), values={**values, "home": str(home)}
        )
    finally:
        await asyncio.to_thread(_cleared, home)


def _laid_out(home: Path, copied: bool) -> Path:
    """The files as they are here, and an environment that counts as installed: nothing is fetched, nothing here is changed."""
    home.chmod(0o755)
    folder, installed = home / "atelier", ROOT / ".venv"
    if copied:
        shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*_NOT_TAKEN))
    else:
        folder.mkdir()
        for entry in ROOT.iterdir():
            if entry.name not in _NOT_TAKEN:
                (folder / entry.name).symlink_to(entry)
    (folder / ".venv").mkdir()
    for entry in installed.iterdir():
        if not entry.name.startswith(".installed"):
            (folder / ".venv" / entry.name).symlink_to(entry.resolve() if entry.name != "bin" else entry)
    for stamp in (".installed", ".installed-dev"):
        (folder / ".venv" / stamp).touch()
    return folder


def _environment(home: Path, folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("LANG", "TMPDIR") if name in os.environ}
    runtime = home / "run" / "python_PostgresServer"  # as the embedded Postgres package calls its folder
    runtime.mkdir(parents=True, mode=0o700)
    return {
        **kept,
        "PATH": f"{folder / '.venv' / 'bin'}:{os.environ['PATH']}",
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime.parent),
        "PYTHONUNBUFFERED": "1",
        "PIP_NO_INDEX": "1",
        "ATELIER_PORT": "0",
        "ATELIER_HEALTH_PORT": "0",
        "ATELIER_JOIN_SECONDS": "0",
    }


def _cleared(home: Path) -> None:
    for pid in home.rglob("postmaster.pid"):
        try:
            os.kill(int(pid.read_text().split()[0]), signal.SIGQUIT)
        except (OSError, ValueError, IndexError):
            continue  # it has ended by itself
    shutil.rmtree(home, ignore_errors=True)
