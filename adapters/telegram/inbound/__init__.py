"""From Telegram's updates to what intake takes in: parsing (pure), albums, attachments, updates that always fail.

May import: `outbound`, `http`. A new kind of message is read in `message_contents`.
"""
