-- What the daily sweep finds in the object store, for whoever watches its growth: no database knows it, and no scrape of /metrics may list a bucket.
alter table object_home
  add column objects bigint not null default 0,  -- objects that were there then and stayed
  add column bytes bigint not null default 0;    -- their bytes
