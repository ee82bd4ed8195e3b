"""What was written on Discord, as what was said: pure functions of a message. Files are named here and fetched elsewhere."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

import discord

from adapters.discord.http.interaction_handles import Handle
from adapters.discord.inbound.message_files import (
    NAME_CHARS_MAX,
    FileRef,
    is_covered,
    is_words,
    pictures,
    voice_in,
    words_in_a_file,
)
from agent.domain.conversation import Author, AuthorId, Place
from agent.domain.incoming import IncomingMessage
from agent.domain.people import Mentioned

FIRST_SNOWFLAKE = 1 << 40
"""Ids below are no times."""
WRITTEN = (discord.MessageType.default, discord.MessageType.reply)

_COMMAND = re.compile(r"\s*(<@[!&]?\d+>\s*)?/[a-z]+\b")
_OWN_NAME = re.compile(r"^\s*<@[!&]?(\d+)>")
_CODES = re.compile(r"<a?:(?P<emoji>\w+):\d+>|<@!?(?P<person>\d+)>|<@&(?P<role>\d+)>|<#(?P<channel>\d+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message to the bot, without the bytes of its files."""

    message: IncomingMessage
    files: tuple[FileRef, ...] = ()
    voice: FileRef | None = None
    """What its author spoke."""
    long_words: FileRef | None = None
    """What its author wrote, where Discord's client made a file of it."""
    blind: bool = False
    """There may be words or files in it that Discord keeps from a bot without the message-content intent."""


def is_written(message: discord.Message) -> bool:
    """By a person: no bot, no webhook, no notice of Discord's."""
    return not message.author.bot and message.webhook_id is None and message.type in WRITTEN


def read_message(
    message: discord.Message,
    me: discord.ClientUser,
    replied: discord.Message | None = None,
    *,
    follows: bool = False,
) -> Heard | None:
    """A message that is meant for the bot: written to it in private, naming it, answering it, in a thread that it opened, or
    (`follows`) part of what the same person says to it. `replied` is the message replied to, where it could be had."""
    if not is_written(message):
        return None
    to_me = replied is not None and replied.author.id == me.id
    named = mentions(message, me)
    alone = server_of(message.channel, message.guild) is None
    in_own_thread = _in_own_thread(message, me, replied)
    if not (alone or named or to_me or in_own_thread or (follows and not message.mentions)):
        return None
    text = spoken(message, me)
    voice, long_words = voice_in(message), words_in_a_file(message)
    files = tuple(ref for ref in pictures(message) if voice is None or ref.url != voice.url)
    snapshots = message.message_snapshots
    forwarded = tuple(file for snapshot in snapshots for file in pictures(snapshot))
    if message.stickers and not (message.content or message.attachments or snapshots or alone):
        return None  # a sticker in reply is applause, not a wish
    empty = not (text or files or snapshots or long_words or voice)
    if empty and not (alone or named or to_me):
        return None  # without the intent everything that does not name the bot looks like this
    others = () if replied is None or to_me else (replied,)
    quoted = [snapshot.content for snapshot in snapshots if snapshot.content]
    quoted += [spoken(one, me) for one in others if one.content]
    incoming = IncomingMessage(
        event_id=str(message.id),
        message=str(message.id),
        place=place_of(message.channel, message.guild),
        author=author_of(message.author),
        text=text,
        reply_to=_reply_to(message),
        quoted="\n".join(quoted),
        people=people_named(message, me, None if to_me else replied),
        covered=any(is_covered(one) for one in (message, *snapshots, *others)),
        at=written_at(message),
        handle=Handle(limit=limit_of(message.guild)).stored(),
    )
    of_replied = tuple(file for one in others for file in pictures(one))
    return Heard(
        message=incoming, files=(*files, *forwarded, *of_replied), voice=voice, long_words=long_words,
        blind=empty and not (alone or named),
    )  # fmt: skip


def is_only_shown(message: discord.Message) -> bool:
    """Pictures or something passed on, without a word of its author's: it may belong to what they say to the bot before or after.
    Words that do not name the bot are somebody else's business."""
    passed_on = bool(message.message_snapshots)
    spoken_words = any(is_words(file) for file in message.attachments)
    shown = passed_on or (bool(message.attachments or message.stickers) and not spoken_words)
    answers = message.reference is not None and not passed_on
    return is_written(message) and shown and not answers and not message.content


def with_shown_before(heard: Heard, before: Heard) -> Heard:
    """A request with the pictures that its author showed right before it."""
    quoted = "\n".join(text for text in (before.message.quoted, heard.message.quoted) if text)
    covered = before.message.covered or heard.message.covered
    message = replace(heard.message, quoted=quoted, covered=covered)
    return replace(heard, message=message, files=(*before.files, *heard.files))


def written_at(message: discord.Message) -> datetime | None:
    """When Discord took it; None where its id is no time (a server that stands for Discord may count from one)."""
    return message.created_at if message.id >= FIRST_SNOWFLAKE else None


