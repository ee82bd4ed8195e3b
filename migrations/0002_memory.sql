-- What the bot remembers. Scope is the first key of everything: no query crosses it.

-- One row per scope that ever held a memory. Writers lock it, so versions of one scope commit in order; readers keep
-- what they loaded and ask only for what changed since.
create sequence memory_versions;           -- one for all scopes: a scope that is forgotten and begun anew looks changed

create table memory_scopes (
  scope_kind text not null check (scope_kind in ('user', 'channel', 'community')),
  scope_key text not null,
  version bigint not null,                 -- grows with every change
  removals bigint not null,                -- version when a row last went or closed: a partial reload is not enough then
  consolidated bigint not null default 0,  -- version at which it was last tidied
  profile uuid[] not null default '{}',    -- the profile for shared places, in order; ids only, no copy of any text
  profile_private uuid[] not null default '{}',
  primary key (scope_kind, scope_key)
);

create table memories (
  id uuid primary key default uuidv7(),
  scope_kind text not null,
  scope_key text not null,
  version bigint not null,                 -- memory_scopes.version at its last change
  kind text not null check (kind in ('preference', 'character', 'fact', 'rule')),
  author text not null,                    -- AuthorId
  speaker text not null default '',        -- the author's name then
  name text not null default '',
  name_key text not null default '',       -- name, case folded: unique among the live characters of a scope
  aliases text[] not null default '{}',
  body text not null,
  slot text not null default '',
  said_in_private boolean not null default false,
  origin text not null check (origin in ('explicit', 'button', 'distilled')),
  content_hash bytea not null,             -- of kind, name and body, normalised
  turn_id uuid references turns on delete set null,
  conversation text not null default '',   -- where it was said: neighbours in it explain each other
  valid_from timestamptz not null,
  valid_to timestamptz,                    -- null: it holds
  superseded_by uuid references memories on delete set null,
  unembedded boolean not null default true, -- until a vector of its present text is stored
  created_at timestamptz not null default now(),
  foreign key (scope_kind, scope_key) references memory_scopes
);
-- Unique among what holds: a preference may come back after it was superseded.
create unique index memories_content on memories (scope_kind, scope_key, kind, content_hash) where valid_to is null;
create unique index memories_name on memories (scope_kind, scope_key, name_key)
  where valid_to is null and kind = 'character' and name_key <> '';
create index memories_scope on memories (scope_kind, scope_key, version);
create index memories_author on memories (author);
create index memories_superseded_by on memories (superseded_by) where superseded_by is not null;
create index memories_turn on memories (turn_id) where turn_id is not null;
create index memories_unembedded on memories (created_at) where unembedded;

-- Counters change often and rows are wide: kept apart, so that counting does not rewrite a memory.
create table memory_uses (
  memory_id uuid primary key references memories on delete cascade,
  uses int not null default 0,
  used_at timestamptz
);

-- A model's vector of a memory; while the model changes there are two.
create table memory_vectors (
  memory_id uuid not null references memories on delete cascade,
  model text not null,
  dimensions int not null,
  embedding vector not null,
  primary key (memory_id, model),
  check (vector_dims(embedding) = dimensions)
);

create table memory_images (
  memory_id uuid not null references memories on delete cascade,
  position int not null,
  image_id uuid not null references images on delete cascade,
  primary key (memory_id, position)
);
create index memory_images_image on memory_images (image_id);

-- Every turn in which a memory was told, in whatever wording: what forgetting has to scrub.
create table memory_sources (
  memory_id uuid not null references memories on delete cascade,
  turn_id uuid not null references turns on delete cascade,
  wording text not null,                   -- as it was told then: the memory keeps the richest wording alone
  primary key (memory_id, turn_id)
);
create index memory_sources_turn on memory_sources (turn_id);

-- Who had everything forgotten, and when: turns that were still running then go as soon as they are over.
create table erasures (
  author text primary key,                 -- AuthorId
  requested_at timestamptz not null default now()
);

-- Pictures are searched by caption: terms at once, the vector as soon as it is made.
alter table pictures
  add column terms text[] not null default '{}',
  add column caption_model text,
  add column caption_embedding vector;
create index pictures_channel on pictures (channel, created_at desc);
create index pictures_unembedded on pictures (created_at) where caption_embedding is null and caption <> '';
create index images_sha on images (sha256);
