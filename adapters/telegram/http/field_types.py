"""What the Bot API's fields hold, those that are read here: https://core.telegram.org/bots/api#available-types."""

from adapters.http.foreign_json import Needed, Parts, Types

_WHOLE = (
    "update_id", "message_id", "message_thread_id", "date", "edit_date", "offset", "length", "width", "height", "duration", "file_size",
    "position", "migrate_to_chat_id", "migrate_from_chat_id",
)  # fmt: skip
_TEXT = (
    "text", "caption", "type", "title", "username", "first_name", "last_name", "language_code", "file_id", "file_unique_id", "file_name",
    "mime_type", "data", "media_group_id", "url", "chat_instance", "sender_user_name", "author_signature", "custom_emoji_id",
    "query", "result_id", "inline_message_id", "emoji",
)  # fmt: skip
_LISTS = ("entities", "caption_entities", "photo", "old_reaction", "new_reaction")
_OBJECTS = (
    "message", "edited_message", "callback_query", "from", "chat", "sender_chat", "reply_to_message", "sender_user", "via_bot", "user",
    "animation", "audio", "document", "sticker", "video", "video_note", "voice", "thumbnail", "external_reply", "forward_origin",
    "message_reaction", "inline_query", "chosen_inline_result",
)  # fmt: skip
_PEOPLE = ("from", "chat", "sender_chat", "sender_user", "via_bot", "user")
_FILES = ("animation", "audio", "document", "sticker", "video", "video_note", "voice", "thumbnail", "photo")
_FLAGS = (
    "is_bot",
    "is_forum",
    "is_topic_message",
    "is_animated",
    "is_video",
    "has_media_spoiler",
    "is_manual",
)
FIELD_TYPES: Types = {
    **dict.fromkeys(_WHOLE, (int,)),
    **dict.fromkeys(_TEXT, (str,)),
    **dict.fromkeys(_LISTS, (list,)),
    **dict.fromkeys(_OBJECTS, (dict,)),
    **dict.fromkeys(_FLAGS, (bool,)),
    "id": (int, str),  # a button press has one of text
    "quote": (dict, str),
}
_NUMBERED: Parts = {"id": int}
_FILE: Parts = {"file_id": str}
_ENTITY: Parts = {"type": str, "offset": int, "length": int}
_REACTION: Parts = {"type": str}
_MESSAGE: Parts = {"message_id": int, "chat": dict}
FIELDS_NEEDED: Needed = {
    **dict.fromkeys(_PEOPLE, _NUMBERED),
    **dict.fromkeys(_FILES, _FILE),
    **dict.fromkeys(("entities", "caption_entities"), _ENTITY),
    **dict.fromkeys(("old_reaction", "new_reaction"), _REACTION),
    **dict.fromkeys(("message", "edited_message", "reply_to_message"), _MESSAGE),
    "message_reaction": _MESSAGE,
    "inline_query": {"id": (str, int), "from": dict},
    "chosen_inline_result": {"result_id": str, "from": dict},
    "callback_query": {"id": (str, int), "from": dict},
}
"""What nothing can be done without; everything else has a default in `payload_defaults`."""
