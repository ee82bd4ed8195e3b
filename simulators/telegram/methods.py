"""The methods of the Bot API that the bot uses, over a `World`: each checks what Telegram checks. No HTTP in here."""

import asyncio
from collections.abc import Callable
from typing import Any

from simulators.telegram import inline_mode
from simulators.telegram.shapes import JSON, Refusal, check_photo, covered_of, keyboard_of, words_of
from simulators.telegram.world import World

CALLBACK_SECONDS = 60.0
"""How long a press may be answered."""
DOWNLOAD_BYTES_MAX = 20_000_000
_MEDIA = ("photo", "document")


class Methods:
    """Call one by its Bot API name; raises Refusal."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.hooked = asyncio.Event()
        self._methods: dict[str, Callable[[JSON], Any]] = {
            "getMe": lambda p: world.me,
            "setWebhook": self._set_webhook,
            "deleteWebhook": lambda p: world.webhook.clear() or True,
            "setMyCommands": self._set_commands,
            "getMyCommands": lambda p: world.commands.get(_scope(p), []),
            "setMyDescription": lambda p: self._set_profile(p, "description", 512),
            "getMyDescription": lambda p: self._get_profile(p, "description"),
            "setMyShortDescription": lambda p: self._set_profile(p, "short_description", 120),
            "getMyShortDescription": lambda p: self._get_profile(p, "short_description"),
            "sendMessage": self._send_message,
            "sendPhoto": lambda p: self._send_media(p, "photo"),
            "sendDocument": lambda p: self._send_media(p, "document"),
            "sendSticker": self._send_sticker,
            "sendMediaGroup": self._send_group,
            "editMessageText": self._edit_text,
            "editMessageCaption": self._edit_caption,
            "editMessageMedia": self._edit_media,
            "deleteMessage": self._delete,
            "answerInlineQuery": lambda p: inline_mode.answer(world, p),
            "answerCallbackQuery": self._answer,
            "sendChatAction": self._action,
            "getFile": self._get_file,
            "getUserProfilePhotos": self._portraits,
            "getChatMember": self._member,
            "getChat": self._chat,
        }

    def known(self, method: str) -> bool:
        return method in self._methods

    def remove(self, method: str) -> None:
        del self._methods[method]

    def replace(self, method: str, result: Any) -> None:
        self._methods[method] = lambda parameters: result

    def call(self, method: str, parameters: JSON) -> Any:
        if "inline_message_id" in parameters and method in ("editMessageText", "editMessageMedia"):
            return inline_mode.edit(self.world, method, parameters)
        return self._methods[method](parameters)

    def _set_webhook(self, parameters: JSON) -> bool:
        if not str(parameters.get("url", "")).startswith(("https://", "http://127.0.0.1")):
            raise Refusal(400, "Bad Request: bad webhook: HTTPS url must be provided for webhook")
        self.world.webhook.update(parameters)
        if parameters.get("allowed_updates"):
            self.world.wanted = frozenset(parameters["allowed_updates"])
        self.hooked.set()
        return True

    def _set_commands(self, parameters: JSON) -> bool:
        for command in parameters["commands"]:
            if not 1 <= len(command["description"]) <= 256 or not command["command"].islower():
                raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
        self.world.commands[_scope(parameters)] = parameters["commands"]
        return True

    def _set_profile(self, parameters: JSON, name: str, most: int) -> bool:
        text = parameters.get(name, "")
        if len(text) > most:
            raise Refusal(400, f"Bad Request: {name} is too long")
        self.world.profile[name, parameters.get("language_code", "")] = text
        return True

    def _get_profile(self, parameters: JSON, name: str) -> JSON:
        language = parameters.get("language_code", "")
        return {name: self.world.profile.get((name, language), "")}

    def _action(self, parameters: JSON) -> bool:
        if parameters["action"] not in ("typing", "upload_photo", "upload_document"):
            raise Refusal(400, "Bad Request: wrong parameter action in request")
        self.world.chat(parameters)
        return True

    def _send_message(self, parameters: JSON) -> JSON:
        chat = self.world.allows(self.world.chat(parameters), "text messages")
        return self.world.post(chat, parameters, words_of(parameters, "text", most=4096, least=1))

    def _send_media(self, parameters: JSON, kind: str) -> JSON:
        chat = self.world.allows(self.world.chat(parameters), f"{kind}s")
        caption = words_of(parameters, "caption", most=1024)
        return self.world.post(
            chat, parameters, {**self._stored(kind, parameters[kind]), **covered_of(parameters), **caption}
        )

    def _send_sticker(self, parameters: JSON) -> JSON:
        chat = self.world.allows(self.world.chat(parameters), "stickers")
        return self.world.post(chat, parameters, {"sticker": self.world.sticker(parameters["sticker"])})

    def _send_group(self, parameters: JSON) -> list[JSON]:
        items = parameters["media"]
        chat = self.world.allows(self.world.chat(parameters), f"{items[0]['type']}s")
        if not 2 <= len(items) <= 10 or parameters.get("reply_markup"):
            raise Refusal(400, "Bad Request: wrong number of media in the group")
        number = f"group{next(self.world.counts['group'])}"
        return [
            self.world.post(
                chat,
                parameters,
                self._stored(item["type"], _attached(item, parameters))
                | covered_of(item)
                | words_of(item, "caption", most=1024)
                | {"media_group_id": number},
            )
            for item in items
        ]

    def _edit_text(self, parameters: JSON) -> JSON:
        chat = self.world.chat(parameters)
        message = self.world.own(chat, parameters, what="edit")
        if any(kind in message for kind in _MEDIA):
            raise Refusal(400, "Bad Request: there is no text in the message to edit")
        return self._edited(message, parameters, words_of(parameters, "text", most=4096, least=1))

    def _edit_caption(self, parameters: JSON) -> JSON:
        chat = self.world.chat(parameters)
        message = self.world.own(chat, parameters, what="edit")
        if not any(kind in message for kind in _MEDIA):
            raise Refusal(400, "Bad Request: there is no caption in the message to edit")
        kept = {kind: message[kind] for kind in _MEDIA if kind in message}
        return self._edited(message, parameters, kept | words_of(parameters, "caption", most=1024))

    def _edit_media(self, parameters: JSON) -> JSON:
        chat = self.world.chat(parameters)
        message = self.world.own(chat, parameters, what="edit")
        if not self.world.media_into_text and not any(kind in message for kind in _MEDIA):
            raise Refusal(400, "Bad Request: there is no media in the message to edit")
        item = parameters["media"]
        self.world.allows(chat, f"{item['type']}s")
        content = self._stored(item["type"], _attached(item, parameters)) | covered_of(item)
        return self._edited(message, parameters, content | words_of(item, "caption", most=1024))

    def _edited(self, message: JSON, parameters: JSON, content: JSON) -> JSON:
        markup = keyboard_of(parameters)
        new = {**content, **({"reply_markup": markup} if markup else {})}
        changing = (
            "text",
            "entities",
            "caption",
            "caption_entities",
            "reply_markup",
            "has_media_spoiler",
            *_MEDIA,
        )
        old = {key: message[key] for key in changing if key in message}
        if _bare(new, self.world) == _bare(old, self.world):
            raise Refusal(
                400, "Bad Request: message is not modified: specified new message content is the same"
            )
        for key in old:
            del message[key]
        message |= new
        message["edit_date"] = 1_790_000_001
        return message

    def _delete(self, parameters: JSON) -> bool:
        chat = self.world.chat(parameters)
        number = int(parameters["message_id"])
        if number not in chat.messages:
            raise Refusal(400, "Bad Request: message to delete not found")
        own = chat.messages[number]["from"]["id"] == self.world.me["id"]
        if number in chat.aged or not own:
            raise Refusal(400, "Bad Request: message can't be deleted for everyone")
        del chat.messages[number]
        return True

    def _answer(self, parameters: JSON) -> bool:
        asked = self.world.callbacks.get(parameters["callback_query_id"])
        if asked is None or self.world.clock() - asked > CALLBACK_SECONDS:
            raise Refusal(
                400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )
        if len(parameters.get("text") or "") > 200:
            raise Refusal(400, "Bad Request: MESSAGE_TOO_LONG")
        self.world.answered.append(parameters)
        return True

    def _get_file(self, parameters: JSON) -> JSON:
        data = self.world.files.get(parameters["file_id"])
        if data is None:
            raise Refusal(400, "Bad Request: invalid file_id")
        if len(data) > DOWNLOAD_BYTES_MAX:
            raise Refusal(400, "Bad Request: file is too big")
        number = parameters["file_id"]
        return {
            "file_id": number,
            "file_unique_id": f"u{number}",
            "file_size": len(data),
            "file_path": number,
        }

    def _portraits(self, parameters: JSON) -> JSON:
        """One picture in two sizes, of those who have one: the file is named after the person."""
        number = f"portrait-{parameters['user_id']}"
        if number not in self.world.files:
            return {"total_count": 0, "photos": []}
        sizes = [
            {"file_id": number, "file_unique_id": f"u{number}{side}", "width": side, "height": side}
            for side in (160, 640)
        ]
        return {"total_count": 1, "photos": [sizes]}

    def _member(self, parameters: JSON) -> JSON:
        chat = self.world.chat(parameters, writes=False)
        number = int(parameters["user_id"])
        person = self.world.me if number == self.world.me["id"] else self.world.people.get(number)
        if person is None:
            raise Refusal(400, "Bad Request: user not found")
        rights = dict.fromkeys(_RIGHTS, False)
        admin = {"status": "administrator", "user": person, **rights}
        if person is self.world.me and chat.muted and number not in chat.admins:
            return {
                "status": "restricted",
                "user": person,
                "is_member": True,
                "until_date": 0,
                **_permissions(chat.forbids | chat.muted),
            }
        return admin if number in chat.admins else {"status": "member", "user": person}

    def _chat(self, parameters: JSON) -> JSON:
        chat = self.world.chat(parameters, writes=False)
        described: JSON = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": {}}
        return {**chat.shown(), **described, "permissions": _permissions(chat.forbids)}

    def _stored(self, kind: str, data: bytes) -> JSON:
        """The message part that shows these bytes. A "photo" must look like one."""
        if kind == "photo":
            if len(data) > 10_000_000:
                raise Refusal(400, "Bad Request: file is too big for a photo")
            check_photo(data)
            return {"photo": self.world.photo(data)}
        if len(data) > 50_000_000:
            raise Refusal(413, "Request Entity Too Large")
        return {"document": self.world.document(data, "file", "application/octet-stream")}


_PERMISSIONS = {
    "can_send_messages": "text messages",
    "can_send_photos": "photos",
    "can_send_documents": "documents",
}
_RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories",
)  # fmt: skip


def _permissions(forbidden: set[str]) -> JSON:
    return {right: what not in forbidden for right, what in _PERMISSIONS.items()}


def _scope(parameters: JSON) -> tuple[str, str]:
    scope = parameters.get("scope") or {"type": "default"}
    return scope["type"], parameters.get("language_code", "")


def _attached(item: JSON, parameters: JSON) -> bytes:
    return parameters[item["media"].removeprefix("attach://")]


def _bare(content: JSON, world: World) -> JSON:
    """For comparing: the bytes in place of a file's new id."""
    return {
        key: world.files[value[-1]["file_id"]] if key == "photo" else world.files[value["file_id"]] if key == "document" else value
        for key, value in content.items()
    }  # fmt: skip
