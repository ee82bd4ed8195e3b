"""Telegram's webhook: updates of every kind, broken, over HTTP into the real store. Each is done with at the first delivery."""

import json
import random
from typing import Any

import httpx

from adapters.telegram.webhook import SECRET_HEADER
from benchmarks.fuzz.json_mutation import mutated
from benchmarks.fuzz.mutation import mutated as mutated_bytes
from benchmarks.fuzz.running_bot import Doors, RunningBot
from benchmarks.fuzz.target import GIVE_UP_SECONDS, Outcome
from simulators.telegram.world import World

BROKEN_JSON = 0.05
"""How many are not even JSON."""


class Webhook:
    """Port `benchmarks.fuzz.target.Target`."""

    name = "webhook"

    def __init__(self) -> None:
        self._doors = Doors()
        self._client = httpx.AsyncClient(timeout=GIVE_UP_SECONDS)

    async def open(self) -> None:
        await self._doors.open()

    async def once(self, dice: random.Random) -> Outcome:
        bot = self._doors.bot
        before = bot.intake.events
        body = json.dumps(mutated(_update(bot.telegram, dice), dice)).encode()
        if dice.random() < BROKEN_JSON:
            body = mutated_bytes(body, dice)
        answer = await self._client.post(bot.hook_url, content=body, headers={SECRET_HEADER: bot.hook_secret})
        bot.faults.check()
        assert answer.status_code in (200, 413), (
            f"{answer.status_code}: it would be delivered again and again"
        )
        _forget(bot)
        return "accepted" if bot.intake.events > before else "refused"

    async def close(self) -> None:
        await self._client.aclose()
        await self._doors.close()


def _update(world: World, dice: random.Random) -> dict[str, Any]:
    """A good one of any kind."""
    person = world.person(77, "Ben", username="ben", language_code="en")
    chat = world.private(person) if dice.random() < 0.5 else world.chats.get(-1001) or world.group()
    said = world.says(person, chat, "@atelier_bot draw a boat, see example.org #art")
    message = said.get("message", {})
    number = message["message_id"]
    photo = world.photo(b"\x89PNG no picture")
    shown = {
        **message,
        "photo": photo,
        "caption": message["text"],
        "caption_entities": message.get("entities", []),
    }
    kind, content = dice.choice(
        (
            ("message", message),
            ("message", {**message, "reply_to_message": shown, "quote": {"text": "boat", "position": 3}}),
            ("message", shown),
            ("message", {**shown, "media_group_id": f"album{number}"}),
            ("message", {**message, "document": world.document(b"words", "a.png", "image/png")}),
            ("message", {**message, "sticker": {**photo[0], "type": "regular", "is_animated": False, "is_video": False}}),
            ("message", {**message, "forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "x"}}),
            ("message", {**message, "migrate_to_chat_id": -1002}),
            ("message", {**message, "text": "/memory list", "entities": [{"type": "bot_command", "offset": 0, "length": 7}]}),
            ("edited_message", {**message, "edit_date": 1_790_000_009}),
            ("my_chat_member", _membership(message)),
            ("callback_query", {"id": "1", "from": person, "chat_instance": "1", "message": shown, "data": "v1:again:abcdefghijklmnop"}),
        )
    )  # fmt: skip
    return {"update_id": said.get("update_id", 100_000 + number), kind: content}


def _membership(message: dict[str, Any]) -> dict[str, Any]:
    me = {"id": 1, "is_bot": True, "first_name": "Atelier", "username": "atelier_bot"}
    states = [{"status": status, "user": me, "until_date": 0} for status in ("member", "kicked")]
    return {
        "chat": message["chat"],
        "from": message["from"],
        "date": 1,
        "old_chat_member": states[0],
        "new_chat_member": states[1],
    }


def _forget(bot: RunningBot) -> None:
    """What is kept of every update would grow for as long as this runs."""
    bot.intake.messages.clear()
    bot.telegram.pending.clear()
    bot.telegram.calls.clear()
    for chat in bot.telegram.chats.values():
        chat.messages.clear()
