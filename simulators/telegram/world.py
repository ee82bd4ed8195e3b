"""What people do in Telegram: they write, send pictures, press buttons. It holds no HTTP (see `server`)."""

import io
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image

from simulators.telegram.shapes import JSON, Refusal, entities_of, text_mention
from simulators.telegram.state import Chat, Fault, WorldState

__all__ = ["JSON", "Chat", "Fault", "Refusal", "World"]


@dataclass(slots=True)
class World(WorldState):
    """People, chats, messages, files and pending updates."""

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
        calls: Mapping[str, JSON] | None = None,
        **content: Any,
    ) -> JSON:
        """A message of a person; `content` is what else the Bot API has in a message. `calls`: words of it that are a link to somebody who
        has no name of their own. Returns the update."""
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
            linked = [text_mention(text, word, user) for word, user in (calls or {}).items()]
            message["entities" if words == "text" else "caption_entities"] = [*entities_of(text), *linked]
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

    def sticker(self, data: bytes) -> JSON:
        """A static one: WebP, one side of 512 pixels and none longer, at most 512 KB. Raises Refusal."""
        with Image.open(io.BytesIO(data)) as image:
            kind, size = image.format, image.size
        if kind != "WEBP" or max(size) != 512 or len(data) > 512_000:
            raise Refusal(400, "Bad Request: STICKER_INVALID")
        flags = {"type": "regular", "is_animated": False, "is_video": False}
        return {**self._file(data, 0), **flags, "width": size[0], "height": size[1]}

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

    def reacts(
        self, person: JSON, chat: Chat, message: int, *emoji: str, before: Sequence[str] = (), **more: Any
    ) -> JSON | None:
        """Changes this person's reactions to a message. Telegram tells it to who asked for such updates, and in a group to
        administrators alone; None where the bot is not told."""
        if "message_reaction" not in self.wanted or (
            chat.kind != "private" and self.me["id"] not in chat.admins
        ):
            return None
        given, had = ([{"type": "emoji", "emoji": one} for one in several] for several in (emoji, before))
        return self.queue(
            {
                "message_reaction": {
                    "chat": chat.shown(), "message_id": message, "user": person, "date": 1_790_000_000,
                    "old_reaction": had, "new_reaction": given, **more,
                }
            }
        )  # fmt: skip

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
