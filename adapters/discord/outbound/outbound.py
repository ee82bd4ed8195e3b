"""What the bot says on Discord: the working message, and the reply it turns into."""

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

import discord

from adapters.discord.config import DiscordConfig
from adapters.discord.http.call_pace import CallPace
from adapters.discord.http.platform_errors import (
    FOREIGN,
    InvalidRequests,
    is_closed,
    is_filtered,
    is_malformed,
    is_token_over,
    is_too_large,
    translated,
)
from adapters.discord.http.rest import Rest, TokenLogin
from adapters.discord.http.server_rights import manages_server
from adapters.discord.outbound.edit_pace import Clock, Pace, epoch_now
from adapters.discord.outbound.layouts import words, working
from adapters.discord.outbound.portraits import FILES, portrait_of
from adapters.discord.outbound.replies import Delivery, Posting, fitted, spot_of
from adapters.discord.outbound.sending import Refusals, Speaking, Spot
from agent.domain.conversation import Author, Place, PlatformName, Reply
from agent.errors import NotAllowed
from agent.ports import Address, CallBudget, PictureFile
from agent.translation.catalogue import N_, _

STOP_ID = "v1:stop:"
PREVIEW_NAME = "preview.png"

WHISPERED = N_("I sent you that in a private message.")
NOT_WHISPERED = N_(
    "I cannot write to you in private: allow direct messages from this server, or use a slash command such as "
    "/memory here, whose answer only you will see."
)
NO_WAY = N_(
    "I may not write in <#{channel}> (any more), so here it is in private. For moderators: I need “Send Messages”, "
    "“Attach Files” and “Read Message History” there (“Send Messages in Threads” in threads)."
)
TOO_LATE = N_(
    "Where you asked I can answer for 15 minutes only, because I am not a member there. "
    "It took longer, so here it is in private."
)

