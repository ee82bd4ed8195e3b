"""People whom the bot does not answer in a community, and who was told already that they talk to an AI. Whose id a block is of is not kept
in plain: `atelier_person_key` tells a person again who had everything forgotten and came back."""

from collections import OrderedDict
from collections.abc import Sequence

from agent.domain.conversation import Author, AuthorId, Place, Turn, TurnId
from agent.domain.moderation import Block
from db.audit_log import note_turn
from db.batching import Batcher
from db.errors import guarded
from db.picture_store import is_uuid
from db.pool import Pool
from db.turns.cancellations import cancel

REMEMBERED_MAX = 20_000
"""People of whom a process remembers that they were told."""


class PgBlocks:
    """The `Blocks` in Postgres."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._looks = Batcher(self._looked_together)

    @guarded
    async def is_blocked(self, author: AuthorId, place: Place) -> bool:
        return await self._looks.ask((place.jurisdiction, author))

    async def _looked_together(self, many: Sequence[tuple[str, str]]) -> Sequence[bool]:
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(_ARE_BLOCKED, [c for c, _ in many], [a for _, a in many])
        return [row["blocked"] for row in rows]

    @guarded
    async def block(self, turn: Turn, person: Author, place: Place) -> None:
        community = place.jurisdiction
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(_BLOCK, community, person.id, person.name)
            await note_turn(
                connection, turn, "blocked", community=community, whom=person.id, whom_name=person.name
            )
            for row in await connection.fetch(_OPEN_TURNS, person.id, community):
                await cancel(connection, person.id, None, TurnId(str(row["id"])))

    @guarded
    async def unblock(self, turn: Turn, block: str, communities: Sequence[str]) -> bool:
        if not is_uuid(block):
            return False
        async with self._pool.acquire() as connection, connection.transaction():
            gone = await connection.fetchrow(_UNBLOCK, block, list(communities))
            if gone is not None:
                # Named only where the name can be found again, should its person have everything forgotten.
                await note_turn(
                    connection, turn, "unblocked", community=gone["community"], whom=gone["whom"],
                    whom_name=gone["name"] if gone["whom"] else "",
                )  # fmt: skip
        return gone is not None

    @guarded
    async def list(self, communities: Sequence[str], *, limit: int) -> Sequence[Block]:
        rows = await self._pool.fetch(_LIST, list(communities), limit)
        return [Block(id=str(row["id"]), name=row["name"], at=row["created_at"]) for row in rows]


_ARE_BLOCKED = """
select exists (select 1 from blocks b where b.community = asked.community and b.person = atelier_person_key(asked.author)) as blocked
from unnest($1::text[], $2::text[]) with ordinality asked(community, author, n) order by asked.n
"""
_BLOCK = """
insert into blocks (community, person, name) values ($1, atelier_person_key($2), $3)
on conflict (community, person) do update set name = excluded.name
"""
# What is under way or waits for an answer there ends.
_OPEN_TURNS = """
select t.id from turns t
where t.author = $1 and t.state in ('queued', 'running') and coalesce(t.community, t.platform || ':@') = $2
union
select q.turn_id from questions q join turns t on t.id = q.turn_id
where t.author = $1 and q.answered_at is null and coalesce(t.community, t.platform || ':@') = $2
"""
_UNBLOCK = """
with gone as (
  delete from blocks where id = $1::uuid and community = any($2::text[]) returning community, person, name
)
select g.community, g.name,
       (select l.whom from audit_log l where l.community = g.community and l.act = 'blocked' and l.whom is not null
          and atelier_person_key(l.whom) = g.person order by l.id desc limit 1) as whom
from gone g
"""
_LIST = """
select id, name, created_at from blocks where community = any($1::text[]) order by created_at desc, id limit $2
"""


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
