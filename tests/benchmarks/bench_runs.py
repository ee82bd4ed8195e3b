"""Benchmarks of quality as processes of their own, against the simulated server."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from simulators.openai.server import OpenAIServer
from tests.patience import START_SECONDS, until

ROOT = Path(__file__).parents[2]


def started(name: str, server: OpenAIServer, out: Path, *more: str) -> "subprocess.Popen[str]":
    env = {
        **os.environ,
        "OPENAI_BASE_URL": server.url,
        "ATELIER_CHAT_MODEL": "tiny",
        "ATELIER_PLAN": "full",
        "ATELIER_SEARCH": "off",
    }
    command = [sys.executable, "-m", f"benchmarks.{name}", "--out", str(out), *more]
    return subprocess.Popen(
        command, cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


async def finished(process: "subprocess.Popen[str]") -> tuple[str, str]:
    return await asyncio.to_thread(process.communicate, timeout=START_SECONDS)


async def killed_after(lines: int, name: str, server: OpenAIServer, out: Path, *more: str) -> set[str]:
    """The ids that are done when the run is killed, as soon as it has written so many lines."""
    process = started(name, server, out, *more)
    await until_lines(out, lines)
    process.send_signal(signal.SIGKILL)
    await finished(process)
    text = await asyncio.to_thread(out.read_text)
    return {json.loads(line)["id"] for line in text.splitlines() if line.endswith("}")}


async def until_lines(path: Path, count: int) -> None:
    """Until a process has written so many."""
    await until(lambda: path.exists() and path.read_text().count("\n") >= count, f"{count} lines")
