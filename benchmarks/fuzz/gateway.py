"""Discord's gateway: what people can cause there, broken, through the real client into the real store. The session lives on."""

import random
from typing import Any

from benchmarks.fuzz.json_mutation import mutated
from benchmarks.fuzz.running_bot import Doors
from benchmarks.fuzz.target import GIVE_UP_SECONDS, Outcome
from simulators.discord.server import DiscordServer
from simulators.discord.shapes import APP, CHANNEL, GUILD, ME, PEOPLE, member, user

Event = tuple[str, dict[str, Any]]
WITNESS = "ana"
"""Says something ordinary after each broken event, which has to be stored."""
SENDER = "ben"


class Gateway:
    """Port `benchmarks.fuzz.target.Target`."""

    name = "gateway"

    def __init__(self) -> None:
        self._doors = Doors()
        self._said = 0

    async def open(self) -> None:
        await self._doors.open()

    async def once(self, dice: random.Random) -> Outcome:
        bot = self._doors.bot
        before, self._said = bot.intake.events, self._said + 1
        name, event = dice.choice(_events(bot.discord, dice))
        await bot.discord.emit(name, mutated(event, dice))
        words = f"draw fox number {self._said}"
        await bot.discord.say(WITNESS, words)
        await bot.intake.until(words, seconds=GIVE_UP_SECONDS)
        bot.faults.check()
        _forget(bot.discord)
        return "accepted" if bot.intake.events > before + 1 else "refused"

    async def close(self) -> None:
        await self._doors.close()


def _events(server: DiscordServer, dice: random.Random) -> list[Event]:
    """One of each kind, all good."""
    message = _message(server)
    gone = {"id": message["id"], "channel_id": CHANNEL, "guild_id": GUILD}
    edited = {**message, "content": f"<@{ME}> draw an owl", "edited_timestamp": "2026-11-25T12:00:05+00:00"}
    return [
        ("MESSAGE_CREATE", message),
        ("MESSAGE_CREATE", _with_everything(server, message)),
        ("MESSAGE_UPDATE", edited),
        ("MESSAGE_DELETE", gone),
        ("MESSAGE_DELETE_BULK", {**gone, "ids": [message["id"], server.new_id()]}),
        ("INTERACTION_CREATE", _interaction(server, 2, _command(dice))),
        (
            "INTERACTION_CREATE",
            _interaction(server, 3, {"component_type": 2, "custom_id": "v1:again:abcdefghijklmnop", "id": 1}),
        ),
        ("INTERACTION_CREATE", _interaction(server, 4, _command(dice))),
        ("INTERACTION_CREATE", _interaction(server, 5, _form())),
        (
            "THREAD_CREATE",
            {
                **server.channels[CHANNEL],
                "id": server.new_id(),
                "type": 11,
                "parent_id": CHANNEL,
                "guild_id": GUILD,
            },
        ),
        ("TYPING_START", {"channel_id": CHANNEL, "user_id": PEOPLE[SENDER][0], "timestamp": 1_790_000_000}),
    ]


def _message(server: DiscordServer) -> dict[str, Any]:
    known = member(SENDER)
    return {
        "id": server.new_id(), "channel_id": CHANNEL, "guild_id": GUILD, "author": known.pop("user"), "member": known,
        "content": f"<@{ME}> draw a boat", "type": 0, "flags": 0, "timestamp": "2026-11-25T12:00:00+00:00", "edited_timestamp": None,
        "tts": False, "mention_everyone": False, "mentions": [user(ME, "atelier", bot=True)], "mention_roles": [], "attachments": [],
        "embeds": [], "pinned": False, "components": [],
    }  # fmt: skip


def _with_everything(server: DiscordServer, message: dict[str, Any]) -> dict[str, Any]:
    """A reply with files, embeds, stickers, components, a forwarded message."""
    file = {
        "id": "5", "filename": "cat.png", "size": 100, "url": f"{server.url}/cdn/5/cat.png", "proxy_url": f"{server.url}/cdn/5/cat.png",
        "content_type": "image/png", "width": 10, "height": 10,
    }  # fmt: skip
    picture = {
        "url": "https://a.example/x.png",
        "proxy_url": f"{server.url}/cdn/6/x.png",
        "width": 5,
        "height": 5,
    }
    other = {**message, "id": server.new_id()}
    return {
        **message, "id": server.new_id(), "type": 19, "attachments": [file], "referenced_message": other,
        "message_reference": {"message_id": other["id"], "channel_id": CHANNEL, "guild_id": GUILD, "type": 0},
        "embeds": [{"type": "image", "url": "https://a.example", "title": "x", "image": picture, "thumbnail": picture, "fields": []}],
        "sticker_items": [{"id": "7", "name": "wave", "format_type": 1}],
        "components": [{"type": 12, "id": 1, "items": [{"media": {"url": picture["url"], "content_type": "image/png"}}]}],
        "message_snapshots": [{"message": {**other, "attachments": [file]}}],
    }  # fmt: skip


def _interaction(server: DiscordServer, kind: int, data: dict[str, Any]) -> dict[str, Any]:
    number = server.new_id()
    event: dict[str, Any] = {
        "id": number, "application_id": APP, "type": kind, "data": data, "token": f"interaction-{number}", "version": 1,
        "channel_id": CHANNEL, "channel": server.channels[CHANNEL], "guild_id": GUILD, "member": {**member(SENDER), "permissions": "2048"},
        "locale": "en-US", "attachment_size_limit": 10_485_760, "app_permissions": "8", "entitlements": [], "context": 0,
        "authorizing_integration_owners": {"0": GUILD},
    }  # fmt: skip
    if kind == 3:
        event["message"] = {**_message(server), "author": user(ME, "atelier", bot=True)}
    server.tokens[event["token"]] = event
    return event


def _command(dice: random.Random) -> dict[str, Any]:
    prompt = {"name": "prompt", "type": 3, "value": "a boat", "focused": True}
    picture = {"name": "image", "type": 11, "value": "5"}
    file = {
        "id": "5",
        "filename": "a.png",
        "size": 9,
        "url": "https://cdn.discordapp.com/a.png",
        "proxy_url": "",
        "content_type": "image/png",
    }
    within: dict[str, Any] = {"name": "list", "type": 1, "options": [prompt]}
    name = dice.choice(("imagine", "memory", "forget", "settings", "remember", "Refine image", "nope"))
    options = dice.choice(([prompt], [prompt, picture], [within], []))
    return {
        "id": "1",
        "name": name,
        "type": 1,
        "options": options,
        "resolved": {"attachments": {"5": file}},
        "target_id": "9",
    }


def _form() -> dict[str, Any]:
    field = {
        "type": 18,
        "id": 1,
        "component": {"type": 4, "id": 2, "custom_id": "words", "value": "at night"},
    }
    return {"custom_id": "v1:refine:abcdefghijklmnop", "components": [field]}


def _forget(server: DiscordServer) -> None:
    """What the simulator keeps of every event would grow for as long as this runs."""
    for session in server.sessions.values():
        del session.events[:-1]
    server.calls.clear()
    server.messages[CHANNEL].clear()
    server.tokens.clear()
    server.forms.clear()
