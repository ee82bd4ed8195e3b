"""What the fields of Discord's events hold, those that are read here: https://discord.com/developers/docs/resources/message."""

from adapters.http.typed_json import WHOLE_MAX, Needed, Parts, Types

_NUMBERS = (
    "id",
    "channel_id",
    "guild_id",
    "application_id",
    "message_id",
    "user_id",
    "target_id",
    "parent_id",
    "owner_id",
)
"""Snowflakes: Discord writes them as text."""
DIGITS_MAX = 20
_TEXT = (
    "token", "content", "username", "global_name", "nick", "discriminator", "filename", "url", "proxy_url", "content_type", "timestamp",
    "edited_timestamp", "joined_at", "custom_id", "name", "locale", "guild_locale", "permissions", "app_permissions", "title", "label",
    "archive_timestamp",
)  # fmt: skip
_WHOLE = ("flags", "size", "component_type", "version", "attachment_size_limit", "format_type", "context")
_LISTS = (
    "attachments", "embeds", "mentions", "mention_roles", "components", "options", "roles", "sticker_items", "message_snapshots", "items",
    "ids",
)  # fmt: skip
_OBJECTS = (
    "author", "member", "user", "message", "channel", "referenced_message", "message_reference", "data", "resolved", "image", "thumbnail",
    "media", "component", "thread_metadata",
)  # fmt: skip


def _is_snowflake(value: object) -> bool:
    """The moment in it has to be one that a clock knows."""
    if isinstance(value, str):
        return value.isascii() and value.isdecimal() and len(value) <= DIGITS_MAX and int(value) <= WHOLE_MAX
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


FIELD_TYPES: Types = {
    **dict.fromkeys(_NUMBERS, _is_snowflake),
    **dict.fromkeys(_TEXT, (str,)),
    **dict.fromkeys(_WHOLE, (int,)),
    **dict.fromkeys(_LISTS, (list, dict)),  # what a command names stands there by its id
    **dict.fromkeys(_OBJECTS, (dict,)),
    "type": (int, str),  # an embed has one of text
    "bot": (bool,),
}
_NUMBER = (str, int)
MESSAGE_NEEDS: Parts = {"id": _NUMBER, "channel_id": _NUMBER, "author": dict}
_PERSON: Parts = {"id": _NUMBER}
FIELDS_NEEDED: Needed = {
    **dict.fromkeys(("author", "user", "mentions"), _PERSON),
    "referenced_message": MESSAGE_NEEDS,  # a snapshot's message has none of these
    "media": {"url": str},
}
"""Of what people cause, like `EVENTS_NEED`: what nothing can be done without; everything else has a default in `payload_defaults`."""
EVENTS_NEED: Needed = {
    **dict.fromkeys(("MESSAGE_CREATE", "MESSAGE_UPDATE"), MESSAGE_NEEDS),
    "INTERACTION_CREATE": {"id": _NUMBER, "type": int, "token": str},
}
