"""What members report."""

from collections.abc import Sequence
from typing import Any

from agent.domain.conversation import AuthorId, ImageId, MessageId, Picture, Place, Turn
from agent.domain.moderation import Decision, Filed, Report
from agent.errors import NotFound, OverBudget
from agent.limits import (
    COMMUNITIES_ASKED_MAX,
    OPEN_REPORTS_PER_COMMUNITY_MAX,
    OPEN_REPORTS_PER_PERSON_MAX,
)
from agent.translation.catalogue import ngettext
from db.audit_log import note_turn
from db.codec import load
from db.errors import guarded
from db.moderation.withdrawal import withdraw_pictures
from db.picture_store import is_uuid
from db.pool import Connection, Pool
from db.turns.claims import author_from, picture_from, row_id

SPOKE_WITHIN_DAYS = 90
"""In a private chat a person is asked for as a moderator of the communities where they spoke to the bot in this time."""


class PgReports:
    """The `Reports` in Postgres."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @guarded
    async def place_of(self, turn: Turn, message: str) -> Place | None:
        async with self._pool.acquire() as connection:
            row = await _shown(connection, message, turn.author.id)
        return None if row is None else load(Place, row["place"])

    @guarded
    async def file(self, turn: Turn, message: str, *, reason: str) -> Filed:
        async with self._pool.acquire() as connection, connection.transaction():
            row = await _shown(connection, message, turn.author.id)
            if row is None:
                return "gone"
            community = load(Place, row["place"]).jurisdiction
            # One at a time in a community: the limits hold however many report at once.
            await connection.execute(
                "select pg_advisory_xact_lock(hashtext('reports'), hashtext($1))", community
            )
            if await connection.fetchval(_AGAIN, row["id"], turn.author.id, reason) is not None:
                return "known"
            await _check_room(connection, community, turn.author.id)
            await connection.execute(_FILE, community, row["id"], turn.author.id, reason, turn.id)
            await note_turn(connection, turn, "reported", community=community)
        return "filed"

    @guarded
    async def latest(self, turn: Turn, *, limit: int) -> Sequence[Picture]:
        rows = await self._pool.fetch(_LATEST, turn.place.channel_key, turn.author.id, limit)
        return [picture_from(row) for row in rows]


class PgReportQueue:
    """The `ReportQueue` in Postgres."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @guarded
    async def places(self, author: AuthorId) -> Sequence[Place]:
        rows = await self._pool.fetch(_PLACES, author, SPOKE_WITHIN_DAYS, COMMUNITIES_ASKED_MAX)
        return [load(Place, row["place"]) for row in rows]

    @guarded
    async def waiting(self, communities: Sequence[str]) -> Sequence[str]:
        return [str(row["id"]) for row in await self._pool.fetch(_WAITING, list(communities))]

    @guarded
    async def find(self, report: str) -> Report | None:
        if not is_uuid(report):
            return None
        row = await self._pool.fetchrow(_FIND, report)
        if row is None:
            return None
        return Report(
            id=report, place=load(Place, row["place"]), message=MessageId(f"b{row['message_id']}"),
            author=author_from(row["author_json"]), images=tuple(ImageId(str(image)) for image in row["images"]),
            caption=row["caption"] or "", reporters=row["reporters"], reasons=tuple(row["reasons"]), at=row["at"],
        )  # fmt: skip

    @guarded
    async def decide(self, turn: Turn, report: str, decision: Decision) -> Sequence[MessageId] | None:
        if not is_uuid(report):
            return None
        async with self._pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow(_LOCK, report)
            if row is None:
                return None
            if (
                row["decided_at"] is not None
            ):  # by this very turn, which was taken up again: delivered by the sweep
                return () if str(row["decided_in"]) == turn.id else None
            await connection.execute(_DECIDE, row["message_id"], decision, turn.id)
            changed = (
                await withdraw_pictures(connection, row["message_id"], row["community"])
                if decision == "removed"
                else ()
            )
            await note_turn(
                connection, turn, decision, community=row["community"], whom=row["author"], whom_name=row["name"]
            )  # fmt: skip
        return changed


