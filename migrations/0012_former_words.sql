-- What a memory was called, and what it said, before a person changed it: forgetting it has to find those words too.
alter table memories add column former text[] not null default '{}';
