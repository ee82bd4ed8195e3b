-- Accounts that belong to one person. What is kept stays under the account that said it; whoever reads may read for all of these.

create table linked_accounts (
  author text primary key,                 -- AuthorId
  person uuid not null,
  name text not null,
  place jsonb,                             -- its private chat, where it is told what happens; null: none is known
  linked_at timestamptz not null default clock_timestamp()
);
create index linked_accounts_person on linked_accounts (person);

-- What /link shows, to be typed from another account. Only a SHA-256 of it is kept.
create table account_codes (
  author text primary key,                 -- AuthorId: one code at a time
  digest bytea not null unique,
  name text not null,
  until timestamptz not null
);

-- What an account is to be told in its private chat.
create table account_notices (
  id uuid primary key default gen_random_uuid(),
  author text not null,                    -- AuthorId of who is told
  place jsonb not null,
  kind text not null check (kind in ('joined', 'parted', 'opened')),
  about text not null,                     -- the account that came or went; of 'opened' the session's id
  about_name text not null,
  created_at timestamptz not null default now(),
  taken_in boolean not null default false
);
create index account_notices_waiting on account_notices (created_at) where not taken_in;
create index account_notices_author on account_notices (author);
