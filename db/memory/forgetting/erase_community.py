"""Forgetting a whole community, which asked for it or sent the bot away: what was said and drawn there, what the place knows, how it was
set up and moderated. What its people had remembered for themselves is theirs and stays; where they said it does not."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from agent.domain.conversation import Author
from agent.domain.memory import MemoryScope
from db.audit_log import note_operator
from db.errors import guarded
from db.memory.forgetting.batch_size import BATCH_ROWS, fitting
from db.memory.forgetting.erase_turns import ERASURE_LOCK_CLASS
from db.memory.forgetting.forget import remove_unused_images
from db.memory.forgetting.place_periods import PlacePeriod
from db.memory.memory_rows import lock_scope, note_removal, refresh_profile
from db.pool import Connection, Pool

EVERYTHING = "everything of a community"
"""In the record of who did what."""
Stage = Literal["memories", "turns", "spending", "record", "places", "over"]
_NEXT: dict[Stage, Stage] = {
    "memories": "turns",
    "turns": "spending",
    "spending": "record",
    "record": "places",
    "places": "over",
}


@guarded
async def erase_community(pool: Pool, community: str) -> int:
    """How many rows went, at least. What is under way is left to end, and goes with the next retention run; so does what is left where this
    is ended on the way: what was begun is written down first. `community`: Place.community_key."""
    until = await ask_to_erase_community(pool, community)
    erasure, rows, gone = CommunityErasure(community=community, until=until), BATCH_ROWS, 0
    while not erasure.is_over:
        began = time.monotonic()
        async with pool.acquire() as connection, connection.transaction():
            gone += await erasure.batch(connection, rows)
        rows = fitting(rows, time.monotonic() - began)
    return gone


@guarded
async def ask_to_erase_community(pool: Pool, community: str, *, operator: Author | None = None) -> datetime:
    """The next run of the chores does it. `operator`: who asks on the page. Returns until when all of it goes."""
    async with pool.acquire() as connection, connection.transaction():
        until = await _begin(connection, community)
        await note_operator(connection, community.partition(":")[0], "forgot", EVERYTHING, operator)
        return until


async def erase_community_within(connection: Connection, community: str) -> None:
    """As `erase_community`, within the caller's transaction."""
    erasure = CommunityErasure(community=community, until=await _begin(connection, community))
    while not erasure.is_over:
        await erasure.batch(connection, BATCH_ROWS)


async def _begin(connection: Connection, community: str) -> datetime:
    """How it was set up and moderated, which is little, and the note that the rest is to go."""
    for statement in _AT_ONCE:
        await connection.execute(statement, community)
    await connection.execute(_REMEMBER_FORGETTING, community)
    until: datetime = await connection.fetchval(_NOTE, community)
    return until


@dataclass(slots=True, kw_only=True)
class CommunityErasure:
    """Batch by batch, each in a transaction of its own. `until`: what began later is a community's that came back."""

    community: str
    until: datetime
    waits: bool = False
    """It was done before, but for what was at work."""
    _stage: Stage = "memories"
    _turns: PlacePeriod | None = None
    _after: UUID = field(default=UUID(int=0))

    @property
    def is_over(self) -> bool:
        return self._stage == "over"

    async def batch(self, connection: Connection, rows: int) -> int:
        """The next rows, at most about so many, in the caller's transaction. How many went."""
        await connection.execute(_TAKE_TURN, ERASURE_LOCK_CLASS, self.community)
        match self._stage:
            case "memories":
                gone = await self._memories(connection, rows)
            case "turns":
                return await self._of_turns(connection, rows)
            case "spending":
                gone = len(await connection.fetch(_SPENT, self.community, rows))
            case "record":
                gone = len(await connection.fetch(_RECORD, self.community, self.until, rows))
            case "places":
                gone = rows if await self._places(connection, rows) else 0
            case "over":
                return 0
        if gone < rows:
            await self._go_on(connection)
        return gone

    async def _go_on(self, connection: Connection) -> None:
        self._stage = _NEXT[self._stage]
        if self._stage == "places" and self.waits:
            self._stage = "over"
        if self.is_over:
            for statement in _AT_LAST:
                await connection.execute(statement, self.community)
            await connection.execute(_WAITS, self.community)
            await connection.execute(_ERASED, self.community, self.until)

    async def _memories(self, connection: Connection, rows: int) -> int:
        """The turns that quote them go as well, and need no look."""
        found = await connection.fetch(_MEMORIES, self.community, self.until, rows)
        of_place: dict[MemoryScope, list[UUID]] = {}
        for row in found:
            place = MemoryScope(kind=row["scope_kind"], key=row["scope_key"])
            of_place.setdefault(place, []).append(row["id"])
        for place, ids in sorted(of_place.items(), key=lambda one: (one[0].kind, one[0].key)):
            await lock_scope(connection, place)
            images = [row["image_id"] for row in await connection.fetch(_IMAGES, ids)]
            await connection.execute("delete from memories where id = any($1::uuid[])", ids)
            await remove_unused_images(connection, images)
            await note_removal(connection, place)
            await refresh_profile(connection, place)
        return len(found)

    async def _of_turns(self, connection: Connection, rows: int) -> int:
        """As at the end of a period of which everything has had its time."""
        if self._turns is None:
            over: datetime = await connection.fetchval("select clock_timestamp()")
            self._turns = PlacePeriod(
                kind="community", key=self.community, until=over, began_by=self.until, first=_OF_TURNS
            )
        await self._turns.look(connection, rows)
        gone = await self._turns.remove(connection)
        if self._turns.is_done:
            await self._go_on(connection)
        return gone

    async def _places(self, connection: Connection, rows: int) -> bool:
        """Where people said what they had remembered for themselves, by all memories there are. Whether there are more."""
        walked = await connection.fetch(_CONVERSATIONS, self.community, self._after, rows)
        self._after = walked[-1]["id"] if walked else self._after
        return len(walked) >= rows


