"""A reply as messages: the working message turned into it, a whisper to its author, or a private message. Pictures are made to fit the
server's upload limit: a better format first, then fewer pixels."""

import asyncio
import io
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

import discord
from PIL import Image

from adapters.discord.http.interaction_handles import Handle, handle_of
from adapters.discord.http.platform_errors import is_message_gone
from adapters.discord.http.rest import ORIGINAL, Rest
from adapters.discord.outbound.edit_pace import Clock
from adapters.discord.outbound.layouts import notice, reply_parts, words
from adapters.discord.outbound.sending import Speaking, Spot
from adapters.http.foreign_json import Json
from agent.domain.conversation import Reply
from agent.domain.generation import ImageData
from agent.errors import NotAllowed
from agent.ports import Address, PictureFile
from agent.rendering.provenance import with_mark_of
from agent.translation.catalogue import N_, _

QUALITIES = (90, 80, 65)
SCALE = 0.75
SIDE_MIN = 256
OVERHEAD_BYTES = 64 * 1024
"""Room for the JSON beside the files."""
ENCODE_SECONDS = 30.0
MARK_BYTES = 1_024
"""Room for what the picture says of its making, which is carried over."""
REMEMBERED_MAX = 5_000
ONLY_YOU = N_("Only you can see the answer.")

logger = logging.getLogger(__name__)


async def fitted(files: Sequence[PictureFile], *, limit: int) -> list[PictureFile]:
    """The files, together within `limit` bytes. Raises NotAllowed when even small pictures would not be, or a file that is no
    picture is too large."""
    room = limit - OVERHEAD_BYTES
    if sum(len(file.data) for file in files) <= room:
        return list(files)
    share = room // max(1, len(files))
    async with asyncio.timeout(ENCODE_SECONDS):
        return [
            file if len(file.data) <= share else await asyncio.to_thread(_smaller, file, share)
            for file in files
        ]


def _smaller(file: PictureFile, room: int) -> PictureFile:
    if not file.media_type.startswith("image/"):
        raise NotAllowed(
            _(
                "That file is {size} MB, more than this server takes. Ask me in private.",
                size=len(file.data) // 1_000_000,
            )
        )
    image = Image.open(io.BytesIO(file.data))
    image.load()
    while min(image.size) >= SIDE_MIN:
        for quality in QUALITIES:
            data = _encoded(image, quality)
            if len(data) <= room - MARK_BYTES:
                name = f"{file.name.rpartition('.')[0] or file.name}.webp"
                small = ImageData(data=data, media_type="image/webp", width=image.width, height=image.height)
                marked = with_mark_of(file.data, small)
                return replace(file, data=marked.data, media_type=marked.media_type, name=name)
        size = (max(1, round(image.width * SCALE)), max(1, round(image.height * SCALE)))
        image = image.resize(size, Image.Resampling.LANCZOS)
    raise NotAllowed(_("The picture does not fit what this server takes, however small I make it."))


