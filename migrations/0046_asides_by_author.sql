-- What a person said without asking for anything is found by itself: among all that they ever said it was looked for in what had just gone with
-- their turns, four seconds for somebody with a hundred thousand.
create index messages_asides_author on messages (author, created_at, id) where turn_id is null and author is not null;
