"""What Telegram keeps, and the rules by which the bot may post: the Bot API's, as far as a bot of this kind can break them."""

import asyncio
import itertools
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from simulators.telegram.shapes import JSON, Refusal, keyboard_of

GROUP_CALLS_PER_MINUTE = 20


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


def _from_one() -> "itertools.count[int]":
    return itertools.count(1)


@dataclass(slots=True)
class WorldState:
    clock: Callable[[], float] = time.monotonic
    flood: bool = False
    privacy: bool = True
    """The bot hears in groups only commands, mentions and replies to it (BotFather's default)."""
    media_into_text: bool = True
    """False: an old server, which cannot turn a text message into a picture."""
    me: JSON = field(
        default_factory=lambda: dict[str, Any](
            {
                "id": 9000,
                "is_bot": True,
                "first_name": "Atelier",
                "username": "atelier_bot",
                "can_join_groups": True,
                "can_read_all_group_messages": False,
                "supports_inline_queries": True,
            }
        )
    )
    people: dict[int, JSON] = field(default_factory=dict[int, JSON])
    chats: dict[int, Chat] = field(default_factory=dict[int, Chat])
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    pending: list[JSON | bytes] = field(default_factory=list["JSON | bytes"])
    stubborn: set[int] = field(default_factory=set[int])
    """Identities of pending updates that are delivered although they were confirmed."""
    callbacks: dict[str, float] = field(default_factory=dict[str, float])
    typed: dict[str, float] = field(default_factory=dict[str, float])
    """Inline queries, and when they were asked."""
    offered: dict[str, JSON] = field(default_factory=dict[str, JSON])
    """Query id to what the bot answered to it."""
    inline: dict[str, JSON] = field(default_factory=dict[str, JSON])
    """Messages that people sent by inline mode, where the bot is no member."""
    inline_feedback: bool = False
    """BotFather was asked to tell which offers are chosen."""
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
    wanted: frozenset[str] = frozenset({"message", "edited_message", "callback_query"})
    """Kinds of updates that the bot asked for last (`allowed_updates`); at first what Telegram sends by itself, as far as played here."""
    confirmed: int = 0
    came: asyncio.Event = field(default_factory=asyncio.Event)
    counts: "defaultdict[str, itertools.count[int]]" = field(default_factory=lambda: defaultdict(_from_one))

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

    def sent_by_inline_mode(self, parameters: JSON) -> JSON:
        message = self.inline.get(parameters["inline_message_id"])
        if message is None:
            raise Refusal(400, "Bad Request: MESSAGE_ID_INVALID")
        return message

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