async def _shown(connection: Connection, message: str, viewer: str) -> Any:
    """The message of the bot, if it shows pictures and this person may see it."""
    try:
        return await connection.fetchrow(_SHOWN, row_id(message), viewer)
    except NotFound:
        return None


async def _check_room(connection: Connection, community: str, reporter: str) -> None:
    row = await connection.fetchrow(_OPEN, community, reporter)
    assert row is not None, "counts always give a row"
    if row["theirs"] >= OPEN_REPORTS_PER_PERSON_MAX:
        raise OverBudget(
            ngettext(
                "You have {n} report waiting here, which is the most one may have. Moderators will look at that first.",
                "You have {n} reports waiting here, which is the most one may have. Moderators will look at those first.",
                row["theirs"],
            ),
            limit="reports_of_person",
        )
    if row["all"] >= OPEN_REPORTS_PER_COMMUNITY_MAX:
        raise OverBudget(
            ngettext(
                "{n} report waits here already, so I cannot take another one. Please tell a moderator directly.",
                "{n} reports wait here already, so I cannot take another one. Please tell a moderator directly.",
                row["all"],
            ),
            limit="reports_of_community",
        )


_SHOWN = """
select m.id, m.place from messages m join turns t on t.id = m.turn_id
where m.id = $1 and m.author is null and m.state in ('ready', 'delivered') and exists (
        select 1 from message_images i where i.message_id = m.id)
  and (m.only_for is null or m.only_for = $2) and (not m.private or t.author = $2)
"""
_AGAIN = """
update reports set reason = case when reason = '' and decided_at is null then $3 else reason end
where message_id = $1 and reporter = $2 returning id
"""
_OPEN = """
select count(*) as all, count(*) filter (where reporter = $2) as theirs from reports where community = $1 and decided_at is null
"""
_FILE = (
    "insert into reports (community, message_id, reporter, reason, turn_id) values ($1, $2, $3, $4, $5::uuid)"
)
_LATEST = """
select p.* from (
  select distinct on (p.message_id) p.* from pictures p join messages m on m.id = p.message_id
  where p.channel = $1 and m.state in ('ready', 'delivered') and not p.incognito
    and (m.only_for is null or m.only_for = $2) and (not p.private or p.author = $2)
    and p.created_at > now() - interval '7 days'
  order by p.message_id desc, p.image_id limit $3
) p order by p.created_at desc
"""
_PLACES = """
select place from (
  select distinct on (t.community) t.community, t.place, t.created_at,
         exists (select 1 from reports r where r.community = t.community and r.decided_at is null) as waits
  from turns t where t.author = $1 and t.community is not null and t.created_at > now() - make_interval(days => $2)
  order by t.community, t.created_at desc
) spoke order by waits desc, created_at desc limit $3
"""
_WAITING = """
select (array_agg(id order by id))[1] as id from reports
where community = any($1::text[]) and decided_at is null group by message_id order by 1
"""
_FIND = """
select m.id as message_id, m.place, t.author_json,
       array(select i.image_id from message_images i where i.message_id = m.id order by i.position) as images,
       (select p.caption from message_images i join pictures p on p.image_id = i.image_id
        where i.message_id = m.id order by i.position limit 1) as caption,
       count(*) as reporters, min(o.created_at) as at,
       coalesce(array_agg(o.reason order by o.id) filter (where o.reason <> ''), '{}') as reasons
from reports r join messages m on m.id = r.message_id join turns t on t.id = m.turn_id
join reports o on o.message_id = r.message_id and o.decided_at is not distinct from r.decided_at
where r.id = $1::uuid group by m.id, t.id
"""
# Whoever decides first holds the message's reports until it is done.
_LOCK = """
select r.*, t.author, t.author_json->>'name' as name from reports r
join messages m on m.id = r.message_id join turns t on t.id = m.turn_id
where r.id = $1::uuid for update of m, r
"""
_DECIDE = """
update reports set decision = $2, decided_in = $3::uuid, decided_at = now() where message_id = $1 and decided_at is null
"""
