"""The whole bot as an operator starts it, with Telegram's address pointing at the simulator."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.e2e.jsonl_process import ROOT, clean_environment
from tests.fakes.telegram_server import TOKEN, TelegramServer, telegram_server
from tests.fakes.telegram_world import JSON, Chat, World

ANSWER_SECONDS = 60.0
STOP_SECONDS = 40.0


@dataclass(slots=True, kw_only=True)
class BotProcess:
    """A bot that can be killed and started anew; the simulator and the database live on."""

    server: TelegramServer
    environment: dict[str, str]
    log: Path
    _process: asyncio.subprocess.Process | None = field(default=None)

    async def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )

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

    async def until(self, condition: Callable[[], object]) -> None:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                while not condition():
                    assert self._process is not None
                    assert self._process.returncode is None, f"it ended\n{self.said()}"
                    await asyncio.sleep(0.02)
        except TimeoutError as error:
            raise AssertionError(f"it never came\n{self.said()}") from error

    async def settled(self) -> None:
        """Until no call has come for a while and Telegram holds nothing back."""
        world = self.server.world
        count = -1
        while count != len(world.calls) or world.pending:
            count = len([name for name, _ in world.calls if name != "getUpdates"])
            await asyncio.sleep(1.0)
            if count == len([name for name, _ in world.calls if name != "getUpdates"]) and not world.pending:
                return

    def said(self) -> str:
        return self.log.read_text()[-4_000:]


@asynccontextmanager
async def telegram_bot(world: World, home: Path, **environment: str) -> AsyncIterator[BotProcess]:
    """Running until the block ends."""
    async with telegram_server(world) as server:
        given = {
            "ATELIER_DATA_DIR": str(home / "data"),
            "ATELIER_PORT": "0",
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": server.url,
        }
        bot = BotProcess(
            server=server, environment=clean_environment(home, **given, **environment), log=home / "bot.log"
        )
        await bot.start()
        try:
            yield bot
        finally:
            await bot.kill()


def pictures(world: World, chat: Chat) -> list[JSON]:
    """The bot's messages with a picture and buttons, oldest first: finished pictures, no previews."""
    return [m for m in world.posted(chat) if "photo" in m and "reply_markup" in m]


def labels(message: JSON) -> list[str]:
    return [b["text"] for row in message.get("reply_markup", {}).get("inline_keyboard", []) for b in row]
