"""Profile pictures: of the server first, else of the account."""

from adapters.discord.http.platform_errors import translated
from adapters.discord.http.rest import Rest
from adapters.http.foreign_json import Raw, obj
from agent.errors import NotAllowed, NotFound
from agent.limits import IMAGE_BYTES_MAX

FILES = "https://cdn.discordapp.com"
SIZE = 1_024


async def portrait_of(rest: Rest, person: str, *, files: str = FILES) -> bytes | None:
    """None for an account without one: Discord's own faceless signs show nobody. Raises PlatformUnavailable alone."""
    try:
        with translated():
            user = await rest.user(person)
            avatar = _hash(user)
            if not avatar:
                return None
            data = await rest.file(f"{files}/avatars/{person}/{avatar}.png?size={SIZE}")
    except (NotAllowed, NotFound):
        return None
    return data if len(data) <= IMAGE_BYTES_MAX else None


def _hash(user: Raw) -> str:
    """Hex, with "a_" before it where it moves."""
    avatar = obj(user).get("avatar")
    return avatar if isinstance(avatar, str) and avatar.removeprefix("a_").isalnum() else ""
