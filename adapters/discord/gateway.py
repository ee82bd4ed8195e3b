"""One login to the gateway and its sessions: events go in, and what no session delivers is read back."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import aiohttp
import discord
from discord.http import HTTPClient

from adapters.discord.catch_up import CatchUp
from adapters.discord.command_publishing import Publishing
from adapters.discord.config import DiscordConfig
from adapters.discord.gateway_guard import guard, guard_answers
from adapters.discord.http.call_pace import CallPace
from adapters.discord.http.payload_defaults import application
from adapters.discord.http.platform_errors import FOREIGN, InvalidRequests
from adapters.discord.http.rest import WAIT_SECONDS_MAX, Rest, point_at
from adapters.discord.inbound.attachments import Files
from adapters.discord.inbound.interactions import Interacting
from adapters.discord.inbound.messages import Hearing
from adapters.discord.inbound.reactions import Reacting
from adapters.discord.inbound.recent_messages import ProxiedMessages
from adapters.discord.outbound.edit_pace import Clock, Sleep, epoch_now
from adapters.discord.outbound.notices import Notices
from adapters.discord.outbound.sending import Speaking
from adapters.discord.read_positions import ChannelPositions
from agent.ports import CallBudget, Intake, MemoryDesk, OpenQuestions, ReadPositions

EDITED_JUST_NOW = timedelta(minutes=5)
"""What was edited before is told of again for other reasons, such as a preview."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayServices:
    """What the adapter works with."""

    intake: Intake
    read_positions: ReadPositions
    desk: MemoryDesk | None = None
    questions: OpenQuestions | None = None
    budget: CallBudget | None = None
    """Of the calls of all processes; None: this one is alone."""


