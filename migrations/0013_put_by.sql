-- Deliveries that a platform was told we have, as they came, until they are taken in (seconds): the items of an album, which Telegram's
-- webhook sends one after the other.

create table put_by (
  platform text not null,
  key text not null,
  payload text not null,
  put_at timestamptz not null default now(),
  primary key (platform, key)
);
