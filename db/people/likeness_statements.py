"""What `PgLikenesses` asks of Postgres. Who may have whose likeness is decided in `MEANT`, and nowhere else."""

from db.accounts.linked_accounts import ACCOUNTS_OF
from db.people.album_store import PICTURES

THEIRS = f"(owner = $1 or owner in {ACCOUNTS_OF})"
"""Of the account $1, or of another of the same person."""
TAKE_BACK = (
    f"update likeness_owners set asks = false where {THEIRS}",
    f"delete from likeness_grants where {THEIRS}",
    f"update likeness_questions set answer = 'no', answered_at = now() where {THEIRS}",
)
# $1 author, $2 keys, $3 channel, $4 community, $5 private, $6 turns, $7 jurisdiction, $8 days, $9 most open questions. Whoever asks for
# themselves needs no row of consent. What one account of a person keeps and allows is the person's; the account that is meant comes first.
MEANT = """
with meant as (
  select k.key, coalesce(o.owner, case when decode(k.key, 'hex') = atelier_person_key($1) then $1 end) as owner
  from unnest($2::text[]) k(key) left join likeness_owners o on o.person = decode(k.key, 'hex')
), accounts as (
  select w.key, w.owner, w.owner as account, 0 as n from meant w where w.owner is not null
  union all
  select w.key, w.owner, o.author, row_number() over (partition by w.key order by o.linked_at, o.author)
  from meant w join linked_accounts l on l.author = w.owner join linked_accounts o on o.person = l.person and o.author <> l.author
), remembering as (
  select a.*, coalesce((select (s.settings->>'memory')::boolean from author_settings s where s.author = a.account), true) as remembers
  from accounts a
), shown as (
  select distinct on (a.key) a.key, a.owner, m.id, m.body
  from remembering a
  join memories m on m.scope_kind = 'user' and m.scope_key = a.account and m.slot = 'me' and m.valid_to is null
  where a.remembers and exists (select from remembering r where r.key = a.key and r.n = 0 and r.remembers)
  order by a.key, a.n
), allowed as (
  select s.*,
    exists (select from accounts a where a.key = s.key and a.account = $1) as is_own,
    exists (select from accounts a join likeness_owners o on o.owner = a.account where a.key = s.key and o.asks) as asks,
    exists (select from accounts a join likeness_grants g on g.owner = a.account
            where a.key = s.key and not $5::boolean and ((g.kind = 'channel' and g.key = $3) or (g.kind = 'community' and g.key = $4)))
    or exists (select from likeness_questions q where q.owner = s.owner and q.turn_id = any($6::uuid[]) and q.answer in ('once', 'always'))
    as is_granted
  from shown s
)
"""
STANDING = f"""
{MEANT}
select a.key,
  case
    when a.is_own then 'own'
    when a.is_granted then 'allowed'
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
      and not exists (select from blocks b where b.community = $7 and b.person = decode(a.key, 'hex'))
    then 'ask'
    else 'no'
  end as standing
from allowed a
"""
LEND = f"""
{MEANT}
select a.key, a.body, {PICTURES}
from allowed a join memories m on m.id = a.id
where (a.is_own or a.is_granted) and $7::text is not null and $8::int is not null and $9::int is not null
"""
LOAD = f"""
{MEANT}
select i.data, i.object, i.media_type, i.width, i.height
from allowed a join memory_images mi on mi.memory_id = a.id join images i on i.id = mi.image_id
where (a.is_own or a.is_granted) and i.id = $10::uuid and $7::text is not null and $8::int is not null and $9::int is not null
"""
ASK = """
insert into likeness_questions (turn_id, owner)
select $1::uuid, o.owner from unnest($2::text[]) k(key) join likeness_owners o on o.person = decode(k.key, 'hex')
on conflict do nothing
"""
ANSWER = """
update likeness_questions set answer = $3, answered_at = now()
where turn_id = $1::uuid and owner = $2 and answer is null returning 1
"""
ALWAYS = """
insert into likeness_grants (owner, kind, key) select $2, 'channel', t.channel from turns t where t.id = $1::uuid and not t.private
on conflict do nothing
"""
WAITS = "select 1 from questions where turn_id = $1::uuid and answered_at is null for update"
ALL_SAID = "select not exists (select from likeness_questions where turn_id = $1::uuid and answer is null)"
NOW = "update questions set expires_at = now() - interval '1 millisecond' where turn_id = $1::uuid"
OWNER = """
insert into likeness_owners (owner, person) values ($1, atelier_person_key($1)) on conflict do nothing
"""
GRANT = "insert into likeness_grants (owner, kind, key) values ($1, $2, $3) on conflict do nothing"
ALLOWANCES = f"""
select exists (select from likeness_owners where {THEIRS} and asks) as asks,
  exists (select from likeness_grants where {THEIRS} and kind = 'channel' and key = $2) as channel,
  exists (select from likeness_grants where {THEIRS} and kind = 'community' and key = $3) as community,
  (select count(distinct key) from likeness_grants where {THEIRS} and key <> $2 and key is distinct from $3)::int as elsewhere,
  exists (select from memories where scope_kind = 'user' and (scope_key = $1 or scope_key in {ACCOUNTS_OF}) and slot = 'me'
          and valid_to is null) as shown
"""
USED = """
insert into likeness_uses (image_id, owner, turn_id)
select i.id, o.owner, t.id
from unnest($2::text[]) k(key) join likeness_owners o on o.person = decode(k.key, 'hex')
join images i on i.id = $1::uuid join turns t on t.id = $3::uuid
where o.owner <> $4
on conflict do nothing
"""
USES = f"""
select u.image_id, u.at, p.caption, t.author_json->>'name' as name
from likeness_uses u join pictures p on p.image_id = u.image_id join turns t on t.id = u.turn_id
where (u.owner = $1 or u.owner in {ACCOUNTS_OF}) order by u.at desc, u.image_id limit $2
"""
SHOWN_IN = f"""
select p.message_id, coalesce(t.community, t.platform || ':@') as jurisdiction
from likeness_uses u join pictures p on p.image_id = u.image_id join turns t on t.id = p.turn_id
where u.image_id = $2::uuid and (u.owner = $1 or u.owner in {ACCOUNTS_OF}) limit 1
"""
