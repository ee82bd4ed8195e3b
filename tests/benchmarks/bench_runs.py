"""Benchmarks of quality against the simulated server: as processes of their own where one is killed, else in this one, whose
libraries are read in already."""

import asyncio
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from unittest.mock import patch

from simulators.openai.server import OpenAIServer
from tests.patience import START_SECONDS, until

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a run came to."""

    code: int
    printed: str
    errors: str


def _environment(server: OpenAIServer) -> Mapping[str, str]:
    return {
        "OPENAI_BASE_URL": server.url,
        "ATELIER_CHAT_MODEL": "tiny",
        "ATELIER_PLAN": "full",
        "ATELIER_SEARCH": "off",
    }


async def ran(name: str, server: OpenAIServer, out: Path, *more: str) -> Ran:
    """The command in this process, on a thread with a loop of its own."""
    command = import_module(f"benchmarks.{name}.__main__").main
    printed, errors = io.StringIO(), io.StringIO()
    with (
        patch.dict(os.environ, _environment(server)),
        patch.object(sys, "argv", [name, "--out", str(out), *more]),
        redirect_stdout(printed),
        redirect_stderr(errors),
    ):
        code = await asyncio.wait_for(asyncio.to_thread(command), START_SECONDS)
    return Ran(code=code, printed=printed.getvalue(), errors=errors.getvalue())


async def ran_alone(name: str, server: OpenAIServer, out: Path, *more: str) -> Ran:
    """The command as a process of its own."""
    process = _started(name, server, out, *more)
    printed, errors = await asyncio.to_thread(process.communicate, timeout=START_SECONDS)
    return Ran(code=process.returncode, printed=printed, errors=errors)


async def killed_after(lines: int, name: str, server: OpenAIServer, out: Path, *more: str) -> set[str]:
    """The ids that are done when the run is killed, as soon as it has written so many lines."""
    process = _started(name, server, out, *more)
    await _until_lines(out, lines)
    process.send_signal(signal.SIGKILL)
    await asyncio.to_thread(process.communicate, timeout=START_SECONDS)
    text = await asyncio.to_thread(out.read_text)
    return {json.loads(line)["id"] for line in text.splitlines() if line.endswith("}")}


def _started(name: str, server: OpenAIServer, out: Path, *more: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", f"benchmarks.{name}", "--out", str(out), *more]
    return subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **_environment(server)}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


async def _until_lines(path: Path, count: int) -> None:
    """Until a process has written so many."""
    await until(lambda: path.exists() and path.read_text().count("\n") >= count, f"{count} lines")
