-- How far somebody's erasure has come ({until, stage, after, late_from}, db/memory/forgetting/erase_turns.py): whoever goes on with it does
-- not walk over what has just gone, two seconds for somebody with a hundred thousand turns.
alter table erasures add column progress jsonb;

-- What a person spent is walked through in this order as their name goes; the sums of a day find it as before.
drop index spending_author;
create index spending_author on spending (author, day, turn_id) where author is not null;

-- What was said without asking for anything is found by its place when that place's period ends: all that was ever said anywhere was read.
create index messages_asides_channel on messages (channel, id) where turn_id is null and author is not null;
create index messages_asides_community on messages ((platform || ':' || (place->>'community')), id)
  where turn_id is null and author is not null;

-- Dead rows are cleared away at a twentieth of a large table instead of a fifth: what walks in the order of an index passes by them.
alter table turns set (autovacuum_vacuum_scale_factor = 0.05);
alter table messages set (autovacuum_vacuum_scale_factor = 0.05);
alter table images set (autovacuum_vacuum_scale_factor = 0.05);
alter table pictures set (autovacuum_vacuum_scale_factor = 0.05);
alter table message_images set (autovacuum_vacuum_scale_factor = 0.05);
alter table buttons set (autovacuum_vacuum_scale_factor = 0.05);
alter table steps set (autovacuum_vacuum_scale_factor = 0.05);
alter table traces set (autovacuum_vacuum_scale_factor = 0.05);
alter table spending set (autovacuum_vacuum_scale_factor = 0.05);
alter table inbox set (autovacuum_vacuum_scale_factor = 0.05);
