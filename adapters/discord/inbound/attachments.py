"""Fetches the files of a message while it is taken in: their addresses expire, what we keep must not."""

import asyncio
import logging
from collections.abc import Sequence
from urllib.parse import urlsplit

import discord

from adapters.discord.config import DiscordConfig
from adapters.discord.http.platform_errors import FOREIGN
from adapters.discord.http.rest import Rest
from adapters.discord.inbound.message_files import FileRef, unread
from adapters.http.pace import Pace, file_pace
from adapters.http.retries import Sleep, retried
from agent.domain.incoming import IncomingImage, IncomingVoice
from agent.limits import IMAGE_BYTES_MAX, IMAGES_PER_TURN_MAX, VOICE_BYTES_MAX
from agent.translation.catalogue import N_, _
from agent.wording.unread_files import NOT_LISTENING, voice_too_long

TRIES = 3
PAUSE_SECONDS = 0.5
FILE_SECONDS = 30.0
AT_ONCE = 4
SERVERS = (".discordapp.com", ".discordapp.net", ".discord.com")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
NOT_FETCHED = N_("{name} could not be downloaded from Discord; please send it again.")

logger = logging.getLogger(__name__)


class Files:
    def __init__(
        self, rest: Rest, config: DiscordConfig, *, sleep: Sleep = asyncio.sleep, pace: Pace | None = None
    ) -> None:
        self._rest = rest
        self._listens = config.listens
        self._own_host = urlsplit(config.api_url).hostname or ""
        self._sleep = sleep
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._pace = pace or file_pace()

    async def fetch(self, files: Sequence[FileRef]) -> tuple[IncomingImage, ...]:
        """In the order given. What cannot be had says so in `problem`; the words of the message go on without it. Beyond
        IMAGES_PER_TURN_MAX nothing is downloaded: those entries are there to be counted."""
        looked_at, others = files[:IMAGES_PER_TURN_MAX], files[IMAGES_PER_TURN_MAX:]
        fetched = await asyncio.gather(*(self._one(ref) for ref in looked_at))
        return (*fetched, *(IncomingImage(name=ref.name, data=b"") for ref in others))

    async def words(self, ref: FileRef) -> tuple[str, IncomingImage | None]:
        """What is written in the file, and what kept it from being read if something did."""
        found = await self._one(ref)
        if found.problem:
            return "", found
        return found.data.decode("utf-8", "replace").replace("\x00", ""), None

    async def voice(self, ref: FileRef) -> IncomingVoice:
        """A voice message; what cannot be had says so in `problem`."""
        if ref.problem or not self._listens:
            return IncomingVoice(data=b"", media_type=ref.kind, problem=ref.problem or NOT_LISTENING)
        found = await self._one(ref)
        problem = voice_too_long() if len(found.data) > VOICE_BYTES_MAX else found.problem
        return IncomingVoice(data=b"" if problem else found.data, media_type=ref.kind, problem=problem)

    async def _one(self, ref: FileRef) -> IncomingImage:
        if ref.problem:
            return unread(ref)
        if not self._is_discords(ref.url):
            return _lost(ref)
        try:
            await self._pace.turn()
            async with self._gate:
                data = await retried(lambda: self._download(ref), wait=_wait, tries=TRIES, sleep=self._sleep)
        except FOREIGN:
            return _lost(ref)
        return _whole(ref, data)

    async def _download(self, ref: FileRef) -> bytes:
        async with asyncio.timeout(FILE_SECONDS):
            return await self._rest.file(ref.url)

    def _is_discords(self, url: str) -> bool:
        """Only Discord's own servers, or the one that stands for them, are asked: an address is somebody's word."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        if self._own_host and (host == self._own_host or {host, self._own_host} <= LOOPBACK):
            return True
        return parts.scheme == "https" and host.endswith(SERVERS)


def _wait(error: Exception, number: int) -> float | None:
    """For what another try may bring."""
    if isinstance(error, discord.NotFound | discord.Forbidden) or not isinstance(error, FOREIGN):
        return None
    logger.info("a file did not come", extra={"action": "file_missed", "error": type(error).__name__})
    return PAUSE_SECONDS * 2 ** (number - 1)


def _whole(ref: FileRef, data: bytes) -> IncomingImage:
    if len(data) > IMAGE_BYTES_MAX:
        return IncomingImage(
            name=ref.name,
            data=b"",
            problem=_("{name} is larger than {size} MB.", name=ref.name, size=IMAGE_BYTES_MAX // 1_000_000),
        )
    return IncomingImage(name=ref.name, data=data)


def _lost(ref: FileRef) -> IncomingImage:
    return IncomingImage(name=ref.name, data=b"", problem=_(NOT_FETCHED, name=ref.name))
