"""How interactions are answered: first within three seconds, then in place of that, or beside it for one person alone."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import discord

from adapters.discord.http.interaction_handles import TOKEN_SECONDS, Handle
from adapters.discord.http.platform_errors import ALREADY_ANSWERED, FOREIGN, code_of, is_unsure
from adapters.discord.http.rest import ORIGINAL, Rest
from adapters.discord.inbound.message_parsing import author_of, place_of
from adapters.discord.outbound.layouts import HIDDEN, words
from adapters.discord.outbound.replies import ONLY_YOU
from adapters.discord.outbound.sending import Speaking, Spot, body
from adapters.discord.permissions import may_manage
from adapters.http.foreign_json import Json
from agent.domain.conversation import Author, Place
from agent.translation.catalogue import _

# Callback types (Discord's reference, "Interaction Callback Type").
THINKING, SILENT, SUGGESTIONS, FORM = 5, 6, 8, 9

logger = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who did something, where, and how it can be answered."""

    id: str
    place: Place
    author: Author
    handle: Handle
    me: str
    """The bot's own user id."""


def act_of(interaction: discord.Interaction, now: float) -> Act:
    guild = interaction.guild if interaction.guild_id is not None else None
    place = place_of(interaction.channel, guild)
    foreign = interaction.is_user_integration() and not interaction.is_guild_integration()
    alone = place.private and not interaction.context.private_channel
    handle = Handle(
        interaction=str(interaction.id),
        token=interaction.token,
        app=str(interaction.application_id),
        until=now + TOKEN_SECONDS,
        member=alone or not foreign,
        limit=interaction.filesize_limit,
    )
    manages = place.private or may_manage(interaction.permissions)
    author = author_of(interaction.user, may_manage=manages, locale=interaction.locale.value)
    me = interaction.client.user
    return Act(
        id=str(interaction.id), place=place, author=author, handle=handle, me="" if me is None else str(me.id)
    )


class Answering:
    def __init__(self, rest: Rest, speaking: Speaking) -> None:
        self._rest = rest
        self._speaking = speaking

    async def form(self, act: Act, form: Json) -> None:
        """A form must be the first answer."""
        payload: Json = {"type": FORM, "data": form}
        await self.quietly(lambda: self._rest.answer(act.id, act.handle.token, payload))

    async def suggestions(self, act: Act, choices: list[Json]) -> None:
        payload: Json = {"type": SUGGESTIONS, "data": {"choices": choices}}
        await self.quietly(lambda: self._rest.answer(act.id, act.handle.token, payload))

    async def first(
        self, act: Act, kind: int, *, answer: str, hidden: bool = False, message: str = ""
    ) -> Act:
        """The first response; `act` with the way to answer from now on. "Answered already" is what Discord says to the repeat of a call
        whose answer was lost: then that first one counts (and of two copies of the bot Intake knows the event). Where no answer came at
        all it may have counted: what follows goes by the token, and where that is refused in the channel."""
        handle = replace(
            act.handle,
            answer="original" if answer == "original" else "followup",
            hidden=hidden,
            message=message,
        )
        data: Json = {"flags": HIDDEN if hidden else 0}
        payload: Json = {"type": kind, "data": data} if kind == THINKING else {"type": kind}
        try:
            await self._rest.answer(act.id, handle.token, payload)
        except FOREIGN as error:
            if code_of(error) == ALREADY_ANSWERED or is_unsure(error):
                return replace(act, handle=handle)
            logger.warning(
                "an interaction was not answered in time",
                extra={"action": "ack_failed", "error": type(error).__name__, "code": code_of(error)},
            )
            handle = replace(handle, token="", answer="", hidden=False)
        return replace(act, handle=handle)

    async def note(self, act: Act, text: str) -> None:
        """A short word for the presser alone."""
        handle = act.handle
        if not text or not handle.token:
            return
        spot = Spot(channel=act.place.thread or act.place.channel, reply_to=None, handle=handle)
        if handle.answer == "original" and not (handle.hidden or act.place.private):
            await self.quietly(lambda: self.edit(act, words(_(ONLY_YOU))))
            await self.quietly(lambda: self._speaking.whisper(spot, words(text), ()))
            await self.quietly(lambda: self._rest.delete_answer(handle.app, handle.token, ORIGINAL))
        elif handle.answer == "original":
            await self.quietly(lambda: self.edit(act, words(text)))
        else:
            await self.quietly(lambda: self._speaking.whisper(spot, words(text), ()))

    async def edit(self, act: Act, parts: list[Json]) -> None:
        payload = body(parts, (), edits=True)
        await self._rest.edit_answer(act.handle.app, act.handle.token, ORIGINAL, payload)

    async def quietly(self, call: Callable[[], Awaitable[T]]) -> None:
        """What is only for show must not break what was stored."""
        try:
            await call()
        except FOREIGN as error:
            logger.info(
                "an answer was not shown",
                extra={"action": "answer_missed", "error": type(error).__name__, "code": code_of(error)},
            )
