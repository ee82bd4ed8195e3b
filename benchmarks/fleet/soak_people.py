"""The people of `benchmarks.telegram_soak`, the weather they write in, and what they are owed."""

import asyncio
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field

from adapters.telegram.inbound.attachments import NOT_FETCHED
from simulators.pictures import drawn
from simulators.telegram.world import JSON, Chat, Fault, World

PAUSE_SECONDS = (2.0, 12.0)
"""Between two messages of one person, in up to CROWD chats; longer in proportion beyond."""
CROWD = 40
ALBUMS = 0.1
PRESSES = 0.15
"""Shares of what people do that are albums of two, and presses of Again under what they have."""
LATE = 0.1
"""Share of the updates that come up to LATE_SECONDS late, so that others overtake them."""
LATE_SECONDS = 3.0
GROUP_PATIENCE = 5
"""So many times slower in a group of four: its 20 calls a minute carry no more than about ten turns."""
LOOK_SECONDS = 0.25
WEATHER = (("429", 0.02), ("502", 0.02), ("lose", 0.01), ("drop", 0.01), ("slow", 0.03))
"""How likely each trouble is at each call."""
REDELIVERED = 0.1
"""Share of the updates that come once more, up to REDELIVERED_SECONDS later."""
REDELIVERED_SECONDS = 6.0


PICTURES = (drawn(64, 64, "red"), drawn(64, 64, "blue"))


@dataclass(slots=True)
class Soak:
    world: World
    dice: random.Random
    crowding: float = 1.0
    """So many times longer are the pauses."""
    storm: float = 1.0
    """So many times likelier is each trouble."""
    asked: dict[str, Chat] = field(default_factory=dict[str, Chat])
    """What was asked for, in words that name nothing else, and where."""
    times: Counter[str] = field(default_factory=Counter[str])
    """How often: once by its message, and by each press of Again."""
    open: dict[str, float] = field(default_factory=dict[str, float])
    """When what is not answered yet was asked."""
    waits: dict[str, list[float]] = field(default_factory=lambda: {"private": [], "group": []})
    """Seconds that each answer took."""
    faults: int = 0
    last_at: float = 0.0

    def weather(self, method: str) -> Fault | None:
        roll = self.dice.random()
        for kind, likely in WEATHER:
            roll -= likely * self.storm
            if roll < 0:
                self.faults += 1
                return Fault(
                    method=method, kind=kind, retry_after=self.dice.choice((1, 1, 2, 4)), seconds=0.2
                )
        return None

    def answered(self) -> dict[str, list[bool]]:
        """For each thing asked: its pictures in the chat, and whether the bot knows of each."""
        return {
            words: [
                (chat.id, message["message_id"]) not in self.world.unseen
                for message in self.pictures(chat, words)
            ]
            for words, chat in self.asked.items()
        }

    async def watch(self) -> None:
        """Notes how long each answer took, until cancelled."""
        while True:
            for words, asked_at in [*self.open.items()]:
                chat = self.asked[words]
                if len(self.pictures(chat, words)) + self.apologies(chat, words) >= self.times[words]:
                    del self.open[words]
                    self.waits["group" if chat.id < 0 else "private"].append(time.monotonic() - asked_at)
            await asyncio.sleep(LOOK_SECONDS)

    async def person(self, number: int, until: float) -> None:
        """Writes in a chat of their own, or in a topic of a group that four share."""
        person = self.world.person(100 + number, f"Person {number}")
        topic = None
        chat = self.world.private(person)
        if number % 3 == 0:
            group = -1000 - number // 12
            chat = self.world.chats.get(group) or self.world.group(group, forum=True)
            topic = self.world.topic(chat, 10 + number)
        turn, words = 0, ""
        while time.monotonic() < until:
            turn += 1
            if not (words and self.dice.random() < PRESSES and self.press(person, chat, words)):
                words = f"fox {number}x{turn}"
                self.say(person, chat, words, topic)
            pause = (
                self.dice.uniform(*PAUSE_SECONDS) * self.crowding * (1 if topic is None else GROUP_PATIENCE)
            )
            await asyncio.sleep(max(0.0, min(pause, until - time.monotonic())))

    def say(self, person: JSON, chat: Chat, words: str, topic: int | None) -> None:
        self.asked[words] = chat
        self.times[words] += 1
        self.open[words] = time.monotonic()
        text = f"@atelier_bot {words}" if topic is not None else words
        if self.dice.random() < ALBUMS:
            for update in self.world.album(person, chat, PICTURES, text, topic=topic):
                self.again(update)
        else:
            self.brought(self.world.says(person, chat, text, topic=topic))

    def press(self, person: JSON, chat: Chat, words: str) -> bool:
        """Whether there is something to press."""
        shown = next((m for m in self.pictures(chat, words) if "reply_markup" in m), None)
        if shown is None:
            return False
        self.times[words] += 1
        self.open[words] = time.monotonic()
        self.brought(self.world.presses(person, chat, shown["message_id"], "Again"))
        return True

    def brought(self, update: JSON) -> None:
        """At once and perhaps once more, or late: then others came before it."""
        if self.dice.random() < LATE and update in self.world.pending:
            self.world.pending.remove(update)
            del update["update_id"]
            asyncio.get_running_loop().call_later(
                self.dice.uniform(0, LATE_SECONDS), self.world.queue, update
            )
        else:
            self.again(update)

    def again(self, update: JSON) -> None:
        if self.dice.random() < REDELIVERED:
            asyncio.get_running_loop().call_later(
                self.dice.uniform(0, REDELIVERED_SECONDS), self.world.redeliver, update
            )

    def pictures(self, chat: Chat, words: str) -> list[JSON]:
        shown = re.compile(rf"{words}(?!\w)")
        return [
            message
            for message in self.world.posted(chat)
            if "photo" in message and shown.search(message.get("caption", ""))
        ]

    def apologies(self, chat: Chat, words: str) -> int:
        """How often it was asked to send that message again."""
        return sum(
            NOT_FETCHED in message.get("text", "") and words in str(message.get("reply_to_message"))
            for message in self.world.posted(chat)
        )

    def strays(self) -> int:
        chats = {chat.id: chat for chat in self.asked.values()}
        posted = [message for chat in chats.values() for message in self.world.posted(chat)]
        return sum(1 for message in posted if str(message.get("text", "")).endswith("…"))

    def lacking(self) -> list[str]:
        """What was asked for more often than there are pictures of it."""
        return [
            words
            for words, known in self.answered().items()
            if len(known) + self.apologies(self.asked[words], words) < self.times[words]
        ]
