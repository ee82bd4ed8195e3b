"""Who had everything forgotten (people, communities), and when, without a name: a restore asks for it, and a backup brings nobody back.

A person is a digest of their id with the installation's secret, so that the list tells nothing to who holds it alone."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from agent.errors import BadInput
from db.errors import guarded
from db.memory.forgetting.erase_community import erase_community_within
from db.memory.forgetting.erase_person import erase_within
from db.pool import Connection, Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgottenPerson:
    person: str
    """64 hexadecimal digits."""
    at: datetime

    def to_line(self) -> str:
        return json.dumps({"person": self.person, "at": self.at.isoformat()})


def read_lines(lines: Iterable[str]) -> Sequence[ForgottenPerson]:
    """As `to_line` wrote them. Raises BadInput with the line's number.

    >>> read_lines(['{"person": "00ff", "at": "2026-11-30T12:00:00+00:00"}'])[0].person
    '00ff'
    """
    found: list[ForgottenPerson] = []
    for n, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
            person, at = bytes.fromhex(told["person"]).hex(), datetime.fromisoformat(told["at"])
            if at.tzinfo is None:
                raise ValueError("the time has no zone")
        except (ValueError, KeyError, TypeError) as error:
            raise BadInput(f"line {n} of the list of forgotten people cannot be read: {error}") from error
        found.append(ForgottenPerson(person=person, at=at))
    return found


@guarded
async def forgotten_people(pool: Pool) -> Sequence[ForgottenPerson]:
    """The oldest first."""
    rows = await pool.fetch("select encode(person, 'hex') as person, at from forgotten order by at, person")
    return [ForgottenPerson(person=row["person"], at=row["at"]) for row in rows]


async def forget_again(
    connection: Connection, taken_at: datetime, listed: Collection[ForgottenPerson]
) -> int:
    """Erases who was forgotten after `taken_at`, in the caller's transaction. How many people and communities that were."""
    later = {one.person: one for one in sorted(listed, key=lambda one: one.at) if one.at > taken_at}
    digests = [bytes.fromhex(person) for person in later]
    people = await connection.fetch(_WHO, digests)
    for row in people:
        await erase_within(connection, row["author"])
    communities = await connection.fetch(_COMMUNITIES, digests)
    for row in communities:
        await erase_community_within(connection, row["community"])
    for one in later.values():
        await connection.execute(_LISTED, bytes.fromhex(one.person), one.at)
    return len(people) + len(communities)


# Wherever a person's id stands by itself: who never finished a turn may still have settings or memories.
_WHO = """
select distinct a.author from (
  select author from turns union select author from messages union select owner from images
  union select id from people union select author from memories union select scope_key from memory_scopes where scope_kind = 'user'
  union select author from author_settings union select author from schedules union select author from web_names
  union select author from linked_accounts
) a, installation k
where a.author is not null and sha256(k.key || convert_to(a.author, 'UTF8')) = any($1::bytea[])
"""
# Wherever a community has something for good; all else hangs on turns, memories and channels.
_COMMUNITIES = """
select distinct a.community from (
  select community from turns union select platform || ':' || (place->>'community') from messages where turn_id is null
  union select scope_key from memory_scopes where scope_kind = 'community'
  union select split_part(scope_key, '/', 1) from memory_scopes where scope_kind = 'channel'
  union select split_part(replace(replace(scope, 'channel:', ''), 'community:', ''), '/', 1) from channel_settings
  union select split_part(channel, '/', 1) from schedules union select community from blocks union select community from audit_log
  union select community from spending union select community from spending_months
) a, installation k
where a.community is not null and sha256(k.key || convert_to('community ' || a.community, 'UTF8')) = any($1::bytea[])
"""
_LISTED = """
insert into forgotten (person, at) values ($1, $2)
on conflict (person) do update set at = greatest(forgotten.at, excluded.at)
"""
