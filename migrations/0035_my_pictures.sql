-- What a person's pictures are told apart by. Computed from the record, so that what is forgotten there is forgotten here.
alter table pictures
  add column style text generated always as (lower(context #>> '{slots,style,value}')) stored,
  add column characters jsonb
    generated always as (jsonb_path_query_array(context, '$.slots.character.characters[*].name')) stored;

-- Channels of the web page that somebody made, named anew or deleted. Where there is no row, a channel is what was written in it.
create table web_channels (
  channel text primary key,                -- Place.channel
  title text not null default '',          -- as it is shown; '': as it is called
  made_at timestamptz not null default now(),
  deleted_at timestamptz                   -- nobody reads or writes there until it is made again
);
