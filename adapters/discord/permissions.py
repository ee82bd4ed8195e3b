"""Who may change what a channel shares, and what the bot itself may do there: Discord's own permissions, as far as known."""

from collections.abc import Sequence

import discord

NEEDED: dict[str, str] = {
    "send_messages": "Send Messages",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
}
"""Permission to its name in Discord's settings."""
IN_THREADS = {**NEEDED, "send_messages_in_threads": "Send Messages in Threads"}
del IN_THREADS["send_messages"]
KNOWN_MIN = 4
"""Fewer rights than these in all are no member's: what is known of them is not the truth."""


def may_manage(permissions: discord.Permissions) -> bool:
    return permissions.administrator or permissions.manage_channels or permissions.manage_guild


def manages(author: discord.User | discord.Member, channel: object) -> bool:
    """Whether a message's author may manage its channel; in a private chat everyone manages their own."""
    if isinstance(channel, discord.DMChannel | discord.PartialMessageable):
        return isinstance(channel, discord.DMChannel)
    if not isinstance(author, discord.Member):
        return False
    if isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        try:
            return may_manage(channel.permissions_for(author))
        except (
            AttributeError,
            discord.ClientException,
        ):  # a thread whose channel is not known, a server without roles
            return may_manage(author.guild_permissions)
    return False


def lacking(channel: object) -> Sequence[str]:
    """Names of the permissions that the bot needs in a channel and does not have; none where they are not known."""
    if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        return ()
    me = channel.guild.me
    try:
        held = channel.permissions_for(me)
    except (AttributeError, discord.ClientException):
        return ()
    if (
        not held.view_channel or held.value.bit_count() < KNOWN_MIN
    ):  # it hears this channel, so that it sees it
        return ()
    needed = IN_THREADS if isinstance(channel, discord.Thread) else NEEDED
    return [name for permission, name in needed.items() if not getattr(held, permission)]
