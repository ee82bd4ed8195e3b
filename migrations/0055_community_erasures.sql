-- Communities that are to be erased as a whole: whoever goes on with it finds them here (db/memory/forgetting/erase_community.py).
create table community_erasures (
  community text primary key,              -- Place.community_key
  requested_at timestamptz not null default now(),
  waits boolean not null default false     -- all is gone but for turns that were still at work
);
