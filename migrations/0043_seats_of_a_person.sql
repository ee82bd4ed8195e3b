-- Seats are a person's, whichever of their accounts asks: the function of 0011, which says what it does, with linked accounts counted together.
create or replace function atelier_claim(
  turns_wanted uuid[], workers text[], lock_class int, per_person int, per_community int,
  out turn uuid, out state text, out ahead bigint, out fence int, out tries int, out waits int, out cancelled boolean
) returns setof record
language plpgsql as $$
#variable_conflict use_column
declare
  asking record;
  accounts text[];
  of_person int;
  of_community int;
begin
  perform pg_advisory_xact_lock(lock_class, seat) from (
    select distinct hashtext(whose) as seat
    from turns t left join linked_accounts l on l.author = t.author,
         unnest(array[coalesce(l.person::text, t.author), t.community]) whose
    where t.id = any(turns_wanted) and t.state in ('queued', 'running') and whose is not null
    order by 1
  ) seats;
  for n in 1..cardinality(turns_wanted) loop
    turn := turns_wanted[n];
    state := 'over'; ahead := 0; fence := 0; tries := 0; waits := 0; cancelled := false;
    select t.author, t.community, t.cancel_requested into asking
    from turns t where t.id = turn and t.state in ('queued', 'running') for update;
    if found then
      accounts := array(
        select o.author from linked_accounts l join linked_accounts o on o.person = l.person
        where l.author = asking.author) || asking.author;
      select count(*) into of_person from (
        select from turns r where r.state = 'running' and r.author = any(accounts) and r.id <> turn limit per_person) seats;
      select count(*) into of_community from (
        select from turns r where r.state = 'running' and r.community = asking.community and r.id <> turn
        limit per_community) seats;
      if asking.cancel_requested or (of_person < per_person and of_community < per_community) then
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
          and (t.author = any(accounts) or t.community = asking.community);
      end if;
    end if;
    return next;
  end loop;
end $$;
