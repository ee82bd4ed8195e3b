"""The whole bot as `make run` starts it, with its web chat on a free port."""

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import BinaryIO

from simulators.fresh_machine import ROOT, clean_environment
from tests.databases import fastest_folder
from tests.e2e.processes.forked_bot import ForkedBot
from tests.patience import PATIENCE_SECONDS, START_SECONDS


@contextmanager
def empty_home() -> Iterator[Path]:
    """A folder with nothing in it. Not under pytest's own: the embedded Postgres runs as another user, who may not enter there."""
    home = Path(tempfile.mkdtemp(prefix="atelier-home-", dir=fastest_folder()))
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


@asynccontextmanager
async def bot_running(home: Path, *, forked: bool = True, **environment: str) -> AsyncIterator[str]:
    """The address of the page of a running bot, whose data lies in `home`; stopped as Ctrl-C does it, which must end well. `forked`:
    without the second that an interpreter needs to read it in."""
    given = {"ATELIER_DATA_DIR": str(home / "data"), "ATELIER_PORT": "0", **environment}
    says, to_say = os.pipe()
    with (home / "bot.log").open("ab") as log, os.fdopen(to_say, "wb") as written:
        start = ForkedBot if forked else _interpreter
        process = await asyncio.to_thread(
            start, ["run"], env=clean_environment(home, **given), stdout=written.fileno(), stderr=log.fileno()
        )
    with os.fdopen(says, "rb") as stdout:
        told = False
        try:
            address = await asyncio.wait_for(asyncio.to_thread(_address, stdout, home), START_SECONDS)
            told = True
            yield address
        except BaseException as error:
            error.add_note(f"the bot's log:\n{(home / 'bot.log').read_text()[-4_000:]}")
            raise
        finally:
            process.send_signal(signal.SIGINT)
            code = await asyncio.to_thread(process.wait, PATIENCE_SECONDS)
            if told:
                assert stdout.read().endswith(b"Stopped.\n")
            assert code == 0, (home / "bot.log").read_text()[-4_000:]


def _interpreter(
    arguments: Sequence[str], *, env: Mapping[str, str], stdout: int, stderr: int
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments], cwd=ROOT, env=env, stdout=stdout, stderr=stderr
    )


def _address(stdout: BinaryIO, home: Path) -> str:
    for line in stdout:
        if found := re.search(rb"http://\S+", line):
            return found.group().decode()
    raise AssertionError(f"it did not start\n{(home / 'bot.log').read_text()[-4_000:]}")
