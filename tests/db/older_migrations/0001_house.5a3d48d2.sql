-- The turn's life: what came in, what is being done about it, what was said. Memory is in 0002.

create extension if not exists vector;

create table people (
  id text primary key,                     -- AuthorId
  platform text not null,
  name text not null,
  seen_at timestamptz not null default now()
);
create index people_platform on people (platform, seen_at desc);

-- Pixels that passed the gate, once per owner and content.
create table images (
  id uuid primary key default uuidv7(),
  owner text not null,                     -- AuthorId of whose turn, or attachment, brought it
  origin text not null default '',         -- "" for what people bring, turn/step for a render: each render is its own
  sha256 bytea not null,
  media_type text not null,
  width int not null,
  height int not null,
  caption text not null default '',
  data bytea not null,
  created_at timestamptz not null default now(),
  unique (owner, sha256, origin)
);
alter table images alter column data set storage external;  -- PNG and JPEG do not compress

create table turns (
  id uuid primary key default uuidv7(),
  platform text not null,
  conversation text not null,              -- Place.conversation: the lock
  author text not null,                    -- AuthorId
  author_json jsonb not null,
  place jsonb not null,
  channel text not null,                   -- Place.channel_key
  community text,                          -- Place.community_key
  private boolean not null,
  incognito boolean not null default false,
  request jsonb not null,                  -- Request
  request_text text not null default '',
  message_id bigint,                       -- the author's message
  reply_to_id bigint,                      -- the message replied to
  handle jsonb not null default '{}',
  state text not null default 'queued'
    check (state in ('queued', 'running', 'waiting', 'done', 'declined', 'failed', 'cancelled')),
  fence int not null default 0,            -- grows with every claim; a worker with an older one is refused
  owner text,                              -- worker that claimed it last
  cancel_requested boolean not null default false,
  tries int not null default 0,
  waits_for_seat boolean not null default false,  -- its person or community has too many turns running
  job_id bigint,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz
);
create index turns_open on turns (platform, state) where state in ('queued', 'running');
create index turns_open_author on turns (author) where state in ('queued', 'running');
create index turns_open_community on turns (community) where state in ('queued', 'running');
create index turns_author on turns (author, created_at desc);

-- A redelivered event finds its row and is dropped.
create table inbox (
  platform text not null,
  event_id text not null,
  turn_id uuid references turns on delete cascade,
  received_at timestamptz not null default now(),
  primary key (platform, event_id)
);
create index inbox_turn on inbox (turn_id);

create table messages (
  id bigint generated always as identity primary key,
  platform text not null,
  channel text not null,                   -- Place.channel_key
  conversation text not null,
  place jsonb not null,
  private boolean not null,
  platform_id text,                        -- the platform's id; null until posted
  author text,                             -- AuthorId; null is the bot
  author_name text not null default '',
  only_for text,                           -- AuthorId that alone may see it
  body text not null default '',
  reply_to_id bigint,
  turn_id uuid references turns on delete cascade,
  slot int,                                -- of the bot's messages: its number within the turn
  state text not null default 'said'
    check (state in ('said', 'working', 'ready', 'delivered', 'removed', 'undeliverable')),
  working text not null default '',
  reply jsonb,                             -- Reply, of the bot's messages
  tries int not null default 0,
  created_at timestamptz not null default now(),
  delivered_at timestamptz,
  unique (turn_id, slot)
);
create index messages_platform_id on messages (platform, channel, platform_id);
create index messages_channel on messages (channel, id desc);
create index messages_conversation on messages (conversation, id desc);
create index messages_undelivered on messages (platform, id) where state = 'ready';

create table message_images (
  message_id bigint not null references messages on delete cascade,
  position int not null,
  image_id uuid not null references images on delete cascade,
  primary key (message_id, position)
);
create index message_images_image on message_images (image_id);

create table buttons (
  id text primary key,                     -- v1:<action>:<random>
  action text not null,
  args jsonb not null default '{}',
  turn_id uuid not null references turns on delete cascade,
  message_id bigint not null references messages on delete cascade,
  owner text not null,                     -- AuthorId whose turn posted it
  used_at timestamptz
);
create index buttons_message on buttons (message_id);

-- Results of finished steps: never done, nor paid for, again.
create table steps (
  turn_id uuid not null references turns on delete cascade,
  name text not null,
  n int not null,
  result jsonb not null,
  created_at timestamptz not null default now(),
  primary key (turn_id, name)
);

-- What a turn cost and why it did what it did. No message text.
create table traces (
  turn_id uuid not null references turns on delete cascade,
  n bigint generated always as identity,
  step text not null,
  facts jsonb not null,
  created_at timestamptz not null default now(),
  primary key (turn_id, n)
);

create table questions (
  turn_id uuid primary key references turns on delete cascade,
  conversation text not null,
  channel text not null,
  asker text not null,
  message_id bigint not null references messages on delete cascade,
  request_text text not null,
  plan jsonb not null,
  ask jsonb not null,
  expires_at timestamptz not null,
  answered_at timestamptz
);
create index questions_open on questions (conversation, asker) where answered_at is null;
create index questions_expiry on questions (expires_at) where answered_at is null;

-- Every picture the bot posted, as a record. The embedding is of the caption.
create table pictures (
  image_id uuid primary key references images on delete cascade,
  turn_id uuid not null references turns on delete cascade,
  message_id bigint not null references messages on delete cascade,
  author text not null,
  channel text not null,
  conversation text not null,
  private boolean not null,
  incognito boolean not null default false,
  context jsonb not null,
  caption text not null,
  created_at timestamptz not null default now()
);
create index pictures_author on pictures (author, created_at desc);
create index pictures_conversation on pictures (conversation, created_at desc);
create index pictures_message on pictures (message_id);

create table author_settings (author text primary key, settings jsonb not null);
create table channel_settings (scope text primary key, settings jsonb not null);
