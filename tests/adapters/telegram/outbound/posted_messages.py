"""What a reader of a chat sees of the bot's messages."""

from simulators.telegram.world import JSON, Chat, World
from tests.worlds.telegram_bench import button


def shown(world: World, chat: Chat) -> list[JSON]:
    return world.posted(chat)


def labels(message: JSON) -> list[str]:
    return [b["text"] for row in message["reply_markup"]["inline_keyboard"] for b in row]


BUTTONS = (button("again", "Again", 1), button("why", "Why?", 2))
