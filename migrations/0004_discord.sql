-- Where reading left off, for a platform that does not deliver again what was missed.

create table watermarks (
  platform text not null,
  channel text not null,                    -- the platform's id of the channel or thread
  community text,                           -- null: a private chat
  message bigint not null,                  -- its greatest message id that is dealt with
  moved_at timestamptz not null default now(),
  primary key (platform, channel)
);

-- Messages taken in as one event together with an earlier one (written back to back). Written before the event is, so that
-- a message that is read again is known to belong to it.
create table joined_messages (
  platform text not null,
  message text not null,
  first text not null,
  joined_at timestamptz not null default now(),
  primary key (platform, message)
);
create index on joined_messages (joined_at);
