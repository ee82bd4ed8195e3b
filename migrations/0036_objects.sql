-- Pixels may lie in an object store (ATELIER_OBJECTS): then the row names the object, and holds no bytes.

alter table images
  alter column data drop not null,
  add column object text collate "C",      -- key of the object; null: the bytes are in `data`
  add column bytes int,                    -- of the file; null in rows from before, whose `data` tells
  add constraint images_somewhere check ((data is null) <> (object is null)) not valid;
alter table image_views
  alter column data drop not null,
  add column object text collate "C",
  add constraint image_views_somewhere check ((data is null) <> (object is null)) not valid;
create unique index images_object on images (object) where object is not null;
create unique index image_views_object on image_views (object) where object is not null;
create index images_in_database on images (id) where object is null;  -- what is still to be moved
create index image_views_in_database on image_views (image) where object is null;

-- Objects whose rows are gone; deleted by a chore, and then struck off. Written by the triggers, so that no statement forgets it.
create table objects_gone (
  key text primary key,
  at timestamptz not null default now()
);
create index objects_gone_at on objects_gone (at);
create function atelier_object_gone() returns trigger language plpgsql as $$
begin
  insert into objects_gone (key) values (old.object) on conflict do nothing;
  return null;
end $$;
create trigger images_object_deleted after delete on images
  for each row when (old.object is not null) execute function atelier_object_gone();
create trigger images_object_left after update of object on images
  for each row when (old.object is not null and old.object is distinct from new.object) execute function atelier_object_gone();
create trigger image_views_object_deleted after delete on image_views
  for each row when (old.object is not null) execute function atelier_object_gone();
create trigger image_views_object_left after update of object on image_views
  for each row when (old.object is not null and old.object is distinct from new.object) execute function atelier_object_gone();

-- The folder of this database in the object store. A restored copy gets another one: neither ever deletes the other's objects.
create table object_home (
  home uuid primary key default gen_random_uuid(),
  swept_at timestamptz,                    -- when objects and rows were last compared
  stray bigint not null default 0,         -- objects without a row that were deleted then
  missing bigint not null default 0        -- rows without an object that were found then
);
insert into object_home default values;

-- Somebody is forgotten once a list of the object store has shown that none of their objects is left.
alter table forgotten add column proven_at timestamptz;
