"""What the bot says on Discord: the working message, and the reply it turns into."""

import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import discord

from adapters.discord.brake import Brake
from adapters.discord.config import DiscordConfig
from adapters.discord.fitting import fitted
from adapters.discord.handles import Handle, handle_of
from adapters.discord.layouts import notice, reply_parts, words, working
from adapters.discord.pace import Clock, Pace, epoch_now
from adapters.discord.raw import Json
from adapters.discord.rest import ORIGINAL, Rest, TokenLogin
from adapters.discord.speaking import Speaking, Spot
from adapters.discord.troubles import FOREIGN, is_message_gone, is_token_over, is_too_large, translated
from agent.conversation import PlatformName, Reply
from agent.errors import NotAllowed
from agent.ports import Address, PictureFile

FORBIDDEN_SECONDS = 300.0
"""How long a channel that refused us is not tried again: each refusal counts against the bot."""
REMEMBERED_MAX = 5_000
STOP_ID = "v1:stop:"

WHISPERED = "I sent you that in a private message."
NOT_WHISPERED = (
    "I cannot write to you in private: allow direct messages from this server, or use a slash command such as "
    "/memory here, whose answer only you will see."
)
ONLY_YOU = "Only you can see the answer."
NO_WAY = (
    "I may not write in <#{channel}> (any more), so here it is in private. For moderators: I need “Send Messages”, "
    "“Attach Files” and “Read Message History” there (“Send Messages in Threads” in threads)."
)

logger = logging.getLogger(__name__)


