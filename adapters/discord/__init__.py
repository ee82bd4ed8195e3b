"""Discord: the connected platform (gateway, permissions, reading back), with `inbound`, `outbound` and `http`.

May import: `agent`. What a message means is read in `inbound` (pure), what the bot says is sent by `outbound`.
"""
