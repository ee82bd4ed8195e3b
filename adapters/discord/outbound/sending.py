"""Puts messages where they belong: through the interaction while its token lives, else through the channel. A channel that refused the bot
is not asked again at once, for each refusal counts against it."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import discord

from adapters.discord.http.interaction_handles import Handle
from adapters.discord.http.platform_errors import ARCHIVED, NO_HISTORY, code_of, is_token_over
from adapters.discord.http.rest import ORIGINAL, Rest
from adapters.discord.outbound.edit_pace import Clock
from adapters.discord.outbound.layouts import HIDDEN, V2
from adapters.http.foreign_json import Json, Raw, objects, string
from agent.errors import NotAllowed
from agent.ports import PictureFile
from agent.translation.catalogue import _

QUIET_SECONDS = 300.0
CHANNELS_MAX = 5_000
NO_MENTIONS: Json = {"parse": [], "replied_user": False}
"""Whatever a text says, nobody is notified by it."""


class Refusals:
    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock
        self._until: OrderedDict[str, float] = OrderedDict()
        self._told: OrderedDict[str, None] = OrderedDict()

    def check(self, channel: str) -> None:
        """Raises NotAllowed for a channel that refused lately."""
        if self._until.get(channel, float("-inf")) > self._clock():
            raise NotAllowed(_("I may not write in that channel."))

    def refused(self, channel: str) -> None:
        self._until[channel] = self._clock() + QUIET_SECONDS
        self._until.move_to_end(channel)
        if len(self._until) > CHANNELS_MAX:
            self._until.popitem(last=False)

    def is_told(self, channel: str) -> bool:
        """Whether somebody was told what is missing there."""
        return channel in self._told

    def told(self, channel: str) -> None:
        self._told[channel] = None
        if len(self._told) > CHANNELS_MAX:
            self._told.popitem(last=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place in Discord and the way to it."""

    channel: str
    """The channel or thread that is written to."""
    reply_to: str | None
    handle: Handle


class Speaking:
    """Every method raises one of `troubles.FOREIGN`. Parts are components; files are those they name."""

    def __init__(self, rest: Rest, now: Callable[[], float]) -> None:
        self._rest = rest
        self._now = now

    async def post(
        self, spot: Spot, parts: Sequence[Json], files: Sequence[PictureFile], *, nonce: str
    ) -> str:
        """A new message for all to see (for its author alone where the handle says so). With the same nonce within some minutes
        Discord answers with the message that is there already."""
        handle = spot.handle
        if handle.through_token(self._now()):
            try:
                return await self._by_token(handle, parts, files)
            except discord.HTTPException as error:
                if not is_token_over(error) or handle.hidden:
                    raise
        return await self.in_channel(spot.channel, parts, files, nonce=nonce, reply_to=spot.reply_to)

    async def edit(
        self, spot: Spot, message: str, parts: Sequence[Json], files: Sequence[PictureFile]
    ) -> str:
        """May be repeated. Raises discord.NotFound when the message is gone."""
        payload = body(parts, files, edits=True)
        handle = spot.handle
        if handle.through_token(self._now()):
            try:
                return await self._rest.edit_answer(handle.app, handle.token, message, payload, files)
            except discord.HTTPException as error:
                if not is_token_over(error) or handle.hidden:
                    raise
        try:
            return await self._rest.edit(spot.channel, message, payload, files)
        except discord.HTTPException as error:
            if code_of(error) != ARCHIVED:
                raise
        await self._rest.unarchive(spot.channel)
        return await self._rest.edit(spot.channel, message, payload, files)

    async def whisper(self, spot: Spot, parts: Sequence[Json], files: Sequence[PictureFile]) -> str:
        """A message that only the one who acted sees. Needs a living token."""
        handle = spot.handle
        payload = body(parts, files)
        payload["flags"] = V2 | HIDDEN
        return await self._rest.follow_up(handle.app, handle.token, payload, files)

    async def in_channel(
        self,
        channel: str,
        parts: Sequence[Json],
        files: Sequence[PictureFile],
        *,
        nonce: str,
        reply_to: str | None = None,
    ) -> str:
        """The post of before may have been carried out and its answer lost: then the message that Discord answers with is the working
        message still, and becomes this one by an edit."""
        payload = body(parts, files) | {"nonce": nonce, "enforce_nonce": True}
        if reply_to is not None:
            payload["message_reference"] = {"message_id": reply_to, "fail_if_not_exists": False}
        message = await self._sent(channel, payload, files, answers=reply_to is not None)
        number = string(message.get("id"))
        if _shows(message, payload):
            return number
        return await self._rest.edit(channel, number, body(parts, files, edits=True), files)

    async def _sent(self, channel: str, payload: Json, files: Sequence[PictureFile], *, answers: bool) -> Raw:
        try:
            return await self._rest.send(channel, payload, files)
        except discord.HTTPException as error:
            match code_of(error):
                case code if code == NO_HISTORY and answers:
                    del payload["message_reference"]
                case code if code == ARCHIVED:
                    await self._rest.unarchive(channel)
                case _:
                    raise
        return await self._rest.send(channel, payload, files)

    async def _by_token(self, handle: Handle, parts: Sequence[Json], files: Sequence[PictureFile]) -> str:
        if handle.answer == "original":
            payload = body(parts, files, edits=True)
            return await self._rest.edit_answer(handle.app, handle.token, ORIGINAL, payload, files)
        payload = body(parts, files)
        if handle.hidden:
            payload["flags"] = V2 | HIDDEN
        return await self._rest.follow_up(handle.app, handle.token, payload, files)


def _shows(message: Raw, payload: Json) -> bool:
    """Whether the message is the one that was sent, as far as its buttons and files tell."""
    files = len(objects(message.get("attachments"))) == len(objects(payload.get("attachments")))
    return files and _buttons(message) == _buttons(payload)


def _buttons(message: Raw) -> set[str]:
    found = [part for row in objects(message.get("components")) for part in objects(row.get("components"))]
    return {string(part.get("custom_id")) for part in found}


def body(parts: Sequence[Json], files: Sequence[PictureFile], *, edits: bool = False) -> Json:
    """A message's JSON. An edit says which files it has, so that the ones of before go."""
    payload: Json = {"components": list(parts), "flags": V2, "allowed_mentions": NO_MENTIONS}
    if files or edits:
        named: list[Json] = [
            {"id": number, "filename": file.name, "description": file.alt[:1_024] or None}
            for number, file in enumerate(files)
        ]
        payload["attachments"] = named
    return payload
