"""Sets the bot's command menu and profile in Telegram, as BotFather would; only what differs is set, since Telegram limits it."""

import logging

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from adapters.telegram.menu_words import LANGUAGES, Words
from agent.commanding import COMMANDS

DESCRIPTION_CHARS_MAX = 256
FOR_ADMINISTRATORS = frozenset({"channel", "schedule"})
"""Commands that a group's menu shows to its administrators only; whoever types them is told so."""

logger = logging.getLogger(__name__)


def menu(language: str, *, managing: bool) -> list[BotCommand]:
    """The commands there are, described in this language, else in English. `managing`: the administrators' too."""
    words = LANGUAGES.get(language, LANGUAGES[""]).commands
    english = LANGUAGES[""].commands
    known = {**COMMANDS, "incognito": english["incognito"]}
    return [
        BotCommand(name, (words.get(name) or english.get(name) or text)[:DESCRIPTION_CHARS_MAX])
        for name, text in known.items()
        if managing or name not in FOR_ADMINISTRATORS
    ]


async def publish_menu(bot: Bot) -> None:
    """Best effort: without it the commands work all the same."""
    try:
        for language, words in LANGUAGES.items():
            await _commands(bot, language, BotCommandScopeDefault(), managing=False)
            await _commands(bot, language, BotCommandScopeAllPrivateChats(), managing=True)
            await _commands(bot, language, BotCommandScopeAllChatAdministrators(), managing=True)
            await _profile(bot, language, words)
    except TelegramError as error:
        logger.warning("the menu was not set", extra={"action": "menu_missed", "error": type(error).__name__})


async def _commands(bot: Bot, language: str, scope: BotCommandScope, *, managing: bool) -> None:
    wanted = menu(language, managing=managing)
    if [*await bot.get_my_commands(scope=scope, language_code=language or None)] != wanted:
        await bot.set_my_commands(wanted, scope=scope, language_code=language or None)


async def _profile(bot: Bot, language: str, words: Words) -> None:
    code = language or None
    if (await bot.get_my_description(code)).description != words.description:
        await bot.set_my_description(words.description, code)
    if (await bot.get_my_short_description(code)).short_description != words.about:
        await bot.set_my_short_description(words.about, code)
