-- What each paid step of a turn used: booked before it is done, so that a day's limits hold however many ask at once. It outlives
-- its turn (what was spent stays spent when a person has everything forgotten) and holds no words; the author goes with them.

create table spending (
  turn_id uuid not null,
  step text not null,
  day date not null,                       -- UTC
  author text,                             -- AuthorId; null once that person was forgotten
  channel text not null,                   -- Place.channel_key
  community text,                          -- Place.community_key
  pictures int not null default 0,
  usd double precision not null default 0,
  tries int not null default 1,            -- times it was begun
  settled boolean not null default false,  -- its outcome is known
  primary key (turn_id, step)
);
create index spending_author on spending (day, author);
create index spending_channel on spending (day, channel);
create index spending_community on spending (day, community) where community is not null;
create index spending_day on spending (day) include (usd);
