"""What Telegram sent, as what was said: pure functions of an update. Files are named here and fetched elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from telegram import CallbackQuery, Chat, Message, MessageEntity, User

from adapters.telegram.wording import without
from agent.commanding import COMMANDS
from agent.conversation import Author, AuthorId, Command, IncomingImage, IncomingMessage, IncomingPress, Place
from agent.limits import IMAGE_BYTES_MAX

NAME_CHARS_MAX = 64
KNOWN_COMMANDS = frozenset({*COMMANDS, "start", "incognito"})
"""In a group only these are answered when they do not name a bot: other bots have commands too."""

_UNREADABLE = (
    "video",
    "video_note",
    "voice",
    "audio",
    "location",
    "contact",
    "poll",
    "dice",
    "venue",
    "game",
    "story",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRef:
    """A picture to be fetched with getFile."""

    id: str
    name: str
    size: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message to the bot, without the bytes of its files."""

    message: IncomingMessage
    files: tuple[FileRef, ...] = ()


def read_message(items: Sequence[Message], me: User, *, event_id: str, edited: bool = False) -> Heard | None:
    """A message, or an album's items in their order, if it is meant for the bot. In a private chat everything is; in a group
    what mentions it, answers it, or is a command of its own."""
    first = items[0]
    person = first.from_user
    if person is None or person.is_bot or first.via_bot or first.chat.type == Chat.CHANNEL:
        return None
    spoken = [_Spoken(item, me) for item in items]
    private = first.chat.type == Chat.PRIVATE
    replied = _replied(first)
    to_me = replied is not None and replied.from_user is not None and replied.from_user.id == me.id
    if not (private or to_me or any(words.addressed for words in spoken)):
        return None
    files = tuple(ref for item in items for ref in _pictures(item))
    unreadable = tuple(problem for item in items for problem in _problems(item))
    said_something = any(words.text or words.command for words in spoken)
    if not (files or unreadable or said_something or to_me or any(words.addressed for words in spoken)):
        return None  # a service message
    command = next((words.command for words in spoken if words.command), None)
    message = IncomingMessage(
        event_id=event_id,
        message=str(first.message_id),
        place=place_of(first.chat, first),
        author=author_of(person),
        text="\n".join(words.text for words in spoken if words.text),
        images=unreadable,
        reply_to=None if replied is None else str(replied.message_id),
        quoted=_quoted(first, replied, to_me=to_me),
        edited=edited,
        command=command,
        incognito=any(words.incognito for words in spoken),
    )
    return Heard(message=message, files=files + _replied_pictures(replied, to_me=to_me))


def read_press(query: CallbackQuery, *, event_id: str) -> IncomingPress | None:
    """A pressed button. The message may be too old to be shown (InaccessibleMessage); its chat and id are still there."""
    if query.message is None or query.data is None or query.from_user.is_bot:
        return None
    shown = query.message if isinstance(query.message, Message) else None
    return IncomingPress(
        event_id=event_id,
        place=place_of(query.message.chat, shown),
        author=author_of(query.from_user),
        message=str(query.message.message_id),
        button=query.data,
        handle={"callback": query.id},
    )


def place_of(chat: Chat, message: Message | None) -> Place:
    """A topic is a thread; the thread id of an ordinary reply chain is not."""
    topic = message.message_thread_id if message is not None and message.is_topic_message else None
    private = chat.type == Chat.PRIVATE
    return Place(
        platform="telegram",
        community=None if private else str(chat.id),
        channel=str(chat.id),
        thread=None if topic is None else str(topic),
        private=private,
    )


def author_of(user: User) -> Author:
    name = _clean(user.full_name) or _clean(user.username or "") or "someone"
    return Author(id=AuthorId(f"telegram:{user.id}"), name=name[:NAME_CHARS_MAX], locale=user.language_code)


def with_images(heard: Heard, images: Iterable[IncomingImage], *, may_manage: bool) -> IncomingMessage:
    """The message as Intake wants it."""
    message = heard.message
    return replace(
        message, images=(*images, *message.images), author=replace(message.author, may_manage=may_manage)
    )


