"""Discord's JSON as discord.py can read it: what the fields hold that are read here (https://discord.com/developers/docs/resources/message),
and what stands where one is missing. The library takes some fields for granted and ends the whole session where one is missing or null; a
proxy, a server that stands for Discord, or a field that Discord drops must not silence the bot. Pure."""

import re
from collections.abc import Callable

from adapters.discord.http.interaction_handles import UPLOAD_BYTES
from adapters.http.foreign_json import (
    WHOLE_MAX,
    Json,
    Needed,
    Parts,
    Types,
    held_to,
    lacks,
    obj,
    objects,
    string,
)

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
TEXT_CHANNEL, PRIVATE_CHAT = 0, 1
THREADS = (10, 11, 12)
ESSENTIAL = frozenset(
    {
        "id", "channel_id", "guild_id", "author", "member", "content", "mentions", "mention_roles", "attachments", "type", "flags",
        "edited_timestamp",
    }
)  # fmt: skip
"""Of a message: what is kept where the rest of it cannot be read."""
_OF_PEOPLE = frozenset(
    {"MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK", "INTERACTION_CREATE", "THREAD_CREATE"}
)  # fmt: skip
"""Events whose contents anybody on the platform makes."""
_LONG_AGO = "2015-01-01T00:00:00+00:00"
_PERSON = re.compile(r"<@!?(\d+)>")


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
_PERSON_NEEDS: Parts = {"id": _NUMBER}
FIELDS_NEEDED: Needed = {
    **dict.fromkeys(("author", "user", "mentions"), _PERSON_NEEDS),
    "referenced_message": MESSAGE_NEEDS,  # a snapshot's message has none of these
    "media": {"url": str},
}
"""Of what people cause, like `EVENTS_NEED`: what nothing can be done without; everything else has a default in `payload_defaults`."""
EVENTS_NEED: Needed = {
    **dict.fromkeys(("MESSAGE_CREATE", "MESSAGE_UPDATE"), MESSAGE_NEEDS),
    "INTERACTION_CREATE": {"id": _NUMBER, "type": int, "token": str},
}


def complete(event: str, data: object, *, app: str, shard: int) -> object:
    """An event of the gateway with what discord.py needs of it. `shard` is where READY came from, where it does not say so. Raises
    ValueError for what is said nowhere or by nobody: the library would let it pass."""
    if event in _OF_PEOPLE:
        data = held_to(FIELD_TYPES, data, needed=FIELDS_NEEDED)
    if event == "READY":
        return _with({"guilds": [], "shard": [shard, 1]}, obj(data))
    completing = _EVENTS.get(event)
    if completing is None or (event == "MESSAGE_UPDATE" and "content" not in obj(data)):
        return data  # what is only a part of a message must not look like one without words
    made = completing(obj(data))
    if lacks(made, EVENTS_NEED.get(event, {})):
        raise ValueError("an event without what every such event has")
    if event == "INTERACTION_CREATE":
        made.setdefault("application_id", app)
        if not obj(_person_of(made)):
            raise ValueError("an interaction of nobody")
    return made


def essential(event: str, data: object) -> object:
    """The same event without what is not needed; None where all of it is."""
    raw = obj(data)
    match event:
        case "MESSAGE_CREATE" | "MESSAGE_UPDATE":
            return _essential(raw)
        case "INTERACTION_CREATE":
            pressed = obj(raw.get("message"))
            return dict(raw) | ({"message": _essential(pressed)} if pressed else {})
        case "GUILD_CREATE":
            channels = [each for each in objects(raw.get("channels")) if each.get("type") == TEXT_CHANNEL]
            return {"id": raw.get("id"), "name": raw.get("name"), "channels": channels}
        case _:
            return None


def message(raw: object) -> Json:
    made = _with({"content": "", "type": 0, "mention_roles": [], "components": []}, obj(raw))
    said = string(made["content"])
    made.setdefault("mentions", [{"id": number} for number in dict.fromkeys(_PERSON.findall(said))])
    for name, one in (("author", user), ("member", member), ("referenced_message", message)):
        if isinstance(made.get(name), dict):
            made[name] = one(made[name])
    made["mentions"] = [user(person) for person in objects(made["mentions"])]
    made["attachments"] = [_file(file) for file in objects(made.get("attachments"))]
    if "message_snapshots" in made:
        made["message_snapshots"] = [_snapshot(each) for each in objects(made["message_snapshots"])]
    if obj(raw).get("referenced_message", 0) is None and "message_reference" in made:
        made["referenced_message"] = None  # so Discord says that it was deleted
    return made


