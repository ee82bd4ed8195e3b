"""Text from outside as it can be stored and shown: without what no store takes, and without what turns the line around."""

from dataclasses import replace

from agent.domain.conversation import Author, Command
from agent.domain.incoming import IncomingMessage, IncomingPress

_UNWANTED = dict.fromkeys((0, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""NUL, and the controls that overrule the direction of writing: in a reply they would reorder our own words."""


def legible(text: str) -> str:
    """Half a surrogate pair, which is no character, becomes a question mark.

    >>> legible("a\\x00b \\ud800 \\u202etxet")
    'ab ? txet'
    """
    return text.translate(_UNWANTED).encode(errors="replace").decode()


def legible_message(incoming: IncomingMessage) -> IncomingMessage:
    return replace(
        incoming,
        event_id=legible(incoming.event_id),
        message=legible(incoming.message),
        author=_author(incoming.author),
        text=legible(incoming.text),
        shown=legible(incoming.shown),
        reply_to=None if incoming.reply_to is None else legible(incoming.reply_to),
        quoted=legible(incoming.quoted),
        command=None if incoming.command is None else _command(incoming.command),
        people=tuple(
            replace(one, name=legible(one.name), username=legible(one.username)) for one in incoming.people
        ),
    )


def legible_press(incoming: IncomingPress) -> IncomingPress:
    return replace(
        incoming,
        event_id=legible(incoming.event_id),
        author=_author(incoming.author),
        message=legible(incoming.message),
        button=legible(incoming.button),
        text=legible(incoming.text),
    )


def _author(author: Author) -> Author:
    return replace(author, name=legible(author.name))


def _command(command: Command) -> Command:
    options = {legible(name): legible(value) for name, value in command.options.items()}
    return replace(command, name=legible(command.name), argument=legible(command.argument), options=options)
