-- Who had everything forgotten, without a name: what a restored backup is gone through with (db/memory/forgetting/forgotten_people.py).

create table forgotten (
  person bytea primary key,                -- sha256 of the installation's key and the AuthorId
  at timestamptz not null
);
