"""`python -m bot chat`: the same bot in a terminal, or one JSON object a line."""

from agent.errors import Misconfigured
from bot.app import open_app
from bot.log import set_up_logging
from bot.run import secrets_of
from bot.settings import Settings
from db.locks import hold_lock

CONSOLE_LOCK = 20260625


async def chat(settings: Settings, *, jsonl: bool, author: str, channel: str, show_images: bool) -> int:
    """Until the end of input. Returns the exit code."""
    set_up_logging(settings.log_level, secrets=secrets_of(settings))
    async with open_app(settings) as app, hold_lock(app.pool, CONSOLE_LOCK) as alone:
        if not alone:
            raise Misconfigured(
                "ATELIER_DATA_DIR", "another chat is open on this data folder; close it, or use --data-dir"
            )
        return await _talk(app, jsonl=jsonl, author=author, channel=channel, show_images=show_images)
