-- The latest pictures of each image model, for whoever chooses between models: found without reading every trace.
create index traces_drawn on traces (created_at desc) where step = 'drawn';

-- What platforms show of a picture whose own file is too large for them. Made with the picture, gone with it.
create table image_views (
  image uuid primary key references images on delete cascade,
  media_type text not null,
  width int not null,
  height int not null,
  data bytea not null
);
alter table image_views alter column data set storage external;