class _Spoken:
    """The words of one message: what is said, to whom, and whether as a command."""

    def __init__(self, message: Message, me: User) -> None:
        raw = message.text or message.caption or ""
        entities = message.entities or message.caption_entities
        mentions = [entity for entity in entities if _mentions(raw, entity, me)]
        own, target, head = _command_head(raw, entities, me)
        group = message.chat.type != Chat.PRIVATE
        is_command = own and (not group or bool(target) or head in KNOWN_COMMANDS)
        taken = [*mentions, *(entities[:1] if is_command else ())]
        rest = _clean(without(raw, taken))
        self.addressed = bool(mentions) or (is_command and group)
        self.incognito = is_command and head == "incognito"
        self.command = _command(head, rest) if is_command else None
        self.text = rest


def _command_head(raw: str, entities: Sequence[MessageEntity], me: User) -> tuple[bool, str, str]:
    """(meant for this bot, the bot it names, the command's name) of a text that starts with a command."""
    if not entities or entities[0].type != MessageEntity.BOT_COMMAND or entities[0].offset != 0:
        return False, "", ""
    head, _, target = (
        raw[1 : entities[0].length].lower().partition("@")
    )  # a command is ASCII: units are chars
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
    span = raw.encode("utf-16-le")[2 * entity.offset : 2 * (entity.offset + entity.length)]
    return span.decode("utf-16-le", "ignore").lower() == f"@{me.username or ''}".lower()


def _replied(message: Message) -> Message | None:
    """The message replied to. In a topic, Telegram presents the topic's opening as one; that is no reply."""
    replied = message.reply_to_message
    return None if replied is None or replied.forum_topic_created else replied


def _quoted(message: Message, replied: Message | None, *, to_me: bool) -> str:
    if message.quote:
        return _clean(message.quote.text)
    if replied is None or to_me:
        return ""
    return _clean(replied.text or replied.caption or "")


def _replied_pictures(replied: Message | None, *, to_me: bool) -> tuple[FileRef, ...]:
    """Pictures of a message that the store may never have seen: another person's, or one item of an album of ours."""
    if replied is None or (to_me and replied.media_group_id is None):
        return ()
    return _pictures(replied)


def _pictures(message: Message) -> tuple[FileRef, ...]:
    if message.photo:
        largest = message.photo[-1]
        return (FileRef(id=largest.file_id, name=f"photo-{message.message_id}.jpg", size=largest.file_size),)
    sticker = message.sticker
    if sticker and not (sticker.is_animated or sticker.is_video):
        return (
            FileRef(id=sticker.file_id, name=f"sticker-{message.message_id}.webp", size=sticker.file_size),
        )
    document = message.document
    if document and not message.animation and (document.mime_type or "").startswith("image/"):
        name = _clean(document.file_name or "") or f"picture-{message.message_id}"
        return (FileRef(id=document.file_id, name=name[:NAME_CHARS_MAX], size=document.file_size),)
    return ()


def _problems(message: Message) -> tuple[IncomingImage, ...]:
    """A word for each thing that cannot be read, so that it is not passed over in silence."""
    kind = next((kind for kind in _UNREADABLE if getattr(message, kind, None)), "")
    if message.animation or (message.sticker and (message.sticker.is_animated or message.sticker.is_video)):
        kind = "animation"
    elif message.document and not (message.document.mime_type or "").startswith("image/"):
        kind = "file of this kind"
    if not kind:
        return ()
    problem = f"I cannot read a {kind.replace('_', ' ')}; I can read words and pictures."
    return (IncomingImage(name=kind, data=b"", problem=problem),)


def too_large(ref: FileRef) -> bool:
    return ref.size is not None and ref.size > IMAGE_BYTES_MAX


def _clean(text: str) -> str:
    """Without NUL, which no store takes, and outer space."""
    return text.replace("\x00", "").strip()
