"""The bot's replies in Telegram (implements Outbound): the working message becomes the reply."""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from telegram.error import ChatMigrated, RetryAfter, TelegramError

from adapters.telegram.albums import Clock, Sleep
from adapters.telegram.chat_migrations import Moves
from adapters.telegram.http.connection import TelegramConnection
from adapters.telegram.http.flood_waits import patiently
from adapters.telegram.http.payload_defaults import MALFORMED
from adapters.telegram.http.platform_errors import as_ours, is_topic_closed, is_topic_gone, wait_seconds
from adapters.telegram.memory_platform_notes import MemoryPlatformNotes
from adapters.telegram.outbound.chat_action import Presence
from adapters.telegram.outbound.edit_pace import Pace
from adapters.telegram.outbound.inline_messages import InlineMessages
from adapters.telegram.outbound.keyboards import stop_keyboard
from adapters.telegram.outbound.lost_messages import LostMessages
from adapters.telegram.outbound.picture_rights import PictureRights
from adapters.telegram.outbound.posted_parts import PostedParts
from adapters.telegram.outbound.refused_replies import Refused, instead
from adapters.telegram.outbound.replies import NOTHING_POSTED, Delivery
from adapters.telegram.outbound.sending import Posting, Spot
from adapters.telegram.outbound.uploads import Uploads
from adapters.telegram.permissions import MANAGING
from adapters.telegram.text_entities import CAPTION_UNITS_MAX, pieces, worded, working
from adapters.telegram.topics import GENERAL_TOPIC
from agent.domain.conversation import Author, Place, PlatformName, Reply
from agent.errors import AtelierError, NotAllowed, NotFound, PlatformUnavailable
from agent.ports import Address, PictureFile, PixelGate, PlatformNotes, PostedPhotos
from agent.translation.catalogue import _

T = TypeVar("T")
FINAL_MAX = 2_000
WAIT_SECONDS_MAX = 15.0
"""Longest wait asked for by Telegram that a delivery sits out; after a longer one it is tried again by the outbox."""
TRIES_MAX = 4
logger = logging.getLogger(__name__)


