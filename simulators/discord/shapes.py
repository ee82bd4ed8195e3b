"""What Discord's JSON looks like: people, channels, a server, messages."""

from collections.abc import Iterable
from typing import Any

EPOCH_MS = 1_420_070_400_000
ME, APP = "900", "900"
GUILD, CHANNEL = "100", "200"
ALL_RIGHTS = str((1 << 50) - 1)
TOKEN = "MTIz.made-up.token"
V2, HIDDEN = 1 << 15, 1 << 6

Json = dict[str, Any]


PEOPLE = {"me": (ME, "atelier"), "ana": ("11", "ana"), "ben": ("12", "ben")}
ROLES: dict[str, list[str]] = {}
"""Person to the roles they have beside that of everyone."""
LOCALES: dict[str, str] = {}
"""Person to the language of their app, American English where it is not here."""


PORTRAITS: dict[str, bytes] = {}
"""Id of a person to their profile picture."""


def user(number: str, name: str, *, bot: bool = False) -> Json:
    return {
        "id": number,
        "username": name,
        "global_name": name,
        "discriminator": "0",
        "avatar": f"a{number}" if number in PORTRAITS else None,
        "bot": bot,
        "flags": 0,
    }


def member(who: str) -> Json:
    number, name = PEOPLE[who]
    return {
        "user": user(number, name, bot=who == "me"), "nick": None, "roles": ROLES.get(who, []), "joined_at": "2026-01-01T00:00:00+00:00",
        "deaf": False, "mute": False, "flags": 0, "avatar": None,
    }  # fmt: skip


def channel(number: str, name: str, **more: Any) -> Json:
    return {
        "id": number, "type": 0, "name": name, "position": 0, "permission_overwrites": [], "nsfw": False, "parent_id": None,
        "guild_id": GUILD, "topic": None, "rate_limit_per_user": 0, "last_message_id": None, **more,
    }  # fmt: skip


def thread(number: str, parent: str, *, owner: str) -> Json:
    return {
        "id": number, "type": 11, "name": "thread", "parent_id": parent, "guild_id": GUILD, "owner_id": owner, "message_count": 0,
        "member_count": 1, "rate_limit_per_user": 0, "last_message_id": None, "flags": 0,
        "thread_metadata": {
            "archived": False, "auto_archive_duration": 1440, "archive_timestamp": "2026-11-25T12:00:00+00:00", "locked": False,
        },
    }  # fmt: skip


def texts(message: Json) -> str:
    return "\n".join(part["content"] for part in message["components"] if part["type"] == 10)


def buttons(message: Json) -> list[Json]:
    return [button for row in message["components"] if row["type"] == 1 for button in row["components"]]


def role(number: str, name: str, rights: int | str) -> Json:
    return {
        "id": number, "name": name, "color": 0, "colors": {"primary_color": 0}, "hoist": False, "position": 0,
        "permissions": str(rights), "managed": False, "mentionable": False, "flags": 0,
    }  # fmt: skip


EVERYONE = role(GUILD, "@everyone", ALL_RIGHTS)


def guild(channels: Iterable[Json], roles: Iterable[Json] = (EVERYONE,), *, number: str = GUILD) -> Json:
    known = [one for one in channels if one.get("guild_id") == number]
    return {
        "id": number, "name": "Painters", "icon": None, "owner_id": "1", "roles": list(roles), "emojis": [], "features": [],
        "channels": [c for c in known if c.get("thread_metadata") is None],
        "threads": [c for c in known if c.get("thread_metadata")], "members": [member("me")], "member_count": 3,
        "premium_tier": 0, "nsfw_level": 0, "verification_level": 0, "default_message_notifications": 0, "afk_timeout": 60,
        "explicit_content_filter": 0, "mfa_level": 0, "system_channel_flags": 0, "preferred_locale": "en-US", "stickers": [],
        "premium_progress_bar_enabled": False, "large": False, "unavailable": False, "presences": [], "voice_states": [],
        "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": [], "joined_at": "2026-01-01T00:00:00+00:00",
    }  # fmt: skip
