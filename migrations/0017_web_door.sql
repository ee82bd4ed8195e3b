-- Behind the web chat's password a name belongs to the browsers that hold it. A browser's secret is 32 random bytes in its cookie; only
-- its SHA-256 is kept here, as is that of the links which carry a name to another browser.

create table web_names (
  author text primary key,                 -- AuthorId
  name text not null,
  look text not null unique,               -- what the name looks like: two that look the same are the same
  claimed_at timestamptz not null default now()
);

create table web_sessions (
  digest bytea primary key,
  author text references web_names on delete cascade,  -- null: past the password, and nobody yet
  door bytea not null,                     -- of the password that was given: another password asks anew
  seen_at timestamptz not null
);
create index web_sessions_author on web_sessions (author, seen_at);
create index web_sessions_seen on web_sessions (seen_at);

create table web_links (
  digest bytea primary key,
  author text not null,                    -- AuthorId; need not be claimed yet (an operator's invitation)
  name text not null,
  until timestamptz not null
);
create index web_links_author on web_links (author, until);

-- For /readyz: emptied and written to in a transaction that is taken back, so that a disk that is full is known before a person's words are lost.
create table write_probe (filler text not null);
alter table write_probe alter column filler set storage plain;