def place_of(channel: object, guild: discord.Guild | None) -> Place:
    """A Discord thread is a thread of the channel it hangs on."""
    number = str(getattr(channel, "id", 0))
    community = server_of(channel, guild)
    if isinstance(channel, discord.Thread):
        parent = channel.parent
        return Place(
            platform="discord",
            community=community,
            channel=str(channel.parent_id),
            thread=number,
            age_restricted=_is_for_adults(parent, guild),
        )
    private = isinstance(channel, discord.DMChannel) or (
        community is None and not isinstance(channel, discord.GroupChannel)
    )
    return Place(
        platform="discord",
        community=community,
        channel=number,
        private=private,
        age_restricted=_is_for_adults(channel, guild),
    )


def _is_for_adults(channel: object, guild: discord.Guild | None) -> bool:
    """The channel is age-restricted, or the whole server is."""
    whole = guild is not None and guild.nsfw_level is discord.NSFWLevel.age_restricted
    return whole or bool(getattr(channel, "nsfw", False))


def server_of(channel: object, guild: discord.Guild | None) -> str | None:
    """The server's id, also of one that has not been described to us (yet); None in private."""
    if guild is not None:
        return str(guild.id)
    number = channel.guild_id if isinstance(channel, discord.PartialMessageable) else None
    return None if number is None else str(number)


def author_of(
    user: discord.User | discord.Member, *, may_manage: bool = False, locale: str | None = None
) -> Author:
    name = user.display_name.replace("\x00", "").strip()[:NAME_CHARS_MAX] or "someone"
    # A member of a server that was not described to us has none there: the library's own typing leaves that case out.
    roles: tuple[str, ...] = ()
    if isinstance(user, discord.Member) and getattr(user, "guild", None):
        roles = tuple(str(role.id) for role in user.roles[1:])
    return Author(
        id=AuthorId(f"discord:{user.id}"), name=name, may_manage=may_manage, locale=locale, roles=roles
    )


def people_named(
    message: discord.Message, me: discord.ClientUser, replied: discord.Message | None
) -> tuple[Mentioned, ...]:
    """Whom Discord itself says the message names, and whose message it answers. Codes that Discord does not resolve name nobody."""
    named = [user for user in message.mentions if user.id != me.id and not user.bot]
    found = [_mentioned(user) for user in named if f"{user.id}>" in message.content]
    if replied is not None and is_written(replied) and replied.author.id != message.author.id:
        found.append(_mentioned(replied.author, replied=True))
    return tuple(found)


def _mentioned(user: discord.User | discord.Member, *, replied: bool = False) -> Mentioned:
    return Mentioned(id=f"discord:{user.id}", name=user.display_name, replied=replied)


def limit_of(guild: discord.Guild | None) -> int:
    """Upload limit in bytes."""
    return Handle().limit if guild is None else guild.filesize_limit


def mentions(message: discord.Message, me: discord.ClientUser) -> bool:
    """By name, or by the role that Discord gave the bot (its picker offers both)."""
    if any(user.id == me.id for user in message.mentions):
        return True
    begun = _OWN_NAME.match(message.content)
    if begun is not None and begun.group(1) == str(me.id):
        return True
    own = None if message.guild is None else message.guild.self_role
    return own is not None and any(role.id == own.id for role in message.role_mentions)


def spoken(message: discord.Message, me: discord.ClientUser) -> str:
    """The words, the bot's own name taken out, codes as what they show."""
    people = {user.id: user.display_name for user in message.mentions}
    roles = {role.id: role.name for role in message.role_mentions}
    own = None if message.guild is None else message.guild.self_role

    def word(code: re.Match[str]) -> str:
        number = int(code.group(code.lastgroup or 0)) if code.lastgroup != "emoji" else 0
        match code.lastgroup:
            case "emoji":
                return code.group("emoji").replace("_", " ")
            case "person":
                return "" if number == me.id else f"@{people.get(number, 'someone')}"
            case "role":
                return "" if own is not None and number == own.id else f"@{roles.get(number, 'a role')}"
            case _:
                channel = None if message.guild is None else message.guild.get_channel_or_thread(number)
                return f"#{channel.name if channel else 'a channel'}"

    raw = message.content.replace("\x00", "")
    if _COMMAND.match(raw):  # a typed command names people and roles by their codes
        return _OWN_NAME.sub("", raw).strip()
    text = _CODES.sub(word, raw)
    return re.sub(r"[ \t]{2,}", " ", text).strip(" \t\n,:")


def _in_own_thread(message: discord.Message, me: discord.ClientUser, replied: discord.Message | None) -> bool:
    """In a thread that the bot opened everything is for it, but what is said to somebody else."""
    channel = message.channel
    if not isinstance(channel, discord.Thread) or channel.owner_id != me.id:
        return False
    return not message.mentions and (replied is None or replied.author.id == me.id)


def _reply_to(message: discord.Message) -> str | None:
    reference = message.reference
    if reference is None or reference.message_id is None or reference.channel_id != message.channel.id:
        return None
    return None if message.message_snapshots else str(reference.message_id)
