-- What trying a language model showed: which size of plan it fills in, and how long one takes. Every process of an installation plans
-- alike, and a start does not try again what is known.

create table plan_trials (
  model text primary key,
  size text not null check (size in ('full', 'compact', 'hints')),
  finished boolean not null,
  seconds double precision not null check (seconds >= 0),
  tokens_per_second double precision not null check (tokens_per_second >= 0),
  tried_at timestamptz not null default now()
);
