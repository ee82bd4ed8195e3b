-- The next jobs, found in one walk along those that wait. As procrastinate_fetch_job_v2 chooses them, which atelier_fetch_jobs of 0011 called for each:
-- then every job walked past all that wait for their conversation's turn, and where people write on while they wait that is most of them.
-- Of each lock the first alone may come, and only while none of it runs, so that the jobs of one walk are never two of a lock.
create or replace function atelier_fetch_jobs(queues varchar[], worker bigint, most int) returns setof procrastinate_jobs
language plpgsql as $$
begin
  perform set_config('synchronous_commit', 'off', true);
  return query
  with next as (
    select j.id from procrastinate_jobs j
    where j.status = 'todo'
      and (queues is null or j.queue_name = any(queues))
      and (j.scheduled_at is null or j.scheduled_at <= now())
      and (j.lock is null or (
        select count(*) from (
          select from procrastinate_jobs o
          where o.lock = j.lock and o.status in ('todo', 'doing') and o.id <> j.id
            and (o.status = 'doing' or o.priority > j.priority or (o.priority = j.priority and o.id < j.id))
          limit 1
        ) before_it
      ) = 0)
    order by j.priority desc, j.id limit most
    for update of j skip locked
  ), taken as (
    update procrastinate_jobs j set status = 'doing', worker_id = worker from next where j.id = next.id returning j.*
  )
  select * from taken order by priority desc, id;
end $$;
