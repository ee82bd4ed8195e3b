"""What people and moderators chose."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from agent.domain.conversation import AuthorId, Place
from agent.domain.memory import AuthorSettings, ChannelSettings, MemoryScope
from db.batching import Batcher
from db.codec import dump, load
from db.errors import guarded
from db.pool import Pool


class PgSettingsStore:
    """The `SettingsStore` in Postgres."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._authors = Batcher(partial(self._found_together, _AUTHOR))
        self._channels = Batcher(partial(self._found_together, _CHANNEL))

    async def _found_together(self, query: str, keys: Sequence[tuple[str | None, ...]]) -> Sequence[Any]:
        async with self._pool.acquire() as connection:
            return [row["settings"] for row in await connection.fetchmany(query, keys)]

    @guarded
    async def author(self, author: AuthorId) -> AuthorSettings:
        found = await self._authors.ask((author,))
        return AuthorSettings() if found is None else load(AuthorSettings, found)

    @guarded
    async def save_author(self, author: AuthorId, settings: AuthorSettings) -> None:
        await self._pool.execute(_SAVE_AUTHOR, author, dump(settings))

    @guarded
    async def note_language(self, author: AuthorId, *, wrote: str = "", platform: str = "") -> None:
        noted = {key: name for key, name in (("wrote", wrote), ("platform_language", platform)) if name}
        await self._pool.execute(_NOTE_LANGUAGE, author, noted)

    @guarded
    async def channel(self, place: Place) -> ChannelSettings:
        found = await self._channels.ask(settings_keys(place.channel_key, place.community_key))
        return ChannelSettings() if found is None else load(ChannelSettings, found)

    @guarded
    async def save_channel(self, scope: MemoryScope, settings: ChannelSettings) -> None:
        await self._pool.execute(_SAVE_CHANNEL, f"{scope.kind}:{scope.key}", dump(settings))


def settings_keys(channel: str, community: str | None) -> tuple[str, str | None]:
    """Keys of `channel_settings` for a channel and its community, in order of precedence."""
    return f"channel:{channel}", None if community is None else f"community:{community}"


_SAVE_AUTHOR = """
insert into author_settings (author, settings) values ($1, $2)
on conflict (author) do update set settings = excluded.settings
"""

_NOTE_LANGUAGE = """
insert into author_settings (author, settings) values ($1, $2)
on conflict (author) do update set settings = author_settings.settings || excluded.settings
"""

_SAVE_CHANNEL = """
insert into channel_settings (scope, settings) values ($1, $2)
on conflict (scope) do update set settings = excluded.settings
"""

# Each always gives one row.
_AUTHOR = "select (select settings from author_settings where author = $1) as settings"
_CHANNEL = """
select (select settings from channel_settings where scope in ($1, $2) order by scope = $1 desc limit 1) as settings
"""
