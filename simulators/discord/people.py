"""What people do: write, press, use commands and forms. The bot hears of it by the gateway."""

from collections.abc import Mapping, Sequence
from typing import Any

from simulators.discord.gateway import DiscordGateway
from simulators.discord.shapes import (
    ALL_RIGHTS,
    APP,
    CHANNEL,
    LOCALES,
    ME,
    PEOPLE,
    Json,
    buttons,
    guild,
    member,
    role,
    user,
)


class DiscordPeople(DiscordGateway):
    """The people of the server, by their names in `PEOPLE`."""

    async def joins(self, server: str, *, rights: int | str = ALL_RIGHTS) -> None:
        """The bot is taken into a further server, where everyone has these rights."""
        self.further[server] = role(server, "@everyone", rights)
        await self.emit("GUILD_CREATE", guild((), [self.further[server]], number=server))

    async def say(
        self,
        who: str,
        text: str,
        *,
        where: str = CHANNEL,
        mention: bool = True,
        reply_to: str = "",
        files: Sequence[tuple[str, bytes]] = (),
        calls: Sequence[str] = (),
        **more: Any,
    ) -> Json:
        """A person writes. `mention` puts the bot's name before it; whom `calls` names stands in the text as a code."""
        names = [user(ME, "atelier", bot=True)] if mention else []
        names += [user(*PEOPLE[who]) for who in calls]
        message = self._message(
            where, user(*PEOPLE[who]), f"<@{ME}> {text}" if mention else text, mentions=names
        )
        message["attachments"] = [self._stored(name, data) for name, data in files]
        if reply_to:
            message |= {
                "type": 19,
                "message_reference": {
                    "message_id": reply_to,
                    "channel_id": where,
                    "guild_id": self.server_of(where),
                },
                "referenced_message": self.messages[where].get(reply_to),
            }
        message |= more
        self._keep(message)
        event = (
            dict(message)
            if where not in self.channels or self.channels[where]["type"] == 1
            else self._in_guild(message, who)
        )
        await self.emit("MESSAGE_CREATE", event)
        return message

    async def delete(self, message: str, *, where: str = CHANNEL) -> None:
        """A message goes, whoever took it away: Discord does not say."""
        del self.messages[where][message]
        event: Json = {"id": message, "channel_id": where}
        await self.emit(
            "MESSAGE_DELETE",
            event if self.channels[where]["type"] == 1 else {**event, "guild_id": self.server_of(where)},
        )

    async def speaks_by_webhook(self, name: str, text: str, *, where: str = CHANNEL, **more: Any) -> Json:
        """Another application posts under any name, as those do that say members' words once more."""
        message = self._message(where, user("88", name, bot=True), text) | {
            "webhook_id": "88",
            "application_id": "89",
        }
        message |= more
        self._keep(message)
        await self.emit("MESSAGE_CREATE", {**message, "guild_id": self.server_of(where)})
        return message

    async def react(self, who: str, message: str, sign: str, *, where: str = CHANNEL, **more: Any) -> None:
        """Adds a reaction."""
        event: Json = {
            "user_id": PEOPLE[who][0], "channel_id": where, "message_id": message, "emoji": {"id": None, "name": sign}, "burst": False,
            "type": 0, "message_author_id": self.messages[where][message]["author"]["id"],
        }  # fmt: skip
        if self.channels[where]["type"] != 1:
            event |= {"guild_id": self.server_of(where), "member": member(who)}
        await self.emit("MESSAGE_REACTION_ADD", event | more)

    async def press(
        self, who: str, message: str, label: str, *, where: str = CHANNEL, rights: int | None = None
    ) -> Json:
        """A button of a message, by its label (or by its id). `rights` of the person there."""
        shown = self.messages[where][message]
        button = next(
            (b for b in buttons(shown) if label in (b.get("label"), b["custom_id"])), {"custom_id": label}
        )
        data = {"component_type": 2, "custom_id": button["custom_id"], "id": 1}
        return await self.interact(3, who, data, where=where, message=shown, **self._held(who, where, rights))

    async def slash(
        self,
        who: str,
        command: str,
        filled: Mapping[str, Any] | None = None,
        *,
        where: str = CHANNEL,
        rights: int | None = None,
        **options: Any,
    ) -> Json:
        """Options by their names (in `filled` any name): text, yes or no, a number, a picture as its bytes. `rights` of the person
        there."""
        root, _, sub = command.partition(" ")
        attached: Json = {}
        given: list[Json] = []
        for key, value in {**(filled or {}), **options}.items():
            if isinstance(value, bytes):
                file = self._stored(f"{key}.png", value)
                attached[file["id"]], value, kind = file, file["id"], 11
            else:
                kind = 5 if isinstance(value, bool) else 4 if isinstance(value, int) else 3
            given.append({"name": key, "type": kind, "value": value})
        data: Json = {"id": "1", "name": root, "type": 1, "resolved": {"attachments": attached}}
        data["options"] = [{"name": sub, "type": 1, "options": given}] if sub else given
        known = self._held(who, where, rights)
        return await self.interact(2, who, data, where=where, **known)

    async def submit(
        self, who: str, form: Json, text: str, *, where: str = CHANNEL, message: str = ""
    ) -> Json:
        data = {
            "custom_id": form["custom_id"],
            "components": [
                {"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": "words", "value": text}}
            ],
        }
        return await self.interact(5, who, data, where=where, message=self.messages[where].get(message))

    def _held(self, who: str, where: str, rights: int | None) -> Json:
        """A server says with each act what its member may do there."""
        private = self.channels[where]["type"] == 1
        return {} if rights is None or private else {"member": {**member(who), "permissions": str(rights)}}

    async def interact(
        self,
        kind: int,
        who: str,
        data: Json,
        *,
        where: str = CHANNEL,
        message: Json | None = None,
        **more: Any,
    ) -> Json:
        number = self.new_id()
        token = f"interaction-{number}"
        event: Json = {
            "id": number, "application_id": APP, "type": kind, "data": data, "token": token, "version": 1,
            "channel_id": where, "channel": self.channels[where], "locale": LOCALES.get(who, "en-US"), "attachment_size_limit": 10_485_760,
            "app_permissions": ALL_RIGHTS, "entitlements": [], "authorizing_integration_owners": {"0": self.server_of(where)}, "context": 0,
        }  # fmt: skip
        if self.channels[where]["type"] == 1:
            event |= {"user": user(*PEOPLE[who]), "context": 1}
        else:
            event |= {"guild_id": self.server_of(where), "member": {**member(who), "permissions": "2048"}}
        if message is not None:
            event["message"] = message
        event |= more
        self.tokens[token] = event
        await self.emit("INTERACTION_CREATE", event)
        return event
