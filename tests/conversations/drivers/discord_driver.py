"""Discord: the real client against a gateway and a REST API of our own on loopback."""

import asyncio
from contextlib import AsyncExitStack
from functools import partial
from typing import Any, ClassVar

from adapters.discord.client import DiscordPlatform
from adapters.discord.config import DiscordConfig
from adapters.discord.outbound.outbound import DiscordOutbound
from agent.domain.conversation import PlatformName
from agent.domain.incoming import IncomingMessage
from agent.ports import Intake, Outbound
from bot.app import App
from db.delivery.read_positions import PgReadPositions
from simulators.discord.server import DiscordServer, discord_server
from simulators.discord.shapes import (
    GUILD,
    HIDDEN,
    LOCALES,
    PEOPLE,
    ROLES,
    TOKEN,
    buttons,
    channel,
    role,
    texts,
)
from tests.conversations.drivers.platform_driver import (
    Driver,
    Play,
    Taken,
    button_of,
    made_of,
    picture,
    without_link,
)
from tests.conversations.script import ELSEWHERE, PRIVATE, Step
from tests.conversations.turns import Shown, plain

Json = dict[str, Any]
MODERATORS, OTHER_SERVER = "150", "101"
MEMBER_RIGHTS, MODERATOR_RIGHTS = 0x4080011DC00, 0x4080011DC10
"""To see, write, attach, read back and command; and to manage channels."""
NATIVE = (
    ("me save", "me save", "words"),
    ("me allow", "me allow", "who"),
    ("me used", "me used", ""),
    ("me forget", "me forget", ""),
    ("me profile", "me profile", ""),
    ("me remove", "me remove", "number"),
    ("me", "me show", ""),
    ("style save", "board save", "name"),
    ("style show", "board show", "name"),
    ("style share", "board share", "name"),
    ("style forget", "board forget", "name"),
    ("draw", "imagine", "prompt"),
    ("remember", "remember", "what"),
    ("memory", "memory list", "search"),
    ("forget", "memory forget", "what"),
    ("export", "memory export", ""),
    ("character save", "character save", "name"),
    ("channel style", "channel style", "text"),
    ("channel quota", "channel quota", "pictures"),
    ("cancel", "cancel", ""),
    ("help", "help", ""),
    ("reports", "reports", ""),
    ("blocked", "blocked", ""),
    ("audit", "audit", ""),
    ("privacy", "privacy", ""),
    ("web", "web", ""),
    ("link", "link", "code"),
)
"""What is typed elsewhere, the slash command that it is here, and the field that the rest of it goes into."""
LOCALE_NAMES = {"en": "en-US", "es": "es-ES"}
"""Languages that Discord's app has with a region only."""
MENUS = (("character save", "Remember as character"), ("why", "Why?"), ("report", "Report picture"))
"""The same for commands about a message: they are in its menu, and the rest goes into a form."""


