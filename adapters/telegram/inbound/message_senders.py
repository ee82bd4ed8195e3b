"""Who speaks in a Telegram message, where, and with which words: pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from telegram import Chat, Message, MessageEntity, MessageOriginUser, User

from adapters.telegram.text_entities import without
from adapters.telegram.topics import topic_of
from agent.actions import COMMANDS
from agent.domain.conversation import Author, AuthorId, Command, Place
from agent.domain.people import Mentioned

NAME_CHARS_MAX = 64
KNOWN_COMMANDS = frozenset({*COMMANDS, "start", "incognito"})
"""In a group only these are answered when they do not name a bot: other bots have commands too."""


def place_of(chat: Chat, message: Message | None) -> Place:
    """A topic is a thread; the thread id of an ordinary reply chain is not."""
    private = chat.type == Chat.PRIVATE
    return Place(
        platform="telegram",
        community=None if private else str(chat.id),
        channel=str(chat.id),
        thread=None if message is None else topic_of(chat, message),
        private=private,
    )


def author_of(user: User) -> Author:
    # The library's `full_name` is None where the first name is empty, whatever the last one is.
    name = clean(f"{user.first_name or ''} {user.last_name or ''}")
    name = name or clean(user.username or "") or "someone"
    return Author(
        id=AuthorId(f"telegram:{user.id}"),
        name=name[:NAME_CHARS_MAX],
        locale=user.language_code,
        username=user.username or "",
    )


def speaker_of(message: Message) -> Author | None:
    """Who says it: a person, or the group or channel in whose name an anonymous one writes. None: another bot, or a channel's
    post that was only passed on."""
    person, chat = message.from_user, message.sender_chat
    if message.via_bot or message.is_automatic_forward or message.chat.type == Chat.CHANNEL:
        return None
    if chat is not None and message.chat.type != Chat.PRIVATE:
        name = clean(chat.title or "") or "someone"
        return Author(
            id=AuthorId(f"telegram:{chat.id}"),
            name=name[:NAME_CHARS_MAX],
            may_manage=chat.id == message.chat.id,
        )
    return None if person is None or person.is_bot else author_of(person)


def is_passed_on(message: Message) -> bool:
    """Forwarded from somebody else: its words are not its sender's own."""
    origin, sender = message.forward_origin, message.from_user
    if isinstance(origin, MessageOriginUser) and sender is not None:
        return origin.sender_user.id != sender.id
    return origin is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """The words of one message: what is said, to whom, and whether as a command."""

    text: str
    addressed: bool = False
    """In a group: names the bot, or is a command of its own."""
    command: Command | None = None
    incognito: bool = False


def spoken_in(message: Message, me: User) -> Spoken:
    raw = message.text or message.caption or ""
    entities = message.entities or message.caption_entities
    mentions = [entity for entity in entities if _mentions(raw, entity, me)]
    if is_passed_on(message):
        return Spoken(text="", addressed=bool(mentions))
    own, target, head = _command_head(raw, entities, me)
    group = message.chat.type != Chat.PRIVATE
    is_command = own and (not group or bool(target) or head in KNOWN_COMMANDS)
    rest = clean(without(raw, [*mentions, *(entities[:1] if is_command else ())]))
    for person in _mentioned(message, me):
        if person.id:  # a mention without a name of its own looks like any word
            rest = re.sub(rf"(?<![\w@]){re.escape(person.name)}(?!\w)", f"@{person.name}", rest, count=1)
    return Spoken(
        text=rest,
        addressed=bool(mentions) or (is_command and group),
        command=_command(head, rest) if is_command else None,
        incognito=is_command and head == "incognito",
    )


def people_named(items: Sequence[Message], me: User, replied: Message | None) -> tuple[Mentioned, ...]:
    """Whom Telegram itself says the message names, and whose message it answers. Of an @name it tells no more than that."""
    found = [one for item in items if not is_passed_on(item) for one in _mentioned(item, me)]
    author = None if replied is None or replied.sender_chat is not None else replied.from_user
    sender = items[0].from_user
    if author is not None and not author.is_bot and (sender is None or author.id != sender.id):
        found.append(Mentioned(id=f"telegram:{author.id}", name=author_of(author).name, replied=True))
    return tuple(found)


def _mentioned(message: Message, me: User) -> Iterator[Mentioned]:
    raw = message.text or message.caption or ""
    for entity in message.entities or message.caption_entities:
        span = _span(raw, entity)
        if _mentions(raw, entity, me):
            continue
        if entity.type == MessageEntity.TEXT_MENTION and entity.user is not None and not entity.user.is_bot:
            yield Mentioned(id=f"telegram:{entity.user.id}", name=span.removeprefix("@"))
        elif entity.type == MessageEntity.MENTION:
            yield Mentioned(username=span.removeprefix("@"), name=span.removeprefix("@"))


def clean(text: str) -> str:
    """Without NUL, which no store takes, lone surrogates, and outer space."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8").strip()


def _command_head(raw: str, entities: Sequence[MessageEntity], me: User) -> tuple[bool, str, str]:
    """(meant for this bot, the bot it names, the command's name) of a text that starts with a command."""
    if not entities or entities[0].type != MessageEntity.BOT_COMMAND or entities[0].offset != 0:
        return False, "", ""
    # A command is ASCII, so that UTF-16 units are characters.
    head, _, target = raw[1 : entities[0].length].lower().partition("@")
    return not target or target == (me.username or "").lower(), target, head


def _command(head: str, rest: str) -> Command:
    match head:
        case "incognito":
            return Command(name="draw", argument=rest)
        case "start":  # a deep link, t.me/BOT?start=memory, may name a command
            return Command(name=rest.lower() if rest.lower() in COMMANDS else "help")
        case _:
            return Command(name=head, argument=rest)


def _mentions(raw: str, entity: MessageEntity, me: User) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == me.id
    if entity.type != MessageEntity.MENTION:
        return False
    return _span(raw, entity).lower() == f"@{me.username or ''}".lower()


def _span(raw: str, entity: MessageEntity) -> str:
    """The words that an entity marks."""
    marked = raw.encode("utf-16-le", "replace")[2 * entity.offset : 2 * (entity.offset + entity.length)]
    return marked.decode("utf-16-le", "ignore")
