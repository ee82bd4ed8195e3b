-- The latest partial picture of a working message of the web page, for whichever process shows the page. Lost with a crash the next comes.
create unlogged table previews (
  message_id bigint primary key references messages (id) on delete cascade,
  number int not null default 1,
  data bytea not null
);
