-- A browser that was let in to the page is listed to its person and ended by itself; and there are more ways in than the password.

alter table web_sessions add column id uuid not null default gen_random_uuid();
alter table web_sessions add column opened_at timestamptz not null default now();
alter table web_sessions add column browser text not null default '';     -- as its person tells it from others: "Firefox on Linux"
alter table web_sessions add column way text not null default 'password'; -- by which it was let in
alter table web_sessions add column identity bytea;                       -- of whoever it was opened for by a sign-in elsewhere

-- A link that the bot gave, or an invitation where there is no password, lets in by itself.
alter table web_links add column enters boolean not null default false;

-- Whom another service (an organisation's OpenID Connect, a proxy) vouches for. Found by who they are there, never by an e-mail address.
create table web_identities (
  digest bytea primary key,                -- SHA-256 of the service and its own id of the person
  author text not null references web_names on delete cascade,
  service text not null,
  opened_at timestamptz not null default now()
);
create index web_identities_author on web_identities (author);
