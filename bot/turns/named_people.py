"""Whom a message names, as the core may know them: by a key that tells nobody whose account it is."""

from collections.abc import Mapping, Sequence

from agent.domain.people import PEOPLE_MAX, Mentioned, Person, PersonKey
from agent.ports import Likenesses, Usernames


class NamedPeople:
    def __init__(self, likenesses: Likenesses, usernames: Usernames) -> None:
        self._likenesses = likenesses
        self._usernames = usernames

    async def of(self, platform: str, mentioned: Sequence[Mentioned]) -> tuple[Person, ...]:
        """The first PEOPLE_MAX, each once. Whoever is known by a username alone and never spoke to the bot is nobody. Raises
        StoreUnavailable."""
        listed = mentioned[:PEOPLE_MAX]
        unknown = [one.username for one in listed if not one.id and one.username]
        known: Mapping[str, str] = await self._usernames.known(platform, unknown) if unknown else {}
        found: dict[PersonKey, Person] = {}
        for one in listed:
            author = one.id or known.get(one.username.casefold(), "")
            if author.startswith(f"{platform}:"):
                key = await self._likenesses.key_of(author)
                found.setdefault(key, Person(key=key, name=one.name, replied=one.replied))
        return tuple(found.values())

    async def key_of(self, author: str) -> PersonKey:
        return await self._likenesses.key_of(author)


class NobodyNamed:
    """Where nobody is looked up."""

    async def of(self, platform: str, mentioned: Sequence[Mentioned]) -> tuple[Person, ...]:
        return ()

    async def key_of(self, author: str) -> str:
        return ""
