"""Messages that Telegram posted while its answer was lost: nobody told the bot their number, so that it can neither edit nor delete
them. They are found once the turn's reply stands: a silent answer to a message is returned with that message inside, buttons
included, and the buttons' ids are the turn's own. The silent answer is deleted at once, and so is what was found.

A bot cannot read a chat's history; this is the one way to see a message whose number is only guessed that harms none (an edit would
change another message of ours that has this number)."""

import asyncio
import logging
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass

from telegram import Bot, InlineKeyboardMarkup, Message, ReplyParameters
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from adapters.http.retries import retried
from adapters.telegram.albums import Sleep
from adapters.telegram.http.flood_waits import patiently
from adapters.telegram.http.platform_errors import wait_seconds
from adapters.telegram.outbound.edit_pace import Pace
from adapters.telegram.outbound.keyboards import stop_id, stop_keyboard
from adapters.telegram.outbound.sending import Posting, PostUnseen, Spot
from agent.domain.conversation import Reply
from agent.errors import AtelierError
from agent.ports import Address, PlatformNotes

LOOKS_MAX = 12
"""Messages looked at for one reply."""
LOOKS_BEFORE = 4
"""Of them before the reply to a press."""
TRIES_MAX = 3
WAIT_SECONDS_MAX = 70.0
"""Longest wait asked for by Telegram that a search sits out: a group's minute may be used up. It holds up nobody."""
ROOM_WAITS_MAX = 5
"""Waits for a quieter minute before a look is made all the same: a group may be busy the whole day."""
SEARCHES_MAX = 100
"""Under way at once; what is lost beyond stays until its Cancel is pressed."""
LOOKING = "\N{HORIZONTAL ELLIPSIS}"

logger = logging.getLogger(__name__)


class LostMessages:
    """Remembers how many messages of a turn may stand somewhere unknown, and removes them after its reply. `close` it."""

    def __init__(
        self,
        bot: Bot,
        posting: Posting,
        platform_notes: PlatformNotes,
        pace: Pace,
        *,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._pace = pace
        self._posting = posting
        self._platform_notes = platform_notes
        self._sleep = sleep
        self._searches: set[asyncio.Task[None]] = set()

    async def suspect(self, address: Address, chat: int, error: AtelierError) -> None:
        """Where this trouble leaves one more message of this turn in that chat, perhaps. Never raises: the trouble at hand is told by
        the caller."""
        if not isinstance(error.__cause__, PostUnseen) or error.__cause__.chat != chat:
            return
        try:
            count = await self._count(address)
            await self._platform_notes.note("telegram", _key(address), str(count + 1))
        except AtelierError:
            logger.warning("a lost message is not noted", extra={"action": "lost_not_noted"})

    async def search(self, address: Address, spot: Spot, shown: int, reply: Reply) -> None:
        """In the background, if any is suspected, for what is not in message `shown`, where the reply stands. Never raises."""
        try:
            missing = await self._count(address)
        except AtelierError:
            return
        if not missing or not shown or len(self._searches) >= SEARCHES_MAX:
            return
        marks = {stop_id(address.turn), *(button.id for button in reply.buttons)}
        searched = _Searched(
            spot=spot, shown=shown, marks=marks, markup=stop_keyboard(address.turn), missing=missing
        )
        ahead = candidates(address, spot.reply_to or 0, shown)
        task = asyncio.create_task(self._search(address, searched, ahead), name="telegram-lost")
        self._searches.add(task)
        task.add_done_callback(self._searches.discard)

    async def finished(self) -> None:
        """When the searches under way are over."""
        await asyncio.gather(*self._searches, return_exceptions=True)

    async def close(self) -> None:
        """Idempotent."""
        for task in self._searches:
            task.cancel()
        await self.finished()

    async def _count(self, address: Address) -> int:
        return int(await self._platform_notes.noted("telegram", _key(address)) or "0")

    async def _search(self, address: Address, searched: "_Searched", ahead: "deque[int]") -> None:
        try:
            found = await self._remove_all(searched, ahead)
            await self._platform_notes.note("telegram", _key(address), "0")
        except (TelegramError, AtelierError) as error:
            logger.info("a search ends", extra={"action": "lost_search_ends", "error": type(error).__name__})
            return
        logger.info("lost messages were removed", extra={"action": "lost_removed", "count": found})

    async def _remove_all(self, searched: "_Searched", ahead: "deque[int]") -> int:
        """How many. A look whose own answer is lost has left another such message, which is looked for as well."""
        missing, found, newest, unseen = searched.missing, 0, searched.shown, False
        for _ in range(LOOKS_MAX):
            if not ahead or found >= missing:
                break
            candidate = ahead.popleft()
            await self._wait_for_room(searched.spot.chat)
            try:
                look = await self._look(searched, candidate)
            except BadRequest:  # there is no such message in this chat
                continue
            except NetworkError:
                missing, unseen = missing + 1, True
                ahead.append(candidate)
                continue
            if unseen:
                ahead.extend(range(newest + 1, look.message_id))
            newest, unseen = look.message_id, False
            await self._remove(searched.spot.chat, look.message_id)
            if _is_marked(look.reply_to_message, searched.marks):
                await self._remove(searched.spot.chat, candidate)
                found += 1
        return found

    async def _wait_for_room(self, chat: int) -> None:
        """What is lost harms nobody for a while; a group's few calls a minute are for those who wait for a picture."""
        for _ in range(ROOM_WAITS_MAX):
            if (seconds := self._pace.seconds_to_room(chat)) <= 0:
                break
            await self._sleep(seconds)
        self._pace.count(chat)  # the look itself
        self._pace.count(chat)  # and its removal

    async def _look(self, searched: "_Searched", candidate: int) -> Message:
        """The silent answer, with what it answers. Raises BadRequest where there is no such message."""

        async def look() -> Message:
            return await self._bot.send_message(
                searched.spot.chat, LOOKING, message_thread_id=searched.spot.topic,
                reply_parameters=ReplyParameters(candidate), reply_markup=searched.markup, disable_notification=True,
            )  # fmt: skip

        return await retried(look, wait=_as_asked, tries=TRIES_MAX, sleep=self._sleep)

    async def _remove(self, chat: int, message: int) -> None:
        async def remove() -> None:
            await patiently(lambda: self._posting.remove(chat, message), self._sleep, reads=True)

        await retried(remove, wait=_as_asked, tries=TRIES_MAX, sleep=self._sleep)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Searched:
    spot: Spot
    shown: int
    marks: Collection[str]
    markup: InlineKeyboardMarkup
    missing: int


def candidates(address: Address, asked: int, shown: int) -> "deque[int]":
    """Numbers that a lost message may have, the likeliest first: right after the request that it answered; what a press asked for
    stands right before the reply, for the message that was pressed may be old."""
    if "pressed" in address.handle or not asked:
        return deque(range(shown - 1, max(shown - 1 - LOOKS_BEFORE, 0), -1))
    return deque(range(asked + 1, min(shown, asked + 1 + LOOKS_MAX)))


def _as_asked(error: Exception, _number: int) -> float | None:
    """A search holds up nobody: it waits as long as Telegram asks."""
    if isinstance(error, RetryAfter) and wait_seconds(error) <= WAIT_SECONDS_MAX:
        return wait_seconds(error)
    return None


def _is_marked(message: Message | None, marks: Collection[str]) -> bool:
    if message is None or message.reply_markup is None:
        return False
    return any(
        button.callback_data in marks for row in message.reply_markup.inline_keyboard for button in row
    )


def _key(address: Address) -> str:
    return f"lost/{address.nonce}"
