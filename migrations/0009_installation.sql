-- What every process of one installation shares, on however many machines: the secret that signs web sessions, tells a webhook's caller
-- and hashes author ids for providers.

create table installation (
  only_row boolean primary key default true check (only_row),
  key bytea not null,
  created_at timestamptz not null default now()
);
