"""The end of a place's period: turns, with messages and pictures, that ended before, what people said to each other until then, and
memories not used since; rules stay."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from agent.domain.memory import MemoryScope
from db.memory.memory_rows import lock_scope, note_removal, refresh_profile
from db.pool import Connection, Pool

EVERYWHERE: Literal["everywhere"] = "everywhere"
"""The whole installation."""


async def places_of(pool: Pool, now: datetime) -> list["PlacePeriod"]:
    """Every channel and community that keeps things for a time only."""
    found: list[PlacePeriod] = []
    for row in await pool.fetch(_PERIODS):
        kind, _, key = row["scope"].partition(":")
        found.append(PlacePeriod(kind=kind, key=key, until=now - timedelta(days=row["days"])))
    return found


@dataclass(slots=True, kw_only=True)
class PlacePeriod:
    """One place on its way through what has had its time, batch by batch: `look`, then `remove`, until it is done."""

    kind: Literal["channel", "community", "everywhere"]
    key: str
    until: datetime
    began_by: datetime | None = None
    """Turns and asides that began later stay; None: none of them."""
    first: Sequence[str] = ()
    """Done with each batch of turns ($1) before they go."""
    _further: bool = True
    _after: tuple[datetime, UUID] = (datetime.min.replace(tzinfo=UTC), UUID(int=0))
    """The last turn looked at: a batch that cannot be removed is left behind."""
    _after_aside: int = 0
    _turns: Sequence[UUID] = ()
    _asides: Sequence[int] = ()
    _memories: Sequence[Any] = field(default_factory=list[Any])
    _has_memories: bool = field(init=False)
    _has_asides: bool = True
    """Whether there may be more of them."""
    _owners: set[str] = field(default_factory=set[str])
    """Whose turns and asides went: at the end their drafts and found pictures of that time go as well."""
    _left_behind: "_Unheld | None" = None
    """Of the person whose pictures are looked through."""
    _rows: int = 1

    def __post_init__(self) -> None:
        self._has_memories = self.kind != EVERYWHERE

    @property
    def is_done(self) -> bool:
        return not (self._further or self._owners or self._left_behind)

    @property
    def name(self) -> str:
        """For the log: no ids of people, whose private chats are channels."""
        return f"{self.kind} period"

    async def look(self, connection: Connection, rows: int) -> int:
        """Finds the next batch. Returns 0: nothing has gone yet."""
        self._turns, self._asides, self._memories = (), (), ()
        self._rows = rows
        if not self._further:
            return 0
        found = await connection.fetch(_LOOK[self.kind], self.key, self.until, *self._after, rows)
        if found:
            self._after = (found[-1]["over_at"], found[-1]["id"])
        self._turns = [
            row["id"] for row in found if self.began_by is None or row["created_at"] <= self.began_by
        ]
        if self._has_memories:
            self._memories = await connection.fetch(_MEMORIES, self.kind, self.key, self.until, rows)
        if self._has_asides:
            until = self.began_by or self.until
            asides = await connection.fetch(_ASIDES[self.kind], self.key, until, rows, self._after_aside)
            self._asides = [row["id"] for row in asides if row["goes"]]
            self._has_asides = len(asides) >= rows and asides[-1]["is_over"]
            self._after_aside = asides[-1]["id"] if asides else self._after_aside
        self._has_memories = len(self._memories) >= rows
        self._further = len(found) >= rows or self._has_memories or self._has_asides
        return 0

    async def remove(self, connection: Connection) -> int:
        """The batch that was found; at the end, what its people's turns left behind."""
        if not (self._further or self._turns or self._asides or self._memories):
            return await self._remove_left_behind(connection)
        gone = await self._remove_turns(connection)
        if self._asides:
            asides = await connection.fetch(_REMOVE_ASIDES, self._asides)
            self._owners.update(row["author"] for row in asides)
            gone += len(asides)
        if self._memories:
            gone += await self._remove_memories(connection, [row["id"] for row in self._memories])
        return gone

    async def _remove_left_behind(self, connection: Connection) -> int:
        """The next of one person's pictures, or of each of the many who have hardly any."""
        gone = looked_at = 0
        while looked_at < self._rows and (self._left_behind or self._owners):
            unheld = self._left_behind or _Unheld(owner=self._owners.pop(), until=self.until)
            self._left_behind = None  # what cannot be removed is left behind
            most = self._rows - looked_at
            (row,) = await connection.fetch(_UNHELD_OF, unheld.owner, unheld.until, *unheld.after, most)
            gone, looked_at = gone + row["gone"], looked_at + row["looked_at"] + 1
            if row["origin"] is not None:
                self._left_behind = unheld.then(row["sha256"], row["origin"])
        return gone

    async def _remove_turns(self, connection: Connection) -> int:
        pictures = [row["image_id"] for row in await connection.fetch(_PICTURES, self._turns)]
        for statement in self.first:
            await connection.execute(statement, self._turns)
        removed = await connection.fetch(_REMOVE[self.kind], self._turns, self.until)
        self._owners.update(row["author"] for row in removed)
        await connection.execute(_UNHELD, pictures)
        return len(removed)

    async def _remove_memories(self, connection: Connection, memories: Sequence[UUID]) -> int:
        assert self.kind != EVERYWHERE, "what people had remembered for themselves is theirs"
        place = MemoryScope(kind=self.kind, key=self.key)
        await lock_scope(connection, place)
        await connection.execute("delete from memories where id = any($1::uuid[])", memories)
        await note_removal(connection, place)
        await refresh_profile(connection, place)
        return len(memories)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unheld:
    """One person's pictures on the way through those that nothing holds, in the order of their unique key."""

    owner: str
    until: datetime
    after: tuple[bytes, str] = (b"", "")

    def then(self, sha256: bytes, origin: str) -> "_Unheld":
        return replace(self, after=(sha256, origin))


