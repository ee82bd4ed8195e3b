"""/thread: a thread of the bot's own, where everything is said to it."""

import logging

from adapters.discord.http.platform_errors import FOREIGN
from adapters.discord.http.rest import Rest
from adapters.discord.inbound.interaction_responses import Act, Answering
from adapters.discord.outbound.layouts import words
from adapters.discord.outbound.sending import Speaking
from agent.translation.catalogue import _

TITLE_CHARS_MAX = 100
"""As Discord has it."""

logger = logging.getLogger(__name__)


async def open_thread(rest: Rest, speaking: Speaking, answering: Answering, act: Act, *, title: str) -> None:
    """Opens it where the command was given, greets in it, and says where it is, or why it is not."""
    if act.place.private or act.place.thread is not None or not act.handle.member:
        await answering.note(act, _("A thread can only be opened in a server's channel."))
        return
    try:
        name = title[:TITLE_CHARS_MAX] or _("{name} and Atelier", name=act.author.name)
        thread = await rest.open_thread(act.place.channel, name)
        greeting = words(_("Tell me here what to draw. You need not name me."))
        await speaking.in_channel(thread, greeting, (), nonce=f"{act.id}-t")
    except FOREIGN as error:
        logger.info("no thread was opened", extra={"action": "thread_missed", "error": type(error).__name__})
        await answering.note(act, _("I could not open a thread here: I need “Create Public Threads”."))
        return
    await answering.quietly(
        lambda: answering.edit(act, [{"type": 10, "content": _("Here: {channel}", channel=f"<#{thread}>")}])
    )
