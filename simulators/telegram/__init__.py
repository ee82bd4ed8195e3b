"""The Bot API on loopback, over a `World` of people and chats."""
