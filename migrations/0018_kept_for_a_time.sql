-- What had no period gets one, and the way to what has had its time: docs/operations.md.

-- Ids that people's pages and consoles make up hold names and words; from here on the code stores a digest with the installation's secret
-- instead (bot/turns/event_keys.py computes the same). What is there already is turned into it, so that it stays known when it comes again.
update inbox i set event_id = encode(sha256(k.key || convert_to(i.platform || ' ' || i.event_id, 'UTF8')), 'hex')
from installation k
where i.platform in ('web', 'console')
  and i.event_id !~ '^(timeout|schedule):[0-9a-f]{8}-' and i.event_id !~ '^once:[0-9a-f]{32}$' and i.event_id !~ '^[0-9a-f]{64}$';
create index inbox_received on inbox using brin (received_at) with (pages_per_range = 16);

-- A place's turns that are over, the oldest first.
create index turns_over_channel on turns (channel, (coalesce(finished_at, created_at)), id)
  where state not in ('queued', 'running') and channel is not null;
create index turns_over_community on turns (community, (coalesce(finished_at, created_at)), id)
  where state not in ('queued', 'running') and community is not null;
-- What goes with a turn or a message is found by it: without these each turn that was deleted read every button and picture there was.
create index buttons_turn on buttons (turn_id);
create index pictures_turn on pictures (turn_id);
create index questions_message on questions (message_id);
create index schedules_last_turn on schedules (last_turn) where last_turn is not null;
create index traces_created on traces using brin (created_at) with (pages_per_range = 16);
create index images_exports on images (created_at) where media_type = 'application/zip';

-- What was spent, month by month and community by community, once nobody asks any more who spent it on which day. No person, no channel:
-- a private chat's is named after its person.
create table spending_months (
  month date not null,                     -- its first day, UTC
  community text not null,                 -- Place.community_key; '' where there is none
  pictures bigint not null,
  usd double precision not null,
  primary key (month, community)
);

-- When each chore of the timers last did all that it had to do.
create table chores (
  name text primary key,
  succeeded_at timestamptz not null
);
