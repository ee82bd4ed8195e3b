"""The connected platform: logins to the gateway, kept and begun anew."""

import asyncio
import logging
import time

import discord

from adapters.discord.config import DiscordConfig, shards_of
from adapters.discord.gateway import AtelierClient, GatewayServices
from adapters.discord.http.platform_errors import FOREIGN
from adapters.discord.outbound.edit_pace import Sleep
from adapters.discord.read_positions import ChannelPositions
from agent.domain.conversation import PlatformName
from agent.errors import Misconfigured, Unavailable
from agent.ports import CallBudget, Intake, MemoryDesk, OpenQuestions, ReadPositions

SAVE_SECONDS = 5.0
"""Between two savings of how far channels were read; what lies between is read again, and known."""
AGAIN_SECONDS = 15.0
"""Between two tries to read what was missed."""
START_PAUSE_SECONDS = 5.0
START_PAUSE_SECONDS_MAX = 60.0
STORE_SECONDS = 10.0
"""How long the store may take to say where reading left off."""
BAD_TOKEN_CLOSE = 4004

logger = logging.getLogger(__name__)


class DiscordPlatform:
    """Implements Platform: the ingress. Posting is DiscordOutbound's."""

    name: PlatformName = "discord"

    def __init__(
        self,
        config: DiscordConfig,
        intake: Intake,
        *,
        read_positions: ReadPositions,
        desk: MemoryDesk | None = None,
        questions: OpenQuestions | None = None,
        budget: CallBudget | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._config = config
        self._services = GatewayServices(
            intake=intake, read_positions=read_positions, desk=desk, questions=questions, budget=budget
        )
        self._sleep = sleep
        self._reads_content = True
        self._positions: ChannelPositions | None = None
        self.client: AtelierClient | None = None

    async def run(self) -> None:
        """Until cancelled. Waits for Discord and for the store while they cannot be reached. Raises Misconfigured for a token
        that Discord does not know."""
        pause = START_PAUSE_SECONDS
        while True:
            started = time.monotonic()
            try:
                await self._session()
            except discord.PrivilegedIntentsRequired:
                logger.warning("message content intent is off", extra={"action": "intent_off"})
                self._reads_content = False
                continue
            except (*FOREIGN, Unavailable) as error:
                logger.warning(
                    "Discord session ended", extra={"action": "session_ended", "error": repr(error)[:300]}
                )
            except Misconfigured:
                raise
            except Exception:
                logger.exception("Discord session broke", extra={"action": "session_broke"})
            if time.monotonic() - started > START_PAUSE_SECONDS_MAX:
                pause = START_PAUSE_SECONDS
            await self._sleep(pause)
            pause = min(pause * 2, START_PAUSE_SECONDS_MAX)

    async def _session(self) -> None:
        """One login and its sessions, until all of them have ended."""
        positions = await self._loaded_marks()
        client = AtelierClient(
            self._config,
            self._services,
            positions=positions,
            reads_content=self._reads_content,
            sleep=self._sleep,
        )
        self.client = client
        upkeep = asyncio.create_task(self._upkeep(client), name="discord-upkeep")
        try:
            async with client:
                await client.start(self._config.token.strip())
        except discord.LoginFailure as error:
            raise Misconfigured(
                "DISCORD_TOKEN",
                "Discord does not know this token; copy it once more from the developer portal",
            ) from error
        except discord.ConnectionClosed as error:
            if error.code == BAD_TOKEN_CLOSE:
                raise Misconfigured("DISCORD_TOKEN", "Discord does not take this token any more") from error
            raise
        finally:
            upkeep.cancel()
            await self._last_save(client)

    async def _loaded_marks(self) -> ChannelPositions:
        if self._positions is None:
            positions = ChannelPositions()
            async with asyncio.timeout(STORE_SECONDS):
                shards = shards_of(self._config)
                positions.load(await self._services.read_positions.load("discord", shards=shards))
            self._positions = positions
        return self._positions

    async def _upkeep(self, client: AtelierClient) -> None:
        """Saves marks and reads what was missed, until cancelled."""
        waited = 0.0
        while True:
            await self._sleep(SAVE_SECONDS)
            waited += SAVE_SECONDS
            try:
                await client.save_marks()
                if waited >= AGAIN_SECONDS:
                    waited = 0.0
                    await client.try_again()
            except Unavailable as error:
                logger.warning("marks not saved", extra={"action": "marks_missed", "why": str(error)})

    async def _last_save(self, client: AtelierClient) -> None:
        try:
            async with asyncio.timeout(STORE_SECONDS):
                await client.save_marks()
        except (Unavailable, TimeoutError) as error:
            logger.warning("marks not saved", extra={"action": "marks_missed", "why": str(error)})
