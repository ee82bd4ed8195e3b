"""Why a picture was reported: Discord has a form behind the button, Telegram a message whose reply field opens. What is answered
there comes in as the same button with words."""

from telegram import ForceReply

from adapters.telegram.memory_platform_notes import message_key
from adapters.telegram.outbound.posted_parts import PostedParts
from adapters.telegram.outbound.sending import Posting, Spot
from adapters.telegram.text_entities import Wording
from agent.domain.conversation import Reply
from agent.ports import Address, PlatformNotes
from agent.translation.catalogue import N_, _

REPORT = "report"
ASK_WHY = N_("If you like, tell the moderators why: answer this message.")
PLACEHOLDER = N_("Why?")


async def ask_why(
    posting: Posting, notes: PlatformNotes, parts: PostedParts, address: Address, spot: Spot, reply: Reply
) -> None:
    """After a report that was made by its button, once. Raises TelegramError."""
    button = address.handle.get("button")
    if address.handle.get("pressed") != REPORT or not button or reply.kind != "text" or spot.chat < 0:
        return

    async def post() -> list[int]:
        markup = ForceReply(input_field_placeholder=_(PLACEHOLDER))
        return [await posting.text(spot, Wording(text=_(ASK_WHY)), markup=markup)]

    (prompt,) = await parts.once("why", post)
    await notes.note("telegram", message_key("why", spot.chat, prompt), button)


async def button_explained(notes: PlatformNotes, chat: int, answered: str | None) -> str | None:
    """The button whose press an answer to that message explains; only in private chats is it asked."""
    if chat < 0 or answered is None:
        return None
    return await notes.noted("telegram", message_key("why", chat, int(answered)))
