-- What is named by its key is found by it, and a crowd's jobs are announced together.

-- An index of some rows alone (those that run) fits every statement that says so much of a row, whatever else it names it by; and as long as few
-- run it looks shorter than the key's. Each step of a turn then went through all that ran. So each says as well that its first column is there,
-- which only a statement that names that column knows (docs/decisions/0010).
drop index turns_open, turns_open_author, turns_open_community, turns_in_line_author, turns_in_line_community, turns_running_author,
  turns_running_community, messages_undelivered, questions_open, questions_expiry, memories_content;

create index turns_open on turns (platform, state) where state in ('queued', 'running') and platform is not null;
create index turns_open_author on turns (author) where state in ('queued', 'running') and author is not null;
create index turns_open_community on turns (community) where state in ('queued', 'running') and community is not null;
create index turns_in_line_author on turns (author, id) where state = 'queued' and waits_for_seat and author is not null;
create index turns_in_line_community on turns (community, id) where state = 'queued' and waits_for_seat and community is not null;
create index turns_running_author on turns (author) where state = 'running' and author is not null;
create index turns_running_community on turns (community) where state = 'running' and community is not null;
create index messages_undelivered on messages (platform, id) where state = 'ready' and platform is not null;
create index questions_open on questions (conversation, asker) where answered_at is null and conversation is not null;
create index questions_expiry on questions (expires_at) where answered_at is null and expires_at is not null;
create unique index memories_content on memories (scope_kind, scope_key, kind, content_hash)
  where valid_to is null and scope_kind is not null;

-- Every turn looks whether its channel has an open question.
create index questions_open_channel on questions (channel) where answered_at is null and channel is not null;

create or replace function atelier_finish_jobs(jobs bigint[]) returns void
language plpgsql as $$
begin
  perform set_config('synchronous_commit', 'off', true);
  delete from procrastinate_jobs where id = any(jobs) and status::text in ('todo', 'doing');
end $$;


-- Workers are told that there is something to fetch, not what: the same words from a whole transaction reach them as one notification, where
-- procrastinate's own trigger sent two a job. (Its worker looks at `type` alone.)
alter table procrastinate_jobs disable trigger procrastinate_jobs_notify_queue_job_inserted_v1;

create function atelier_tell_workers(queue text) returns void language sql as $$
  select pg_notify('procrastinate_queue_v1#' || queue, '{"type": "job_inserted", "job_id": 0}'),
         pg_notify('procrastinate_any_queue_v1', '{"type": "job_inserted", "job_id": 0}')
$$;

create function atelier_notify_jobs_inserted() returns trigger language plpgsql as $$
begin
  perform atelier_tell_workers(queue_name) from (select distinct queue_name from inserted where status = 'todo') queues;
  return null;
end $$;

create trigger atelier_jobs_inserted after insert on procrastinate_jobs
  referencing new table as inserted for each statement execute function atelier_notify_jobs_inserted();

create or replace function atelier_notify_lock_released() returns trigger language plpgsql as $$
begin
  perform atelier_tell_workers(old.queue_name);
  return null;
end $$;