class DiscordDriver:
    """Habits: commands are native, so that most of their answers are seen by the asker alone; what a person may change with a
    button comes with a form."""

    platform: ClassVar[PlatformName] = "discord"
    shows_replied: ClassVar[bool] = True

    def __init__(self, server: DiscordServer) -> None:
        self._server = server
        self._places: dict[str, str] = {}
        self._latest: Json = {}
        """The latest act: a message or an interaction."""
        self._buttons: dict[str, dict[str, str]] = {}
        """Message to its buttons by label: somebody's client may still show one that was taken away."""

    async def enter(self, play: Play) -> None:
        for position, who in enumerate(play.script.people):
            name = play.name_of(who)
            PEOPLE[name] = (f"{1_000 + 10 * play.script.number + position}", play.shown_name(who))
            LOCALES[name] = LOCALE_NAMES.get(play.locale or "en", play.locale or "")
            ROLES[name] = [MODERATORS] if play.manages(who) else []
        for position, name in enumerate(play.script.channels):
            number = f"{2_000 + 10 * play.script.number + position}"
            server = OTHER_SERVER if name == ELSEWHERE else GUILD
            made = self._server.channels[number] = channel(number, name, guild_id=server)
            self._server.messages[number] = {}
            self._places[name] = number
            await self._server.emit("CHANNEL_CREATE", made)

    async def act(self, play: Play, step: Step) -> int:
        who, where = play.name_of(step.who), self._place(play, step)
        to = play.messages[step.to].id if step.to else ""
        if step.presses:
            self._latest = await self._press(who, where, to, step)
        elif step.says is not None and step.says.startswith("/"):
            self._latest = await self._command(who, where, to, step, step.says[1:])
        elif step.incognito:
            self._latest = await self._slash(who, where, "imagine", {"prompt": step.says, "private": True})
        else:
            files = [(f"{word}.png", picture(word)) for word in step.attaches]
            called = play.called_in(step)
            codes = {name: f"<@{PEOPLE[play.name_of(name)][0]}>" for name in play.script.people}
            # Whom a message calls, Discord itself lists beside it; a code alone calls nobody.
            words = play.worded(step, codes)
            self._latest = await self._server.say(
                who, words, where=where, mention=step.where != PRIVATE, reply_to=to, files=files,
                calls=[play.name_of(name) for name in called],
            )  # fmt: skip
        return 1

    async def _press(self, who: str, where: str, to: str, step: Step) -> Json:
        pressed = await self._server.press(
            who, to, button_of(step, self._buttons[to]), where=where, rights=self._rights(who)
        )
        if not step.types:
            return pressed
        return await self._server.submit(who, await self._form(pressed), step.types, where=where, message=to)

    async def _command(self, who: str, where: str, to: str, step: Step, words: str) -> Json:
        if to:
            lead, menu = next((lead, menu) for lead, menu in MENUS if words.startswith(lead))
            opened = await self._menu(who, where, to, menu)
            rest = words.removeprefix(lead).strip()
            return (
                await self._server.submit(who, await self._form(opened), rest, where=where)
                if rest
                else opened
            )
        found = [native for native in NATIVE if f"{words} ".startswith(f"{native[0]} ")]
        if not found:  # there is no such command here, so it can only be typed
            mention = self._server.channels[where]["type"] != 1
            return await self._server.say(who, f"/{words}", where=where, mention=mention)
        lead, name, field = found[0]
        rest = words.removeprefix(lead).strip()
        given: Json = (
            {field: int(rest) if field in ("pictures", "number") else rest} if field and rest else {}
        )
        attached: Json = {
            f"image{number if number > 1 else ''}": picture(word)
            for number, word in enumerate(step.attaches, start=1)
        }
        return await self._slash(who, where, name, {**given, **attached})

    async def _slash(self, who: str, where: str, name: str, options: Json) -> Json:
        return await self._server.slash(who, name, options, where=where, rights=self._rights(who))

    async def _menu(self, who: str, where: str, to: str, name: str) -> Json:
        message = self._server.messages[where][to]
        data = {"id": "1", "name": name, "type": 3, "target_id": to, "resolved": {"messages": {to: message}}}
        return await self._server.interact(2, who, data, where=where)

    async def _form(self, interaction: Json) -> Json:
        token = interaction["token"]
        return (await self._server.until(lambda: self._server.forms.get(token), what="a form"))["data"]

    async def message_id(self, play: Play, event: IncomingMessage) -> str:
        return event.message

    async def note(self, play: Play, step: Step, taken: Taken) -> str:
        noted = partial(self._noted, alone=taken.accepted.alone)
        return without_link(plain(_unescaped(texts(await self._server.until(noted, what="a note")))))

    def _noted(self, *, alone: bool) -> Json | None:
        """In reply to a message, or to its author; beside a pressed button, or as the answer to a command, for the one who acted alone."""
        token = self._latest.get("token")
        if token is None:
            nonce = f"{self._latest['id']}-n"
            mailed = [name for name, channel in self._server.channels.items() if channel["type"] == 1]
            here = self._latest["channel_id"]
            where = mailed if alone else [here]
            assert not alone or all(each.get("nonce") != nonce for each in self._server.posted(here))
            posted = (message for channel in where for message in self._server.posted(channel))
            return next((message for message in posted if message.get("nonce") == nonce), None)
        whispered = self._server.callbacks.get(token)
        if whispered:
            return whispered[0] if whispered[0]["components"] else None
        original = self._server.forms.get(token, {}).get("original", "")
        found = self._server.messages[self._latest["channel_id"]].get(original)
        return found if found and found["components"] and found["flags"] & HIDDEN else None

    async def shown(self, play: Play, step: Step, message: str, *, whispered: bool) -> Shown | None:
        found = next((known[message] for known in self._server.messages.values() if message in known), None)
        if found is None:
            return None
        known = self._buttons.setdefault(message, {})
        known |= {button["label"]: button["custom_id"] for button in buttons(found)}
        mailed = self._server.channels[found["channel_id"]]["type"] == 1
        pictures = [part for part in found["components"] if part["type"] == 12]
        return Shown(
            text=plain(_unescaped(texts(found))),
            buttons=tuple(button["label"] for button in buttons(found)),
            pictures=sum(len(gallery["items"]) for gallery in pictures),
            made=tuple(made_of(self._server.files[file["id"]]) for file in found["attachments"])
            if pictures
            else (),
            files=len([part for part in found["components"] if part["type"] == 13]),
            alone=mailed or bool(found["flags"] & HIDDEN),
            message=message,
        )

    def _place(self, play: Play, step: Step) -> str:
        if step.where == PRIVATE:
            return self._server.private_chat(play.name_of(step.who))
        return self._places[step.where]

    def _rights(self, who: str) -> int:
        return MODERATOR_RIGHTS if ROLES[who] else MEMBER_RIGHTS


def _unescaped(text: str) -> str:
    """Signs that Discord would take for its own marks have a backslash before them."""
    return text.replace("\\", "")


async def open_discord(app: App, intake: Intake, stack: AsyncExitStack) -> tuple[Driver, Outbound]:
    server = await stack.enter_async_context(discord_server())
    config = DiscordConfig(
        token=TOKEN, api_url=server.api_url, files_url=f"{server.url}/cdn", gateway_url=server.gateway_url, identify_pause_seconds=0.0,
        servers_pause_seconds=0.05,
    )  # fmt: skip
    outbound = DiscordOutbound(config)
    stack.push_async_callback(outbound.close)
    platform = DiscordPlatform(config, intake, read_positions=PgReadPositions(app.pool), desk=app.desk)
    running = asyncio.create_task(platform.run(), name="discord")

    async def ended() -> None:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    stack.push_async_callback(ended)
    await server.until(
        lambda: server.live() and platform.client and platform.client.is_ready(), what="a session"
    )
    for event, made in (
        ("GUILD_ROLE_UPDATE", role(GUILD, "@everyone", MEMBER_RIGHTS)),
        ("GUILD_ROLE_CREATE", role(MODERATORS, "mods", MODERATOR_RIGHTS)),
    ):
        server.roles[made["id"]] = made
        await server.emit(event, {"guild_id": GUILD, "role": made})
    await server.joins(OTHER_SERVER, rights=MEMBER_RIGHTS)
    return DiscordDriver(server), outbound
