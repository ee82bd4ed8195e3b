"""Messages that people sent by inline mode, where the bot is no member: it can edit them, and show what Telegram has already."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram import Bot, InputMediaPhoto
from telegram.error import TelegramError

from adapters.telegram.albums import Sleep
from adapters.telegram.http.flood_waits import patiently
from adapters.telegram.http.platform_errors import is_unchanged
from adapters.telegram.memory_platform_notes import message_key
from adapters.telegram.outbound.uploads import Uploads
from agent.domain.conversation import Reply
from agent.errors import AtelierError
from agent.ports import Address, PlatformNotes
from agent.translation.catalogue import N_, _

ASKED = N_("I have a question about this one. It is in our private chat.")
SHOWN_IN_PRIVATE = N_("The picture is in our private chat.")
NOT_DRAWN = N_("This became no picture. What there is to say is in our private chat.")
GONE = N_("That picture was taken away.")

_WITHOUT_PHOTO = {"question": ASKED, "image": SHOWN_IN_PRIVATE}

logger = logging.getLogger(__name__)


class InlineMessages:
    """Nothing here raises TelegramError: what is said is the private chat's, and this is its echo."""

    def __init__(self, bot: Bot, platform_notes: PlatformNotes, *, sleep: Sleep = asyncio.sleep) -> None:
        self._bot = bot
        self._platform_notes = platform_notes
        self._sleep = sleep

    async def say(self, message: str, text: str) -> None:
        await self._try(lambda: self._bot.edit_message_text(text, inline_message_id=message))

    async def echo(self, address: Address, chat: int, shown: int, reply: Reply, photo: str | None) -> None:
        """The reply that stands in the private chat, as message `shown`, as far as others may see it: the picture, and no word."""
        message = address.handle.get("inline")
        if not message or not shown:
            return
        await self._note(chat, shown, message)
        if photo is not None:
            await self._show(message, photo)
        else:
            await self.say(message, _(_WITHOUT_PHOTO.get(reply.kind, NOT_DRAWN)))

    async def of(self, chat: int, shown: int) -> str | None:
        """The message elsewhere that belongs to one in a private chat."""
        if chat < 0:
            return None
        return await self._platform_notes.noted("telegram", message_key("inline", chat, shown)) or None

    async def take_away(self, chat: int, shown: int) -> None:
        """What was shown elsewhere of a picture that is removed: a picture cannot become words, so a grey square stands in its place.
        Raises StoreUnavailable."""
        message = await self.of(chat, shown)
        if message is None:
            return
        try:
            blank = await self._bot.send_photo(chat, Uploads().blank.data, disable_notification=True)
            await self._bot.delete_message(chat, blank.message_id)
        except TelegramError as error:
            logger.warning(
                "an inline picture stays", extra={"action": "inline_stays", "error": type(error).__name__}
            )
            return
        await self._show(message, blank.photo[-1].file_id, _(GONE))

    async def _show(self, message: str, photo: str, caption: str | None = None) -> None:
        media = InputMediaPhoto(photo, caption=caption)
        await self._try(lambda: self._bot.edit_message_media(media, inline_message_id=message))

    async def _note(self, chat: int, shown: int, message: str) -> None:
        try:
            await self._platform_notes.note("telegram", message_key("inline", chat, shown), message)
        except AtelierError:
            logger.warning("an inline message is not noted", extra={"action": "inline_not_noted"})

    async def _try(self, edit: Callable[[], Awaitable[object]]) -> None:
        try:
            await patiently(edit, self._sleep, reads=True)
        except TelegramError as error:  # it was deleted, or is too old
            if not is_unchanged(error):
                logger.info(
                    "an inline message was not changed",
                    extra={"action": "inline_unchanged", "error": type(error).__name__},
                )
