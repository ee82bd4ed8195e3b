-- How many memories of a scope went over its cap: told where its memory is listed.
alter table memory_scopes add column made_room bigint not null default 0;
