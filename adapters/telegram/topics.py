"""Topics of forums: where a message stands, and where the bot's go."""

from telegram import Chat, Message

GENERAL_TOPIC = "1"
"""A forum's first topic: named in some messages, and unknown to Telegram when it is sent back."""


def topic_of(chat: Chat, message: Message) -> str | None:
    """None for the thread of an ordinary reply chain, for General, and where topics were switched off again: messages go on naming
    theirs, and Telegram no longer takes it."""
    is_forum = chat.is_forum or chat.type == Chat.PRIVATE
    if not (message.is_topic_message and is_forum):
        return None
    topic = str(message.message_thread_id)
    return None if topic == GENERAL_TOPIC else topic
