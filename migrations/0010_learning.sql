-- Learning in passing: who was asked for consent and when, turns whose words wait to be distilled, and what was learnt and is still to
-- be told. None of these tables holds a word of anybody: words stay in turns, what was learnt in memories, and go with them.

create table consent_asked (
  author text primary key,                 -- AuthorId
  asked_at timestamptz not null,
  turn_id uuid not null                    -- whose reply asked: taken up again, it asks again
);

-- A turn gets here only if its author had said yes, and memory was on, when it happened. It leaves in the transaction that stores what
-- was learnt from it.
create table noticed_turns (
  turn_id uuid primary key references turns on delete cascade,
  author text not null,                    -- AuthorId
  private boolean not null,
  noticed_at timestamptz not null,
  taken_at timestamptz,                    -- by a worker that distils it, or died doing so
  tries int not null default 0
);
create index noticed_turns_author on noticed_turns (author, private);

create table learnt_notices (
  memory_id uuid primary key references memories on delete cascade,
  author text not null,                    -- AuthorId
  learnt_at timestamptz not null,
  told_in uuid                             -- the turn whose reply told it, even where that is gone since; null: still to be told
);
create index learnt_notices_author on learnt_notices (author);
