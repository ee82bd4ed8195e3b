-- Messages that one person writes back to back are one request, joined after they are stored.
alter table turns
  add column said_at timestamptz,    -- when the last message of the request was written, by the platform's clock; null: of before this column
  add column drawing_at timestamptz; -- when what was asked for was begun with: nothing joins the request any more
