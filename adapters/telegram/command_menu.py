"""Sets the bot's command menu and profile in Telegram, as BotFather would; only what differs is set, since Telegram limits it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
    BotDescription,
    BotShortDescription,
)
from telegram.error import BadRequest, InvalidToken, TelegramError

from adapters.telegram.albums import Sleep
from adapters.telegram.command_menu_words import Words, all_words
from adapters.telegram.http.flood_waits import patiently
from adapters.telegram.http.payload_defaults import MALFORMED
from agent.actions import COMMANDS

DESCRIPTION_CHARS_MAX = 256
FOR_ADMINISTRATORS = frozenset(
    {"channel", "schedule", *(name for name, row in COMMANDS.items() if row.moderators)}
)
"""Commands that a group's menu shows to its administrators only; whoever types them is told so."""

logger = logging.getLogger(__name__)


def menu(words: Words, *, managing: bool) -> list[BotCommand]:
    """The commands there are, in these words. `managing`: the administrators' too."""
    known = {name: row.help for name, row in COMMANDS.items()} | {"incognito": ""}
    return [
        BotCommand(name, (words.commands.get(name) or text)[:DESCRIPTION_CHARS_MAX])
        for name, text in known.items()
        if managing or name not in FOR_ADMINISTRATORS
    ]


async def publish_menu(bot: Bot, *, sleep: Sleep = asyncio.sleep) -> None:
    """Best effort, each part by itself: without it the commands work all the same, and some servers know no menu."""
    missed: set[str] = set()
    for language, words in all_words().items():
        for step in _steps(bot, language, words):
            if step.part in missed:
                continue
            try:
                await patiently(step.take, sleep, reads=True)  # setting it twice does no harm
            except (TelegramError, *MALFORMED) as error:
                missed.add(step.part)
                logger.info(
                    "the menu was not set",
                    extra={"action": "menu_missed", "part": step.part, "error": type(error).__name__},
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    part: str
    take: Callable[[], Awaitable[None]]


def _steps(bot: Bot, language: str, words: Words) -> Iterator[_Step]:
    for scope, managing in _SCOPES:
        yield _Step(part="commands", take=partial(_commands, bot, language, words, scope, managing=managing))
    yield _Step(part="description", take=partial(_description, bot, language, words))
    yield _Step(part="about", take=partial(_about, bot, language, words))


_SCOPES = (
    (BotCommandScopeDefault(), False),
    (BotCommandScopeAllPrivateChats(), True),
    (BotCommandScopeAllChatAdministrators(), True),
)


async def _commands(bot: Bot, language: str, words: Words, scope: BotCommandScope, *, managing: bool) -> None:
    wanted, code = menu(words, managing=managing), language or None
    if await _said(lambda: bot.get_my_commands(scope=scope, language_code=code)) != tuple(wanted):
        await bot.set_my_commands(wanted, scope=scope, language_code=code)


async def _description(bot: Bot, language: str, words: Words) -> None:
    code = language or None
    if await _said(lambda: bot.get_my_description(code)) != BotDescription(words.description):
        await bot.set_my_description(words.description, code)


async def _about(bot: Bot, language: str, words: Words) -> None:
    code = language or None
    if await _said(lambda: bot.get_my_short_description(code)) != BotShortDescription(words.about):
        await bot.set_my_short_description(words.about, code)


async def _said(ask: Callable[[], Awaitable[object]]) -> object:
    """None where the server cannot say it; it may yet be able to set it."""
    try:
        return await ask()
    except (BadRequest, InvalidToken, *MALFORMED):  # the library takes a missing method for a wrong token
        return None
