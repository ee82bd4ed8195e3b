"""What waits and what is under way, in numbers."""

from collections.abc import Mapping

from agent.translation.catalogue import N_
from db.errors import guarded
from db.pool import Pool


@guarded
async def figures(pool: Pool) -> Mapping[str, tuple[str, float]]:
    """Name to what it is and how much."""
    row = await pool.fetchrow(_QUERY)
    assert row is not None
    return {name: (FIGURES[name], float(row[name])) for name in FIGURES}


FIGURES: Mapping[str, str] = {
    "queued_turns": N_("turns that wait to begin"),
    "oldest_queued_seconds": N_("seconds that the oldest of them has waited"),
    "turns_in_line": N_("queued turns whose person or community has too many at work"),
    "running_turns": N_("turns under way"),
    "open_questions": N_("questions that wait for an answer"),
    "undelivered_replies": N_("replies that a platform has not taken yet"),
    "undeliverable_replies": N_("replies that were given up"),
    "workers": N_("workers that live"),
    "pictures_today": N_("pictures of this day (UTC)"),
    "usd_today": N_("US dollars spent on this day (UTC)"),
    "paused": N_("1 while no turn is begun (python -m bot pause)"),
    "objects_waiting": N_("objects of pictures that are gone, still to be deleted"),
    "objects_missing": N_("pictures whose object was not found by the last sweep"),
    "objects_stray": N_("objects without a picture that the last sweep deleted"),
    "unproved_forgettings": N_("forgotten people of whom the object store was not yet seen to hold nothing"),
}
_QUERY = """
select
  count(*) filter (where state = 'queued') as queued_turns,
  coalesce(extract(epoch from now() - min(created_at) filter (where state = 'queued')), 0) as oldest_queued_seconds,
  count(*) filter (where state = 'queued' and waits_for_seat) as turns_in_line,
  count(*) filter (where state = 'running') as running_turns,
  (select count(*) from questions where answered_at is null) as open_questions,
  (select count(*) from messages where state = 'ready') as undelivered_replies,
  (select count(*) from messages where state = 'undeliverable') as undeliverable_replies,
  (select count(*) from workers) as workers,
  (select coalesce(sum(pictures), 0) from spending where day = (now() at time zone 'utc')::date) as pictures_today,
  (select coalesce(sum(usd), 0) from spending where day = (now() at time zone 'utc')::date) as usd_today,
  (select count(*) from pause) as paused,
  (select count(*) from objects_gone) as objects_waiting,
  (select missing from object_home) as objects_missing,
  (select stray from object_home) as objects_stray,
  (select count(*) from forgotten where proven_at is null or proven_at < at) as unproved_forgettings
from turns where state in ('queued', 'running')
"""
