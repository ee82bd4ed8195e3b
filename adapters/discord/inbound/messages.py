"""The one way in for messages: read, gathered with what follows at once, fetched, and handed to Intake."""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import discord

from adapters.discord.http.platform_errors import FOREIGN
from adapters.discord.http.rest import Rest
from adapters.discord.inbound.attachments import Files
from adapters.discord.inbound.back_to_back import JOIN_SECONDS, Joining
from adapters.discord.inbound.message_parsing import (
    Heard,
    author_of,
    is_written,
    place_of,
    read_message,
    server_of,
    together,
)
from adapters.discord.outbound.edit_pace import Clock
from adapters.discord.outbound.notices import Notices
from adapters.discord.permissions import lacking, manages
from adapters.discord.read_positions import ChannelPositions
from agent.domain.conversation import Author
from agent.errors import Unavailable
from agent.ports import Intake, OpenQuestions, ReadPositions

REMEMBERED_MAX = 5_000
FETCH_SECONDS = 10.0
ASKED_SECONDS = 5.0
"""How long the store may take to say whether somebody is being asked something."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A message and what it was read as."""

    message: discord.Message
    heard: Heard


class Hearing:
    """Takes messages in, live ones and those read back, in any number at once."""

    def __init__(
        self,
        rest: Rest,
        intake: Intake,
        files: Files,
        positions: ChannelPositions,
        read_positions: ReadPositions,
        notices: Notices,
        joining: Joining[Known],
        *,
        questions: OpenQuestions | None = None,
        clock: Clock = time.monotonic,
    ) -> None:
        self._rest = rest
        self._intake = intake
        self._files = files
        self._positions = positions
        self._read_positions = read_positions
        self._notices = notices
        self._joining = joining
        self._questions = questions
        self._clock = clock
        self._joined: OrderedDict[int, None] = OrderedDict()
        self._live: OrderedDict[int, None] = OrderedDict()
        self._read_back: OrderedDict[int, None] = OrderedDict()
        self._before: OrderedDict[tuple[int, int], tuple[float, discord.Message]] = OrderedDict()

    async def live(self, message: discord.Message, me: discord.ClientUser) -> None:
        """A message as it is written. What could not be stored is read again later."""
        channel = str(message.channel.id)
        self._positions.begin(channel, server_of(message.channel, message.guild), message.id)
        _remember(self._live, message.id)
        stored = False
        try:
            stored = await self._as_it_comes(message, me)
        except (Unavailable, TimeoutError) as error:
            _waits(error)
        finally:
            if not stored:
                self._live.pop(message.id, None)
            self._positions.end(channel, message.id, stored=stored)

    async def reworded(self, message: discord.Message, me: discord.ClientUser) -> None:
        """A message got other words. They count while its turn has not begun; Intake says so where it has."""
        at = message.edited_at
        try:
            known = None if message.id in self._joined or at is None else await self._known(message, me)
        except (Unavailable, TimeoutError) as error:
            _waits(error)
            return
        if known is None or at is None or known.heard.blind or lacking(message.channel):
            return
        key = (message.channel.id, message.author.id)
        if self._joining.swap(key, lambda item: item.message.id == message.id, known):
            return
        event = f"{message.id}:{at.timestamp():.3f}"
        heard = replace(known.heard, message=replace(known.heard.message, event_id=event, edited=True))
        await self._try([replace(known, heard=heard)])

    async def again(self, messages: Sequence[discord.Message], me: discord.ClientUser) -> None:
        """One request that was missed: a message, or those that had been joined to it. What is being taken in as it comes is left
        alone. Raises Unavailable."""
        if any(message.id in self._live for message in messages):
            return
        found = [await self._known(message, me) for message in messages]
        known = [each for each in found if each is not None]
        if not known or known[0].heard.blind or lacking(known[0].message.channel):
            return
        for each in known:
            _remember(self._read_back, each.message.id)
        try:
            await self._take(known)
        except Unavailable:
            for each in known:
                self._read_back.pop(each.message.id, None)
            raise

    async def _as_it_comes(self, message: discord.Message, me: discord.ClientUser) -> bool:
        if message.id in self._joined or message.id in self._read_back or not is_written(message):
            return True  # delivered once more after a reconnect, or read back before it came
        key = (message.channel.id, message.author.id)
        known = await self._known(message, me, follows=self._joining.is_open(key))
        if known is None:
            self._remember(key, message)
            return True
        if not self._joining.is_open(key) and not await self._may_answer(known):
            return True
        before = await self._right_before(key, me)
        request = await self._joining.whole(key, known)
        if request is None:
            return True
        return await self._try([*before, *request])

    async def _try(self, request: Sequence[Known]) -> bool:
        try:
            await self._take(request)
        except Unavailable as error:
            _waits(error)
            return False
        return True

    async def _take(self, request: Sequence[Known]) -> None:
        first = request[0].message
        heard = together([each.heard for each in request]) if len(request) > 1 else request[0].heard
        if len(request) > 1:
            rest = [str(each.message.id) for each in request[1:]]
            await self._read_positions.join("discord", str(first.id), rest)
            for each in request[1:]:
                _remember(self._joined, each.message.id)
        images = await self._files.fetch(heard.files)
        author = await self._author(first)
        accepted = await self._intake.message(
            replace(heard.message, images=(*images, *heard.message.images), author=author)
        )
        if accepted.turn is None and accepted.note and not accepted.duplicate:
            await self._notices.say(first, accepted.note)

    async def _known(
        self, message: discord.Message, me: discord.ClientUser, *, follows: bool = False
    ) -> Known | None:
        if not is_written(message):
            return None
        replied = await self._replied(message)
        heard = read_message(message, me, replied, follows=follows)
        if heard is None and await self._is_asked(message):
            heard = read_message(message, me, replied, follows=True)
        return None if heard is None else Known(message=message, heard=heard)

    async def _is_asked(self, message: discord.Message) -> bool:
        """Whether the bot waits for this person's answer, which need not name it. Raises Unavailable."""
        if (
            self._questions is None
            or not message.content
            or message.mentions
            or message.reference is not None
        ):
            return False
        place = place_of(message.channel, message.guild)
        async with asyncio.timeout(ASKED_SECONDS):
            return await self._questions.asked(place, author_of(message.author).id)

    async def _may_answer(self, known: Known) -> bool:
        """Tells, once for each channel, why not; shows that it was heard."""
        missing = lacking(known.message.channel)
        if missing:
            await self._notices.cannot_answer(known.message, missing)
            return False
        if known.heard.blind:
            await self._notices.cannot_read(known.message)
            return False
        await self._notices.typing(known.message)
        return True

    async def _replied(self, message: discord.Message) -> discord.Message | None:
        reference = message.reference
        if reference is None or reference.message_id is None or message.message_snapshots:
            return None
        found = reference.resolved or reference.cached_message
        if isinstance(found, discord.Message):
            return found
        if found is not None or reference.channel_id != message.channel.id:
            return None
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                return await message.channel.fetch_message(reference.message_id)
        except FOREIGN:
            return None

    async def _author(self, message: discord.Message) -> Author:
        """With their rights and roles there. Messages that are read back come without them."""
        author, guild = message.author, message.guild
        if guild is not None and not isinstance(author, discord.Member):
            try:
                async with asyncio.timeout(FETCH_SECONDS):
                    author = await guild.fetch_member(author.id)
            except FOREIGN as error:
                logger.info(
                    "rights are not known", extra={"action": "rights_unknown", "error": type(error).__name__}
                )
        return author_of(author, may_manage=manages(author, message.channel))

    def _remember(self, key: tuple[int, int], message: discord.Message) -> None:
        """A message that was not for the bot may turn out to belong to the next one ("make this blue", after a photo)."""
        self._before[key] = (self._clock(), message)
        self._before.move_to_end(key)
        if len(self._before) > REMEMBERED_MAX:
            self._before.popitem(last=False)

    async def _right_before(self, key: tuple[int, int], me: discord.ClientUser) -> list[Known]:
        at, message = self._before.pop(key, (float("-inf"), None))
        if message is None or self._clock() - at > JOIN_SECONDS:
            return []
        known = await self._known(message, me, follows=True)
        return [] if known is None else [known]


def _waits(error: Exception) -> None:
    logger.warning("a message waits to be read again", extra={"action": "intake_failed", "why": str(error)})


def _remember(known: OrderedDict[int, None], message: int) -> None:
    known[message] = None
    if len(known) > REMEMBERED_MAX:
        known.popitem(last=False)