class DiscordOutbound:
    """Implements Outbound with the bot's token alone: no gateway is needed. `close` ends its connections."""

    platform: PlatformName = "discord"

    def __init__(
        self,
        config: DiscordConfig,
        *,
        rest: Rest | None = None,
        clock: Clock = time.monotonic,
        now: Clock = epoch_now,
        pace: Pace | None = None,
    ) -> None:
        self.brake = Brake()
        self._login = TokenLogin(config, brake=self.brake)
        self._rest = rest or Rest(self._login)
        self._speaking = Speaking(self._rest, now)
        self._now = now
        self._clock = clock
        self._pace = pace or Pace(clock=clock)
        self._refused: OrderedDict[str, float] = OrderedDict()
        self._sent: OrderedDict[str, str] = OrderedDict()

    async def close(self) -> None:
        self._pace.close()
        await self._login.close()

    async def open(self, address: Address, text: str) -> str:
        spot = _spot(address)
        parts = working(text, stop_id=_stop_id(address))
        self._check(spot.channel)
        with translated():
            try:
                return await self._speaking.post(spot, parts, (), nonce=address.nonce)
            except discord.Forbidden:
                self._refuse(spot.channel)
                raise

    async def progress(self, address: Address, message: str, text: str, preview: bytes | None = None) -> None:
        """At most one change in EDIT_SECONDS; the latest is shown when there is room for it."""

        async def show() -> None:
            try:
                await self._show(address, message, text, preview)
            except FOREIGN as error:
                logger.info(
                    "progress was not shown",
                    extra={"action": "progress_missed", "error": type(error).__name__},
                )

        await self._pace.show(message, show)

    async def deliver(
        self, address: Address, message: str | None, reply: Reply, files: Sequence[PictureFile]
    ) -> str:
        spot = _spot(address)
        if message is not None:
            await self._pace.finish(message)
        with translated():
            for limit in (spot.handle.limit, spot.handle.limit // 2):
                fit, worded = await _fitting(reply, files, limit)
                try:
                    return await self._deliver(address, spot, message, worded, fit)
                except discord.HTTPException as error:  # the server's limit was lowered since
                    if not is_too_large(error):
                        raise
        raise NotAllowed("The picture does not fit what this server takes.")

    async def _deliver(
        self, address: Address, spot: Spot, message: str | None, reply: Reply, files: Sequence[PictureFile]
    ) -> str:
        if (reply.only_for_author or spot.handle.hidden) and not address.place.private:
            return await self._privately(address, spot, message, reply, files)
        try:
            self._check(spot.channel)
            return await self._publicly(address, spot, message, reply, files)
        except (discord.Forbidden, discord.NotFound, NotAllowed) as error:
            if isinstance(error, discord.Forbidden):
                self._refuse(spot.channel)
            return await self._instead(address, reply, files, error)

    async def remove(self, address: Address, message: str) -> None:
        spot = _spot(address)
        with translated():
            try:
                await self._rest.delete(spot.channel, message)
            except discord.NotFound:
                await self._remove_pressed(spot.handle, message)
            except discord.Forbidden:
                if not await self._remove_pressed(spot.handle, message):
                    raise

    async def _publicly(
        self, address: Address, spot: Spot, message: str | None, reply: Reply, files: Sequence[PictureFile]
    ) -> str:
        first, *more = reply_parts(reply, files)
        shown = await self._turned(address, spot, message, first, files)
        for number, parts in enumerate(more, start=1):
            await self._once(
                f"{address.nonce}.{number}",
                lambda key, parts=parts: self._further(spot, parts, key),
            )
        return shown

    async def _turned(
        self,
        address: Address,
        spot: Spot,
        message: str | None,
        parts: Sequence[Json],
        files: Sequence[PictureFile],
    ) -> str:
        if message is not None:
            try:
                return await self._speaking.edit(spot, message, parts, files)
            except discord.NotFound as error:
                if not is_message_gone(error):
                    raise
        # A nonce of its own: with that of the working message Discord would answer with the one that is gone.
        nonce = address.nonce if message is None else f"{address.nonce[:23]}+r"
        return await self._speaking.post(spot, parts, files, nonce=nonce)

    async def _further(self, spot: Spot, parts: Sequence[Json], nonce: str) -> str:
        if spot.handle.hidden and spot.handle.alive(self._now()):
            return await self._speaking.whisper(spot, parts, ())
        return await self._speaking.in_channel(spot.channel, parts, (), nonce=nonce)

    async def _privately(
        self, address: Address, spot: Spot, message: str | None, reply: Reply, files: Sequence[PictureFile]
    ) -> str:
        """For the author's eyes in a shared place: an ephemeral answer while the token lives, else a private message."""
        handle = spot.handle
        if handle.alive(self._now()):
            try:
                if handle.hidden:
                    return await self._publicly(address, spot, message, reply, files)
                return await self._whisper(address, spot, message, reply, files)
            except discord.HTTPException as error:
                if not is_token_over(error):
                    raise
        if handle.hidden:  # nobody else knows of it, and nobody shall
            return await self._by_mail(address, reply, files)
        try:
            shown, told = await self._by_mail(address, reply, files), WHISPERED
        except discord.Forbidden:
            shown, told = "", NOT_WHISPERED
        note = await self._turned(address, spot, message, words(told), ())
        return shown or note

    async def _whisper(
        self, address: Address, spot: Spot, message: str | None, reply: Reply, files: Sequence[PictureFile]
    ) -> str:
        handle = spot.handle
        if handle.answer == "original":  # the response was begun for all to see
            await self._speaking.edit(spot, message or ORIGINAL, words(ONLY_YOU), ())
        first, *more = reply_parts(reply, files)
        shown = await self._once(
            f"{address.nonce}/whisper", lambda key: self._speaking.whisper(spot, first, files)
        )
        for number, parts in enumerate(more):
            await self._once(
                f"{address.nonce}/whisper{number}",
                lambda key, parts=parts: self._speaking.whisper(spot, parts, ()),
            )
        if handle.answer == "original":
            await self._rest.delete_answer(handle.app, handle.token, ORIGINAL)
        elif message is not None:
            await self._rest.delete(spot.channel, message)
        return shown

    async def _instead(
        self, address: Address, reply: Reply, files: Sequence[PictureFile], error: Exception
    ) -> str:
        """The channel is closed to us or gone: the author gets the reply in private, and is told why once for each channel.
        Raises `error` where that cannot be."""
        if address.place.private:
            raise error
        logger.warning(
            "the channel does not take the reply",
            extra={"action": "channel_refused", "why": str(error)[:200]},
        )
        channel = address.place.thread or address.place.channel
        lead = "" if f"told/{channel}" in self._sent else NO_WAY.format(channel=channel)
        try:
            shown = await self._by_mail(address, reply, files, lead=lead)
        except (discord.Forbidden, discord.NotFound) as closed:
            raise error from closed
        self._remember(f"told/{channel}", shown)
        return shown

    async def _by_mail(
        self, address: Address, reply: Reply, files: Sequence[PictureFile], *, lead: str = ""
    ) -> str:
        """A private message to the author. Buttons go with what was for them alone; others belong to the place they were made for."""
        own = reply.only_for_author or handle_of(address.handle).hidden
        channel = await self._rest.private_channel(address.author.id.partition(":")[2])
        first, *more = reply_parts(reply if own else replace(reply, buttons=()), files)
        if lead:
            first = [*notice(lead), *first]
        shown = await self._speaking.in_channel(channel, first, files, nonce=f"{address.nonce[:22]}+p")
        for number, parts in enumerate(more):
            await self._speaking.in_channel(channel, parts, (), nonce=f"{address.nonce[:22]}+{number}")
        return shown

    async def _show(self, address: Address, message: str, text: str, preview: bytes | None) -> None:
        spot = _spot(address)
        name = "preview.png"
        files = [PictureFile(data=preview, media_type="image/png", name=name)] if preview else []
        parts = working(text, stop_id=_stop_id(address), preview=name if preview else "")
        await self._speaking.edit(spot, message, parts, files)

    async def _remove_pressed(self, handle: Handle, message: str) -> bool:
        """A message that only its author sees goes through the press on it."""
        if not handle.alive(self._now()) or handle.message != message:
            return False
        try:
            await self._rest.delete_answer(handle.app, handle.token, ORIGINAL)
        except discord.NotFound:
            logger.info("it was gone already", extra={"action": "removed_before"})
        return True

    async def _once(self, key: str, send: Callable[[str], Awaitable[str]]) -> str:
        """Sends what has no nonce at most once in this process; the id it has."""
        if key not in self._sent:
            self._remember(key, await send(key))
        return self._sent[key]

    def _remember(self, key: str, message: str) -> None:
        self._sent[key] = message
        if len(self._sent) > REMEMBERED_MAX:
            self._sent.popitem(last=False)

    def _check(self, channel: str) -> None:
        """Raises NotAllowed for a channel that refused us lately, without asking it again."""
        if self._refused.get(channel, float("-inf")) > self._clock():
            raise NotAllowed("I may not write in that channel.")

    def _refuse(self, channel: str) -> None:
        self._refused[channel] = self._clock() + FORBIDDEN_SECONDS
        self._refused.move_to_end(channel)
        if len(self._refused) > REMEMBERED_MAX:
            self._refused.popitem(last=False)


async def _fitting(reply: Reply, files: Sequence[PictureFile], limit: int) -> tuple[list[PictureFile], Reply]:
    """The files as this server takes them; where it takes none of it, the reply says so instead."""
    try:
        return await fitted(files, limit=limit), reply
    except NotAllowed as error:
        return [], replace(reply, text=f"{reply.text}\n{error}", images=(), files=())


def _spot(address: Address) -> Spot:
    handle = handle_of(address.handle)
    # A command has no message that could be answered; its answer stands below it.
    reply_to = None if handle.answer == "original" else address.reply_to
    return Spot(channel=address.place.thread or address.place.channel, reply_to=reply_to, handle=handle)


def _stop_id(address: Address) -> str:
    return f"{STOP_ID}{address.turn.replace('-', '')[:22]}"
