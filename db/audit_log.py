"""The record of who did what, never with which words."""

from collections.abc import Sequence

from agent.domain.conversation import Author, Turn
from agent.domain.memory import Reader
from agent.domain.moderation import Act, AuditEntry
from db.errors import guarded
from db.pool import Connection, Pool


class PgAuditLog:
    """The `AuditLog` in Postgres."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @guarded
    async def record(self, turn: Turn, act: Act, detail: str) -> None:
        async with self._pool.acquire() as connection:
            await note_turn(connection, turn, act, detail)

    @guarded
    async def entries(self, communities: Sequence[str], *, limit: int) -> Sequence[AuditEntry]:
        rows = await self._pool.fetch(_ENTRIES, list(communities), limit)
        return [
            AuditEntry(
                at=row["at"],
                act=row["act"],
                actor=row["actor_name"],
                detail=row["detail"],
                whom=row["whom_name"],
            )
            for row in rows
        ]


async def note_turn(
    connection: Connection,
    turn: Turn,
    act: Act,
    detail: str = "",
    *,
    community: str = "",
    whom: str | None = None,
    whom_name: str = "",
) -> None:
    """What the author of this turn did, within the caller's transaction; once for a turn, act and detail. `community`: where it is not
    the one they speak in."""
    author = turn.author
    await connection.execute(
        _NOTE_TURN, community or turn.place.jurisdiction, act, detail, author.id, author.name, whom, whom_name, turn.id
    )  # fmt: skip


async def note_reader(
    connection: Connection, reader: Reader, act: Act, detail: str = "", *, nameless: bool = False
) -> None:
    """As `note_turn`, for what comes by a turn or without one. `nameless`: the person has just had everything forgotten."""
    await connection.execute(
        _NOTE_READER, reader.jurisdiction, act, detail, None if nameless else reader.author
    )


async def note_operator(
    connection: Connection, platform: str, act: Act, detail: str, operator: Author | None
) -> None:
    """What who runs the bot did, by a command or (`operator`) on the page: in the record of the private chats of the platform, which is
    theirs."""
    who = (operator.id, operator.name) if operator else (None, "")
    await connection.execute(_NOTE_OPERATOR, f"{platform}:@", act, detail, *who)


async def note_accounts(
    connection: Connection, act: Act, author: tuple[str, str], other: tuple[str, str]
) -> None:
    """What somebody did with accounts of theirs, by (AuthorId, name): in the record of the private chats of their platform, which is the
    operator's."""
    platform = author[0].partition(":")[0]
    await connection.execute(_NOTE_ACCOUNTS, f"{platform}:@", act, *author, *other)


_NOTE_TURN = """
insert into audit_log (community, act, detail, actor, actor_name, whom, whom_name, turn_id)
select $1, $2, $3, $4, $5, $6, $7, $8::uuid where not exists (
  select 1 from audit_log where actor = $4 and turn_id = $8::uuid and act = $2 and detail = $3)
"""
_NOTE_ACCOUNTS = """
insert into audit_log (community, act, actor, actor_name, whom, whom_name) values ($1, $2, $3, $4, $5, $6)
"""
_NOTE_OPERATOR = (
    "insert into audit_log (community, act, detail, actor, actor_name) values ($1, $2, $3, $4, $5)"
)
_NOTE_READER = """
insert into audit_log (community, act, detail, actor, actor_name)
values ($1, $2, $3, $4::text, coalesce((select name from people where id = $4::text), ''))
"""
_ENTRIES = """
select at, act, detail, actor_name, whom_name from audit_log where community = any($1::text[]) order by id desc limit $2
"""
