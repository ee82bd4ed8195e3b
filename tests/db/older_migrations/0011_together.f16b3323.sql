-- What many turns do at once is done in one statement, so that a crowd shares round trips and commits.

-- The next job of a lock is found by the lock: fetching asks for it for every job that it looks at, enqueuing for every event.
create index procrastinate_jobs_open_lock on procrastinate_jobs (lock, priority) where status in ('todo', 'doing');

-- The queue's diary of every job's states. Jobs are deleted when they end, and their entries with them: nobody ever reads them.
alter table procrastinate_jobs disable trigger procrastinate_trigger_status_events_update_v1;
alter table procrastinate_jobs disable trigger procrastinate_trigger_status_events_insert_v1;
alter table procrastinate_jobs disable trigger procrastinate_trigger_scheduled_events_v1;
alter table procrastinate_jobs disable trigger procrastinate_trigger_abort_requested_events_v1;

-- The next jobs, in their order. The commit need not wait for the disk: if Postgres crashes before it is there, the jobs wait again, and
-- the claim of a turn, which does wait, takes it there as well.
create function atelier_fetch_jobs(queues varchar[], worker bigint, most int) returns setof procrastinate_jobs
language plpgsql as $$
declare
  job procrastinate_jobs;
begin
  perform set_config('synchronous_commit', 'off', true);
  for n in 1..most loop
    job := procrastinate_fetch_job_v2(queues, worker);
    exit when job.id is null;
    return next job;
  end loop;
end $$;

-- These jobs are done. A crash of Postgres may bring one back: its turn is over, so that it does nothing.
create function atelier_finish_jobs(jobs bigint[]) returns void
language plpgsql as $$
begin
  perform set_config('synchronous_commit', 'off', true);
  delete from procrastinate_jobs where id = any(jobs) and status in ('todo', 'doing');
end $$;

-- Claims turns, each for its worker, in the order given. `state`: claimed, in line (with so many ahead), or over. The locks of all seats are taken
-- first, in one order for everybody, and held to the end of the transaction: who counts seats next sees these turns in their own.
create function atelier_claim(
  turns_wanted uuid[], workers text[], lock_class int, per_person int, per_community int,
  out turn uuid, out state text, out ahead bigint, out fence int, out tries int, out waits int, out cancelled boolean
) returns setof record
language plpgsql as $$
#variable_conflict use_column
declare
  asking record;
  taken record;
begin
  perform pg_advisory_xact_lock(lock_class, seat) from (
    select distinct hashtext(whose) as seat
    from turns t, unnest(array[t.author, t.community]) whose
    where t.id = any(turns_wanted) and t.state in ('queued', 'running') and whose is not null
    order by 1
  ) seats;
  for n in 1..cardinality(turns_wanted) loop
    turn := turns_wanted[n];
    state := 'over'; ahead := 0; fence := 0; tries := 0; waits := 0; cancelled := false;
    select t.author, t.community, t.cancel_requested into asking
    from turns t where t.id = turn and t.state in ('queued', 'running') for update;
    if found then
      select count(*) filter (where r.author = asking.author) as of_person,
             count(*) filter (where r.community = asking.community) as of_community
      into taken
      from turns r where r.state = 'running' and r.id <> turn and (r.author = asking.author or r.community = asking.community);
      if asking.cancel_requested or (taken.of_person < per_person and taken.of_community < per_community) then
        update turns t
        set state = 'running', waits_for_seat = false, fence = t.fence + 1, owner = workers[n], tries = t.tries + 1,
            started_at = coalesce(t.started_at, now())
        where t.id = turn
        returning 'claimed', t.fence, t.tries, t.waits, t.cancel_requested into state, fence, tries, waits, cancelled;
      else
        update turns t set waits_for_seat = true where t.id = turn;
        state := 'in line';
        select count(*) into ahead from turns t
        where t.state = 'queued' and t.waits_for_seat and t.id < turn
          and (t.author = asking.author or t.community = asking.community);
      end if;
    end if;
    return next;
  end loop;
end $$;
