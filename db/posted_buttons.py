"""Buttons under the bot's messages, as the store knows them: what is pressed is looked up here, whatever the platform carried back."""

from dataclasses import dataclass
from typing import Any

from agent.domain.conversation import AuthorId, Button, MessageId, Place, PlatformName, TurnId
from agent.domain.memory import ChannelSettings
from db.codec import load
from db.pool import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedButton:
    """A button as the store knows it."""

    button: Button
    turn: TurnId
    message: MessageId
    owner: AuthorId
    channel: str
    only_for: str | None
    used: bool
    anyone_answers: bool
    """Moderators chose that a question there is anybody's to answer."""
    incognito: bool
    """Of the turn that posted it: what is pressed there is incognito as well."""


async def posted_button(connection: Connection, platform: PlatformName, button: str) -> PostedButton | None:
    """The posted button of that id, on that platform."""
    row = await connection.fetchrow(_BY_ID, button, platform)
    return None if row is None else _read(row)


async def delete_button(connection: Connection, place: Place, platform_id: str) -> PostedButton | None:
    """Delete under the message of that platform id: every message of ours that shows a picture has it, and no other."""
    row = await connection.fetchrow(_DELETE, place.platform, place.channel_key, platform_id)
    return None if row is None else _read(row)


def _read(row: Any) -> PostedButton:
    settings = row["settings"]
    return PostedButton(
        button=Button(id=row["id"], action=row["action"], label="", args=row["args"]),
        turn=TurnId(str(row["turn_id"])),
        message=MessageId(f"b{row['message_id']}"),
        owner=AuthorId(row["owner"]),
        channel=row["channel"],
        only_for=row["only_for"],
        used=row["used_at"] is not None,
        anyone_answers=settings is not None and load(ChannelSettings, settings).anyone_answers,
        incognito=row["incognito"],
    )


_FOUND = """
select b.*, m.channel, m.only_for, t.incognito,
       (select settings from channel_settings where scope in ('channel:' || m.channel, 'community:' || t.community)
        order by scope = 'channel:' || m.channel desc limit 1) as settings
from buttons b join messages m on m.id = b.message_id join turns t on t.id = b.turn_id
"""
_BY_ID = f"{_FOUND} where b.id = $1 and m.platform = $2 and m.state <> 'removed'"
_DELETE = f"""
{_FOUND} where m.platform = $1 and m.channel = $2 and m.platform_id = $3 and m.state <> 'removed' and b.action = 'delete'
order by m.id + 0 desc limit 1
"""
