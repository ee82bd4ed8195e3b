"""Who had everything forgotten, and when, without a name: what a restore has to know, so that a backup brings nobody back.

A person is a digest of their id with the installation's secret, so that the list tells nothing to who holds it alone."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from agent.errors import BadInput
from db.errors import guarded
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
    """Erases who was forgotten after `taken_at`, in the caller's transaction. How many people that were."""
    later = {one.person: one for one in sorted(listed, key=lambda one: one.at) if one.at > taken_at}
    rows = await connection.fetch(_WHO, [bytes.fromhex(person) for person in later])
    for row in rows:
        await erase_within(connection, row["author"])
    for one in later.values():
        await connection.execute(_LISTED, bytes.fromhex(one.person), one.at)
    return len(rows)


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
_LISTED = """
insert into forgotten (person, at) values ($1, $2)
on conflict (person) do update set at = greatest(forgotten.at, excluded.at)
"""
