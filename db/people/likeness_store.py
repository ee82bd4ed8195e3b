"""Likenesses: what people look like, and who may have that. Everything that leaves here was allowed by the statement that read it."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from agent.domain.conversation import MessageId, Turn, TurnId
from agent.domain.images import ImageData
from agent.domain.memory import Reader
from agent.domain.people import (
    Allowance,
    Allowances,
    Answered,
    Consent,
    Likeness,
    LikenessUse,
    PersonKey,
    Standing,
)
from agent.errors import BadInput
from agent.limits import LIKENESS_NO_DAYS, LIKENESS_QUESTIONS_OPEN_MAX
from agent.translation.catalogue import N_
from db.audit_log import note_reader
from db.errors import guarded
from db.moderation.withdrawal import withdraw_pictures
from db.objects.pixels import Pixels, Placed
from db.people.album_store import PICTURES, pictures_of
from db.picture_store import is_uuid
from db.pool import Connection, Pool
from db.turns.queue import enqueue

_KEY = re.compile(r"[0-9a-f]{64}")
TAKEN_DOWN = N_("Somebody who is shown in this picture had it taken down.")


class PgLikenesses:
    """The `Likenesses` in Postgres."""

    def __init__(self, pool: Pool, *, upkeep_queue: str, pixels: Pixels | None = None) -> None:
        """`upkeep_queue`: where the job goes that takes up what waited for an answer. `pixels`: where the bytes are, beside Postgres."""
        self._pool = pool
        self._pixels = pixels or Pixels()
        self._upkeep_queue = upkeep_queue

    @guarded
    async def key_of(self, author: str) -> PersonKey:
        return PersonKey(await self._pool.fetchval("select encode(atelier_person_key($1), 'hex')", author))

    @guarded
    async def standing(
        self, turn: Turn, people: Collection[PersonKey], *, asked_in: TurnId | None = None
    ) -> Mapping[PersonKey, Standing]:
        rows = await self._rows(_STANDING, turn, people, asked_in)
        found: dict[PersonKey, Standing] = {PersonKey(row["key"]): row["standing"] for row in rows}
        return {key: found.get(key, "none") for key in people}

    @guarded
    async def lend(
        self, turn: Turn, people: Collection[PersonKey], *, asked_in: TurnId | None = None
    ) -> Mapping[PersonKey, Likeness]:
        rows = await self._rows(_LEND, turn, people, asked_in)
        return {PersonKey(row["key"]): Likeness(words=row["body"], pictures=pictures_of(row)) for row in rows}

    @guarded
    async def load(
        self, turn: Turn, person: PersonKey, image: str, *, asked_in: TurnId | None = None
    ) -> ImageData | None:
        if not is_uuid(image):
            return None
        row = next(iter(await self._rows(_LOAD, turn, [person], asked_in, image)), None)
        if row is None:
            return None
        data = await self._pixels.read(Placed(data=row["data"], object=row["object"]))
        return ImageData(data=data, media_type=row["media_type"], width=row["width"], height=row["height"])

    async def _rows(
        self, query: str, turn: Turn, people: Collection[PersonKey], asked_in: TurnId | None, *more: Any
    ) -> Sequence[Any]:
        keys = [key for key in people if _KEY.fullmatch(key)]
        place = turn.place
        if not keys or turn.incognito:
            return ()
        return await self._pool.fetch(
            query, turn.author.id, keys, place.channel_key, place.community_key, place.private,
            [turn.id, *([asked_in] if asked_in else [])], place.jurisdiction, LIKENESS_NO_DAYS, LIKENESS_QUESTIONS_OPEN_MAX, *more,
        )  # fmt: skip

    @guarded
    async def ask(self, turn: Turn, people: Collection[PersonKey]) -> None:
        keys = [key for key in people if _KEY.fullmatch(key)]
        await self._pool.execute(_ASK, turn.id, keys)

    @guarded
    async def answer(self, turn: Turn, question_of: TurnId, consent: Consent) -> Answered:
        if not is_uuid(question_of):
            return "gone"
        async with self._pool.acquire() as connection, connection.transaction():
            if await connection.fetchval(_ANSWER, question_of, turn.author.id, consent) is None:
                return "gone"
            if consent == "always":
                await connection.execute(_ALWAYS, question_of, turn.author.id)
            if not await connection.fetchval(_WAITS, question_of):
                return "late"
            if await connection.fetchval(_ALL_SAID, question_of):
                await connection.execute(_NOW, question_of)
                await enqueue(
                    connection, queue=self._upkeep_queue, task="upkeep", arguments={"what": "questions"},
                    once="upkeep:questions",
                )  # fmt: skip
        return "noted"

    @guarded
    async def allow(self, reader: Reader, allowance: Allowance) -> None:
        if allowance == "channel" and reader.private:
            raise BadInput("This is a private chat. Say that in the channel itself.")
        if allowance == "community" and reader.community is None:
            raise BadInput("There is no community here. Say that in one of its channels.")
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(_OWNER, reader.author)
            await _allow(connection, reader, allowance)

    @guarded
    async def allowances(self, reader: Reader) -> Allowances:
        row: Any = await self._pool.fetchrow(_ALLOWANCES, reader.author, reader.channel, reader.community)
        here: Allowance = "nobody"
        if row["community"]:
            here = "community"
        elif row["channel"]:
            here = "channel"
        elif row["asks"]:
            here = "ask"
        return Allowances(here=here, elsewhere=row["elsewhere"], shown=row["shown"])

    @guarded
    async def used(self, turn: Turn, people: Collection[PersonKey], image: str) -> None:
        keys = [key for key in people if _KEY.fullmatch(key)]
        if keys and is_uuid(image):
            await self._pool.execute(_USED, image, keys, turn.id, turn.author.id)

    @guarded
    async def uses(self, reader: Reader, *, limit: int) -> Sequence[LikenessUse]:
        return [
            LikenessUse(
                image=str(row["image_id"]), caption=row["caption"], drawn_for=row["name"] or "somebody", at=row["at"],
            )
            for row in await self._pool.fetch(_USES, reader.author, limit)
        ]  # fmt: skip

    @guarded
    async def take_down(self, reader: Reader, image: str) -> Sequence[MessageId] | None:
        async with self._pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow(_SHOWN_IN, image, reader.author) if is_uuid(image) else None
            if row is None:
                return None
            changed = await withdraw_pictures(
                connection, row["message_id"], row["jurisdiction"], words=TAKEN_DOWN
            )
            await note_reader(connection, reader, "removed", "a picture that shows them")
            return changed


async def _allow(connection: Connection, reader: Reader, allowance: Allowance) -> None:
    """Within the caller's transaction; the owner has a row."""
    author = reader.author
    match allowance:
        case "nobody":
            await connection.execute("update likeness_owners set asks = false where owner = $1", author)
            await connection.execute("delete from likeness_grants where owner = $1", author)
            await connection.execute(
                "update likeness_questions set answer = 'no', answered_at = now() where owner = $1", author
            )
        case "ask":
            await connection.execute("update likeness_owners set asks = true where owner = $1", author)
            await connection.execute(
                "delete from likeness_grants where owner = $1 and key in ($2, $3)",
                author,
                reader.channel,
                reader.community,
            )
        case "channel" | "community":
            key = reader.channel if allowance == "channel" else reader.community
            # The narrower one takes the wider one's place.
            await connection.execute(
                "delete from likeness_grants where owner = $1 and kind = 'community' and key = $2",
                author,
                reader.community,
            )
            await connection.execute(_GRANT, author, allowance, key)


