"""Who manages a server, asked of Discord's REST API: where a person acts from elsewhere, no event says it."""

import discord

from adapters.discord.http.platform_errors import translated
from adapters.discord.http.rest import Rest
from adapters.discord.permissions import may_manage
from adapters.http.foreign_json import Raw, objects, string, strings


async def manages_server(rest: Rest, server: str, person: str) -> bool:
    """False also for who is no member, and where the bot is none. Raises PlatformUnavailable."""
    with translated():
        try:
            guild, member = await rest.server(server), await rest.member(server, person)
        except (discord.Forbidden, discord.NotFound):
            return False
    return string(guild.get("owner_id")) == person or may_manage(_permissions(guild, member, server))


def _permissions(guild: Raw, member: Raw, server: str) -> discord.Permissions:
    """Of all the member's roles; @everyone is the role with the server's own id."""
    held = {server, *strings(member.get("roles"))}
    bits = 0
    for role in objects(guild.get("roles")):
        if string(role.get("id")) in held:
            said = string(role.get("permissions"))
            bits |= int(said) if said.isascii() and said.isdigit() and len(said) < 40 else 0
    return discord.Permissions(bits)