def _encoded(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=quality, method=2)
    return out.getvalue()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What is to be delivered, and where."""

    address: Address
    message: str | None
    """The working message, if there is one."""
    reply: Reply
    files: Sequence[PictureFile] = ()

    @property
    def spot(self) -> Spot:
        return spot_of(self.address)


def spot_of(address: Address) -> Spot:
    handle = handle_of(address.handle)
    # A command has no message that could be answered; its answer stands below it.
    reply_to = None if handle.answer == "original" else address.reply_to
    return Spot(channel=address.place.thread or address.place.channel, reply_to=reply_to, handle=handle)


class Posting:
    """Every method raises one of `troubles.FOREIGN` and returns the id of the message that now shows the reply. Each may be repeated:
    edits are edits, posts carry nonces, and what can have neither is remembered in this process."""

    def __init__(self, rest: Rest, speaking: Speaking, now: Clock) -> None:
        self._rest = rest
        self._speaking = speaking
        self._now = now
        self._sent: OrderedDict[str, str] = OrderedDict()

    async def publicly(self, what: Delivery) -> str:
        """For all to see (for its author alone where the handle says so)."""
        first, *more = reply_parts(what.reply, what.files)
        shown = await self.turned(what, first)
        for number, parts in enumerate(more, start=1):
            key = f"{what.address.nonce}.{number}"
            await self._once(key, lambda parts=parts, key=key: self._further(what.spot, parts, key))
        return shown

    async def turned(self, what: Delivery, parts: Sequence[Json]) -> str:
        """The working message becomes `parts`; where it is gone they are posted."""
        if what.message is not None:
            try:
                return await self._speaking.edit(what.spot, what.message, parts, what.files)
            except discord.NotFound as error:
                if not is_message_gone(error):
                    raise
        # A nonce of its own: with that of the working message Discord would answer with the one that is gone.
        nonce = what.address.nonce if what.message is None else f"{what.address.nonce[:23]}+r"
        return await self._speaking.post(what.spot, parts, what.files, nonce=nonce)

    async def withdrawn(self, what: Delivery) -> str:
        """The reply in place of pictures that were removed; nothing where their message is gone, or only its asker could still reach it."""
        spot, message = what.spot, what.message
        if message is None or (spot.handle.hidden and not spot.handle.alive(self._now())):
            return message or ""
        parts = reply_parts(what.reply, ())[0]
        try:
            return await self._speaking.edit(spot, message, parts, ())
        except discord.NotFound as error:
            if not is_message_gone(error):
                raise
        return message

    async def whisper(self, what: Delivery) -> str:
        """Seen by its author alone, while the token lives; what was begun for all to see goes."""
        nonce, spot = what.address.nonce, what.spot
        begun_for_all = spot.handle.answer == "original"
        if begun_for_all:
            await self._speaking.edit(spot, what.message or ORIGINAL, words(_(ONLY_YOU)), ())
        first, *more = reply_parts(what.reply, what.files)
        shown = await self._once(f"{nonce}/whisper", lambda: self._speaking.whisper(spot, first, what.files))
        for number, parts in enumerate(more):
            key = f"{nonce}/whisper{number}"
            await self._once(key, lambda parts=parts: self._speaking.whisper(spot, parts, ()))
        if begun_for_all:
            await self.gone(lambda: self._rest.delete_answer(spot.handle.app, spot.handle.token, ORIGINAL))
        elif what.message is not None:
            message = what.message
            await self.gone(lambda: self._rest.delete(spot.channel, message))
        return shown

    async def by_mail(self, what: Delivery, *, lead: str = "") -> str:
        """A private message to the author. Buttons go with what was for them alone; others belong to the place they were made for."""
        nonce = what.address.nonce[:22]
        own = what.reply.only_for_author or what.spot.handle.hidden
        channel = await self._rest.private_channel(what.address.author.id.partition(":")[2])
        first, *more = reply_parts(what.reply if own else replace(what.reply, buttons=()), what.files)
        if lead:
            first = [*notice(lead), *first]
        shown = await self._speaking.in_channel(channel, first, what.files, nonce=f"{nonce}+p")
        for number, parts in enumerate(more):
            await self._speaking.in_channel(channel, parts, (), nonce=f"{nonce}+{number}")
        return shown

    async def gone(self, remove: Callable[[], Awaitable[None]]) -> None:
        """Removes; gone already is fine."""
        try:
            await remove()
        except discord.NotFound:
            logger.info("it was gone already", extra={"action": "removed_before"})

    async def remove_pressed(self, handle: Handle, message: str) -> bool:
        """A message that only its author sees goes through the press on it. False when this press was not on it."""
        if not handle.alive(self._now()) or handle.message != message:
            return False
        await self.gone(lambda: self._rest.delete_answer(handle.app, handle.token, ORIGINAL))
        return True

    async def _further(self, spot: Spot, parts: Sequence[Json], nonce: str) -> str:
        if spot.handle.hidden and spot.handle.alive(self._now()):
            return await self._speaking.whisper(spot, parts, ())
        return await self._speaking.in_channel(spot.channel, parts, (), nonce=nonce)

    async def _once(self, key: str, send: Callable[[], Awaitable[str]]) -> str:
        """Sends what has no nonce at most once in this process; the id it has."""
        if key not in self._sent:
            self._sent[key] = await send()
            if len(self._sent) > REMEMBERED_MAX:
                self._sent.popitem(last=False)
        return self._sent[key]
