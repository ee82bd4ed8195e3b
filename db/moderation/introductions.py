"""Who was told that they talk to an AI."""

from collections import OrderedDict

from agent.domain.conversation import Turn
from db.errors import guarded
from db.pool import Pool

REMEMBERED_MAX = 20_000
"""People of whom a process remembers that they were told."""


class PgIntroductions:
    """The `Introductions` in Postgres."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._told: OrderedDict[str, str] = OrderedDict()

    @guarded
    async def first(self, turn: Turn) -> bool:
        author = turn.author.id
        told_by = self._told.get(author)
        if told_by is None:
            told_by = str(await self._pool.fetchval(_FIRST, author, turn.id))
            self._told[author] = told_by
            if len(self._told) > REMEMBERED_MAX:
                self._told.popitem(last=False)
        return told_by == turn.id


_FIRST = """
insert into introductions (author, turn_id) values ($1, $2::uuid)
on conflict (author) do update set turn_id = introductions.turn_id returning turn_id
"""
