"""What accounts are to be told becomes a turn in their private chat; any process may look, each notice is one event."""

from collections.abc import Sequence
from typing import Any

from agent.domain.conversation import Author, AuthorId, Command, Place, Said, TurnId
from db.codec import load
from db.errors import guarded
from db.pool import Pool
from db.turns.intake_statement import NewTurn
from db.turns.intake_store import IntakeStore

AT_ONCE = 100
"""Notices taken in by one look."""


class DueNotices:
    """Takes in what was not told yet."""

    def __init__(self, pool: Pool, intake: IntakeStore) -> None:
        self._pool = pool
        self._intake = intake

    async def take_in_due(self) -> Sequence[TurnId]:
        """The turns that are now on their way."""
        return [await self._take_in(row) for row in await self._due()]

    @guarded
    async def _due(self) -> Sequence[Any]:
        return await self._pool.fetch(_DUE, AT_ONCE)

    async def _take_in(self, row: Any) -> TurnId:
        # Taken in before it is ticked off: if this process dies in between, the next one finds the event known.
        taken = await self._intake.take_in(_event(row))
        await self._tick_off(row["id"])
        return taken.turn

    @guarded
    async def _tick_off(self, notice: Any) -> None:
        await self._pool.execute("update account_notices set taken_in = true where id = $1", notice)


def _event(row: Any) -> NewTurn:
    place = load(Place, row["place"])
    return NewTurn(
        event_id=f"notice:{row['id']}", place=place, author=Author(id=AuthorId(row["author"]), name=row["name"]),
        request=Said(text="", command=Command(name="notice", argument=str(row["id"]))),
        queue="console" if place.platform == "console" else "turns", locked=False,
    )  # fmt: skip


# Who parted is told as well, and is under no person any more.
_DUE = """
select n.id, n.author, n.place, coalesce(l.name, p.name, '') as name
from account_notices n left join linked_accounts l on l.author = n.author left join people p on p.id = n.author
where not n.taken_in order by n.created_at limit $1
"""
