"""The invite link, and what `python -m bot check` says about Discord."""

from urllib.parse import urlencode

import discord

from adapters.discord.config import DiscordConfig
from adapters.discord.http.platform_errors import translated
from adapters.discord.http.rest import Rest, TokenLogin
from adapters.http.foreign_json import obj, string, whole
from agent.errors import Misconfigured

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    attach_files=True,
    read_message_history=True,
)
"""All that the bot uses, and no more."""
CONTENT_FLAGS = (1 << 18) | (1 << 19)
"""Application flags: the message-content intent is on (19: for a bot in fewer than 100 servers)."""


def invite_link(application: str) -> str:
    """Where an owner adds the bot to a server."""
    query = urlencode(
        {"client_id": application, "permissions": PERMISSIONS.value, "scope": "bot applications.commands"}
    )
    return f"https://discord.com/oauth2/authorize?{query}"


async def check_lines(config: DiscordConfig) -> list[str]:
    """The bot's name, what it may read, and its invite link. Raises Misconfigured for a token that Discord does not know,
    PlatformUnavailable when Discord does not answer."""
    login = TokenLogin(config)
    rest = Rest(login)
    try:
        with translated():
            try:
                application = await rest.application()
            except discord.LoginFailure as error:
                raise Misconfigured(
                    "DISCORD_TOKEN",
                    "Discord does not know this token; copy it once more from the developer portal",
                ) from error
    finally:
        await login.close()
    name = string(application.get("name")) or string(obj(application.get("bot")).get("username"))
    reads = (whole(application.get("flags")) or 0) & CONTENT_FLAGS
    intent = (
        "on: in threads I opened I need not be named"
        if reads
        else "off: I read what names me, replies to me, private messages and commands (enough for everything)"
    )
    return [
        f"bot        {name}",
        f"intent     message content is {intent}",
        f"invite     {invite_link(string(application.get('id')))}",
    ]
