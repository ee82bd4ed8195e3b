"""Whom a slash command names. Discord puts codes into its words and says no more; who they are is asked of the server."""

import asyncio
import logging
import re
from collections.abc import Sequence

from adapters.discord.http.platform_errors import FOREIGN
from adapters.discord.http.rest import Rest
from adapters.discord.inbound.message_files import NAME_CHARS_MAX
from adapters.http.foreign_json import Raw, obj, string
from agent.domain.conversation import Place
from agent.domain.people import PEOPLE_MAX, Mentioned

SOMEONE = "someone"
"""Stands for who is no member (any more): a code is anybody's to write."""
_CODE = re.compile(r"<@!?(\d{1,20})>")

logger = logging.getLogger(__name__)


async def named_members(rest: Rest, place: Place, words: str) -> tuple[str, tuple[Mentioned, ...]]:
    """The words with `@name` in the codes' place, and whom they name: members of this server alone."""
    numbers = list(dict.fromkeys(_CODE.findall(words)))[:PEOPLE_MAX]
    if not numbers:
        return words, ()
    members = await asyncio.gather(*(_member(rest, place, number) for number in numbers))
    people = {
        number: _mentioned(number, member) for number, member in zip(numbers, members, strict=True) if member
    }

    def said(code: re.Match[str]) -> str:
        person = people.get(code[1])
        return f"@{person.name}" if person else f"@{SOMEONE}"

    return _CODE.sub(said, words), tuple(people.values())


async def _member(rest: Rest, place: Place, number: str) -> Raw | None:
    if place.community is None:
        return None
    try:
        found = await rest.member(place.community, number)
    except FOREIGN as error:
        logger.info(
            "a member was not found", extra={"action": "member_unknown", "error": type(error).__name__}
        )
        return None
    return None if obj(found.get("user")).get("bot") is True else found


def _mentioned(number: str, member: Raw) -> Mentioned:
    user = obj(member.get("user"))
    names: Sequence[object] = (member.get("nick"), user.get("global_name"), user.get("username"))
    name = next((string(name) for name in names if isinstance(name, str) and name.strip()), SOMEONE)
    return Mentioned(id=f"discord:{number}", name=name.replace("\x00", "").strip()[:NAME_CHARS_MAX])
