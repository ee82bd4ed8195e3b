"""A reply that Telegram refuses for good where it belongs: as files where that helps, else said in its place and sent in private. No
working message stays for ever, and who asked is told."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from telegram.error import TelegramError

from adapters.telegram.http.platform_errors import is_picture_refused
from adapters.telegram.outbound.posted_parts import PostedParts
from agent.domain.conversation import Reply
from agent.errors import AtelierError, NotAllowed, NotFound
from agent.ports import Address, PictureFile
from agent.translation.catalogue import N_, _

HERE_IS_IT = N_(
    "I may not show that in the group (any more), so here it is in private. "
    "For moderators: I need the right to send messages, photos and files there."
)
IN_PRIVATE = N_(
    "I may not send pictures here, so I sent it to you in private. (For moderators: allow me to send photos or files.)"
)
NOWHERE = N_(
    "I may not send pictures here. Open https://t.me/{username}?start=help and press Start, and I can send them to you in private. "
    "(For moderators: allow me to send photos or files.)"
)

NOT_TAKEN = N_("I have a picture for you, and Telegram does not take it: {why}")

logger = logging.getLogger(__name__)

Deliver = Callable[[Address, str | None, Reply, Sequence[PictureFile]], Awaitable[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """What was to be delivered, and why it was not taken."""

    address: Address
    message: str | None
    reply: Reply
    files: Sequence[PictureFile]
    error: AtelierError

    @property
    def cause(self) -> BaseException | None:
        return self.error.__cause__


async def instead(
    refused: Refused,
    deliver: Deliver,
    parts: PostedParts,
    *,
    username: Callable[[], Awaitable[str]],
    takes_none: Callable[[], None],
) -> str:
    """The id of the message that now shows the reply, or says where it is. `deliver` raises as Outbound.deliver does; `takes_none` is
    told when neither photos nor files are taken there. Raises the refusal itself where nothing was taken anywhere."""
    address, message = refused.address, refused.message
    if is_picture_refused(refused.cause) and refused.reply.images:
        as_files = replace(refused.reply, images=(), files=(*refused.reply.images, *refused.reply.files))
        if (shown := await _tried(deliver, address, message, as_files, refused.files)) is not None:
            return shown
        takes_none()
    if address.place.private:
        return await _in_words(refused, deliver)
    mailed = await _mailed(refused, deliver, parts)
    words = _(IN_PRIVATE) if mailed is not None else _(NOWHERE, username=await username())
    told = replace(
        refused.reply, text=words, images=(), files=(), buttons=(), only_for_author=False, spoiler=False
    )
    shown = await _tried(deliver, address, message, told, ())
    if shown is None and mailed is None:
        raise refused.error
    return shown if shown is not None else "0"  # nothing of it stands where it was asked for


async def _mailed(refused: Refused, deliver: Deliver, parts: PostedParts) -> str | None:
    """In the private chat with the author; its buttons belong to the place they were made for."""
    address, reply = refused.address, refused.reply
    person = address.author.id.partition(":")[2]
    if person.startswith("-"):  # a chat speaks, and hides the person
        return None
    place = replace(address.place, community=None, channel=person, thread=None, private=True)
    there = replace(address, place=place, reply_to=None, nonce=f"{address.nonce}/private")
    mail = replace(reply, text=f"{_(HERE_IS_IT)}\n\n{reply.text}".strip(), buttons=(), only_for_author=False)

    async def post() -> list[int]:
        shown = await _tried(deliver, there, None, mail, refused.files)
        return [] if shown is None else [int(shown)]

    posted = await parts.once("mail", post)
    return str(posted[0]) if posted else None


async def _in_words(refused: Refused, deliver: Deliver) -> str:
    """In a private chat there is no other place: the words alone, with what Telegram said. Raises the refusal."""
    if not refused.files:
        raise refused.error
    text = f"{refused.reply.text}\n\n{_(NOT_TAKEN, why=refused.error)}"
    words = replace(refused.reply, text=text.strip(), images=(), files=(), buttons=())
    shown = await _tried(deliver, refused.address, refused.message, words, ())
    if shown is None:
        raise refused.error
    return shown


async def _tried(
    deliver: Deliver, address: Address, message: str | None, reply: Reply, files: Sequence[PictureFile]
) -> str | None:
    """None where that is refused as well. Raises PlatformUnavailable: then all of it is tried again later."""
    try:
        return await deliver(address, message, reply, files)
    except (NotAllowed, NotFound, TelegramError) as error:
        logger.info("not taken either", extra={"action": "fallback_refused", "error": type(error).__name__})
        return None
