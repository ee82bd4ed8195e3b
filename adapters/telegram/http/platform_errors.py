"""Telegram's errors as ours, and the token kept out of every log line."""

import logging

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from agent.errors import AtelierError, NotAllowed, NotFound, PlatformUnavailable
from agent.translation.catalogue import _

# Pieces of the descriptions of 400 answers (tdlib/telegram-bot-api, Client.cpp); Telegram has no codes for them.
_UNCHANGED = ("message is not modified",)
_GONE = (
    "message to edit not found", "message to delete not found", "message to be replied not found", "message_id_invalid",
    "message can't be edited", "message can't be deleted", "chat not found", "message thread not found",
    "group chat was deactivated", "peer_id_invalid", "topic_deleted", "message identifier is not specified",
)  # fmt: skip
_FORBIDDEN = (
    "topic_closed", "not enough rights", "have no rights", "need administrator rights", "chat_write_forbidden",
    "chat_send_photos_forbidden", "chat_send_plain_forbidden", "chat_send_docs_forbidden", "chat_restricted", "user is deactivated",
)  # fmt: skip
_NO_SUCH_PART = ("there is no media in the message", "there is no text in the message", "there is no caption")
_BAD_PHOTO = ("photo_invalid_dimensions", "image_process_failed", "photo_save_file_invalid", "wrong file")
_NO_PHOTOS = ("send photos", "send_photos", "send media", "send_media", "too large", "too big", *_BAD_PHOTO)
_TELLING_LOGGERS = (
    "httpx", "telegram.Bot", "telegram.ext.ExtBot", "telegram.request.BaseRequest", "telegram.request.HTTPXRequest",
)  # fmt: skip


def is_unchanged(error: TelegramError) -> bool:
    """The message already is what it was to become: a repeated edit."""
    return _says(error, _UNCHANGED)


def is_gone(error: BadRequest) -> bool:
    return _says(error, _GONE)


def is_other_kind(error: BadRequest) -> bool:
    """A text message cannot become a picture (servers before Bot API 7.3), nor a picture a text."""
    return _says(error, _NO_SUCH_PART)


def is_too_old(error: BadRequest) -> bool:
    """It is there, and may not be deleted any more (48 hours)."""
    return _says(error, ("message can't be deleted",))


def is_unknown_person(error: BadRequest) -> bool:
    """There is no private chat with this person."""
    return _says(error, ("chat not found", "user not found", "peer_id_invalid", "user_is_bot"))


def is_bad_photo(error: BadRequest) -> bool:
    """Telegram does not take it as a photo; as a file it would."""
    return _says(error, _BAD_PHOTO)


def is_picture_refused(error: BaseException | None) -> bool:
    """Photos are not taken there, or not this large; files may be."""
    return isinstance(error, TelegramError) and _says(error, _NO_PHOTOS)


def is_topic_closed(error: BaseException | None) -> bool:
    return isinstance(error, TelegramError) and _says(error, ("topic_closed",))


def is_topic_gone(error: BaseException | None) -> bool:
    return isinstance(error, TelegramError) and _says(error, ("message thread not found",))


def as_ours(error: TelegramError) -> AtelierError:
    """PlatformUnavailable, NotAllowed or NotFound for whatever the library raises."""
    match error:
        case RetryAfter():
            return PlatformUnavailable("Telegram asks to wait", retry_after_seconds=wait_seconds(error))
        case ChatMigrated():
            return PlatformUnavailable("the group became a supergroup", retry_after_seconds=0.0)
        case Forbidden():
            return NotAllowed(
                _("Telegram does not let the bot write here: it was blocked, removed or muted.")
            )
        case InvalidToken():
            return PlatformUnavailable(
                "Telegram does not accept TELEGRAM_TOKEN, or the server lacks a method"
            )
        case BadRequest() if is_gone(error):
            return NotFound(_("The message or the chat is gone."))
        case BadRequest() if _says(error, _FORBIDDEN):
            return NotAllowed(
                _("Telegram does not let the bot write here: the topic is closed or a right is missing.")
            )
        case BadRequest():
            return NotAllowed(_("Telegram refuses this: {why}", why=error.message[:200]))
        case _ if "too large" in error.message.lower():
            return NotAllowed(_("That is too large for Telegram."))
        case _:
            return PlatformUnavailable(f"Telegram does not answer ({type(error).__name__})")


def wait_seconds(error: RetryAfter) -> float:
    wait = error.retry_after  # a timedelta in a future major version of the library
    return float(wait if isinstance(wait, int) else wait.total_seconds())


def hide(*secrets: str) -> None:
    """From the library's logs: the token is part of every URL, and the library tells of all it sends. Idempotent."""
    for secret in filter(None, secrets):
        for name in _TELLING_LOGGERS:
            logger = logging.getLogger(name)
            if not any(
                isinstance(known, SecretFilter) and known.secret == secret for known in logger.filters
            ):
                logger.addFilter(SecretFilter(secret))


class SecretFilter(logging.Filter):
    """Rewrites a record that would show it."""

    def __init__(self, secret: str) -> None:
        super().__init__()
        self.secret = secret

    def filter(self, record: logging.LogRecord) -> bool:
        # Formatted now: the library writes the token into what it logged a moment ago (a file's address).
        record.msg, record.args = record.getMessage().replace(self.secret, "<secret>"), ()
        return True


def _says(error: TelegramError, parts: tuple[str, ...]) -> bool:
    text = error.message.lower()
    return any(part in text for part in parts)
