-- What members report, whom moderators blocked, who did what, and who was told that they talk to an AI. `community` here: within which the
-- same people moderate, Place.jurisdiction: a community, or all chats of a platform that have no moderators ("discord:@": the operator's).

-- A person whom only this installation can recognise: a block outlives that they had everything forgotten.
create function atelier_person_key(person text) returns bytea language sql stable as $$
  select sha256(i.key || convert_to('person ' || person, 'UTF8')) from installation i
$$;

create table reports (
  id uuid primary key default uuidv7(),
  community text not null,
  message_id bigint not null references messages on delete cascade,  -- the bot's, with the pictures
  reporter text,                           -- AuthorId; null once they had everything forgotten
  reason text not null default '',
  turn_id uuid not null,                   -- that reported it
  created_at timestamptz not null default now(),
  decision text check (decision in ('removed', 'dismissed')),
  decided_in uuid,                         -- the turn that decided
  decided_at timestamptz,
  unique (message_id, reporter)
);
create index reports_open on reports (community, id) where decided_at is null;
create index reports_reporter on reports (reporter) where reporter is not null;
create index reports_created on reports using brin (created_at) with (pages_per_range = 16);

create table blocks (
  id uuid primary key default uuidv7(),
  community text not null,
  person bytea not null,                   -- atelier_person_key
  name text not null default '',           -- '' once they had everything forgotten
  created_at timestamptz not null default now(),
  unique (community, person)
);

-- Who did what, never with which words.
create table audit_log (
  id bigint generated always as identity primary key,
  community text not null,
  act text not null,
  detail text not null default '',         -- of which kind
  actor text,                              -- AuthorId; null once they had everything forgotten
  actor_name text not null default '',
  whom text,                               -- AuthorId of whom it was done to
  whom_name text not null default '',
  turn_id uuid,
  at timestamptz not null default now()
);
create index audit_log_community on audit_log (community, id desc);
create index audit_log_actor on audit_log (actor) where actor is not null;
create index audit_log_whom on audit_log (whom) where whom is not null;
create index audit_log_at on audit_log using brin (at) with (pages_per_range = 16);

create table introductions (
  author text primary key,                 -- AuthorId
  turn_id uuid not null                    -- whose reply says it
);
