"""The one way in for messages: read, fetched, and handed to Intake at once, each person's in their order."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from weakref import WeakValueDictionary

import discord

from adapters.discord.http.platform_errors import FOREIGN
from adapters.discord.http.rest import Rest
from adapters.discord.inbound.attachments import Files
from adapters.discord.inbound.message_files import previews
from adapters.discord.inbound.message_parsing import (
    Heard,
    author_of,
    is_only_shown,
    is_written,
    place_of,
    read_message,
    server_of,
    with_shown_before,
)
from adapters.discord.inbound.recent_messages import ShownBefore
from adapters.discord.outbound.notices import Notices
from adapters.discord.permissions import lacking, manages
from adapters.discord.read_positions import ChannelPositions
from agent.domain.conversation import Author
from agent.domain.incoming import IncomingImage
from agent.errors import Unavailable
from agent.ports import Intake, OpenQuestions

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
        notices: Notices,
        *,
        questions: OpenQuestions | None = None,
    ) -> None:
        self._rest = rest
        self._intake = intake
        self._files = files
        self._positions = positions
        self._notices = notices
        self._questions = questions
        self._in_order: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()
        """By channel and person: what somebody adds must not be taken in before what they add it to."""
        self._live: OrderedDict[int, None] = OrderedDict()
        self._read_back: OrderedDict[int, None] = OrderedDict()
        self._shown = ShownBefore()

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

    async def deleted(self, channel: object, message: str) -> None:
        """A message is gone. What was stored of it is wanted no more."""
        try:
            await self._intake.deleted(place_of(channel, getattr(channel, "guild", None)), message)
        except Unavailable as error:
            _waits(error)

    async def reworded(
        self, message: discord.Message, me: discord.ClientUser, *, before: discord.Message | None = None
    ) -> None:
        """A message got other words. They count while its turn has not begun; Intake says so where it has. What was said to the bot
        `before` is so still, when it does not name it any more."""
        at = message.edited_at
        try:
            was_heard = before is not None and await self._known(before, me) is not None
            known = None if at is None else await self._known(message, me, follows=was_heard)
            if known is None or at is None or known.heard.blind or lacking(message.channel):
                return
            event = f"{message.id}:{at.timestamp():.3f}"
            heard = replace(known.heard, message=replace(known.heard.message, event_id=event, edited=True))
            await self._take(replace(known, heard=heard))
        except (Unavailable, TimeoutError) as error:
            _waits(error)

    async def previewed(
        self, before: discord.Message, message: discord.Message, me: discord.ClientUser
    ) -> None:
        """A link got its preview after the message was sent. It belongs to what the link came with."""
        try:
            async with self._order(message):
                found = await self._known(message, me)
                if found is None or found.heard.blind or lacking(message.channel):
                    return
                event = f"{message.id}:preview:{len(message.embeds)}"
                shown = replace(
                    found.heard.message, event_id=event, message=event, text="", quoted="", reply_to=None, command=None,
                    only_joins=True,
                )  # fmt: skip
                await self._take(
                    replace(
                        found, heard=Heard(message=shown, files=previews(message)[len(previews(before)) :])
                    )
                )
        except (Unavailable, TimeoutError) as error:
            _waits(error)

    async def again(self, message: discord.Message, me: discord.ClientUser) -> None:
        """A message that was missed. What is being taken in as it comes is left alone. Raises Unavailable."""
        if message.id in self._live:
            return
        async with self._order(message):
            known = await self._whole(message, me)
            if known is None or known.heard.blind or lacking(message.channel):
                return
            _remember(self._read_back, message.id)
            try:
                await self._take(known)
            except Unavailable:
                self._read_back.pop(message.id, None)
                raise

    async def _as_it_comes(self, message: discord.Message, me: discord.ClientUser) -> bool:
        if message.id in self._read_back or not is_written(message):
            return True  # read back before it came
        async with self._order(message):
            known = await self._whole(message, me)
            if known is None or not await self._may_answer(known):
                return True
            await self._take(known)
        return True

    def _order(self, message: discord.Message) -> asyncio.Lock:
        return self._in_order.setdefault((message.channel.id, message.author.id), asyncio.Lock())

    async def _take(self, known: Known) -> None:
        heard = known.heard
        images, text = await self._fetched(known)
        voice = None if heard.voice is None else await self._files.voice(heard.voice)
        author = await self._author(known.message)
        accepted = await self._intake.message(
            replace(
                heard.message, text=text, images=(*images, *heard.message.images), voice=voice, author=author
            )
        )
        if accepted.turn is None and accepted.note and not accepted.duplicate:
            await self._notices.tell(known.message, accepted, to=author)

    async def _fetched(self, known: Known) -> tuple[Sequence[IncomingImage], str]:
        """Its pictures and its words. Downloading takes a while, in which nothing else shows that the bot heard."""
        heard, text = known.heard, known.heard.message.text
        if not (heard.files or heard.long_words):
            return (), text
        images, _ = await asyncio.gather(self._files.fetch(heard.files), self._notices.typing(known.message))
        if heard.long_words is None:
            return images, text
        words, lost = await self._files.words(heard.long_words)
        return (images if lost is None else (*images, lost)), "\n".join(
            part for part in (text, words) if part
        )

    async def _whole(self, message: discord.Message, me: discord.ClientUser) -> Known | None:
        """What is for the bot, with what was shown right before it. A picture that is not may become part of what comes next."""
        known = await self._known(message, me)
        if known is None:
            if is_only_shown(message):
                self._shown.saw(message)
            return None
        shown = None if known.heard.message.only_joins else self._shown.before(message)
        before = None if shown is None else read_message(shown, me, follows=True)
        return known if before is None else replace(known, heard=with_shown_before(known.heard, before))

    async def _known(
        self, message: discord.Message, me: discord.ClientUser, *, follows: bool = False
    ) -> Known | None:
        if not is_written(message):
            return None
        replied = await self._replied(message)
        heard = read_message(message, me, replied, follows=follows)
        if heard is None and await self._is_asked(message):
            heard = read_message(message, me, replied, follows=True)
        if heard is None and await self._is_gathered(message):
            heard = read_message(message, me, replied, follows=True)
            heard = heard and replace(heard, message=replace(heard.message, only_joins=True))
        return None if heard is None else Known(message=message, heard=heard)

    async def _is_gathered(self, message: discord.Message) -> bool:
        """Whether a picture may belong to what its author asked for just now. Raises Unavailable."""
        if self._questions is None or not is_only_shown(message):
            return False
        place = place_of(message.channel, message.guild)
        async with asyncio.timeout(ASKED_SECONDS):
            return await self._questions.gathers(place, author_of(message.author).id, message.created_at)

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
        """Tells, once for each channel, why not."""
        missing = lacking(known.message.channel)
        if missing:
            await self._notices.cannot_answer(known.message, missing)
            return False
        if known.heard.blind:
            await self._notices.cannot_read(known.message)
            return False
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


def _waits(error: Exception) -> None:
    logger.warning("a message waits to be read again", extra={"action": "intake_failed", "why": str(error)})


def _remember(known: OrderedDict[int, None], message: int) -> None:
    known[message] = None
    if len(known) > REMEMBERED_MAX:
        known.popitem(last=False)