_PERIODS = """
select scope, (settings->>'retention_days')::int as days from channel_settings
where coalesce((settings->>'retention_days')::int, 0) > 0 order by scope
"""
_OVER_AT = "coalesce(t.finished_at, t.created_at)"
_IS_OVER = "t.state not in ('queued', 'running')"


def _look(place: str) -> str:
    return f"""
select t.id, {_OVER_AT} as over_at, t.created_at from turns t
where t.{place} = $1 and {_IS_OVER} and {_OVER_AT} < $2 and ({_OVER_AT}, t.id) > ($3, $4)
order by {_OVER_AT}, t.id limit $5
"""


_LOOK = {
    "channel": _look("channel"),
    "community": _look("community"),
    # Ids are in the order of time: a walk along them looks at a batch at a time, whatever is over.
    EVERYWHERE: """
select n.id, n.over_at, n.over_at as created_at from (
  select t.id, t.created_at as over_at from turns t where $1 = '' and $3::timestamptz is not null and t.id > $4 order by t.id limit $5
) n where n.over_at < $2 order by n.id
""",
}
_PICTURES = """
select mi.image_id from messages m join message_images mi on mi.message_id = m.id where m.turn_id = any($1::uuid[])
"""
# What somebody who is being forgotten just then had said goes by that, and is not waited for.
_THESE = f"""
delete from turns t where t.id = any(array(select l.id from turns l where l.id = any($1::uuid[]) for update skip locked))
  and {_IS_OVER} and {_OVER_AT} < $2"""
_REMOVE = {
    "channel": f"{_THESE} returning t.author",
    # A channel with settings of its own is not under its community's.
    "community": f"""
{_THESE} and not exists (select 1 from channel_settings s where s.scope = 'channel:' || t.channel) returning t.author
""",
    EVERYWHERE: f"{_THESE} returning t.author",
}


def _asides(place: str, goes: str = "true") -> str:
    """The next so many of the place, in the order in which they came: where one is too young to go, so is what follows."""
    return f"""
select n.id, n.is_over, n.is_over and {goes} as goes from (
  select m.id, m.channel, m.created_at < $2 as is_over from messages m
  where m.turn_id is null and m.author is not null and {place} and m.id > $4 order by m.id limit $3
) n order by n.id
"""


_ASIDES = {
    "channel": _asides("m.channel = $1"),
    "community": _asides(
        "m.platform || ':' || (m.place->>'community') = $1",
        "not exists (select 1 from channel_settings s where s.scope = 'channel:' || n.channel)",
    ),
    EVERYWHERE: _asides("$1 = ''"),
}
_REMOVE_ASIDES = "delete from messages where id = any($1::bigint[]) returning author"
_NOTHING_HOLDS_IT = """
      not exists (select 1 from message_images u where u.image_id = i.id)
  and not exists (select 1 from memory_images u where u.image_id = i.id)
  and not exists (select 1 from pictures u where u.image_id = i.id)
"""
_UNHELD = f"delete from images i where i.id = any($1::uuid[]) and {_NOTHING_HOLDS_IT}"
# What a turn drew or found that is still there goes with that. `origin` is null where there are no more.
_UNHELD_OF = f"""
with looked_at as (
  select i.id, i.sha256, i.origin, i.created_at from images i
  where i.owner = $1 and (i.sha256, i.origin) > ($3::bytea, $4::text) order by i.sha256, i.origin limit $5
), gone as (
  delete from images i using looked_at k where i.id = k.id and k.created_at < $2 and {_NOTHING_HOLDS_IT}
    and not exists (select from turns t where t.id = case when k.origin ~ '^[0-9a-f-]{{36}}/' then left(k.origin, 36)::uuid end) returning 1
), latest as (select sha256, origin from looked_at order by sha256 desc, origin desc limit 1)
select (select count(*) from gone) as gone, (select count(*) from looked_at) as looked_at, l.sha256, l.origin
from (select) always left join latest l on (select count(*) from looked_at) = $5
"""
_MEMORIES = """
select m.id from memories m left join memory_uses u on u.memory_id = m.id
where m.scope_kind = $1 and m.scope_key = $2 and m.kind <> 'rule' and greatest(m.valid_from, u.used_at, m.valid_to) < $3
order by m.id limit $4
"""
