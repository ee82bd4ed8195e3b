"""What Telegram knows: people, chats, messages, files and pending updates. Its rules are the Bot API's, as far as a bot of this
kind can break them; it holds no HTTP (see telegram_server)."""

import asyncio
import itertools
import re
import time
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

JSON = dict[str, Any]
GROUP_CALLS_PER_MINUTE = 20
CALLBACK_SECONDS = 60.0
DOWNLOAD_BYTES_MAX = 20_000_000


class Refusal(Exception):
    """A Bot API error answer."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


@dataclass(slots=True, kw_only=True)
class Chat:
    id: int
    kind: str
    title: str = ""
    forum: bool = False
    admins: set[int] = field(default_factory=set[int])
    topics: dict[int, str] = field(default_factory=dict[int, str])
    """Topic id -> open | closed."""
    messages: dict[int, JSON] = field(default_factory=dict[int, JSON])
    blocked: str = ""
    """Why the bot may not write, as Telegram says it."""
    forbids: set[str] = field(default_factory=set[str])
    """What members may not send there: photos, documents, "text messages"."""
    muted: set[str] = field(default_factory=set[str])
    """What the bot alone may not send there, by the same names."""
    migrated_to: int | None = None
    aged: set[int] = field(default_factory=set[int])
    """Messages older than 48 hours, which cannot be deleted any more."""
    reply_fields: dict[int, JSON] = field(default_factory=dict[int, JSON])
    """Message id -> the ForceReply it was sent with."""
    calls_at: deque[float] = field(default_factory=deque[float])

    def shown(self) -> JSON:
        name = {"first_name": self.title} if self.kind == "private" else {"title": self.title}
        forum = {"is_forum": True} if self.forum else {}
        return {"id": self.id, "type": self.kind, **name, **forum}


@dataclass(slots=True, kw_only=True)
class Fault:
    """What happens to the next calls of `method` ("*": any; "chat": any that goes to a chat). 429 | 502; drop: carried out, but
    the answer never comes; lose: not carried out and no answer; slow: answered after `seconds`."""

    method: str
    kind: str
    times: int = 1
    retry_after: int = 1
    seconds: float = 0.05


@dataclass(slots=True)
class World:
    clock: Callable[[], float] = time.monotonic
    flood: bool = False
    privacy: bool = True
    """The bot hears in groups only commands, mentions and replies to it (BotFather's default)."""
    media_into_text: bool = True
    """False: an old server, which cannot turn a text message into a picture."""
    me: JSON = field(
        default_factory=lambda: {
            "id": 9000,
            "is_bot": True,
            "first_name": "Atelier",
            "username": "atelier_bot",
            "can_join_groups": True,
            "can_read_all_group_messages": False,
        }
    )
    people: dict[int, JSON] = field(default_factory=dict[int, JSON])
    chats: dict[int, Chat] = field(default_factory=dict[int, Chat])
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    pending: list[JSON | bytes] = field(default_factory=list["JSON | bytes"])
    stubborn: set[int] = field(default_factory=set[int])
    """Identities of pending updates that are delivered although they were confirmed."""
    callbacks: dict[str, float] = field(default_factory=dict[str, float])
    answered: list[JSON] = field(default_factory=list[JSON])
    calls: list[tuple[str, JSON]] = field(default_factory=list[tuple[str, JSON]])
    faults: list[Fault] = field(default_factory=list[Fault])
    weather: Callable[[str], Fault | None] | None = None
    """Asked at every call, for faults at random."""
    unseen: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])
    """Chat and id of messages that were posted while the answer was lost: the bot cannot know of them."""
    commands: dict[tuple[str, str], list[JSON]] = field(default_factory=dict[tuple[str, str], list[JSON]])
    """By scope and language."""
    profile: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    """By field (description, short_description) and language."""
    webhook: JSON = field(default_factory=dict[str, Any])
    webhook_answers: list[int] = field(default_factory=list[int])
    confirmed: int = 0
    came: asyncio.Event = field(default_factory=asyncio.Event)
    counts: "defaultdict[str, itertools.count[int]]" = field(
        default_factory=lambda: defaultdict(lambda: itertools.count(1))
    )

    # --- people -------------------------------------------------------------------------------------------------

    def person(self, number: int, name: str = "Ann", **more: Any) -> JSON:
        return self.people.setdefault(number, {"id": number, "is_bot": False, "first_name": name, **more})

    def private(self, person: JSON) -> Chat:
        return self.chats.setdefault(
            person["id"], Chat(id=person["id"], kind="private", title=person["first_name"])
        )

    def group(self, number: int = -1001, *, forum: bool = False, admins: Sequence[JSON] = ()) -> Chat:
        chat = Chat(id=number, kind="supergroup", title="Club", forum=forum)
        chat.admins = {person["id"] for person in admins}
        self.chats[number] = chat
        return chat

    def topic(self, chat: Chat, number: int) -> int:
        chat.topics[number] = "open"
        return number

    # --- what people do -----------------------------------------------------------------------------------------

    def says(
        self,
        person: JSON,
        chat: Chat,
        text: str = "",
        *,
        topic: int | None = None,
        reply_to: int | None = None,
        edit: int | None = None,
        **content: Any,
    ) -> JSON:
        """A message of a person; `content` is what else the Bot API has in a message. Returns the update."""
        number = edit or next(self.counts[f"message{chat.id}"])
        message: JSON = {
            "message_id": number,
            "date": 1_790_000_000,
            "chat": chat.shown(),
            "from": person,
            **content,
        }
        words = "caption" if {"photo", "document", "video"} & content.keys() else "text"
        if text:
            message[words] = text
            message["entities" if words == "text" else "caption_entities"] = entities_of(text)
        if topic is not None:
            message |= {"message_thread_id": topic, "is_topic_message": True}
        if reply_to is not None:
            original = {
                key: value for key, value in chat.messages[reply_to].items() if key != "reply_to_message"
            }
            message["reply_to_message"] = original
        chat.messages[number] = message
        update: JSON = {"edited_message" if edit else "message": message}
        return self.queue(update) if self._reaches(chat, message) else update

    def album(
        self, person: JSON, chat: Chat, pictures: Sequence[bytes], caption: str = "", **more: Any
    ) -> list[JSON]:
        """Photos sent together: an update for each, the caption on the first. The bot gets them all if it gets one."""
        group = f"album{next(self.counts['album'])}"
        heard, self.privacy = self.privacy, False
        updates = [
            self.says(
                person,
                chat,
                caption if number == 0 else "",
                photo=self.photo(data),
                media_group_id=group,
                **more,
            )
            for number, data in enumerate(pictures)
        ]
        self.privacy = heard
        return updates

    def migrates(self, chat: Chat, number: int) -> Chat:
        """A group becomes a supergroup of another number; its messages stay behind."""
        new = self.group(number)
        new.admins = set(chat.admins)
        chat.migrated_to = number
        service = {"date": 1_790_000_000, "from": {"id": 1, "is_bot": False, "first_name": "Owner"}}
        self.queue(
            {"message": {**service, "message_id": 999, "chat": chat.shown(), "migrate_to_chat_id": number}}
        )
        self.queue(
            {"message": {**service, "message_id": 1, "chat": new.shown(), "migrate_from_chat_id": chat.id}}
        )
        self.counts[f"message{number}"] = itertools.count(2)
        return new

    def _reaches(self, chat: Chat, message: JSON) -> bool:
        """Whether a bot in privacy mode is told of a message."""
        if chat.kind == "private" or not self.privacy:
            return True
        to_bot = message.get("reply_to_message", {}).get("from", {}).get("id") == self.me["id"]
        entities = [*message.get("entities", ()), *message.get("caption_entities", ())]
        words = message.get("text") or message.get("caption") or ""
        named = f"@{self.me['username']}" in words or any(e["type"] == "text_mention" for e in entities)
        return to_bot or named or any(e["type"] == "bot_command" for e in entities)

    def photo(self, data: bytes, *, size: int | None = None) -> list[JSON]:
        """A value for `says(photo=...)`."""
        return [
            self._file(data[:10] + b"small", 90),
            self._file(data, 800) | ({"file_size": size} if size else {}),
        ]

    def document(self, data: bytes, name: str, kind: str) -> JSON:
        return {**self._file(data, 0), "file_name": name, "mime_type": kind}

    def presses(self, person: JSON, chat: Chat, message: int, label: str, *, hidden: bool = False) -> JSON:
        """Presses the button with this label; `hidden` as for a message that is too old to be shown."""
        shown = chat.messages[message]
        rows: list[list[JSON]] = shown["reply_markup"]["inline_keyboard"]
        button = next(button for row in rows for button in row if button["text"] == label)
        callback = f"cb{next(self.counts['callback'])}"
        self.callbacks[callback] = self.clock()
        visible = {"chat": chat.shown(), "message_id": message, "date": 0} if hidden else shown
        return self.queue(
            {
                "callback_query": {
                    "id": callback,
                    "from": person,
                    "chat_instance": "1",
                    "message": visible,
                    "data": button["callback_data"],
                }
            }
        )

    def queue_raw(self, payload: bytes) -> None:
        """An update as these very bytes."""
        self.pending.append(payload)
        self.came.set()

    def redeliver(self, update: JSON) -> None:
        """As after a failure on Telegram's side: the same update once more, confirmed or not."""
        repeated = dict(update)
        self.stubborn.add(id(repeated))
        self.pending.append(repeated)
        self.came.set()

    def queue(self, update: JSON) -> JSON:
        update = {"update_id": update.get("update_id", next(self.counts["update"]) + 100), **update}
        self.pending.append(update)
        self.came.set()
        return update

    def posted(self, chat: Chat) -> list[JSON]:
        """The bot's messages that a reader of the chat sees now, oldest first."""
        return [
            message
            for message in chat.messages.values()
            if message.get("from", {}).get("id") == self.me["id"]
        ]

    def called(self, method: str) -> list[JSON]:
        return [parameters for name, parameters in self.calls if name == method]

    def _file(self, data: bytes, side: int) -> JSON:
        number = f"file{next(self.counts['file'])}"
        self.files[number] = data
        size = {"width": side, "height": side} if side else {}
        return {"file_id": number, "file_unique_id": f"u{number}", "file_size": len(data), **size}

    # --- checks that the methods share --------------------------------------------------------------------------

    def chat(self, parameters: JSON, *, writes: bool = True) -> Chat:
        chat = self.chats.get(int(parameters["chat_id"]))
        if chat is None:
            raise Refusal(400, "Bad Request: chat not found")
        if chat.migrated_to is not None:
            raise Refusal(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.migrated_to,
            )
        if writes and chat.blocked:
            raise Refusal(403, f"Forbidden: {chat.blocked}")
        if self.flood and writes and chat.id < 0:
            self._count(chat)
        return chat

    def allows(self, chat: Chat, what: str) -> Chat:
        if self.me["id"] not in chat.admins and what in chat.forbids | chat.muted:
            raise Refusal(400, f"Bad Request: not enough rights to send {what} to the chat")
        return chat

    def _count(self, chat: Chat) -> None:
        now = self.clock()
        while chat.calls_at and now - chat.calls_at[0] >= 60:
            chat.calls_at.popleft()
        if len(chat.calls_at) >= GROUP_CALLS_PER_MINUTE:
            wait = int(60 - (now - chat.calls_at[0])) + 1
            raise Refusal(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        chat.calls_at.append(now)

    def own(self, chat: Chat, parameters: JSON, *, what: str) -> JSON:
        message = chat.messages.get(int(parameters["message_id"]))
        if message is None:
            raise Refusal(400, f"Bad Request: message to {what} not found")
        if message["from"]["id"] != self.me["id"]:
            raise Refusal(400, f"Bad Request: message can't be {what}ed")
        if message["message_id"] in chat.reply_fields:
            raise Refusal(400, f"Bad Request: message can't be {what}ed")  # it opened a reply field
        return message

    def post(self, chat: Chat, parameters: JSON, content: JSON) -> JSON:
        """A message of the bot."""
        topic = parameters.get("message_thread_id")
        placed: JSON = {}
        if topic is not None:
            state = chat.topics.get(int(topic))
            if state is None:
                raise Refusal(400, "Bad Request: message thread not found")
            if state == "closed":
                raise Refusal(400, "Bad Request: TOPIC_CLOSED")
            placed = {"message_thread_id": int(topic), "is_topic_message": True}
        answering = parameters.get("reply_parameters")
        if answering:
            original = chat.messages.get(int(answering["message_id"]))
            if original is not None:
                placed["reply_to_message"] = {k: v for k, v in original.items() if k != "reply_to_message"}
            elif not answering.get("allow_sending_without_reply"):
                raise Refusal(400, "Bad Request: message to be replied not found")
        number = next(self.counts[f"message{chat.id}"])
        message = {
            "message_id": number, "date": 1_790_000_000, "chat": chat.shown(), "from": self.me, **placed, **content,
        }  # fmt: skip
        markup = keyboard_of(parameters)
        if markup is not None and "inline_keyboard" in markup:
            message["reply_markup"] = markup
        elif markup is not None:  # is not part of a message that the bot gets back
            chat.reply_fields[number] = markup
        chat.messages[number] = message
        return message


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def words_of(parameters: JSON, name: str, *, most: int, least: int = 0) -> JSON:
    """`name` and its entities, checked."""
    text = parameters.get(name) or ""
    if units(text.strip()) < least:
        raise Refusal(400, "Bad Request: message text is empty")
    if units(text) > most:
        raise Refusal(400, f"Bad Request: message {'caption ' if name == 'caption' else ''}is too long")
    entities = parameters.get("entities" if name == "text" else "caption_entities") or []
    for entity in entities:
        if entity["type"] == "text_mention" and "user" not in entity:
            raise Refusal(400, "Bad Request: can't parse entities: user is missing")
        if entity["offset"] < 0 or entity["length"] < 1 or entity["offset"] + entity["length"] > units(text):
            raise Refusal(400, "Bad Request: can't parse entities: entity is out of bounds")
    shown: JSON = {name: text} if text else {}
    return shown | ({"entities" if name == "text" else "caption_entities": entities} if entities else {})


def keyboard_of(parameters: JSON) -> JSON | None:
    markup = parameters.get("reply_markup")
    if not markup or "inline_keyboard" not in markup:
        if markup and len(markup.get("input_field_placeholder", "")) > 64:
            raise Refusal(400, "Bad Request: input field placeholder is too long")
        return markup or None
    buttons = [button for row in markup["inline_keyboard"] for button in row]
    if len(buttons) > 100:
        raise Refusal(400, "Bad Request: reply markup is too long")
    for button in buttons:
        if not 1 <= len(button["callback_data"].encode()) <= 64:
            raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
        if not button["text"].strip():
            raise Refusal(400, "Bad Request: text buttons are unallowed in the inline keyboard")
    return markup


def entities_of(text: str) -> list[JSON]:
    """What Telegram itself marks in what a person typed."""
    found: list[JSON] = []
    patterns = (("bot_command", r"(?:(?<=\s)|^)/\w+(?:@\w+)?"), ("mention", r"(?<!\w)(?<!/)@\w{3,}"))
    for kind, pattern in patterns:
        found += [
            {"type": kind, "offset": units(text[: hit.start()]), "length": units(hit.group())}
            for hit in re.finditer(pattern, text)
        ]
    return sorted(found, key=lambda entity: int(entity["offset"]))
