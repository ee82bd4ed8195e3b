"""The process of an embedded Postgres, seen from outside: by the id that it writes into its folder."""

import os
from contextlib import suppress
from pathlib import Path

import psutil

PID_FILE = "postmaster.pid"
_NAME = "postgres"


def postmaster_of(folder: Path) -> int | None:
    """The id of the server that works in this folder; None when there is none."""
    process = _named_in(folder)
    return process.pid if process is not None and _works(process) else None


def clear_away(folder: Path) -> None:
    """Takes away what a killed server left and a new one would stumble over: where nobody reaps it (a container without an init), its
    id still answers to signals, and a new server takes it for alive."""
    process = _named_in(folder)
    if process is None or _works(process):
        return
    with suppress(ChildProcessError, AttributeError):  # not our child; Windows has no zombies
        os.waitpid(process.pid, os.WNOHANG)
    if _named_in(folder) is not None and not _anybody_in(folder):
        (folder / PID_FILE).unlink(missing_ok=True)


def _named_in(folder: Path) -> psutil.Process | None:
    """The Postgres process, dead or alive, that the folder names."""
    try:
        process = psutil.Process(int((folder / PID_FILE).read_text().split(maxsplit=1)[0]))
        return process if process.name().startswith(_NAME) else None
    except (OSError, ValueError, IndexError, psutil.Error):
        return None


def _works(process: psutil.Process) -> bool:
    try:
        return process.status() not in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD)
    except psutil.Error:
        return False


def _anybody_in(folder: Path) -> bool:
    """Whether some process of Postgres still works there: each has the folder as its own."""
    there = str(folder.resolve())
    return any(
        process.info["cwd"] == there and (process.info["name"] or "").startswith(_NAME)
        for process in psutil.process_iter(["name", "cwd"])
    )
