-- Where somebody who is forgotten wrote in private: by all that they wrote it took 1.2 s for 100,000 messages.
create index messages_private_chats on messages (author, channel) where author is not null and private;
