"""Reads back what was written while nobody listened: after a start, and after a session that could not be resumed."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from datetime import timedelta

import discord

from adapters.discord.http.platform_errors import FOREIGN
from adapters.discord.inbound.message_parsing import FIRST_SNOWFLAKE
from adapters.discord.inbound.messages import Hearing
from adapters.discord.read_positions import ChannelPositions
from agent.errors import Unavailable

WINDOW = timedelta(hours=6)
"""What is older is not answered any more."""
MESSAGES_MAX = 100
"""Read back in one channel."""
PRIVATE_MAX = 50
"""Private chats looked at, the latest first: Discord does not say which have news."""
AT_ONCE = 4
CHANNEL_SECONDS = 120.0

logger = logging.getLogger(__name__)


class CatchUp:
    def __init__(
        self,
        client: discord.Client,
        hearing: Hearing,
        positions: ChannelPositions,
    ) -> None:
        self._client = client
        self._hearing = hearing
        self._positions = positions
        self._gate = asyncio.Semaphore(AT_ONCE)

    async def run(self, shard: int | None = None) -> bool:
        """All channels of a shard (None: of all) that have news, and the private chats. False when something is still missing."""
        due = [channel for guild in self._guilds(shard) async for channel in self._due(guild)]
        if not shard:  # private chats belong to shard 0
            due += await self._private_chats()
        done = await asyncio.gather(*(self._read(channel) for channel in due))
        if due:
            logger.info(
                "read back", extra={"action": "caught_up", "channels": len(due), "missed": done.count(False)}
            )
        return all(done)

    async def again(self) -> bool:
        """The channels of which something could not be stored."""
        found = [self._client.get_channel(int(channel)) for channel in self._positions.missed()]
        readable = [channel for channel in found if isinstance(channel, discord.abc.Messageable)]
        return all(await asyncio.gather(*(self._read(channel) for channel in readable)))

    def _guilds(self, shard: int | None) -> Sequence[discord.Guild]:
        return [guild for guild in self._client.guilds if shard is None or guild.shard_id == shard]

    async def _due(self, guild: discord.Guild) -> AsyncGenerator[discord.abc.Messageable]:
        """A server seen for the first time has no past; in one that is known a new channel is read from the window's start. Where the
        last message that the server names is older than what would be read, nothing is asked: most channels of most servers."""
        is_known = self._positions.knows(str(guild.id))
        for channel in (*guild.text_channels, *guild.voice_channels, *guild.threads):
            number, last = str(channel.id), channel.last_message_id
            mark = self._positions.mark(number)
            if mark is None and not is_known:
                self._positions.seen(number, str(guild.id), last or 0)
                continue
            # A channel that was read before has had messages: where the server names none, it does not tell.
            is_news = last > self._after(number) if last else mark is not None
            if is_news and _may_read(channel):
                yield channel

    async def _private_chats(self) -> list[discord.abc.Messageable]:
        found: list[discord.abc.Messageable] = []
        for channel in self._positions.private()[:PRIVATE_MAX]:
            try:
                chat = self._client.get_channel(int(channel)) or await self._client.fetch_channel(
                    int(channel)
                )
            except FOREIGN as error:
                logger.info(
                    "a private chat cannot be read",
                    extra={"action": "chat_missed", "error": type(error).__name__},
                )
                continue
            if isinstance(chat, discord.DMChannel):
                found.append(chat)
        return found

    async def _read(self, channel: discord.abc.Messageable) -> bool:
        """What came after the channel's mark, oldest first."""
        number, community = str(getattr(channel, "id", 0)), getattr(channel, "guild", None)
        async with self._gate:
            try:
                async with asyncio.timeout(CHANNEL_SECONDS):
                    after = discord.Object(self._after(number))
                    found = [
                        m async for m in channel.history(limit=MESSAGES_MAX, after=after, oldest_first=True)
                    ]
                    await self._take([message for message in found if self._is_recent(message)])
            except (discord.Forbidden, discord.NotFound):
                return True  # not ours to read
            except (*FOREIGN, Unavailable) as error:
                logger.warning(
                    "a channel was not read back",
                    extra={"action": "catch_up_failed", "error": type(error).__name__},
                )
                return False
        if found:
            last = max(message.id for message in found)
            self._positions.seen(number, None if community is None else str(community.id), last)
        return True

    async def _take(self, found: Sequence[discord.Message]) -> None:
        me = self._client.user
        if me is None:
            return
        for message in found:
            await self._hearing.again(message, me)

    def _after(self, channel: str) -> int:
        mark = self._positions.mark(channel) or 0
        if 0 < mark < FIRST_SNOWFLAKE:
            return mark
        return max(mark, discord.utils.time_snowflake(discord.utils.utcnow() - WINDOW))

    def _is_recent(self, message: discord.Message) -> bool:
        return message.id < FIRST_SNOWFLAKE or message.created_at > discord.utils.utcnow() - WINDOW


def _may_read(channel: discord.abc.GuildChannel | discord.Thread) -> bool:
    """As far as is known: asking for what is forbidden counts against the bot."""
    try:
        held = channel.permissions_for(channel.guild.me)
    except (AttributeError, discord.ClientException):
        return True
    return held.read_message_history or not held.view_channel
