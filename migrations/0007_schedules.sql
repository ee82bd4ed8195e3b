-- Pictures that are drawn by the clock. Each due time is taken in as an event of its own, so that it happens once across the fleet.

create table schedules (
  id uuid primary key default uuidv7(),
  author text not null,                    -- AuthorId
  author_json jsonb not null,
  place jsonb not null,
  channel text not null,                   -- Place.channel_key
  recurrence jsonb not null,               -- Recurrence
  request_text text not null,
  next_at timestamptz,                     -- null: never again
  paused boolean not null default false,
  last_turn uuid references turns on delete set null,
  created_at timestamptz not null default now()
);
create index schedules_due on schedules (next_at) where not paused and next_at is not null;
create index schedules_author on schedules (author);
create index schedules_channel on schedules (channel);
