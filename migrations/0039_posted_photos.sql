-- What a platform calls a picture that it keeps: so named it is sent again, also elsewhere, and not uploaded. It goes with the picture.
create table posted_photos (
  image_id uuid not null references images (id) on delete cascade,
  platform text not null,
  file_id text not null,
  primary key (image_id, platform)
);
