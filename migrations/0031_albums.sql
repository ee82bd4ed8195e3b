-- Memories that are pictures with words: how somebody wants to be drawn (slot 'me', a character of their own), and style boards (slot
-- 'board', preferences with a name). They are looked up by whoever asks for them by name, and never recalled by resemblance.

alter table memory_images add column label text not null default '';  -- what sets this picture apart: "with glasses"

create unique index memories_me on memories (scope_key) where slot = 'me' and scope_kind = 'user' and valid_to is null;
create unique index memories_board on memories (scope_kind, scope_key, name_key) where slot = 'board' and valid_to is null;

-- Telegram names people by what they call themselves; whoever spoke to the bot is known by it.
alter table people add column username text not null default '';
create index people_username on people (platform, lower(username)) where username <> '';

-- Who may draw whom. Whoever has no row here has allowed nobody anything.
create table likeness_owners (
  owner text primary key,                  -- AuthorId
  person bytea not null unique,            -- atelier_person_key: all that plans and pictures of others know of them
  asks boolean not null default false      -- may be asked, wherever they are named
);

create table likeness_grants (
  owner text not null references likeness_owners on delete cascade,
  kind text not null check (kind in ('channel', 'community')),
  key text not null,                       -- Place.channel_key or Place.community_key: everybody there may
  at timestamptz not null default now(),
  primary key (owner, kind, key)
);

-- Somebody asked, in a turn of theirs, to draw the owner.
create table likeness_questions (
  turn_id uuid not null references turns on delete cascade,
  owner text not null references likeness_owners on delete cascade,
  answer text check (answer in ('once', 'always', 'no')),
  asked_at timestamptz not null default now(),
  answered_at timestamptz,
  primary key (turn_id, owner)
);
create index likeness_questions_owner on likeness_questions (owner, asked_at);

-- What shows a likeness, so that its owner finds it and can take it down.
create table likeness_uses (
  image_id uuid not null references images on delete cascade,
  owner text not null references likeness_owners on delete cascade,
  turn_id uuid not null references turns on delete cascade,
  at timestamptz not null default now(),
  primary key (image_id, owner)
);
create index likeness_uses_owner on likeness_uses (owner, at desc);
create index likeness_uses_turn on likeness_uses (turn_id);
