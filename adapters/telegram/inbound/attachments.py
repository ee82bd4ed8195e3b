"""Fetches the files of a message while it is taken in: Telegram's links end, ours must not."""

import asyncio
import logging
from collections.abc import Sequence

from telegram.error import BadRequest, RetryAfter, TelegramError

from adapters.http.pace import Pace, file_pace
from adapters.http.retries import Sleep, retried
from adapters.telegram.http.bot_library import AtelierBot
from adapters.telegram.http.platform_errors import wait_seconds
from adapters.telegram.inbound.message_contents import FileRef, VoiceRef
from agent.domain.incoming import IncomingImage, IncomingVoice
from agent.limits import IMAGE_BYTES_MAX, IMAGES_PER_TURN_MAX, VOICE_BYTES_MAX
from agent.translation.catalogue import N_
from agent.wording.unread_files import voice_too_long

TRIES = 3
PAUSE_SECONDS = 0.5
WAIT_SECONDS_MAX = 5.0
"""Longest wait that Telegram may ask for before the picture is done without."""
FILE_SECONDS = 30.0
"""Longest wait for one file."""
AT_ONCE = 4

TOO_LARGE = N_("A picture is larger than 20 MB; Telegram does not let me download it.")
"""Telegram's own limit, and IMAGE_BYTES_MAX."""
NOT_FETCHED = N_("A picture could not be downloaded from Telegram; please send it again.")

VOICE_NOT_FETCHED = N_(
    "Your voice message could not be downloaded from Telegram; send it again, or write it, please."
)

logger = logging.getLogger(__name__)


class Files:
    def __init__(self, bot: AtelierBot, *, sleep: Sleep = asyncio.sleep, pace: Pace | None = None) -> None:
        self._bot = bot
        self._sleep = sleep
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._pace = pace or file_pace()

    async def fetch(self, files: Sequence[FileRef]) -> list[IncomingImage]:
        """In the order given. What cannot be had says so in `problem`; the words of the message go on without it. Beyond
        IMAGES_PER_TURN_MAX nothing is downloaded: those entries are there to be counted."""
        looked_at, others = files[:IMAGES_PER_TURN_MAX], files[IMAGES_PER_TURN_MAX:]
        fetched = await asyncio.gather(*(self._one(ref) for ref in looked_at))
        return [*fetched, *(IncomingImage(name=ref.name, data=b"") for ref in others)]

    async def voice(self, ref: VoiceRef) -> IncomingVoice:
        """A voice message; what cannot be had says so in `problem`."""
        if ref.problem:
            return IncomingVoice(data=b"", media_type=ref.media_type, problem=ref.problem)
        fetched = await self._one(FileRef(id=ref.id, name="voice message", size=None))
        problem = VOICE_NOT_FETCHED if fetched.problem else ""
        if len(fetched.data) > VOICE_BYTES_MAX:
            return IncomingVoice(data=b"", media_type=ref.media_type, problem=voice_too_long())
        return IncomingVoice(data=fetched.data, media_type=ref.media_type, problem=problem)

    async def _one(self, ref: FileRef) -> IncomingImage:
        if ref.is_too_large:
            return IncomingImage(name=ref.name, data=b"", problem=TOO_LARGE)
        try:
            await self._pace.turn()
            async with self._gate:
                return await retried(lambda: self._download(ref), wait=_wait, tries=TRIES, sleep=self._sleep)
        except (TelegramError, TimeoutError, OSError) as error:
            large = isinstance(error, BadRequest) and "too big" in error.message.lower()
            return IncomingImage(name=ref.name, data=b"", problem=TOO_LARGE if large else NOT_FETCHED)

    async def _download(self, ref: FileRef) -> IncomingImage:
        async with asyncio.timeout(FILE_SECONDS):
            path, size = await self._bot.file_path(ref.id)
            data = b"" if size is not None and size > IMAGE_BYTES_MAX else await self._bot.file(path)
        if not data or len(data) > IMAGE_BYTES_MAX:
            return IncomingImage(name=ref.name, data=b"", problem=TOO_LARGE if size else NOT_FETCHED)
        return IncomingImage(name=ref.name, data=data)


def _wait(error: Exception, number: int) -> float | None:
    """For what another try may bring."""
    match error:
        case RetryAfter():
            return min(wait_seconds(error), WAIT_SECONDS_MAX)
        case BadRequest():
            return None
        case TelegramError() | TimeoutError() | OSError():
            logger.info("a file did not come", extra={"action": "file_missed", "error": type(error).__name__})
            return PAUSE_SECONDS * 2 ** (number - 1)
        case _:
            return None
