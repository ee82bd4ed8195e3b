"""New reports, to the moderators who asked to be told of them: each notice is a turn of theirs, in their private chat, as if they had asked
for `/reports` there."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from agent.domain.conversation import Author, AuthorId, Command, Place, Said, TurnId
from agent.domain.memory import ReportNotices
from agent.ports import Clock, PlatformNotes
from agent.wording.moderation import NEW
from db.codec import load
from db.errors import guarded
from db.pool import Pool
from db.turns.intake_statement import NewTurn
from db.turns.intake_store import IntakeStore

EVERY = timedelta(minutes=10)
"""Least time between two notices to one person; what is reported meanwhile comes with the next."""
RECENT = timedelta(hours=2)
"""Older reports are not told of: they were, or nobody could be told."""
AT_ONCE = 100


class DueReportNotices:
    """Any process may look: each notice is one event."""

    def __init__(self, pool: Pool, intake: IntakeStore, notes: PlatformNotes, clock: Clock) -> None:
        self._pool = pool
        self._intake = intake
        self._notes = notes
        self._clock = clock

    async def take_in_due(self) -> Sequence[TurnId]:
        """The turns that are now on their way. Raises StoreUnavailable."""
        found = [await self._take_in(row) for row in await self._waiting()]
        return [turn for turn in found if turn is not None]

    @guarded
    async def _waiting(self) -> Sequence[Any]:
        """Who asked, and the latest report that somebody else filed where they want to know."""
        return await self._pool.fetch(_WAITING, self._clock.now() - RECENT, AT_ONCE)

    async def _take_in(self, row: Any) -> TurnId | None:
        wanted, latest, now = load(ReportNotices, row["notices"]), row["latest"], self._clock.now()
        key = f"report-notice/{hashlib.sha256(row['author'].encode()).hexdigest()[:32]}"
        noted = await self._notes.noted(wanted.platform, key)
        told_at, told_of = map(datetime.fromisoformat, noted.split("|")) if noted else (None, None)
        if told_of is not None and latest <= told_of:
            return None
        if told_at is not None and now - told_at < EVERY:
            return None
        # Taken in before it is noted: if this process dies in between, the next one finds the event known.
        taken = await self._intake.take_in(_event(AuthorId(row["author"]), wanted, latest, key))
        await self._notes.note(wanted.platform, key, f"{now.isoformat()}|{latest.isoformat()}")
        return None if taken.duplicate else taken.turn


def _event(author: AuthorId, wanted: ReportNotices, latest: datetime, key: str) -> NewTurn:
    place = Place(platform=wanted.platform, channel=wanted.channel, private=True)
    return NewTurn(
        event_id=f"{key}:{latest.isoformat()}", place=place, author=Author(id=author, name=wanted.name), locked=False,
        request=Said(text="", command=Command(name="reports", argument=NEW)), incognito=True,
    )  # fmt: skip


_WAITING = """
select s.author, s.settings -> 'report_notices' as notices, r.latest
from author_settings s cross join lateral (
  select max(r.created_at) as latest from reports r
  where r.decided_at is null and r.created_at > $1 and r.reporter is distinct from s.author
    and s.settings #> '{report_notices,communities}' ? r.community
) r
where exists (select 1 from reports where decided_at is null and created_at > $1)
  and jsonb_typeof(s.settings -> 'report_notices') = 'object' and r.latest is not null
order by r.latest limit $2
"""
