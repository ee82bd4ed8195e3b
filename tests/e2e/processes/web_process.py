"""The whole bot as `make run` starts it, with its web chat on a free port."""

import asyncio
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from simulators.fresh_machine import ROOT, clean_environment
from tests.patience import PATIENCE_SECONDS, START_SECONDS


@contextmanager
def empty_home() -> Iterator[Path]:
    """A folder with nothing in it. Not under pytest's own: the embedded Postgres runs as another user, who may not enter there."""
    home = Path(tempfile.mkdtemp(prefix="atelier-home-"))
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


@asynccontextmanager
async def bot_running(home: Path, **environment: str) -> AsyncIterator[str]:
    """The address of the page of a running bot, whose data lies in `home`; stopped as Ctrl-C does it, which must end well."""
    given = {"ATELIER_DATA_DIR": str(home / "data"), "ATELIER_PORT": "0", **environment}
    with (home / "bot.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run",
            cwd=ROOT, env=clean_environment(home, **given), stdout=asyncio.subprocess.PIPE, stderr=log,
        )  # fmt: skip
    drained: asyncio.Task[bytes] | None = None
    try:
        assert process.stdout is not None
        address = await asyncio.wait_for(_address(process.stdout, home), START_SECONDS)
        drained = asyncio.create_task(process.stdout.read())
        yield address
    except BaseException as error:
        error.add_note(f"the bot's log:\n{(home / 'bot.log').read_text()[-4_000:]}")
        raise
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        code = await asyncio.wait_for(process.wait(), PATIENCE_SECONDS)
        if drained is not None:
            assert (await drained).endswith(b"Stopped.\n")
        assert code == 0, (home / "bot.log").read_text()[-4_000:]


async def _address(stdout: asyncio.StreamReader, home: Path) -> str:
    async for line in stdout:
        if found := re.search(rb"http://\S+", line):
            return found.group().decode()
    raise AssertionError(f"it did not start\n{(home / 'bot.log').read_text()[-4_000:]}")
