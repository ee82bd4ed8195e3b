"""The people of `benchmarks.discord_soak`, the weather they write in, and what they are owed."""

import asyncio
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field

from simulators.discord.calls import Fault
from simulators.discord.server import DiscordServer
from simulators.discord.shapes import CHANNEL, ME, PEOPLE, Json, buttons, channel, texts, thread
from simulators.pictures import drawn

PAUSE_SECONDS = (2.0, 12.0)
"""Between two acts of one person."""
ACTS = (("says", 0.4), ("slash", 0.15), ("again", 0.15), ("reply", 0.15), ("shows", 0.15))
"""What people do, and how often: words, a command, a press of Again, a reply to a picture of theirs, words with a picture."""
WEATHER = (("429", 0.02), ("502", 0.025), ("lost", 0.015), ("cut", 0.015), ("late", 0.01), ("slow", 0.015))
"""How likely each trouble is at each call: one call in ten. `lost`: carried out, and the connection breaks instead of an answer; `late`:
carried out, and 502 is answered."""
REDELIVERED = 0.1
"""Share of the events that come once more."""
BREAK_SECONDS = 20.0
"""Between two breaks of the gateway; every third session cannot be resumed."""
LOOK_SECONDS = 0.25
CHANNELS = 4
LOADING = 1 << 7
"""Flag of an answer that says "thinking ..."."""
PICTURE = drawn(64, 64, "shown")


@dataclass(slots=True)
class DiscordSoak:
    server: DiscordServer
    dice: random.Random
    storm: float = 1.0
    """So many times likelier is each trouble."""
    where: dict[str, str] = field(default_factory=dict[str, str])
    """What was asked for, in words that name nothing else, and in which channel."""
    times: Counter[str] = field(default_factory=Counter[str])
    open: dict[str, float] = field(default_factory=dict[str, float])
    """When what is not answered yet was asked."""
    waits: list[float] = field(default_factory=list[float])
    acts: Counter[str] = field(default_factory=Counter[str])
    faults: int = 0
    breaks: int = 0
    last_at: float = 0.0

    def weather(self, method: str, path: str) -> Fault | None:
        roll = self.dice.random()
        for kind, likely in WEATHER:
            roll -= likely * self.storm
            if roll < 0:
                self.faults += 1
                return _fault(kind, self.dice.choice(("0.5", "1", "2")))
        return None

    def places(self) -> list[str]:
        """Some channels and a thread of the bot's, there before the session begins."""
        found = [CHANNEL]
        for number in range(1, CHANNELS):
            name = f"{CHANNEL}{number}"
            self.server.channels[name] = channel(name, f"art-{number}")
            found.append(name)
        self.server.channels["777"] = thread("777", CHANNEL, owner=ME)
        found.append("777")
        for name in found:
            self.server.messages.setdefault(name, {})
        return found

    async def breaking(self) -> None:
        """The gateway's connection breaks now and then, until cancelled."""
        while True:
            await asyncio.sleep(BREAK_SECONDS * self.dice.uniform(0.5, 1.5))
            await self.server.until(self.server.live, seconds=60, what="a session")
            fresh = self.breaks % 3 == 2
            if fresh and not self._acknowledged():
                continue  # an interaction that came with a session which is gone is Discord's own loss
            self.breaks += 1
            await self.server.drop(resumable=not fresh)

    def _acknowledged(self) -> bool:
        return all(token in self.server.forms for token in self.server.tokens)

    async def watch(self) -> None:
        """Notes how long each answer took, until cancelled."""
        while True:
            for words, asked_at in [*self.open.items()]:
                if len(self.pictures(words)) >= self.times[words]:
                    del self.open[words]
                    self.waits.append(time.monotonic() - asked_at)
            await asyncio.sleep(LOOK_SECONDS)

    async def person(self, number: int, places: list[str], until: float) -> None:
        """In private, in the thread or in one of the channels."""
        who = f"person {number}"
        PEOPLE[who] = (str(1_000 + number), who)
        where = self.server.private_chat(who) if number % 4 == 0 else places[number % len(places)]
        turn, words = 0, ""
        while time.monotonic() < until:
            turn += 1
            words = await self._act(who, where, words, f"fox {number}x{turn}")
            pause = self.dice.uniform(*PAUSE_SECONDS)
            await asyncio.sleep(max(0.0, min(pause, until - time.monotonic())))

    async def _act(self, who: str, where: str, before: str, fresh: str) -> str:
        """What was asked for: something new, or once more of what was asked for before."""
        (act,) = self.dice.choices([name for name, _ in ACTS], [share for _, share in ACTS])
        shown = self.pictures(before) if before else []
        if not shown and act in ("again", "reply"):
            act = "says"
        if act in ("slash", "again") and not self.server.live():
            act = "says"  # what is pressed meanwhile, Discord itself says has failed
        self.acts[act] += 1
        words = before if act in ("again", "reply") else fresh
        self.where[words] = where
        self.times[words] += 1
        self.open[words] = time.monotonic()
        match act:
            case "again":
                await self.server.press(who, shown[-1]["id"], "Again", where=where)
            case "slash":
                await self.server.slash(who, "imagine", {"prompt": words}, where=where)
            case "reply":
                await self._said(
                    await self.server.say(who, f"{words} by night", where=where, reply_to=shown[-1]["id"])
                )
            case "shows":
                files = [("shown.png", PICTURE)]
                await self._said(
                    await self.server.say(who, f"draw {words} beside this", where=where, files=files)
                )
            case _:
                await self._said(await self.server.say(who, f"draw {words}", where=where))
        return words

    async def _said(self, message: Json) -> None:
        """Now and then a message is delivered once more."""
        if self.dice.random() < REDELIVERED:
            sent = [event for session in self.server.sessions.values() for event in session.events[-20:]]
            for event in sent:
                if event["t"] == "MESSAGE_CREATE" and event["d"]["id"] == message["id"]:
                    await self.server.emit("MESSAGE_CREATE", event["d"])
                    return

    def pictures(self, words: str) -> list[Json]:
        """Of the bot's messages there, those that show this."""
        named = re.compile(rf"{words}(?!\w)")
        return [
            message
            for message in self.server.posted(self.where[words])
            if message["attachments"] and named.search(texts(message))
        ]

    def frozen(self) -> list[Json]:
        """Working messages that stayed: neither a picture, nor words with an end."""
        posted = [message for where in self.server.messages for message in self.server.posted(where)]
        return [m for m in posted if m["flags"] & LOADING or (not m["attachments"] and _is_working(m))]

    def lacking(self) -> list[str]:
        return [words for words, count in self.times.items() if len(self.pictures(words)) < count]


def _is_working(message: Json) -> bool:
    cancels = any(button.get("label") == "Cancel" for button in buttons(message))
    return cancels or texts(message).rstrip().endswith(("…", "..."))


def _fault(kind: str, retry_after: str) -> Fault:
    failed: Json = {"message": "made to fail", "code": 0}
    made = Fault(method="", path=re.compile(""), status=502, body=failed, headers={}, times=1)
    match kind:
        case "429":
            made.status, made.body = 429, {**failed, "retry_after": float(retry_after), "global": False}
            made.headers = {"Retry-After": retry_after, "Via": "1.1 test"}
        case "lost":
            made.after, made.cut = True, True
        case "cut":
            made.cut = True
        case "late":
            made.after = True
        case "slow":
            made.after, made.status, made.seconds = True, 0, 0.5
        case _:
            pass
    return made
