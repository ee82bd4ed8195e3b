"""People who write to a simulated Telegram, each request named by a number of its own."""

import asyncio
import random
from dataclasses import dataclass, field

from benchmarks.fleet.world import ASKED, CHECKED, SEARCHED, TOLD
from simulators.telegram.world import JSON, Chat, World

REDELIVERED = 0.2
"""Share of the updates that come once more."""
KINDS = {
    "plain": "draw fox no {} please",
    "searched": f"{SEARCHED} and draw fox no {{}} please",
    "told": f"draw fox no {{}} please. {TOLD} watercolour number {{}}",
    "checked": f"draw {CHECKED} foxes, fox no {{}} please",
    "asked": f"draw fox no {{}} in oil {ASKED}",
}
"""By the side road that the request takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request: where it was made, and by which message."""

    chat: Chat
    message: int
    text: str


@dataclass(slots=True)
class People:
    """One person a chat; their requests by number."""

    world: World
    dice: random.Random
    chats: int
    asked: dict[int, Asked] = field(default_factory=dict[int, Asked])

    def ids(self, count: int) -> list[str]:
        """Of so many who wrote, as the bot knows them."""
        return [
            f"telegram:{chat}" for chat in sorted({asked.chat.id for asked in self.asked.values()})[:count]
        ]

    async def write(self, per_second: float) -> None:
        """Until cancelled."""
        while True:
            self.say()
            await asyncio.sleep(self.dice.expovariate(per_second))

    def say(self, *, kind: str = "") -> int:
        """One request, of some kind; its number."""
        number = len(self.asked) + 1
        words = KINDS[kind or list(KINDS)[number % len(KINDS)]]
        person = self.world.person(100 + number % self.chats, f"Person {number % self.chats}")
        chat = self.world.private(person)
        text = words.replace("{}", str(number))
        update = self.world.says(person, chat, text)
        self.asked[number] = Asked(chat=chat, message=update["message"]["message_id"], text=text)
        if self.dice.random() < REDELIVERED:
            self.world.redeliver(update)
        return number

    def answers(self, asked: Asked) -> tuple[list[JSON], list[JSON]]:
        """What the bot said to a request: its answers, and its working messages that are still there."""
        said = [
            message
            for message in self.world.posted(asked.chat)
            if message.get("reply_to_message", {}).get("message_id") == asked.message
        ]
        working = [message for message in said if str(message.get("text", "")).endswith("…")]
        return [message for message in said if message not in working], working
