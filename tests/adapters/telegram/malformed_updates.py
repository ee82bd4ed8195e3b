"""Updates that Telegram would not send, for all ways by which updates come."""

MALFORMED: list[object] = [
    {},
    [],
    "text",
    7,
    None,
    {"message": {}},
    {"message": {"message_id": 1}},
    {"message": {"message_id": 1, "date": 10**18, "chat": {"id": 1, "type": "private"}}},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": None}},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": {"a": 1}, "from": 3}},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "x",
                 "from": {"id": 7, "is_bot": False, "first_name": "A"}, "entities": [{"type": "mention", "offset": -5, "length": 10**9}]}},
    {"callback_query": {}},
    {"callback_query": {"id": "1", "from": {"id": 7, "is_bot": False, "first_name": "A"}, "chat_instance": "1"}},
    {"brand_new_kind_of_update": {"x": 1}},
    {"channel_post": {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "channel"}}},
]  # fmt: skip
