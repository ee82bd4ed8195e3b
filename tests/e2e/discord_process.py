"""The whole bot as an operator starts it, with Discord's two addresses pointing at a server of our own."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.e2e.jsonl_process import ROOT, clean_environment
from tests.fakes.discord_server import CHANNEL, TOKEN, DiscordServer, buttons, discord_server

ANSWER_SECONDS = 60.0
STOP_SECONDS = 40.0


@dataclass(slots=True, kw_only=True)
class DiscordBotProcess:
    """A bot that can be killed and started anew; Discord and the database live on."""

    server: DiscordServer
    environment: dict[str, str]
    log: Path
    _process: asyncio.subprocess.Process | None = field(default=None)

    async def start(self) -> None:
        """Up to a session with the gateway."""
        before = len(self.server.identified)
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        await self.until(lambda: len(self.server.identified) > before and self.server.live())

    async def kill(self) -> None:
        """SIGKILL: nothing is said, nothing finished."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def stop(self) -> int:
        """As a service manager does it; the exit code."""
        assert self._process is not None
        self._process.terminate()
        return await asyncio.wait_for(self._process.wait(), STOP_SECONDS)

    async def until(self, condition: Callable[[], object]) -> Any:
        """What the condition says, once it says something."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                while not (found := condition()):
                    assert self._process is not None
                    assert self._process.returncode is None, f"it ended\n{self.said()}"
                    await asyncio.sleep(0.02)
        except TimeoutError as error:
            raise AssertionError(f"it never came\n{self.server.transcript()}\n{self.said()}") from error
        return found

    async def picture(self, count: int, *, where: str = CHANNEL) -> dict[str, Any]:
        """The latest finished picture, once there are so many."""
        await self.until(lambda: len(self.pictures(where)) >= count)
        assert len(self.pictures(where)) == count
        return self.pictures(where)[-1]

    async def question(self, *, where: str = CHANNEL) -> dict[str, Any]:
        """The open question, once there is one."""
        found = await self.until(lambda: [m for m in self.server.posted(where) if "Surprise me" in labels(m)])
        return found[-1]

    def pictures(self, where: str = CHANNEL) -> list[dict[str, Any]]:
        return [m for m in self.server.posted(where) if m["attachments"] and "Again" in labels(m)]

    def said(self) -> str:
        return self.log.read_text()[-4_000:]


def labels(message: dict[str, Any]) -> list[str]:
    return [button["label"] for button in buttons(message)]


@asynccontextmanager
async def discord_bot(home: Path, **environment: str) -> AsyncIterator[DiscordBotProcess]:
    """Running until the block ends."""
    async with discord_server() as server:
        given = {
            "ATELIER_DATA_DIR": str(home / "data"),
            "ATELIER_PORT": "0",
            "DISCORD_TOKEN": TOKEN,
            "DISCORD_API_URL": server.api_url,
            "DISCORD_GATEWAY_URL": server.gateway_url,
        }
        bot = DiscordBotProcess(
            server=server, environment=clean_environment(home, **given, **environment), log=home / "bot.log"
        )
        try:
            await bot.start()
            yield bot
        finally:
            await bot.kill()
