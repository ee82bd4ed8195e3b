-- Since nothing walks over what has just gone (docs/decisions/0033), clearing it away more often than usual only writes each page more often.
alter table turns reset (autovacuum_vacuum_scale_factor);
alter table messages reset (autovacuum_vacuum_scale_factor);
alter table images reset (autovacuum_vacuum_scale_factor);
alter table pictures reset (autovacuum_vacuum_scale_factor);
alter table message_images reset (autovacuum_vacuum_scale_factor);
alter table buttons reset (autovacuum_vacuum_scale_factor);
alter table steps reset (autovacuum_vacuum_scale_factor);
alter table traces reset (autovacuum_vacuum_scale_factor);
alter table spending reset (autovacuum_vacuum_scale_factor);
alter table inbox reset (autovacuum_vacuum_scale_factor);
