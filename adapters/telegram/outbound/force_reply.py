"""Makes the asker's client answer a question in a group: a message whose reply field opens for that person alone, so that the
answer reaches a bot in privacy mode. It goes away once the question is answered."""

import hashlib
import logging
import re
from dataclasses import dataclass

from telegram import Bot, ForceReply, MessageEntity, User
from telegram.error import TelegramError

from adapters.telegram.memory_platform_notes import message_key
from adapters.telegram.outbound.sending import Spot
from adapters.telegram.text_entities import Wording, units
from agent.domain.conversation import Author
from agent.ports import PlatformNotes
from agent.translation.catalogue import N_, _

WORDS = N_("{name}, tap an answer above, or write yours here.")
PLACEHOLDER = N_("Your answer")
NAME_CHARS_MAX = 40
_UNSAFE = re.compile(r"[@/\x00-\x1f]")

logger = logging.getLogger(__name__)


def calling(author: Author, sentence: str) -> Wording:
    """The sentence with the person's name at its `{name}`, which tells the person's client that they are meant. Works without a
    username."""
    before, _place, after = sentence.partition("{name}")
    name = _UNSAFE.sub("", author.name)[:NAME_CHARS_MAX] or _("You")
    user = int(author.id.partition(":")[2])
    if user < 0:  # written in a chat's name: there is no person to call
        return Wording(text=f"{before}{name}{after}")
    person = User(user, name, is_bot=False)
    link = MessageEntity(MessageEntity.TEXT_MENTION, units(before), units(name), user=person)
    return Wording(text=f"{before}{name}{after}", entities=(link,))


class Prompts:
    def __init__(self, bot: Bot, platform_notes: PlatformNotes) -> None:
        self._bot = bot
        self._platform_notes = platform_notes

    async def ask(self, spot: Spot, author: Author, question: int) -> list[int]:
        """For the question in message `question`; the prompt's id. Raises TelegramError."""
        wording = calling(author, _(WORDS))
        sent = await self._bot.send_message(
            spot.chat, wording.text, entities=wording.entities, message_thread_id=spot.topic, reply_parameters=spot.answering,
            reply_markup=ForceReply(selective=True, input_field_placeholder=_(PLACEHOLDER)), disable_notification=True,
        )  # fmt: skip
        noted = f"{question}/{sent.message_id}/{_trace(spot.chat, author)}"
        for message in (question, sent.message_id):
            await self._platform_notes.note("telegram", message_key("prompt", spot.chat, message), noted)
        return [sent.message_id]

    async def question(self, chat: int, message: int) -> int | None:
        """The question that the prompt `message` stands for, if it is one."""
        found = await self._find(chat, message)
        return None if found is None or found.prompt != message else found.question

    async def answered(self, chat: int, message: int, author: Author) -> None:
        """Takes away the prompt of this question, if it was this author's to answer. Never raises TelegramError."""
        found = await self._find(chat, message)
        if found is None or found.asker != _trace(chat, author):
            return
        await self._platform_notes.note("telegram", message_key("prompt", chat, message), "")
        try:
            await self._bot.delete_message(chat, found.prompt)
        except TelegramError as error:
            logger.info("a prompt stays", extra={"action": "prompt_stays", "error": type(error).__name__})

    async def _find(self, chat: int, message: int) -> "_Noted | None":
        """Prompts are for groups only."""
        noted = (
            None
            if chat > 0
            else await self._platform_notes.noted("telegram", message_key("prompt", chat, message))
        )
        if not noted:
            return None
        question, prompt, asker = noted.split("/")
        return _Noted(question=int(question), prompt=int(prompt), asker=asker)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Noted:
    question: int
    prompt: int
    asker: str


def _trace(chat: int, author: Author) -> str:
    """Tells the asker from others, and nobody who."""
    return hashlib.sha256(f"{chat}/{author.id}".encode()).hexdigest()[:16]