# Two who erase the same take turns. No batch waits for the disk: what a crash takes back is done once more.
_TAKE_TURN = "select pg_advisory_xact_lock($1, hashtext($2)), set_config('synchronous_commit', 'off', true)"
_AT_ONCE: Sequence[str] = (
    "delete from channel_settings where scope = 'community:' || $1 or starts_with(scope, 'channel:' || $1 || '/')",
    "delete from schedules where starts_with(channel, $1 || '/')",
    "delete from blocks where community = $1",
    "delete from watermarks where platform = split_part($1, ':', 1) and community = substr($1, strpos($1, ':') + 1)",
    "delete from likeness_grants where kind = 'community' and key = $1 or kind = 'channel' and starts_with(key, $1 || '/')",
    "delete from web_channels where split_part($1, ':', 1) = 'web'",  # it has one community
)
_NOTE = """
insert into community_erasures (community) values ($1)
on conflict (community) do update set requested_at = now(), waits = false returning requested_at
"""
# So that a backup does not bring it back (forgotten_people.py): no AuthorId begins so.
_REMEMBER_FORGETTING = """
insert into forgotten (person, at) select sha256(key || convert_to('community ' || $1, 'UTF8')), now() from installation
on conflict (person) do update set at = now(), proven_at = null
"""
_OF_IT = "(s.scope_kind = 'community' and s.scope_key = $1 or s.scope_kind = 'channel' and starts_with(s.scope_key, $1 || '/'))"
# With what a turn at work had remembered there meanwhile.
_MEMORIES = f"""
select m.id, m.scope_kind, m.scope_key from memory_scopes s join memories m on m.scope_kind = s.scope_kind and m.scope_key = s.scope_key
where {_OF_IT} and (m.created_at <= $2 or exists (select from turns t where t.id = m.turn_id and t.created_at <= $2))
limit $3
"""
_IMAGES = "select image_id from memory_images where memory_id = any($1::uuid[])"
# An event that a platform may deliver again (for a day) must stay known; the locks of jobs name the place.
_OF_TURNS: Sequence[str] = (
    "update inbox set turn_id = null where turn_id = any($1::uuid[]) and received_at > now() - interval '2 days'",
    "delete from procrastinate_jobs j using turns t where t.id = any($1::uuid[]) and j.id = t.job_id and j.status <> 'doing'",
)
# What a day costs is counted on, without a place.
_SPENT = """
update spending set community = null, channel = '' where ctid = any(array(
  select k.ctid from spending k where k.community = $1 and not exists (
    select from turns t where t.id = k.turn_id and t.state in ('queued', 'running')) limit $2))
returning step
"""
_RECORD = """
delete from audit_log where id = any(array(select k.id from audit_log k where k.community = $1 and k.at <= $2 order by k.id desc limit $3))
returning id
"""
_CONVERSATIONS = """
with looked_at as (select m.id, m.conversation from memories m where m.id > $2::uuid order by m.id limit $3),
nowhere as (
  update memories m set conversation = '' from looked_at k where m.id = k.id and starts_with(k.conversation, $1 || '/')
)
select id from looked_at order by id
"""
_AT_LAST: Sequence[str] = (
    """
with gone as (delete from spending_months where community = $1 returning month, pictures, usd)
insert into spending_months as m (month, community, pictures, usd) select month, '', pictures, usd from gone
on conflict (month, community) do update set pictures = m.pictures + excluded.pictures, usd = m.usd + excluded.usd
""",
    f"""
delete from memory_scopes s where {_OF_IT}
  and not exists (select from memories m where m.scope_kind = s.scope_kind and m.scope_key = s.scope_key)
""",
)
_WAITS = "update community_erasures set waits = true where community = $1"
# Asked for again since, or something of it is still under way: then it is still to be done.
_ERASED = """
delete from community_erasures e where e.community = $1 and e.requested_at <= $2
  and not exists (select from turns t where t.community = $1 and t.state in ('queued', 'running') and t.created_at <= $2)
"""
