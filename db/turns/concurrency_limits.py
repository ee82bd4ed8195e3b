"""ConcurrencyLimits: how many turns of one person, whichever of their accounts asks, and of one community run at once. A turn without a
seat waits in the queue, and a turn that ends wakes the next in line, so that nothing polls and a flood in one community leaves the workers
to the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.domain.conversation import AuthorId
from db.accounts.linked_accounts import ACCOUNTS_OF
from db.pool import Connection
from db.turns.queue_differences import TELL

LOCK_CLASS = 20260626
"""First key of the advisory locks under which seats are counted; the second is a hash of whose seats they are."""
WOKEN_AT_ONCE = 2
"""One seat of a person and one of a community come free with one turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcurrencyLimits:
    """Turns running at once, over all workers."""

    per_person: int = 3
    per_community: int = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class InLine:
    """There is no seat for a turn now."""

    ahead: int
    """Turns that wait for the same seats, and came earlier."""


async def free(connection: Connection, author: AuthorId, community: str | None) -> None:
    """Wakes who waits for a seat that this person's turn gives back, in the transaction that ends it."""
    rows = await connection.fetch(_NEXT, author, community, WOKEN_AT_ONCE)
    await wake(connection, [row["job_id"] for row in rows])


async def wake(connection: Connection, jobs: Sequence[int]) -> None:
    """These jobs wait no longer."""
    if jobs:
        await connection.execute(_WAKE, list(jobs))


_NEXT = f"""
select job_id from (
  (select id, job_id from turns where state = 'queued' and waits_for_seat and author = any(array{ACCOUNTS_OF} || $1::text)
   order by id limit $3)
  union
  (select id, job_id from turns where state = 'queued' and waits_for_seat and community = $2 order by id limit $3)
) line order by id limit $3
"""
# procrastinate tells its workers of new jobs only; this is one of old that may run now. `::text`: found by its id (docs/decisions/0010).
_WAKE = f"""
with woken as (
  update procrastinate_jobs set scheduled_at = now() where id = any($1::bigint[]) and status::text = 'todo' returning queue_name
)
select {TELL}(queue_name) from woken
"""
