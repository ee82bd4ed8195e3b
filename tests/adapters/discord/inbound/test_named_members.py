"""Whom a slash command names: members of the server alone, whatever codes somebody writes."""

from dataclasses import replace

import discord

from adapters.discord.inbound.named_members import named_members
from agent.domain.conversation import Place

SERVER = Place(platform="discord", community="100", channel="200")
MEMBERS = {
    "12": {"nick": "Benny", "user": {"id": "12", "username": "ben", "global_name": "Ben"}},
    "13": {"nick": None, "user": {"id": "13", "username": "cleo", "global_name": "Cleo"}},
    "14": {"nick": None, "user": {"id": "14", "username": "robot", "bot": True}},
}


class Members:
    """A `Rest` that knows members."""

    async def member(self, server: str, person: str) -> object:
        if server != "100" or person not in MEMBERS:
            raise discord.DiscordException
        return MEMBERS[person]


async def named(words: str, place: Place = SERVER) -> tuple[str, list[str]]:
    text, people = await named_members(Members(), place, words)  # pyright: ignore[reportArgumentType]
    return text, [one.id for one in people]


async def test_codes_are_names_and_whom_they_mean() -> None:
    assert await named("<@12> and <@!13> at the fair") == (
        "@Benny and @Cleo at the fair",
        ["discord:12", "discord:13"],
    )


async def test_a_forged_code_and_a_bot_are_nobody() -> None:
    assert await named("<@99> with <@14>") == ("@someone with @someone", [])


async def test_in_private_a_code_is_nobody() -> None:
    assert await named("<@12> at the fair", replace(SERVER, community=None, private=True)) == (
        "@someone at the fair",
        [],
    )


async def test_words_without_codes_stay_as_they_are() -> None:
    assert await named("a fox <3") == ("a fox <3", [])
