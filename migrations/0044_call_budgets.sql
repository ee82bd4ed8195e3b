-- From when on the next call of a platform may go, of all processes that share its token. Lost with a crash it begins anew.
create unlogged table call_budgets (
  name text primary key,
  free_at timestamptz not null
);
