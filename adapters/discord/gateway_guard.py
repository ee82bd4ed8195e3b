"""Between the gateway and discord.py: an event that the library cannot read costs that event and never the session."""

import logging
from collections.abc import Callable, MutableMapping

import discord
from discord.http import HTTPClient

from adapters.discord.http.payload_defaults import complete, essential, member, message
from adapters.http.foreign_json import objects

Parser = Callable[[object], None]

logger = logging.getLogger(__name__)


def guard(
    parsers: MutableMapping[str, Parser], *, app: Callable[[], str], opening: Callable[[], int]
) -> None:
    """Puts itself before each parser. `app` is the application's id, `opening` the shard that has no session yet."""
    for event, parser in list(parsers.items()):
        parsers[event] = _guarded(event, parser, app, opening)


def guard_answers(http: HTTPClient) -> None:
    """The same for what is read through REST."""
    logs_from, get_message, get_member = http.logs_from, http.get_message, http.get_member

    async def messages(*given: object, **named: object) -> list[object]:
        return [message(each) for each in objects(await logs_from(*given, **named))]  # pyright: ignore[reportArgumentType]

    async def one(*given: object) -> object:
        return message(await get_message(*given))  # pyright: ignore[reportArgumentType]

    async def person(*given: object) -> object:
        return member(await get_member(*given))  # pyright: ignore[reportArgumentType]

    http.logs_from, http.get_message, http.get_member = messages, one, person  # pyright: ignore[reportAttributeAccessIssue]


def _guarded(event: str, parser: Parser, app: Callable[[], str], opening: Callable[[], int]) -> Parser:
    def guarded(data: object) -> None:
        try:
            parser(complete(event, data, app=app(), shard=opening()))
        except discord.DiscordException:
            raise
        except Exception as error:
            if event == "READY":
                raise  # without it there is no session
            _without_the_rest(event, parser, essential(event, data), error, app())

    return guarded


def _without_the_rest(event: str, parser: Parser, data: object, error: Exception, app: str) -> None:
    why = _why(error)
    try:
        if data is not None:
            parser(complete(event, data, app=app, shard=0))
            logger.info(
                "an event was read in part", extra={"action": "event_in_part", "event": event, "why": why}
            )
            return
    except Exception as worse:
        why = _why(worse)
    logger.warning(
        "an event could not be read and was left out",
        extra={"action": "event_unread", "event": event, "why": why},
    )


def _why(error: Exception) -> str:
    """Without what people said: only these errors name a field and no value."""
    named = isinstance(error, KeyError | AttributeError | TypeError)
    return f"{type(error).__name__}: {error}"[:200] if named else type(error).__name__
