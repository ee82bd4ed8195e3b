"""Telegram: the real library against the Bot API simulator on loopback."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import ClassVar

from adapters.telegram.config import TelegramConfig
from adapters.telegram.http.connection import TelegramConnection
from adapters.telegram.outbound.outbound import TelegramOutbound
from adapters.telegram.outbound.uploads import Uploads
from adapters.telegram.platform import TelegramPlatform
from agent.domain.conversation import PlatformName
from agent.domain.incoming import IncomingMessage
from agent.ports import Intake, Outbound, TurnStatus
from bot.app import App
from db.delivery.platform_notes import PgPlatformNotes
from db.delivery.posted_photos import PgPostedPhotos
from db.gallery.gallery import PgGallery
from simulators.telegram.server import TOKEN, telegram_server
from simulators.telegram.world import JSON, Chat, World
from tests.conversations.drivers.platform_driver import (
    AS_FILE,
    Driver,
    Play,
    Taken,
    button_of,
    made_of,
    picture,
    without_link,
)
from tests.conversations.script import PRIVATE, Step
from tests.conversations.turns import Shown, plain
from tests.patience import PATIENCE_SECONDS, until
from tests.worlds.telegram_bench import fast_clock, fast_sleep

UNLINKED = "\N{WORD JOINER}"


class TelegramDriver:
    """Habits: each channel is a group of its own; a button has no form, so that its words are asked for and come as a reply; an
    answer for one person goes to the private chat with them; a picture has a button more, for its file in full quality."""

    platform: ClassVar[PlatformName] = "telegram"
    shows_replied: ClassVar[bool] = True

    def __init__(self, world: World, turn_status: TurnStatus) -> None:
        self.world = self._world = world
        self._turn_status = turn_status
        self._people: dict[str, JSON] = {}
        self._groups: dict[str, Chat] = {}
        self._latest: JSON = {}
        """The latest update."""
        self._mailed = 0
        """Messages in the private chat of who acted, before they did."""

    async def enter(self, play: Play) -> None:
        app = {"language_code": play.locale} if play.locale else {}
        for position, who in enumerate(play.script.people):
            number = 1_000 + 10 * play.script.number + position
            self._people[who] = self._world.person(number, play.shown_name(who), **app)
            self._world.private(self._people[who])
        admins = [self._people[who] for who in play.script.people if play.manages(who)]
        for position, name in enumerate(play.script.channels):
            self._groups[name] = self._world.group(-(10 * play.script.number + position), admins=admins)

    async def act(self, play: Play, step: Step) -> int:
        person, chat = self._people[step.who], self._chat(step)
        self._mailed = len(self._world.posted(self._world.private(person)))
        to = int(play.messages[step.to].id) if step.to else None
        if step.presses:
            assert to is not None
            chat = self._world.private(person) if play.messages[step.to].whispered else chat
            label = button_of(step, {b["text"]: b["text"] for row in _rows(chat.messages[to]) for b in row})
            self._latest = self._world.presses(person, chat, to, label)
            return await self._answer_prompt(person, chat, step) if step.types else 1
        pictures = [picture(word) for word in step.attaches]
        words = self._worded(step)
        if len(pictures) > 1:
            self._latest = self._world.album(person, chat, pictures, words, reply_to=to)[-1]
            return 1
        content = {"photo": self._world.photo(pictures[0])} if pictures else {}
        called = play.called_in(step)
        names = {name: play.shown_name(name) for name in play.script.people}
        words = play.worded(replace(step, says=words), names, forged="@{name}")
        self._latest = self._world.says(
            person,
            chat,
            words,
            reply_to=to,
            calls={names[name]: self._people[name] for name in called},
            **content,
        )
        return 1

    async def _answer_prompt(self, person: JSON, chat: Chat, step: Step) -> int:
        """The client opened its reply field; what is written there answers the bot's prompt."""
        known = set(chat.reply_fields)
        await until(lambda: set(chat.reply_fields) - known)
        (prompt,) = set(chat.reply_fields) - known
        assert await self._turn_status.settled(
            "telegram", timeout_seconds=PATIENCE_SECONDS
        )  # nobody types faster
        self._latest = self._world.says(person, chat, step.types, reply_to=prompt)
        return 2

    def _worded(self, step: Step) -> str:
        """In a group the bot hears what names it, and commands."""
        said = step.says or ""
        if step.incognito:
            return f"/incognito {said}"
        if step.where == PRIVATE or said.startswith("/"):
            return said
        return f"@{self._world.me['username']} {said}".strip()

    async def message_id(self, play: Play, event: IncomingMessage) -> str:
        return event.message

    async def note(self, play: Play, step: Step, taken: Taken) -> str:
        pressed = self._latest.get("callback_query")
        if pressed is not None:
            await until(lambda: self._answer_to(pressed) is not None)
            return plain((self._answer_to(pressed) or {}).get("text", ""))
        message = self._latest["message"]
        if taken.accepted.alone and message["chat"]["type"] != "private":
            mailbox = self._world.private(self._people[step.who])
            await until(lambda: len(self._world.posted(mailbox)) > self._mailed)
            assert not self._replies_to(message), "others read it"
            return without_link(plain(_text(self._world.posted(mailbox)[-1])))
        await until(lambda: self._replies_to(message))
        return plain(_text(self._replies_to(message)[-1]))

    def _answer_to(self, pressed: JSON) -> JSON | None:
        found = (a for a in self._world.answered if a["callback_query_id"] == pressed["id"])
        return next(found, None)

    def _replies_to(self, message: JSON) -> list[JSON]:
        posted = self._world.posted(self._world.chats[message["chat"]["id"]])
        return [m for m in posted if m.get("reply_to_message", {}).get("message_id") == message["message_id"]]

    async def shown(self, play: Play, step: Step, message: str, *, whispered: bool) -> Shown | None:
        chat = self._chat(step)
        if whispered:  # the group only says that there was an answer
            chat = self._world.private(self._people[step.who])
            found = self._world.posted(chat)[-1]
        else:
            known = chat.messages.get(int(message))
            if known is None:
                return None
            found = known
        shown = self._album_of(chat, found) or [found] * int("photo" in found and not self._is_blank(found))
        labels = tuple(b["text"] for row in _rows(found) for b in row if b["text"] not in AS_FILE)
        return Shown(
            text=plain(_text(found)),
            buttons=labels,
            pictures=len(shown),
            made=tuple(made_of(self._world.files[item["photo"][-1]["file_id"]]) for item in shown),
            files=int("document" in found),
            alone=chat.kind == "private",
            message=str(found["message_id"]),
        )

    def _is_blank(self, message: JSON) -> bool:
        """A picture cannot become words: a grey square stands where one was removed."""
        return self._world.files[message["photo"][-1]["file_id"]] == Uploads().blank.data

    def _album_of(self, chat: Chat, words: JSON) -> list[JSON]:
        """Several pictures come as an album, right before the message with their words and buttons."""
        earlier = [m for m in self._world.posted(chat) if m["message_id"] < words["message_id"]]
        album = earlier[-1].get("media_group_id") if earlier else None
        if "photo" in words or album is None or earlier[-1]["message_id"] != words["message_id"] - 1:
            return []
        return [message for message in earlier if message.get("media_group_id") == album]

    def _chat(self, step: Step) -> Chat:
        if step.where == PRIVATE:
            return self._world.private(self._people[step.who])
        return self._groups[step.where]


