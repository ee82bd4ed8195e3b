"""Our own Discord on loopback with both halves of the adapter connected to it."""

import asyncio
from dataclasses import dataclass, field

from adapters.discord.client import DiscordPlatform
from adapters.discord.config import DiscordConfig
from adapters.discord.gateway import AtelierClient
from simulators.discord.server import DiscordServer
from tests.fakes.intake import FakeIntake
from tests.fakes.stores.call_budget import FakeCallBudget
from tests.fakes.stores.open_questions import FakeOpenQuestions
from tests.fakes.stores.read_positions import FakeReadPositions


async def short_sleep(seconds: float) -> None:
    await asyncio.sleep(min(seconds, 0.02))


@dataclass(slots=True, kw_only=True)
class Wire:
    """The server, and our two halves connected to it."""

    server: DiscordServer
    config: DiscordConfig
    intake: FakeIntake = field(default_factory=FakeIntake)
    read_positions: FakeReadPositions = field(default_factory=FakeReadPositions)
    questions: FakeOpenQuestions = field(default_factory=FakeOpenQuestions)
    budget: FakeCallBudget | None = None
    running: "list[asyncio.Task[None]]" = field(default_factory=list)
    platform: DiscordPlatform | None = None

    async def connect(self) -> DiscordPlatform:
        """The ingress, up to its first session."""
        before = len(self.server.identified)
        self.platform = DiscordPlatform(
            self.config,
            self.intake,
            read_positions=self.read_positions,
            questions=self.questions,
            budget=self.budget,
            sleep=short_sleep,
        )
        self.running.append(asyncio.create_task(self.platform.run()))
        await self.server.until(
            lambda: len(self.server.identified) > before and self.server.live(), what="a session"
        )
        await self.ready()
        return self.platform

    @property
    def client(self) -> AtelierClient:
        assert self.platform is not None
        assert self.platform.client is not None
        return self.platform.client

    async def ready(self) -> None:
        await self.server.until(lambda: not self.client._unread, what="all read")

    async def published(self) -> None:
        """Until the commands are published, or refused for good: the bot's start does not wait for that."""
        published = self.client._published
        assert published is not None
        await self.server.until(published.done, what="the end of the publishing")

    async def heard(self, count: int) -> list[str]:
        await self.server.until(lambda: len(self.intake.messages) >= count, what=f"{count} messages")
        return [message.text for message in self.intake.messages]

    async def disconnect(self) -> None:
        for task in self.running:
            task.cancel()
        await asyncio.gather(*self.running, return_exceptions=True)
        self.running.clear()