def _snapshot(raw: object) -> Json:
    said = obj(obj(raw).get("message"))
    empty: Json = {"content": "", "embeds": [], "timestamp": _LONG_AGO, "edited_timestamp": None, "type": 0}
    return {
        "message": empty
        | dict(said)
        | {"attachments": [_file(file) for file in objects(said.get("attachments"))]}
    }


def user(raw: object) -> Json:
    given = obj(raw)
    return _with({"username": "someone", "discriminator": "0", "avatar": None}, given)


def member(raw: object) -> Json:
    made = _with({"roles": [], "flags": 0}, obj(raw))
    if "user" in made:
        made["user"] = user(made["user"])
    return made


def application(raw: object, number: str) -> Json:
    """The bot's application; `number` is its id where nothing is said (Discord gives both the same)."""
    needed: Json = {
        "id": number, "name": "", "description": "", "icon": None, "bot_public": True, "bot_require_code_grant": False,
        "verify_key": "", "owner": {"id": "0"},
    }  # fmt: skip
    made = _with(needed, raw)
    return made | {"owner": user(made["owner"])}


def _interaction(raw: object) -> Json:
    made = _with({"version": 1, "attachment_size_limit": UPLOAD_BYTES, "locale": "en-US"}, obj(raw))
    channel = {"id": made.get("channel_id"), "type": TEXT_CHANNEL if "guild_id" in made else PRIVATE_CHAT}
    made["channel"] = _channel(_with(channel, obj(made.get("channel"))))
    for name, one in (("user", user), ("member", member), ("message", message)):
        if name in made:
            made[name] = one(made[name])
    if lacks(made.get("message"), MESSAGE_NEEDS):
        del made["message"]
    return made


def _person_of(interaction: Json) -> object:
    """Where the library looks for who did it: in a server's member, or in private."""
    in_server = int(interaction.get("guild_id", 0)) != 0  # pyright: ignore[reportArgumentType]
    return obj(interaction.get("member")).get("user") if in_server else interaction.get("user")


def _guild(raw: object) -> Json:
    made = _with({"name": ""}, obj(raw))
    made["channels"] = [_channel(channel) for channel in objects(made.get("channels"))]
    made["threads"] = [_channel(thread) for thread in objects(made.get("threads"))]
    made["roles"] = [_with({"name": ""}, role) for role in objects(made.get("roles"))]
    made["members"] = [member(each) for each in objects(made.get("members")) if "user" in each]
    return made


def _channel(raw: object) -> Json:
    made = _with({"type": TEXT_CHANNEL, "name": "", "position": 0, "bitrate": 0, "user_limit": 0}, obj(raw))
    if made["type"] in THREADS:
        made = _with({"owner_id": 0, "parent_id": 0, "message_count": 0, "member_count": 0}, made)
        state: Json = {"archived": False, "auto_archive_duration": 1440, "archive_timestamp": _LONG_AGO}
        made["thread_metadata"] = _with(state, obj(made.get("thread_metadata")))
    return made


def _file(raw: object) -> Json:
    made = _with({"filename": "picture", "size": 0, "url": ""}, obj(raw))
    return _with({"proxy_url": made["url"]}, made)


def _essential(raw: object) -> Json:
    return {name: value for name, value in obj(raw).items() if name in ESSENTIAL}


def _with(needed: Json, given: object) -> Json:
    """What is needed, under what is given and not null."""
    return needed | {name: value for name, value in obj(given).items() if value is not None}


_EVENTS: dict[str, Callable[[object], Json]] = {
    "MESSAGE_CREATE": message, "MESSAGE_UPDATE": message, "INTERACTION_CREATE": _interaction, "GUILD_CREATE": _guild,
    "CHANNEL_CREATE": _channel, "THREAD_CREATE": _channel,
}  # fmt: skip
