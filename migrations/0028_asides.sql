-- What people say to each other on the web page has no turn that ends with its time: it is found by itself.
create index messages_asides on messages (id) where turn_id is null and author is not null;
