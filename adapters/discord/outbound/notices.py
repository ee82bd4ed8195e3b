"""Short words of the adapter's own: answers that need no turn, and what stands in the bot's way, said once for each channel."""

import logging
from collections import OrderedDict
from collections.abc import Hashable, Sequence

import discord

from adapters.discord.http.platform_errors import FOREIGN
from adapters.discord.http.rest import Rest
from adapters.discord.outbound.layouts import notice, words
from adapters.discord.outbound.sending import Speaking
from agent.domain.conversation import Author
from agent.domain.incoming import Accepted
from agent.translation.catalogue import N_, _

REMEMBERED_MAX = 5_000
CANNOT_ANSWER = N_(
    "I read you in <#{channel}>, but I may not answer there: I lack {missing}. A moderator can give me that in the "
    "channel's permissions."
)
CANNOT_READ = N_(
    "I cannot read what you wrote: name me in the message (or leave “mention” on when you reply). The one who runs me "
    "can change that with the message content intent."
)

logger = logging.getLogger(__name__)


class Notices:
    """None of the methods raises."""

    def __init__(self, rest: Rest, speaking: Speaking) -> None:
        self._rest = rest
        self._speaking = speaking
        self._said: OrderedDict[Hashable, None] = OrderedDict()

    async def typing(self, message: discord.Message) -> None:
        try:
            await self._rest.typing(str(message.channel.id))
        except FOREIGN as error:
            _missed("typing", error)

    async def tell(self, message: discord.Message, accepted: Accepted, *, to: Author) -> None:
        """What came of a message that needed no turn."""
        if accepted.alone:
            await self._say_alone(message, accepted.note, to=to)
        else:
            await self.say(message, accepted.note)

    async def say(self, message: discord.Message, text: str) -> None:
        """In reply to the message."""
        await self._reply(message, words(text))

    async def _say_alone(self, message: discord.Message, text: str, *, to: Author) -> None:
        """To its author in private, with a link to the message; nothing is said where they take no private messages."""
        if message.guild is None:
            await self.say(message, text)
            return
        try:
            private = await self._rest.private_channel(to.id.partition(":")[2])
            about = words(f"{text}\n{message.jump_url}")
            await self._speaking.in_channel(private, about, (), nonce=f"{message.id}-n")
        except FOREIGN as error:
            _missed("private notice", error)

    async def cannot_answer(self, message: discord.Message, missing: Sequence[str]) -> None:
        """To the author in private: here the bot may not write."""
        channel = message.channel.id
        if not self._is_new(("rights", channel, *missing)):
            return
        text = _(CANNOT_ANSWER, channel=channel, missing=", ".join(f"“{name}”" for name in missing))
        logger.warning("rights are missing", extra={"action": "rights_missing", "missing": list(missing)})
        try:
            private = await self._rest.private_channel(str(message.author.id))
            await self._speaking.in_channel(private, notice(text), (), nonce=f"{message.id}-r")
        except FOREIGN as error:
            _missed("rights", error)

    async def cannot_read(self, message: discord.Message) -> None:
        if self._is_new(("blind", message.channel.id)):
            await self._reply(message, words(_(CANNOT_READ)))

    async def _reply(self, message: discord.Message, parts: list[dict[str, object]]) -> None:
        try:
            await self._speaking.in_channel(
                str(message.channel.id), parts, (), nonce=f"{message.id}-n", reply_to=str(message.id)
            )
        except FOREIGN as error:
            _missed("notice", error)

    def _is_new(self, key: Hashable) -> bool:
        if key in self._said:
            return False
        self._said[key] = None
        if len(self._said) > REMEMBERED_MAX:
            self._said.popitem(last=False)
        return True


def _missed(what: str, error: BaseException) -> None:
    logger.info("not shown", extra={"action": f"{what}_missed", "error": type(error).__name__})
