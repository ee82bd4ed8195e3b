"""What the fields of Discord's events hold, those that are read here: https://discord.com/developers/docs/resources/message."""

from adapters.http.typed_json import Types

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
FIELD_TYPES: Types = {
    **dict.fromkeys(_NUMBERS, (str, int)),
    **dict.fromkeys(_TEXT, (str,)),
    **dict.fromkeys(_WHOLE, (int,)),
    **dict.fromkeys(_LISTS, (list, dict)),  # what a command names stands there by its id
    **dict.fromkeys(_OBJECTS, (dict,)),
    "type": (int, str),  # an embed has one of text
    "bot": (bool,),
}
