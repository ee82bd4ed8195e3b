-- Additions to procrastinate's tables (applied before this file, see db/queue.py), measured to be needed:
-- without this the next job of a lock is only found at the next poll (25.5 s against 1.3 s for 30 jobs on 5 locks).

create function atelier_notify_lock_released() returns trigger language plpgsql as $$
begin
  perform pg_notify('procrastinate_queue_v1#' || old.queue_name,
                    json_build_object('type', 'job_inserted', 'job_id', old.id)::text);
  perform pg_notify('procrastinate_any_queue_v1',
                    json_build_object('type', 'job_inserted', 'job_id', old.id)::text);
  return null;
end $$;

create trigger atelier_lock_released_on_update after update of status on procrastinate_jobs
  for each row when (old.status = 'doing' and new.status <> 'doing' and old.lock is not null)
  execute function atelier_notify_lock_released();

create trigger atelier_lock_released_on_delete after delete on procrastinate_jobs
  for each row when (old.status = 'doing' and old.lock is not null)
  execute function atelier_notify_lock_released();

-- A worker process holds pg_advisory_lock(20260624, number) on a connection of its own for as long as it lives, so that
-- a killed one is known at once, without waiting for a missed heartbeat.
create table workers (
  id text primary key,
  number int generated always as identity,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);
