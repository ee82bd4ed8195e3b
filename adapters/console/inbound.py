"""From a line to what intake takes in. Pure: files are read, and messages looked up, before."""

import hashlib
import json
import re
from collections.abc import Sequence

from adapters.console import places
from adapters.console.jsonl_lines import BadLine, MessageLine, PressLine
from agent.domain.incoming import IncomingImage, IncomingMessage, IncomingPress
from agent.ports import BoardMessage

BOT_MESSAGE = re.compile(r"b[0-9]{1,18}")
"""Ids of the bot's messages; what a script calls its own lines never looks like one (see `message_key`)."""
DIGEST_CHARS = 20


def message_key(line_id: str) -> str:
    """How a line's message is known in the store: its own id, kept apart from the ids of the bot's messages."""
    return f"line:{line_id}"


def replied_key(reply_to: str | None) -> str | None:
    if reply_to is None or BOT_MESSAGE.fullmatch(reply_to):
        return reply_to
    return message_key(reply_to)


def event_key(line: MessageLine | PressLine) -> str:
    """The same line is the same event, in this run and in every later one. A script that counts its ids from the start
    again says something else under an id that was used before: that is another event."""
    said = json.dumps(line.model_dump(exclude={"moderator", "locale"}), sort_keys=True)
    return f"{line.id}:{hashlib.sha256(said.encode()).hexdigest()[:DIGEST_CHARS]}"


def to_message(line: MessageLine, images: Sequence[IncomingImage]) -> IncomingMessage:
    author = places.author(line.author, may_manage=line.moderator, locale=line.locale)
    return IncomingMessage(
        event_id=event_key(line),
        message=message_key(line.id),
        place=places.place(line.community, line.channel, line.thread, of=author, private=line.private),
        author=author,
        text=line.text,
        images=tuple(images),
        reply_to=replied_key(line.reply_to),
        incognito=line.incognito,
        handle={"line": line.id},
    )


def to_press(line: PressLine, images: Sequence[IncomingImage], on: BoardMessage) -> IncomingPress:
    """`on` is the message that carries the button, as the author may see it. Raises BadLine when the line names another
    place, or a button that this message has not."""
    found = on.place
    named = ((line.channel, places.shown_channel(found)), (line.community, places.shown_community(found)))
    for given, real in named:
        if given is not None and real is not None and given != real:
            raise BadLine(f"The message {on.id} was not posted in “{given[:40]}”.", line_id=line.id)
    if on.reply is None or line.button not in [button.id for button in on.reply.buttons]:
        raise BadLine(f"The message {on.id} has no such button (any more).", line_id=line.id)
    return IncomingPress(
        event_id=event_key(line),
        place=found,
        author=places.author(line.author, may_manage=line.moderator, locale=line.locale),
        message=on.id,
        button=line.button,
        text=line.text,
        images=tuple(images),
        handle={"line": line.id},
    )
