"""Whether somebody is being asked something, for adapters that hear what is not said to the bot."""

from agent.domain.conversation import AuthorId, Place
from db.errors import guarded
from db.pool import Pool


class PgOpenQuestions:
    """The `OpenQuestions` in Postgres: one look at an index for each message that may be an answer."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @guarded
    async def asked(self, place: Place, author: AuthorId) -> bool:
        return bool(await self._pool.fetchval(_ASKED, place.conversation(author), author))


_ASKED = """
select exists (select 1 from questions
  where conversation = $1 and asker = $2 and answered_at is null and expires_at > now())
"""
