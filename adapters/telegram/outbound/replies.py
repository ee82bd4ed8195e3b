"""Makes a Reply into Telegram messages: one that carries the words and the buttons, with the picture in it if there is one.
More pictures come before it as an album; more words after it."""

import json
import logging
from collections.abc import Sequence
from dataclasses import replace

from telegram import ForceReply, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden

from adapters.telegram.http.connection import TelegramConnection
from adapters.telegram.http.platform_errors import is_unknown_person
from adapters.telegram.memory_platform_notes import message_key
from adapters.telegram.outbound.force_reply import PLACEHOLDER, Prompts, calling
from adapters.telegram.outbound.keyboards import keyboard
from adapters.telegram.outbound.posted_parts import PostedParts, note_items, note_topic
from adapters.telegram.outbound.report_reasons import ask_why
from adapters.telegram.outbound.sending import ALBUM_ITEMS_MAX, Posting, Spot
from adapters.telegram.outbound.uploads import FILE_BYTES_MAX
from adapters.telegram.text_entities import CAPTION_UNITS_MAX, TEXT_UNITS_MAX, Wording, pieces, worded
from agent.domain.conversation import Reply
from agent.ports import Address, PictureFile, PlatformNotes
from agent.translation.catalogue import N_, _

WHISPERED = N_("I have sent you the answer in our private chat.")
NOT_WHISPERED = N_(
    "That answer is for you alone. Open https://t.me/{username}?start=help, press Start, and ask me there."
)
TOO_HEAVY = N_("{name} has {size} MB; Telegram takes 50 MB from a bot at most.")
WORDLESS = "\N{FRAME WITH PICTURE}"
"""Stands where a message must have words and the reply has none."""
NOTHING_POSTED = 0

logger = logging.getLogger(__name__)


