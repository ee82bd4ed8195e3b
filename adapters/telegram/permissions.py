"""Who may change what a whole chat shares: Telegram's own administrators."""

import asyncio
import logging
import time
from collections import OrderedDict

from telegram import ChatMember
from telegram.error import TelegramError

from adapters.telegram.albums import Clock, Sleep
from adapters.telegram.http.bot_library import AtelierBot
from adapters.telegram.http.flood_waits import patiently
from agent.domain.conversation import Author

FRESH_SECONDS = 60.0
"""How long an answer serves for plain messages; what only administrators may do asks anew."""
KNOWN_MAX = 5_000
MANAGING = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)

logger = logging.getLogger(__name__)


class Rights:
    def __init__(
        self, bot: AtelierBot, *, clock: Clock = time.monotonic, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._bot = bot
        self._clock = clock
        self._sleep = sleep
        self._known: OrderedDict[tuple[int, str], tuple[float, bool]] = OrderedDict()

    async def may_manage(self, chat: int, author: Author, *, fresh: bool) -> bool:
        """In a private chat the person; in a group its administrators. Not known means no."""
        who = int(author.id.partition(":")[2])
        if chat > 0 or author.may_manage:
            return True
        if who < 0:  # written in the name of another channel
            return False
        key = (chat, author.id)
        known = self._known.get(key)
        if known is not None and not fresh and self._clock() - known[0] < FRESH_SECONDS:
            return known[1]
        may = await self._ask(chat, who)
        self._known[key] = (self._clock(), may)
        self._known.move_to_end(key)
        if len(self._known) > KNOWN_MAX:
            self._known.popitem(last=False)
        return may

    async def _ask(self, chat: int, user: int) -> bool:
        """Asked again where Telegram stumbles: an administrator is not to be refused for that."""
        try:
            status = await patiently(lambda: self._bot.member_status(chat, user), self._sleep, reads=True)
        except TelegramError as error:
            logger.info(
                "rights are not known", extra={"action": "rights_unknown", "error": type(error).__name__}
            )
            return False
        return status in MANAGING
