"""Telegram on the page: a group and a private chat for each member."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from simulators.demo.stage import ANSWER_SECONDS, Act, NotThere, Shown
from simulators.telegram.world import JSON, Chat, World

MEMBERS = {"Ann": 7, "Bob": 8}
LOOK_SECONDS = 0.05


class TelegramStage:
    """The `Stage` over a world. `files`: where the page serves pictures."""

    def __init__(self, world: World, *, files: str) -> None:
        self._world = world
        self._files = files
        self._people = {name: world.person(number, name) for name, number in MEMBERS.items()}
        self._places: dict[str, Chat] = {"Club": world.group()}
        for name, person in self._people.items():
            self._places[f"private chat of {name}"] = world.private(person)

    def people(self) -> Sequence[str]:
        return tuple(self._people)

    def places(self) -> Mapping[str, str]:
        return {name: chat.title if chat.kind == "private" else "" for name, chat in self._places.items()}

    def messages(self, place: str) -> Sequence[Shown]:
        chat = self._places[place]
        return [self._shown(chat, message) for message in chat.messages.values()]

    def _shown(self, chat: Chat, message: JSON) -> Shown:
        mine = message["from"]["id"] == self._world.me["id"]
        kept = (
            [message["photo"][-1]]
            if message.get("photo")
            else [message["document"]]
            if "document" in message
            else []
        )
        rows: list[list[JSON]] = message.get("reply_markup", {}).get("inline_keyboard", [])
        replied: JSON = message.get("reply_to_message", {})
        return Shown(
            id=str(message["message_id"]),
            author="Atelier" if mine else message["from"]["first_name"],
            by_bot=mine,
            text=message.get("text") or message.get("caption") or "",
            pictures=tuple(f"{self._files}/{file['file_id']}" for file in kept),
            buttons=tuple(button["text"] for row in rows for button in row),
            reply_to=str(replied.get("message_id", "")),
            wants_reply=message["message_id"] in chat.reply_fields,
        )

    async def say(self, act: Act) -> None:
        chat = self._places[act.place]
        named = chat.kind != "private" and act.names_bot and not act.text.startswith("/")
        words = f"@{self._world.me['username']} {act.text}".strip() if named else act.text
        content: dict[str, Any] = {"photo": self._world.photo(act.picture)} if act.picture else {}
        reply_to = self._number(chat, act) if act.message else None
        self._world.says(self._people[act.who], chat, words, reply_to=reply_to, **content)

    def _number(self, chat: Chat, act: Act) -> int:
        number = int(act.message) if act.message.isdecimal() else 0
        if number not in chat.messages:
            raise NotThere("That message is not there any more.")
        return number

    async def press(self, act: Act, label: str) -> Mapping[str, str]:
        chat = self._places[act.place]
        number = self._number(chat, act)
        rows: list[list[JSON]] = chat.messages[number].get("reply_markup", {}).get("inline_keyboard", [])
        if label not in [button["text"] for row in rows for button in row]:
            raise NotThere("That button is not there any more.")
        update = self._world.presses(self._people[act.who], chat, number, label)
        said = await self._answer(update["callback_query"]["id"])
        return {"notice": said} if said else {}

    async def _answer(self, callback: str) -> str:
        """What the bot shows to the presser alone; raises NotThere when it does not answer."""
        for _ in range(int(ANSWER_SECONDS / LOOK_SECONDS)):
            for answer in self._world.answered:
                if answer["callback_query_id"] == callback:
                    return str(answer.get("text") or "")
            await asyncio.sleep(LOOK_SECONDS)
        raise NotThere("The bot did not answer within its time.")

    async def fill_in(self, act: Act, form: str) -> None:
        raise NotThere("Telegram has no forms: what is asked is answered by a reply.")

    def file(self, name: str) -> bytes | None:
        return self._world.files.get(name)
