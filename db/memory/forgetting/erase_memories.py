"""A forgotten person's memories on their way out: their own, those of their private chats, and the characters and facts they brought to
shared places. Each batch is looked for in all that could know it."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from agent.domain.memory import MemoryScope
from db.memory.forgetting.forget import forget_in_scope
from db.memory.forgetting.quoting_turns import Leaving
from db.pool import Connection

MEMORIES_AT_ONCE = 200
"""Whose words are looked for together: each is one or two patterns."""
FORGOTTEN_AUTHOR = ""
"""In place of the AuthorId of a moderator who set what holds for a place, and is gone."""

# Only they and the bot read those: what was set there as in a channel is theirs. Known by what they wrote there, and where that has had its
# time, by their name, after which Telegram and the page call the chat.
PRIVATE_CHATS = """
select array(
  select distinct channel from messages where author = $1 and private
  union select split_part($1, ':', 1) || ':@/' || case when $1 like 'web:%' then '@' else '' end || substr($1, strpos($1, ':') + 1))
"""


@dataclass(slots=True, kw_only=True)
class MemoryErasure:
    """Batch by batch, each in a transaction of its own: one place is locked at a time, and for no longer than what came during a look
    through it takes."""

    author: str
    until: datetime
    is_over: bool = False
    _waiting: deque[tuple[MemoryScope, Sequence[UUID]]] = field(
        default_factory=deque[tuple[MemoryScope, Sequence[UUID]]]
    )
    """Found at once: who looked for the next of them would walk over all that had just gone."""

    async def batch(self, connection: Connection) -> int:
        """The next of them, in the caller's transaction. How many went."""
        if not self._waiting:
            await self._look(connection)
        if not self._waiting:
            await self._end(connection)
            return 0
        scope, ids = self._waiting.popleft()
        leaving = Leaving(author=self.author, until=self.until)
        return await forget_in_scope(connection, scope, [str(memory) for memory in ids], leaving=leaving)

    async def _look(self, connection: Connection) -> None:
        chats: Sequence[str] = await connection.fetchval(PRIVATE_CHATS, self.author)
        for row in await connection.fetch(_MEMORIES, self.author, chats, self.until):
            scope, ids = MemoryScope(kind=row["scope_kind"], key=row["scope_key"]), row["ids"]
            for first in range(0, len(ids), MEMORIES_AT_ONCE):
                self._waiting.append((scope, ids[first : first + MEMORIES_AT_ONCE]))

    async def _end(self, connection: Connection) -> None:
        """What moderators set stays, without a name."""
        chats: Sequence[str] = await connection.fetchval(PRIVATE_CHATS, self.author)
        await connection.execute(_KEEP_SHARED, self.author, FORGOTTEN_AUTHOR, self.until)
        await connection.execute(_LOCK_SCOPES, self.author, chats)
        await connection.execute(_SCOPES, self.author, chats)
        self.is_over = True


_THEIRS = """
from memories where created_at <= $3 and (
  (scope_kind = 'user' and scope_key = $1) or (scope_kind = 'channel' and scope_key = any($2::text[]))
  or (author = $1 and kind in ('character', 'fact')))
"""
_MEMORIES = f"""
select scope_kind, scope_key, array_agg(id order by id) as ids {_THEIRS}
group by scope_kind, scope_key order by scope_kind, scope_key
"""
COUNT_MEMORIES = f"select count(*) {_THEIRS}"
_KEEP_SHARED = "update memories set author = $2, speaker = '' where author = $1 and created_at <= $3"
_OF_THEM = "(s.scope_kind = 'user' and s.scope_key = $1 or s.scope_kind = 'channel' and s.scope_key = any($2::text[]))"
# First, in a statement of its own: who is just storing something there is waited for, and seen by the next.
_LOCK_SCOPES = f"select from memory_scopes s where {_OF_THEM} for update"
_SCOPES = f"""
delete from memory_scopes s where {_OF_THEM}
  and not exists (select from memories m where m.scope_kind = s.scope_kind and m.scope_key = s.scope_key)
"""