class TelegramOutbound:
    """Needs no ingress in the same process. `close` it before its connection."""

    platform: PlatformName = "telegram"

    def __init__(
        self,
        connection: TelegramConnection,
        *,
        platform_notes: PlatformNotes | None = None,
        gate: PixelGate | None = None,
        photos: PostedPhotos | None = None,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        platform_notes = platform_notes or MemoryPlatformNotes()
        self._sleep = sleep
        self._bot = connection.bot
        self._platform_notes = platform_notes
        self._username = connection.username
        self._posting = Posting(connection.bot, Uploads(gate), sleep=sleep)
        self._delivery = Delivery(connection, self._posting, platform_notes)
        self._pace = Pace(clock=clock)
        self._lost = LostMessages(connection.bot, self._posting, platform_notes, self._pace, sleep=sleep)
        self._inline = InlineMessages(connection.bot, platform_notes, sleep=sleep)
        self._photos = photos
        self._moves = Moves(platform_notes)
        self._rights = PictureRights(connection.bot, connection.config.bot_id, clock=clock, sleep=sleep)
        self._presence = Presence(connection.bot, self._pace, sleep=sleep)
        self._final: OrderedDict[str, None] = OrderedDict()

    async def open(self, address: Address, text: str) -> str:
        async def post(spot: Spot, working_message: int | None) -> int:
            return await self._posting.text(spot, working(text), markup=stop_keyboard(address.turn))

        spot = await self._spot(address)
        if not self._pace.allows_opening(spot.chat):
            raise PlatformUnavailable("this minute is for the group's replies")
        opened = await self._post(address, None, post, waits=False)
        self._presence.begin(address.turn, spot)
        return str(opened)

    async def refuses_pictures(self, address: Address) -> str:
        spot = await self._spot(address)
        why = await self._rights.refusal(spot.chat, spot.topic)
        return _(why, username=await self._username()) if why else ""

    async def progress(self, address: Address, message: str, text: str, preview: bytes | None = None) -> None:
        """Throttled; a preview is shown in private chats only, where there is room for it."""
        spot = await self._spot(address)
        if self._final_key(spot.chat, message) in self._final:
            return
        if not self._bot.has_room or not self._pace.allows(spot.chat):
            return
        wording = pieces(working(text), first_max=CAPTION_UNITS_MAX)[0]
        picture = preview if address.place.private else None
        try:
            await self._posting.preview(
                spot, int(message), wording, picture, markup=stop_keyboard(address.turn)
            )
        except TelegramError as error:
            if isinstance(error, RetryAfter):
                self._pace.hush(spot.chat, wait_seconds(error))
            logger.debug(
                "progress was not shown",
                extra={"action": "progress_missed", "error": type(error).__name__},
            )
        self._presence.begin(address.turn, spot)

    async def deliver(
        self, address: Address, message: str | None, reply: Reply, files: Sequence[PictureFile]
    ) -> str:
        self._presence.end(address.turn)
        spot = await self._spot(address)
        if message is not None:
            self._finish(self._final_key(spot.chat, message))

        if reply.withdrawn:
            return await self._withdraw(address, message, reply)
        try:
            return await self._deliver(address, message, reply, files)
        except (NotAllowed, NotFound) as error:
            refused = Refused(address=address, message=message, reply=reply, files=files, error=error)
            parts = PostedParts(self._platform_notes, f"{address.nonce}/instead")
            return await instead(
                refused, self._deliver, parts, username=self._username,
                takes_none=lambda: self._rights.refused(spot.chat),
            )  # fmt: skip

    async def _deliver(
        self, address: Address, message: str | None, reply: Reply, files: Sequence[PictureFile]
    ) -> str:
        async def post(spot: Spot, working_message: int | None) -> int:
            return await self._delivery.deliver(address, spot, working_message, reply, files)

        shown = await self._post(address, message, post)
        spot = await self._spot(address)
        await self._lost.search(address, spot, shown, reply)
        await self._note_photos(spot.chat, shown, reply)
        if "inline" in address.handle:
            items = [shown, *await self._delivery.others(spot.chat, shown)]
            photos = [photo for item in items if (photo := self._posting.photo(spot.chat, item))]
            await self._inline.echo(address, spot.chat, shown, reply, photos[0] if photos else None)
        return str(shown)

    async def _note_photos(self, chat: int, shown: int, reply: Reply) -> None:
        """For inline mode. Of what cannot be noted now one picture fewer is offered."""
        photo = self._posting.photo(chat, shown)
        if self._photos is None or photo is None or len(reply.images) != 1:
            return
        try:
            await self._photos.note("telegram", reply.images[0], photo)
        except AtelierError as error:
            logger.info("a photo is not noted", extra={"action": "photo_not_noted", "why": str(error)})

    async def _post(
        self,
        address: Address,
        message: str | None,
        post: Callable[[Spot, int | None], Awaitable[int]],
        *,
        waits: bool = True,
    ) -> int:
        """As `_carry_out`; what may have been posted unseen is looked for once the reply stands."""
        try:
            return await self._carry_out(address, message, post, waits=waits)
        except PlatformUnavailable as error:
            await self._lost.suspect(address, (await self._spot(address)).chat, error)
            raise

    async def _withdraw(self, address: Address, message: str | None, reply: Reply) -> str:
        async def take_away(spot: Spot, posted: int | None) -> int:
            if posted is None:
                return NOTHING_POSTED
            for item in await self._delivery.others(spot.chat, posted):
                await self._posting.remove(spot.chat, item)
            await self._inline.take_away(spot.chat, posted)
            return await self._posting.withdrawn(spot, posted, worded(reply.text))

        return str(await self._carry_out(address, message, take_away))

    async def portrait(self, author: Author) -> bytes | None:
        person = int(author.id.partition(":")[2])
        return None if person < 0 else await self._told(lambda: self._bot.portrait(person))  # a chat has none

    async def moderates(self, author: Author, place: Place) -> bool:
        person = int(author.id.partition(":")[2])
        if person < 0:  # it speaks in the name of a chat
            return author.may_manage
        chat = await self._moves.current(int(place.channel))
        return await self._told(lambda: self._bot.member_status(chat, person)) in MANAGING

    async def _told(self, ask: Callable[[], Awaitable[T]]) -> T | None:
        """None where Telegram does not say it. Raises PlatformUnavailable."""
        try:
            return await patiently(ask, self._sleep, reads=True)
        except TelegramError as error:
            trouble = as_ours(error)
            if isinstance(trouble, PlatformUnavailable):
                raise trouble from error
            return None

    async def remove(self, address: Address, message: str) -> None:
        self._presence.end(address.turn)

        async def take_away(spot: Spot, posted: int | None) -> int:
            if posted:
                await self._inline.take_away(spot.chat, posted)
                await self._posting.remove(spot.chat, posted)
                for item in await self._delivery.others(spot.chat, posted):
                    await self._posting.remove(spot.chat, item)
            return 0

        await self._carry_out(address, message, take_away)

    async def close(self) -> None:
        """Idempotent."""
        await self._presence.close()
        await self._lost.close()

    async def _carry_out(
        self,
        address: Address,
        message: str | None,
        post: Callable[[Spot, int | None], Awaitable[int]],
        *,
        waits: bool = True,
    ) -> int:
        """`post` at the right spot, through a group's move and short waits; what is posted of it already is noted, so that
        it may be begun again. Raises PlatformUnavailable, NotAllowed, NotFound."""
        posted, moved, topicless = _number(message), False, False
        trouble: TelegramError | None = None
        for _try in range(TRIES_MAX):
            spot = await self._spot(address)
            spot = replace(spot, topic=None) if topicless else spot
            await self._keep_silence(spot.chat, waits=waits)
            self._pace.count(spot.chat)
            try:
                shown = await post(replace(spot, reply_to=None) if moved else spot, posted)
                self._rights.opened(spot.chat, spot.topic)
                return shown
            except (
                ChatMigrated
            ) as error:  # what is answered, and the working message, stayed in the group that is no more
                await self._moves.learn(spot.chat, error.new_chat_id)
                posted, moved, trouble = None, True, error
            except RetryAfter as error:
                self._pace.hush(spot.chat, wait_seconds(error))
                trouble = error
            except TelegramError as error:
                if spot.topic is not None and spot.chat > 0 and is_topic_gone(error):
                    topicless, trouble = True, error  # its person deleted it: they read the chat itself
                    continue
                if is_topic_closed(error):
                    self._rights.closed(spot.chat, spot.topic)
                raise as_ours(error) from error
            except MALFORMED as error:  # it was carried out: again would be a second message
                raise NotAllowed(_("Telegram took it, and what it answered cannot be read.")) from error
        assert trouble is not None
        raise as_ours(trouble) from trouble

    async def _keep_silence(self, chat: int, *, waits: bool) -> None:
        """Asking again before Telegram's time is over makes the wait longer. Raises PlatformUnavailable for a long one."""
        rest = self._pace.rest(chat)
        if rest <= 0:
            return
        if not waits or rest > WAIT_SECONDS_MAX:
            raise PlatformUnavailable("Telegram asks to wait", retry_after_seconds=rest)
        await self._sleep(rest)

    async def _spot(self, address: Address) -> Spot:
        place = address.place
        known = int(place.channel)
        return Spot(
            chat=await self._moves.current(known),
            topic=None if place.thread in (None, GENERAL_TOPIC) else int(place.thread),
            reply_to=_number(address.reply_to),
        )

    @staticmethod
    def _final_key(chat: int, message: str) -> str:
        """Of a working message that became the reply: late progress must not write over it."""
        return f"{chat}/{message}"

    def _finish(self, key: str) -> None:
        self._final[key] = None
        if len(self._final) > FINAL_MAX:
            self._final.popitem(last=False)


def _number(message: str | None) -> int | None:
    """None where there is no message: none was posted, what was posted is no message (a deletion), or it stands elsewhere (inline mode)."""
    return int(message) if message and message.isdecimal() and message != "0" else None