def _text(message: JSON) -> str:
    """A joiner keeps an @name from calling somebody."""
    return str(message.get("text") or message.get("caption") or "").replace(UNLINKED, "")


def _rows(message: JSON) -> list[list[JSON]]:
    return message.get("reply_markup", {}).get("inline_keyboard", [])


async def open_telegram(app: App, intake: Intake, stack: AsyncExitStack) -> tuple[Driver, Outbound]:
    world = World(clock=fast_clock)
    server = await stack.enter_async_context(telegram_server(world))
    connection = TelegramConnection(TelegramConfig(token=TOKEN, api_url=server.url), sleep=fast_sleep)
    stack.push_async_callback(connection.close)
    platform_notes = PgPlatformNotes(app.pool)
    photos = PgPostedPhotos(app.pool)
    outbound = TelegramOutbound(
        connection, platform_notes=platform_notes, gate=app.gate, photos=photos, clock=fast_clock, sleep=fast_sleep
    )  # fmt: skip
    stack.push_async_callback(outbound.close)
    platform = TelegramPlatform(
        connection, intake, platform_notes=platform_notes, gallery=PgGallery(app.pool, app.models.embedder, app.clock),
        photos=photos, clock=fast_clock, sleep=fast_sleep,
    )  # fmt: skip
    running = asyncio.create_task(platform.run(), name="telegram")

    async def ended() -> None:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    stack.push_async_callback(ended)
    return TelegramDriver(world, app.turn_status), outbound
