"""Whether somebody is being asked something, for adapters that hear what is not said to the bot."""

from datetime import datetime

from agent.domain.conversation import AuthorId, Place
from db.errors import guarded
from db.pool import Pool


class PgOpenQuestions:
    """The `OpenQuestions` in Postgres: one look at an index for each message that may be an answer."""

    def __init__(self, pool: Pool, *, join_seconds: float = 0.0) -> None:
        self._pool = pool
        self._join_seconds = join_seconds

    @guarded
    async def asked(self, place: Place, author: AuthorId) -> bool:
        return bool(await self._pool.fetchval(_ASKED, place.conversation(author), author))

    @guarded
    async def gathers(self, place: Place, author: AuthorId, at: datetime) -> bool:
        within = self._join_seconds
        return within > 0 and await self._pool.fetchval(
            _GATHERS, author, place.conversation(author), at, within
        )


_GATHERS = """
select exists (select from turns
  where author = $1 and state in ('queued', 'running') and conversation = $2 and drawing_at is null
    and abs(extract(epoch from $3::timestamptz - said_at)) <= $4)
"""
_ASKED = """
select exists (select 1 from questions
  where conversation = $1 and asker = $2 and answered_at is null and expires_at > now())
"""
