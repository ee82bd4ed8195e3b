-- While its one row is there no turn is begun anywhere: what comes in is stored and waits (`python -m bot pause`).
create table pause (
  one boolean primary key default true check (one),
  since timestamptz not null default now()
);
