-- Small facts that a platform adapter must not forget: parts of a reply that are posted already, where a group moved to.

create table platform_notes (
  platform text not null,
  key text not null,
  value text not null,
  noted_at timestamptz not null default now(),
  primary key (platform, key)
);
create index on platform_notes (noted_at);
