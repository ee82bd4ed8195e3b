"""What the bot says on Discord: layouts, sending, replies, upload limits.

May import: `http`. A new kind of message is a layout here.
"""