class AtelierClient(discord.AutoShardedClient):
    """One login: events in, nothing decided."""

    def __init__(
        self,
        config: DiscordConfig,
        services: GatewayServices,
        *,
        positions: ChannelPositions | None = None,
        reads_content: bool = True,
        now: Clock = epoch_now,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        point_at(config)
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody wants it to speak
        self.invalid_requests = InvalidRequests()
        super().__init__(
            intents=_intents(reads_content),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=config.servers_pause_seconds,
            max_messages=1_000,
            http_trace=self.invalid_requests.trace(CallPace(services.budget, sleep=sleep)),
            max_ratelimit_timeout=WAIT_SECONDS_MAX,
            shard_count=config.shard_count,
        )
        guard(self._connection.parsers, app=lambda: str(self.application_id or 0), opening=self._opening)
        guard_answers(self.http)
        self.shard_ids = list(config.shard_ids) or None
        self._config = config
        self.rest = Rest(self._own_http)
        self.positions = positions or ChannelPositions()
        self.services = services
        files = Files(self.rest, config, sleep=sleep)
        notices = Notices(self.rest, Speaking(self.rest, now))
        self._hearing = Hearing(
            self.rest, services.intake, files, self.positions, notices, questions=services.questions
        )
        self._interacting = Interacting(
            self.rest, services.intake, files, services.desk, models=config.models, now=now, sleep=sleep
        )
        self._proxied = ProxiedMessages()
        self._reacting = Reacting(self, services.intake)
        self.catch_up = CatchUp(self, self._hearing, self.positions)
        self._publishing = Publishing(self.rest, sleep=sleep)
        self._published: asyncio.Task[None] | None = None
        self._unread: set[int] = set()
        self.behind = False
        """Something that was missed could not be read yet."""

    async def setup_hook(self) -> None:
        """After the login, before the first session."""
        if self._config.gateway_url:
            self._use_own_gateway(self._config.gateway_url)
        count = self._config.shard_count or await self._recommended_shards()
        if self._config.gateway_url:
            self.shard_count = count  # else the library asks by itself, and takes the address it is told
        self._unread = set(self.shard_ids or range(count))
        self.positions.hold()
        self._published = asyncio.create_task(
            self._publishing.run(str(self.application_id)), name="discord-commands"
        )

    async def application_info(self) -> discord.AppInfo:
        """A server that stands for Discord may say little of the application, or nothing."""
        said: object = None
        try:
            said = await self.http.application_info()
        except discord.NotFound:
            logger.info("nothing is said of the application", extra={"action": "application_unknown"})
        return discord.AppInfo(self._connection, application(said, str(self.user.id if self.user else 0)))  # pyright: ignore[reportArgumentType]

    async def close(self) -> None:
        if self._published is not None:
            self._published.cancel()
        await super().close()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        if not initial:
            await asyncio.sleep(self._config.identify_pause_seconds)

    async def on_message(self, message: discord.Message) -> None:
        self._proxied.saw(message)
        if self.user is not None:
            await self._hearing.live(message, self.user)

    async def on_message_edit(self, before: discord.Message, after: discord.Message) -> None:
        """Discord also tells of a link that got its preview: that is no other wording."""
        if self.user is None:
            return
        if before.content != after.content:
            await self._hearing.reworded(after, self.user, before=before)
        elif len(after.embeds) > len(before.embeds):
            await self._hearing.previewed(before, after, self.user)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        channel, known = self.get_channel(payload.channel_id), payload.cached_message
        if channel is None or (known is not None and self._proxied.replaces(known)):
            return
        await self._hearing.deleted(channel, str(self._proxied.original(payload.message_id)))

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        channel = self.get_channel(payload.channel_id)
        for message in payload.message_ids if channel is not None else ():
            await self._hearing.deleted(channel, str(message))

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Of a message that this process has not seen before, from before its start: its words may name the bot only now."""
        message = payload.message
        if self.user is None or payload.cached_message is not None or message.edited_at is None:
            return
        if discord.utils.utcnow() - message.edited_at < EDITED_JUST_NOW:
            await self._hearing.reworded(message, self.user)

    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        await self._reacting.on(payload)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        await self._interacting.on(interaction)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        self.positions.hold()
        self._unread.add(shard_id)

    async def on_shard_resumed(self, shard_id: int) -> None:
        """Discord delivers what was missed by itself."""
        logger.info("session resumed", extra={"action": "resumed", "shard": shard_id})
        self._read(shard_id)

    async def on_shard_ready(self, shard_id: int) -> None:
        """A new session: nothing of the time before it is delivered."""
        logger.info(
            "session opened", extra={"action": "ready", "shard": shard_id, "servers": len(self.guilds)}
        )
        if not await self.catch_up.run(shard_id):
            self.behind = True
            return
        self._read(shard_id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        logger.info("left a server", extra={"action": "guild_left"})

    async def try_again(self) -> None:
        """Reads what is still missing."""
        if self.behind:
            if not await self.catch_up.run():
                return
            self.behind = False
            for shard in list(self._unread):
                self._read(shard)
        if self.positions.missed():
            await self.catch_up.again()

    async def save_marks(self) -> None:
        """Raises StoreUnavailable."""
        moved = self.positions.unsaved()
        if moved:
            await self.services.read_positions.save("discord", moved)
            self.positions.saved(moved)

    def _opening(self) -> int:
        """The shard whose session is being opened, where READY does not say it."""
        return min(self._unread, default=0)

    def _read(self, shard_id: int) -> None:
        self._unread.discard(shard_id)
        if not self._unread:
            self.positions.release()

    async def _own_http(self) -> HTTPClient:
        return self.http

    def _use_own_gateway(self, own: str) -> None:
        """Every connection, also the one that resumes a session, goes to this address; the query stays."""
        connect = self.http.ws_connect
        to = urlsplit(own)

        async def redirected(url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
            query = urlsplit(url).query
            return await connect(urlunsplit((to.scheme, to.netloc, to.path, query, "")), compress=compress)

        self.http.ws_connect = redirected

    async def _recommended_shards(self) -> int:
        try:
            count, _, _ = await self.http.get_bot_gateway()
        except FOREIGN:
            if not self._config.gateway_url:
                raise
            return 1  # a server that stands for Discord may know one gateway only
        return count


def _intents(reads_content: bool) -> discord.Intents:
    """Servers and their channels, messages there and in private, and reactions to them. Neither members nor presence."""
    return discord.Intents(
        guilds=True, guild_messages=True, dm_messages=True, guild_reactions=True, dm_reactions=True,
        message_content=reads_content,
    )  # fmt: skip
