"""The statements of `reply_store`: each changes a reply and everything that hangs on it at once."""

from db.codec import Statement
from db.turns.queue_differences import TELL

GIVE_UP = """
with ended as (
  update turns set state = 'failed', finished_at = now() where id = $1::uuid and state in ('queued', 'running')
  returning id, author, community
)
update messages m set state = 'ready', reply = $2, body = $3, working = '' from ended
where m.turn_id = ended.id and m.slot = 0 returning m.id, ended.author, ended.community
"""
# Pictures that were forgotten while the turn ran are left out. Who waits for the seat that comes free is woken; one that another
# transaction wakes just now is left to it. `::text`: found by its id, not among all jobs that wait (docs/decisions/0010).
STORE = Statement(f"""
with ended as (
  update turns set state = :end, finished_at = now()
  where id = :turn::uuid and fence = :fence and state = 'running' and (not cancel_requested or :end = 'cancelled') returning id
), stored as (
  update messages m set state = 'ready', reply = :reply, body = :body, only_for = :only_for, working = '' from ended
  where m.id = :message returning m.id
), shown as (
  insert into message_images (message_id, position, image_id)
  select stored.id, i.n - 1, there.id
  from stored, unnest(:images::text[]) with ordinality i(image, n),
       lateral (select id from images where id = i.image::uuid offset 0) there
), offered as (
  insert into buttons (id, action, args, turn_id, message_id, owner)
  select b.button->>'id', b.button->>'action', b.button->'args', :turn::uuid, stored.id, :author
  from stored, unnest(:buttons::jsonb[]) with ordinality b(button, n) order by b.n
), remembered as (
  insert into pictures (image_id, turn_id, message_id, author, channel, conversation, private, incognito, context, caption,
                        terms)
  select there.id, :turn::uuid, stored.id, :author, :channel, :conversation, :private, :incognito,
         p.picture->'context', p.picture->>'caption',
         array(select jsonb_array_elements_text(p.picture->'terms'))
  from stored, unnest(:pictures::jsonb[]) p(picture),
       lateral (select id from images where id = (p.picture->>'image')::uuid offset 0) there
  on conflict (image_id) do nothing
), next as (
  select job_id from (
    (select id, job_id from turns where exists (select from ended) and state = 'queued' and waits_for_seat and author = :author
     order by id limit :woken)
    union
    (select id, job_id from turns where exists (select from ended) and state = 'queued' and waits_for_seat and community = :community
     order by id limit :woken)
  ) line order by id limit :woken
), waiting as (
  select id from procrastinate_jobs
  where id = any(array(select job_id from next)) and status::text = 'todo' for update skip locked
), woken as (
  update procrastinate_jobs j set scheduled_at = now() from waiting where j.id = waiting.id returning j.queue_name
), told as (
  select count({TELL}(queue_name)) from woken
)
select exists (select from ended) as ended, told.* from told
""")
NEW_QUESTION = """
insert into questions (turn_id, conversation, channel, asker, message_id, request_text, plan, ask, expires_at)
values ($1::uuid, $2, $3, $4, $5, $6, $7, $8, now() + make_interval(secs => $9))
"""
POSTED = """
update messages m set platform_id = p.platform_id from unnest($1::bigint[], $2::text[]) p(id, platform_id) where m.id = p.id
"""
# What is shown once is not kept any longer than until it is shown.
AS_KEPT = "case when m.reply->>'once' <> '' then m.reply - 'once' else m.reply end"
DELIVERED = f"""
update messages m set state = 'delivered', platform_id = p.platform_id, delivered_at = now(), reply = {AS_KEPT}
from unnest($1::bigint[], $2::text[]) p(id, platform_id) where m.id = p.id and m.state = 'ready'
"""
ADDRESSED = """
select m.*, t.author_json, t.handle, asked.platform_id as asked_in
from messages m join turns t on t.id = m.turn_id
left join messages asked on asked.id = coalesce(t.message_id, t.reply_to_id)
"""
LOAD = f"{ADDRESSED} where m.id = $1 and m.reply is not null"
WORKING_ADDRESS = f"{ADDRESSED} where m.turn_id = $1::uuid and m.slot = 0 and m.state = 'working' \
and t.request -> 'by_reaction' is distinct from 'true'"
UNDELIVERED = """
select m.id from messages m join turns t on t.id = m.turn_id
where m.platform = $1 and m.state = 'ready' and t.finished_at < now() - make_interval(secs => $2)
  and (t.owner is null or t.owner = $4 or not exists (
        select 1 from workers w join pg_locks l on l.locktype = 'advisory' and l.objid = w.number::oid
        where w.id = t.owner and l.classid = $5::int::oid and l.granted))
order by m.id limit $3
"""
TAKE_OVER = """
update turns t set owner = $2 from messages m
where m.id = $1 and t.id = m.turn_id and m.state = 'ready'
  and (t.owner is null or t.owner = $2 or not exists (
        select 1 from workers w join pg_locks l on l.locktype = 'advisory' and l.objid = w.number::oid
        where w.id = t.owner and l.classid = $3::int::oid and l.granted))
returning t.id
"""
REPLAY = """
select m.id, m.reply from inbox i join messages m on m.turn_id = i.turn_id and m.slot = 0
where i.platform = $1 and i.event_id = $2 and m.state = 'delivered' and m.reply is not null
"""
DELETE_PICTURES = """
delete from images where id in (select p.image_id from pictures p where p.message_id = $1)
  and not exists (select 1 from memory_images mi where mi.image_id = images.id)
"""