NOT_TAKEN = N_(
    "I have a picture for you, and Discord does not take it. Ask me for it in another shape or size, please."
)
NOT_SAID = N_("I have an answer for you, and Discord does not take it. Ask me in other words, please.")
WORDS_MAX = 1_500

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
        budget: CallBudget | None = None,
    ) -> None:
        self.invalid_requests = InvalidRequests()
        self._login = TokenLogin(config, invalid_requests=self.invalid_requests, pace=CallPace(budget))
        self._rest = rest or Rest(self._login)
        self._speaking = Speaking(self._rest, now)
        self._posting = Posting(self._rest, self._speaking, now)
        self._now = now
        self._files = config.files_url or FILES
        self._pace = pace or Pace(clock=clock)
        self._refusals = Refusals(clock=clock)

    async def close(self) -> None:
        self._pace.close()
        await self._login.close()

    async def open(self, address: Address, text: str) -> str:
        spot = spot_of(address)
        parts = working(text, stop_id=_stop_id(address))
        self._check(spot)
        with translated():
            try:
                return await self._speaking.post(spot, parts, (), nonce=address.nonce)
            except discord.Forbidden:
                self._refusals.refused(spot.channel)
                raise

    async def refuses_pictures(self, address: Address) -> str:
        """What Discord would refuse is known when the request comes (inbound/messages)."""
        return ""

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
        if message is not None:
            await self._pace.finish(message)
        if reply.withdrawn:
            with translated():
                return await self._posting.withdrawn(Delivery(address=address, message=message, reply=reply))
        limit = spot_of(address).handle.limit
        refused: discord.HTTPException | None = None
        what = Delivery(address=address, message=message, reply=reply)
        with translated():
            for room in (limit, limit // 2):
                fit, worded = await _fitting(reply, files, room)
                try:
                    what = Delivery(address=address, message=message, reply=worded, files=fit)
                    return await self._deliver(what)
                except (
                    discord.HTTPException
                ) as error:  # the server's limit was lowered since, or Discord has another rule
                    if not (is_too_large(error) or is_malformed(error)):
                        raise
                    refused = error
            assert refused is not None
            return await self._refused(replace(what, reply=reply), refused)

    async def _refused(self, what: Delivery, refused: discord.HTTPException) -> str:
        """What Discord does not take in any size or shape is said in its place; what not even that is taken of comes in private."""
        logger.warning("a reply was refused", extra={"action": "reply_refused", "code": refused.code})
        for plainer in _plainer(what, refused):
            try:
                return await self._deliver(plainer)
            except discord.HTTPException as error:
                if not is_malformed(error):
                    raise
        return await self._by_mail_alone(what, refused)

    async def _by_mail_alone(self, what: Delivery, refused: discord.HTTPException) -> str:
        """In private, and no working message stays. Raises the refusal where that cannot be."""
        if what.address.place.private:
            raise refused
        try:
            shown = await self._posting.by_mail(what)
        except discord.HTTPException as closed:
            raise refused from closed
        message = what.message
        if message is not None:
            await self._posting.gone(lambda: self._rest.delete(what.spot.channel, message))
        return shown

    async def remove(self, address: Address, message: str) -> None:
        spot = spot_of(address)
        with translated():
            try:
                await self._rest.delete(spot.channel, message)
            except (discord.NotFound, discord.Forbidden) as error:
                pressed = await self._posting.remove_pressed(spot.handle, message)
                if not pressed and isinstance(error, discord.Forbidden):
                    raise

    async def moderates(self, author: Author, place: Place) -> bool:
        assert place.community is not None, "a private chat has no moderators"
        return await manages_server(self._rest, place.community, author.id.partition(":")[2])

    async def portrait(self, author: Author) -> bytes | None:
        return await portrait_of(self._rest, author.id.partition(":")[2], files=self._files)

    def _check(self, spot: Spot) -> None:
        """Raises NotAllowed for a channel that refused lately. A command's own answer needs no right there."""
        if not spot.handle.through_token(self._now()):
            self._refusals.check(spot.channel)

    async def _deliver(self, what: Delivery) -> str:
        alone = what.address.place.private
        spot = what.spot
        if (what.reply.only_for_author or spot.handle.hidden) and not alone:
            return await self._privately(what)
        try:
            self._check(spot)
            return await self._posting.publicly(what)
        except (discord.HTTPException, NotAllowed) as error:
            if not is_closed(error):
                raise
            if isinstance(error, discord.Forbidden):
                self._refusals.refused(spot.channel)
            if alone:
                raise
            return await self._instead(what, error)

    async def _privately(self, what: Delivery) -> str:
        """For the author's eyes in a shared place: an ephemeral answer while the token lives, else a private message."""
        handle = what.spot.handle
        if handle.alive(self._now()):
            try:
                if handle.hidden:
                    return await self._posting.publicly(what)
                return await self._posting.whisper(what)
            except discord.HTTPException as error:
                if not is_token_over(error):
                    raise
        if handle.hidden:  # nobody else knows of it, and nobody shall
            return await self._posting.by_mail(what)
        try:
            shown, told = await self._posting.by_mail(what), WHISPERED
        except discord.Forbidden:
            shown, told = "", NOT_WHISPERED
        note = await self._posting.turned(replace(what, files=()), words(_(told)))
        return shown or note

    async def _instead(self, what: Delivery, error: Exception) -> str:
        """The channel is closed to us or gone: the author gets the reply in private, and is told why once for each channel.
        Raises `error` where that cannot be."""
        channel = what.spot.channel
        logger.warning(
            "the channel does not take the reply",
            extra={"action": "channel_refused", "why": str(error)[:200]},
        )
        is_member = what.spot.handle.member
        lead = _(NO_WAY, channel=channel) if is_member else _(TOO_LATE)
        if self._refusals.is_told(channel):
            lead = ""
        try:
            shown = await self._posting.by_mail(what, lead=lead)
        except (discord.Forbidden, discord.NotFound) as closed:
            raise error from closed
        self._refusals.told(channel)
        return shown

    async def _show(self, address: Address, message: str, text: str, preview: bytes | None) -> None:
        files = [PictureFile(data=preview, media_type="image/png", name=PREVIEW_NAME)] if preview else []
        parts = working(text, stop_id=_stop_id(address), preview=PREVIEW_NAME if preview else "")
        await self._speaking.edit(spot_of(address), message, parts, files)


async def _fitting(reply: Reply, files: Sequence[PictureFile], limit: int) -> tuple[list[PictureFile], Reply]:
    """The files as this server takes them; where it takes none of it, the reply says so instead."""
    try:
        return await fitted(files, limit=limit), reply
    except NotAllowed as error:
        return [], replace(reply, text=f"{reply.text}\n{error}", images=(), files=())


def _plainer(what: Delivery, refused: discord.HTTPException) -> Iterator[Delivery]:
    """The same with ever less in it: without the words where they are what is refused, without files, in our own words alone."""
    reply, files = what.reply, bool(what.reply.images or what.reply.files)
    if is_filtered(refused) and what.files:
        yield replace(
            what, reply=replace(reply, text="", alts=()), files=[replace(file, alt="") for file in what.files]
        )
    for text in (
        f"{reply.text}\n\n{_(NOT_TAKEN) if files else ''}".strip(),
        _(NOT_TAKEN if files else NOT_SAID),
    ):
        worded = replace(
            reply, text=text[:WORDS_MAX], images=(), files=(), buttons=(), alts=(), spoiler=False
        )
        yield replace(what, reply=worded, files=())


def _stop_id(address: Address) -> str:
    return f"{STOP_ID}{address.turn.replace('-', '')[:22]}"