class Delivery:
    """May be repeated for the same address: an edit changes nothing then, and what is no edit is posted once (see PostedParts)."""

    def __init__(
        self, connection: TelegramConnection, posting: Posting, platform_notes: PlatformNotes
    ) -> None:
        self._connection = connection
        self._posting = posting
        self._platform_notes = platform_notes
        self._prompts = Prompts(connection.bot, platform_notes)

    async def deliver(
        self, address: Address, spot: Spot, working: int | None, reply: Reply, files: Sequence[PictureFile]
    ) -> int:
        """The id of the message with the buttons. Raises TelegramError, NotAllowed."""
        if reply.removes is not None:  # that the message goes says it all
            if working is not None:
                await self._posting.remove(spot.chat, working)
            return NOTHING_POSTED
        if reply.only_for_author and not address.place.private:
            return await self._whisper(address, spot, working, reply, files)
        parts = PostedParts(self._platform_notes, address.nonce)
        if _is_prompt(address, reply):
            return await self._ask_back(address, spot, working, reply, parts)
        shown = await self._post(parts, spot, working, reply, files)
        await ask_why(self._posting, self._platform_notes, parts, address, spot, reply)
        if spot.topic is not None and reply.buttons:
            await note_topic(self._platform_notes, spot.chat, shown, spot.topic)
        if reply.kind == "question" and spot.chat < 0 and reply.buttons and await self._is_deaf():
            await parts.once("prompt", lambda: self._prompts.ask(spot, address.author, shown))
        return shown

    async def others(self, chat: int, message: int) -> list[int]:
        """Telegram's ids of what belongs to a message of ours: its album, its further words."""
        noted = await self._platform_notes.noted("telegram", message_key("with", chat, message))
        return [] if noted is None else json.loads(noted)

    async def _post(
        self, parts: PostedParts, spot: Spot, working: int | None, reply: Reply, files: Sequence[PictureFile]
    ) -> int:
        reply, files = _that_fit(reply, [replace(file, covered=reply.spoiler) for file in files])
        single = len(files) == 1
        first, *more = pieces(worded(reply.text), first_max=CAPTION_UNITS_MAX if single else TEXT_UNITS_MAX)
        markup, others = keyboard(reply.buttons), list[int]()
        if single:
            shown = await self._posting.file(
                spot, files[0], first, as_photo=bool(reply.images), markup=markup, instead_of=working
            )
        elif files:
            others = await self._album(parts, spot, reply, files)
            shown = await self._below(parts, spot, working, _not_empty(first), markup)
            await note_items(self._platform_notes, spot.chat, others[: len(reply.images)], shown)
        else:
            shown = await self._posting.text(spot, _not_empty(first), markup=markup, instead_of=working)
        for number, piece in enumerate(more):
            others += await parts.once(f"text{number}", lambda piece=piece: self._text(spot, piece))
        if others:
            await self._platform_notes.note(
                "telegram", message_key("with", spot.chat, shown), json.dumps(others)
            )
        return shown

    async def _album(
        self, parts: PostedParts, spot: Spot, reply: Reply, files: Sequence[PictureFile]
    ) -> list[int]:
        pictures = await self._group(parts, spot, files[: len(reply.images)], as_photos=True)
        more = files[len(reply.images) :]
        if reply.stickers:
            return pictures + await self._stickers(parts, spot, more)
        return pictures + await self._group(parts, spot, more, as_photos=False)

    async def _stickers(self, parts: PostedParts, spot: Spot, files: Sequence[PictureFile]) -> list[int]:
        """Each by itself and once: there is no album of stickers."""
        ids: list[int] = []
        for number, file in enumerate(files):
            ids += await parts.once(f"sticker{number}", lambda file=file: self._sticker(spot, file))
        return ids

    async def _sticker(self, spot: Spot, file: PictureFile) -> list[int]:
        return [await self._posting.sticker(spot, file)]

    async def _below(
        self,
        parts: PostedParts,
        spot: Spot,
        working: int | None,
        words: Wording,
        markup: InlineKeyboardMarkup | None,
    ) -> int:
        """An album has no buttons: they come in a message of their own below it, so the working message above it goes."""
        quiet = replace(spot, reply_to=None)
        known = await parts.known("words")
        if known:
            shown = await self._posting.text(quiet, words, markup=markup, instead_of=known[0])
        else:
            (shown,) = await parts.once("words", lambda: self._text(quiet, words, markup))
        if working not in (None, shown, *known):
            await self._posting.remove(spot.chat, working)
        return shown

    async def _group(
        self, parts: PostedParts, spot: Spot, files: Sequence[PictureFile], *, as_photos: bool
    ) -> list[int]:
        """Files together, in tens. Each ten once: an album cannot be posted by an edit."""
        ids: list[int] = []
        for at in range(0, len(files), ALBUM_ITEMS_MAX):
            some = files[at : at + ALBUM_ITEMS_MAX]
            name = f"{'pictures' if as_photos else 'files'}{at}"
            ids += await parts.once(name, lambda some=some: self._some(spot, some, as_photos=as_photos))
        return ids

    async def _some(self, spot: Spot, files: Sequence[PictureFile], *, as_photos: bool) -> list[int]:
        if len(files) == 1:
            return [await self._posting.file(spot, files[0], Wording(text=""), as_photo=as_photos)]
        return await self._posting.album(spot, files, as_photos=as_photos)

    async def _text(
        self, spot: Spot, wording: Wording, markup: InlineKeyboardMarkup | None = None
    ) -> list[int]:
        return [await self._posting.text(spot, wording, markup=markup)]

    async def _whisper(
        self, address: Address, spot: Spot, working: int | None, reply: Reply, files: Sequence[PictureFile]
    ) -> int:
        """An answer for one person goes to the private chat with them; the group sees only that there was one."""
        person = Spot(chat=int(address.author.id.partition(":")[2]), topic=None, reply_to=None)
        parts = PostedParts(self._platform_notes, f"{address.nonce}/whisper")

        async def post() -> list[int]:
            return [await self._post(parts, person, None, reply, files)]

        words = _(WHISPERED)
        try:
            if person.chat < 0:
                raise Forbidden("a chat's name hides the person")
            await parts.once("all", post)
        except (Forbidden, BadRequest) as error:
            if isinstance(error, BadRequest) and not is_unknown_person(error):
                raise
            logger.info("no private chat", extra={"action": "whisper_missed", "error": type(error).__name__})
            words = _(NOT_WHISPERED, username=await self._connection.username())
        return await self._posting.text(spot, Wording(text=words), instead_of=working)

    async def _ask_back(
        self, address: Address, spot: Spot, working: int | None, reply: Reply, parts: PostedParts
    ) -> int:
        """Words that want an answer in words: the person's own client opens its reply field."""
        wording = worded(reply.text)
        if spot.chat < 0:
            wording = calling(address.author, _("{name}: {words}", name="{name}", words=wording.text))
        markup = ForceReply(selective=True, input_field_placeholder=_(PLACEHOLDER))

        async def post() -> list[int]:
            return [await self._posting.text(spot, wording, markup=markup, instead_of=working)]

        (shown,) = await parts.once("prompt", post)
        return shown

    async def _is_deaf(self) -> bool:
        """In privacy mode: hears in groups only what is addressed to it."""
        await self._connection.start()
        return not self._connection.bot.bot.can_read_all_group_messages


def _that_fit(reply: Reply, files: Sequence[PictureFile]) -> tuple[Reply, Sequence[PictureFile]]:
    """Without what no bot may send, and a word for it. (A picture that large is made smaller.)"""
    count = len(reply.images)
    heavy = [file for file in files[count:] if len(file.data) > FILE_BYTES_MAX]
    if not heavy:
        return reply, files
    said = [_(TOO_HEAVY, name=file.name, size=len(file.data) // 1_000_000) for file in heavy]
    fits = [*files[:count], *(file for file in files[count:] if file not in heavy)]
    return replace(reply, text="\n".join([reply.text, *said]).strip()), fits


def _is_prompt(address: Address, reply: Reply) -> bool:
    """A question without anything to tap, and what Refine asks: Telegram has no form behind a button."""
    if reply.buttons or reply.images or reply.files or reply.only_for_author:
        return False
    return reply.kind == "question" or (reply.kind == "text" and address.handle.get("pressed") == "refine")


def _not_empty(wording: Wording) -> Wording:
    return wording if wording.text.strip() else Wording(text=WORDLESS)
