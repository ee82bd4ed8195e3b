"""What the bot says on Telegram: replies, sending, uploads, keyboards, chat actions.

May import: `http`. A new kind of message is made here.
"""
