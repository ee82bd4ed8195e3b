"""The whole bot as an operator starts it: a process that can be killed and started anew, while its platform and database live on."""

import asyncio
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg

from tests.e2e.processes.forked_bot import ForkedBot
from tests.patience import PATIENCE_SECONDS, START_SECONDS, until_seen

LOOK_SECONDS = 0.02
_SETTLED = """
select not exists (select from turns where state in ('queued', 'running'))
   and not exists (select from messages where state = 'ready')
"""


@dataclass(slots=True, kw_only=True)
class BotProcess:
    """`environment` names its DATABASE_URL."""

    environment: dict[str, str]
    log: Path
    _process: ForkedBot | None = field(default=None)

    async def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = await asyncio.to_thread(
                ForkedBot, ["run"], env=self.environment, stdout=log.fileno(), stderr=log.fileno()
            )

    async def kill(self) -> None:
        """SIGKILL: nothing is said, nothing finished."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            await asyncio.to_thread(self._process.wait, PATIENCE_SECONDS)

    async def stop(self) -> int:
        """As a service manager does it; the exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return await asyncio.to_thread(self._process.wait, PATIENCE_SECONDS)

    async def until(self, condition: Callable[[], object]) -> Any:
        """What the condition says, once it says something."""
        try:
            async with asyncio.timeout(START_SECONDS):
                while not (found := condition()):
                    assert self._process is not None
                    assert self._process.poll() is None, f"it ended\n{self.said()}"
                    await asyncio.sleep(LOOK_SECONDS)  # another process works
        except TimeoutError as error:
            raise AssertionError(f"it never came\n{self.seen()}\n{self.said()}") from error
        return found

    async def answered_all(self) -> None:
        """Until nothing that was taken in waits for its answer."""
        connection = await asyncpg.connect(self.environment["DATABASE_URL"])
        try:
            await until_seen(lambda: connection.fetchval(_SETTLED), "the end of all turns")
        finally:
            await connection.close()

    def seen(self) -> str:
        """What its platform saw, for a test that fails."""
        return ""

    def said(self) -> str:
        return self.log.read_text()[-4_000:]


async def nothing_is_lost_or_doubled(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        states = dict(await connection.fetch("select state, count(*) from turns group by state"))
        undelivered = await connection.fetchval(
            "select count(*) from messages where state in ('ready', 'working')"
        )
    finally:
        await connection.close()
    assert states.keys() <= {"done", "waiting", "declined"}, states
    assert undelivered == 0


def the_log_is_clean(home: Path, *, token: str, words: str) -> None:
    """No defect, no secret, and nothing of what people said (`words`)."""
    log = (home / "bot.log").read_text()
    assert "Traceback" not in log
    assert token not in log
    assert words not in log, "what people say is nobody else's business"
