-- What a person said, and who replied to it, is found by them: without these, forgetting somebody read every message and turn there was.
create index messages_author on messages (author, created_at) where author is not null;
create index turns_reply_to on turns (reply_to_id) where reply_to_id is not null;
