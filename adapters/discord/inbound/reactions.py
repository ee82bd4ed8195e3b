"""Reactions to the bot's messages, as presses: what a heart or a cross says. Discord tells of each; of one missed while the bot was away
nothing is read back."""

import logging

import discord

from adapters.discord.inbound.message_parsing import author_of, place_of
from adapters.discord.permissions import manages
from agent.domain.conversation import Author, AuthorId
from agent.domain.incoming import IncomingPress
from agent.errors import Unavailable
from agent.ports import Intake
from agent.text.reactions import sign_of

logger = logging.getLogger(__name__)


class Reacting:
    def __init__(self, client: discord.Client, intake: Intake) -> None:
        self._client = client
        self._intake = intake

    async def on(self, payload: discord.RawReactionActionEvent) -> None:
        """Never raises: a reaction that cannot be stored now is lost, and given again easily."""
        sign = None if payload.emoji.is_custom_emoji() else sign_of(payload.emoji.name)
        me = self._client.user
        if sign is None or me is None or payload.message_author_id not in (None, me.id):
            return
        channel = self._client.get_channel(payload.channel_id) or self._client.get_partial_messageable(
            payload.channel_id, guild_id=payload.guild_id
        )
        author = self._author(payload, channel)
        if author is None:
            return
        guild = None if payload.guild_id is None else self._client.get_guild(payload.guild_id)
        try:
            await self._intake.press(
                IncomingPress(
                    event_id=f"{payload.message_id}:{payload.user_id}:{sign}", place=place_of(channel, guild), author=author,
                    message=str(payload.message_id), button="", reaction=sign,
                )
            )  # fmt: skip
        except Unavailable as error:
            logger.warning("a reaction is lost", extra={"action": "reaction_lost", "why": str(error)})

    def _author(self, payload: discord.RawReactionActionEvent, channel: object) -> Author | None:
        """In a server with their rights there. None for a bot."""
        user = payload.member or self._client.get_user(payload.user_id)
        if user is None:
            return Author(id=AuthorId(f"discord:{payload.user_id}"), name="someone")
        return None if user.bot else author_of(user, may_manage=manages(user, channel))