# $1 author, $2 keys, $3 channel, $4 community, $5 private, $6 turns, $7 jurisdiction, $8 days, $9 most open questions. Whoever asks for
# themselves needs no row of consent.
_MEANT = """
with meant as (
  select k.key, coalesce(o.owner, case when decode(k.key, 'hex') = atelier_person_key($1) then $1 end) as owner,
         coalesce(o.asks, false) as asks
  from unnest($2::text[]) k(key) left join likeness_owners o on o.person = decode(k.key, 'hex')
), shown as (
  select w.key, w.owner, w.asks, m.id, m.body
  from meant w
  join memories m on m.scope_kind = 'user' and m.scope_key = w.owner and m.slot = 'me' and m.valid_to is null
  where coalesce((select (s.settings->>'memory')::boolean from author_settings s where s.author = w.owner), true)
), allowed as (
  select s.*,
    s.owner = $1
    or exists (select from likeness_grants g where g.owner = s.owner and not $5::boolean
               and ((g.kind = 'channel' and g.key = $3) or (g.kind = 'community' and g.key = $4)))
    or exists (select from likeness_questions q where q.owner = s.owner and q.turn_id = any($6::uuid[]) and q.answer in ('once', 'always'))
    as is_allowed
  from shown s
)
"""
_STANDING = f"""
{_MEANT}
select a.key,
  case
    when a.owner = $1 then 'own'
    when a.is_allowed then 'allowed'
    when a.asks and not $5::boolean
      and not exists (
        select from likeness_questions q join turns t on t.id = q.turn_id
        where q.owner = a.owner and t.author = $1 and coalesce(t.community, t.platform || ':@') = $7
          and ((q.answer = 'no' and q.answered_at > now() - make_interval(days => $8::int))
               or (q.answer is null and q.turn_id <> all($6::uuid[])
                   and exists (select from questions o where o.turn_id = q.turn_id and o.answered_at is null))))
      and (select count(*) from likeness_questions q join questions o on o.turn_id = q.turn_id
           where q.owner = a.owner and q.answer is null and o.answered_at is null) < $9::int
      and not exists (select from likeness_questions q where q.owner = a.owner and q.turn_id = any($6::uuid[]) and q.answer = 'no')
    then 'ask'
    else 'no'
  end as standing
from allowed a
"""
_LEND = f"""
{_MEANT}
select a.key, a.body, {PICTURES}
from allowed a join memories m on m.id = a.id
where a.is_allowed and $7::text is not null and $8::int is not null and $9::int is not null
"""
_LOAD = f"""
{_MEANT}
select i.data, i.object, i.media_type, i.width, i.height
from allowed a join memory_images mi on mi.memory_id = a.id join images i on i.id = mi.image_id
where a.is_allowed and i.id = $10::uuid and $7::text is not null and $8::int is not null and $9::int is not null
"""
_ASK = """
insert into likeness_questions (turn_id, owner)
select $1::uuid, o.owner from unnest($2::text[]) k(key) join likeness_owners o on o.person = decode(k.key, 'hex')
on conflict do nothing
"""
_ANSWER = """
update likeness_questions set answer = $3, answered_at = now()
where turn_id = $1::uuid and owner = $2 and answer is null returning 1
"""
_ALWAYS = """
insert into likeness_grants (owner, kind, key) select $2, 'channel', t.channel from turns t where t.id = $1::uuid and not t.private
on conflict do nothing
"""
_WAITS = "select 1 from questions where turn_id = $1::uuid and answered_at is null for update"
_ALL_SAID = "select not exists (select from likeness_questions where turn_id = $1::uuid and answer is null)"
_NOW = "update questions set expires_at = now() - interval '1 millisecond' where turn_id = $1::uuid"
_OWNER = """
insert into likeness_owners (owner, person) values ($1, atelier_person_key($1)) on conflict do nothing
"""
_GRANT = "insert into likeness_grants (owner, kind, key) values ($1, $2, $3) on conflict do nothing"
_ALLOWANCES = """
select coalesce((select asks from likeness_owners where owner = $1), false) as asks,
  exists (select from likeness_grants where owner = $1 and kind = 'channel' and key = $2) as channel,
  exists (select from likeness_grants where owner = $1 and kind = 'community' and key = $3) as community,
  (select count(*) from likeness_grants where owner = $1 and key <> $2 and key is distinct from $3)::int as elsewhere,
  exists (select from memories where scope_kind = 'user' and scope_key = $1 and slot = 'me' and valid_to is null) as shown
"""
_USED = """
insert into likeness_uses (image_id, owner, turn_id)
select i.id, o.owner, t.id
from unnest($2::text[]) k(key) join likeness_owners o on o.person = decode(k.key, 'hex')
join images i on i.id = $1::uuid join turns t on t.id = $3::uuid
where o.owner <> $4
on conflict do nothing
"""
_USES = """
select u.image_id, u.at, p.caption, t.author_json->>'name' as name
from likeness_uses u join pictures p on p.image_id = u.image_id join turns t on t.id = u.turn_id
where u.owner = $1 order by u.at desc, u.image_id limit $2
"""
_SHOWN_IN = """
select p.message_id, coalesce(t.community, t.platform || ':@') as jurisdiction
from likeness_uses u join pictures p on p.image_id = u.image_id join turns t on t.id = p.turn_id
where u.image_id = $1::uuid and u.owner = $2
"""
